#include "core/store/layertimes.h"

#include <algorithm>

namespace sw::store {

namespace {

/// Whether a time is another one by the rule.
bool changes(const oci::LayerEntry& entry, std::int64_t epoch, EpochRule rule) {
    const bool later = entry.mtime > epoch || (entry.mtime == epoch && entry.mtimeNs > 0);
    return later || (rule == EpochRule::Exact && entry.mtime != epoch && !entry.isWhiteout());
}

} // namespace

Result<LayerId> layerAtEpoch(Store& store, const LayerId& id, std::int64_t epoch, EpochRule rule, const std::stop_token& stop) {
    SW_TRY(const auto layer, store.layer(id));
    const auto& entries = layer->index()->entries;
    if (std::ranges::none_of(entries, [&](const oci::LayerEntry& entry) { return !entry.implied && changes(entry, epoch, rule); })) {
        return id;
    }
    SW_TRY(Store::Scratch scratch, store.newScratch());
    oci::LayerWriter writer(scratch.fd.get());
    for (const oci::LayerEntry& entry : entries) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("Stopped"));
        }
        if (entry.implied && !entry.opaque) {
            continue;
        }
        oci::LayerEntry copy = entry;
        if (changes(copy, epoch, rule)) {
            copy.mtime = epoch;
            copy.mtimeNs = 0;
        }
        copy.sparse = false;
        std::uint64_t at = 0;
        SW_CHECK(writer.add(std::move(copy), [&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
            SW_TRY(const std::size_t got, layer->read(entry, at, buffer, capacity));
            at += got;
            return got;
        }));
    }
    SW_TRY(const oci::FinishedTar tar, writer.finish());
    SW_TRY(const LayerInfo info, store.commitLayer(std::move(scratch), tar));
    return info.id;
}

} // namespace sw::store
