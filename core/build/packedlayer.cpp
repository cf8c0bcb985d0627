#include "core/build/packedlayer.h"

namespace sw::build {

Result<store::LayerId> packedLayer(store::Store& store, cache::CacheIndex& cache, std::string_view what, std::string_view content,
                                   const std::function<Result<LayerBuilder>()>& make, std::stop_token stop) {
    Hasher128 hasher;
    hasher.addField(what, content);
    const Hash128 key = hasher.finish();
    SW_TRY(const auto known, cache.findResult(key));
    if (known && store.hasLayer(known->layer)) {
        return known->layer;
    }
    SW_TRY(const LayerBuilder builder, make());
    SW_TRY(store::Store::Scratch scratch, store.newScratch());
    SW_TRY(const oci::FinishedTar finished, builder.write(scratch.fd.get(), std::move(stop)));
    SW_TRY(const store::LayerInfo info, store.commitLayer(std::move(scratch), finished));
    cache::StepRecord record;
    record.key = key;
    record.definition = Hasher128::of(what);
    record.layer = info.id;
    record.tree = finished.index.treeDigest();
    record.empty = finished.index.entries.empty();
    record.created = LayerBuilder::now();
    SW_CHECK(cache.put(record));
    return info.id;
}

} // namespace sw::build
