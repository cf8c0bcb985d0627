#include "core/build/cachetransfer.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sw::build {

namespace {

using Json = nlohmann::json;

constexpr const char* kLabel = "dev.stagewright.cache.records";
constexpr const char* kSchema = "stagewright.cache/1";

Json jsonOf(const cache::StepRecord& record, const Hash128& shape) {
    return {{"key", record.key.hex()},     {"definition", record.definition.hex()}, {"shape", shape.hex()},
            {"layer", record.layer.text()}, {"tree", record.tree.hex()},             {"empty", record.empty},
            {"trace", cache::serialiseTrace(record.trace)}, {"seconds", record.seconds}, {"bytes", record.bytes},
            {"files", record.files},       {"created", record.created}};
}

Result<cache::StepRecord> recordOf(const Json& json) {
    cache::StepRecord record;
    SW_TRY(record.key, Hash128::parse(json.at("key").get<std::string>()));
    SW_TRY(record.definition, Hash128::parse(json.at("definition").get<std::string>()));
    SW_TRY(record.shape, Hash128::parse(json.at("shape").get<std::string>()));
    SW_TRY(record.layer, Digest::parse(json.at("layer").get<std::string>()));
    SW_TRY(record.tree, Hash128::parse(json.at("tree").get<std::string>()));
    SW_TRY(record.trace, cache::parseTrace(json.at("trace").get<std::string>()));
    record.empty = json.at("empty").get<bool>();
    record.seconds = json.at("seconds").get<double>();
    record.bytes = json.at("bytes").get<std::uint64_t>();
    record.files = json.at("files").get<std::uint64_t>();
    record.created = json.at("created").get<std::int64_t>();
    return record;
}

/// Corrupt: something that is no cache of ours, or a broken one.
Result<std::vector<cache::StepRecord>> recordsOf(const store::Image& image, const CachePlace& place) {
    const auto label = image.config.labels.find(kLabel);
    if (label == image.config.labels.end()) {
        return failure(ErrorCode::Corrupt, say("'%1' is an image, and no build cache of Stagewright's", place.where));
    }
    try {
        const Json json = Json::parse(label->second);
        if (json.at("schema") != kSchema) {
            return failure(ErrorCode::Corrupt, say("The build cache '%1' is of another version of Stagewright", place.where));
        }
        std::vector<cache::StepRecord> records;
        for (const Json& one : json.at("records")) {
            SW_TRY(cache::StepRecord record, recordOf(one));
            records.push_back(std::move(record));
        }
        return records;
    } catch (const Json::exception& error) {
        return failure(ErrorCode::Corrupt, say("The build cache '%1' is broken: %2", place.where, error.what()));
    }
}

store::ImageSource sourceOf(const CachePlace& place) {
    store::ImageSource source;
    source.kind = place.kind == CachePlace::Kind::Local ? store::ImageSource::Kind::OciLayout : store::ImageSource::Kind::Registry;
    source.location = place.where;
    source.selector = place.selector;
    return source;
}

} // namespace

Result<std::size_t> importCache(store::Store& store, cache::CacheIndex& index, const CachePlace& place, const store::TransferSink& progress,
                                std::stop_token stop) {
    SW_TRY(const store::Image image, store::importImage(store, sourceOf(place), oci::Platform::host(), "", progress, std::move(stop)));
    SW_TRY(std::vector<cache::StepRecord> records, recordsOf(image, place));
    std::size_t added = 0;
    for (cache::StepRecord& record : records) {
        SW_TRY(const auto known, index.find(record.key));
        if ((known && store.hasLayer(known->layer)) || !store.hasLayer(record.layer)) {
            continue;
        }
        SW_CHECK(index.put(record));
        ++added;
    }
    return added;
}

Result<std::size_t> exportCache(store::Store& store, cache::CacheIndex& index, const CachePlace& place, const std::vector<Hash128>& keys,
                                const std::set<store::LayerId>& ofImage, const store::TransferSink& progress, std::stop_token stop) {
    Json records = Json::array();
    std::vector<store::LayerId> layers;
    for (const Hash128& key : keys) {
        SW_TRY(const auto record, index.find(key));
        if (!record || !store.hasLayer(record->layer) || (place.finalOnly && !ofImage.contains(record->layer))) {
            continue;
        }
        SW_TRY(const Hash128 shape, index.shapeOfKey(key));
        records.push_back(jsonOf(*record, shape));
        if (std::ranges::find(layers, record->layer) == layers.end()) {
            layers.push_back(record->layer);
        }
    }
    oci::ImageConfig config;
    config.platform = oci::Platform::host();
    config.labels[kLabel] = Json{{"schema", kSchema}, {"records", records}}.dump();
    store::PlatformImage image;
    image.platform = config.platform;
    SW_TRY(image.image, store.putImage(config, layers));
    store::ExportSubject subject;
    subject.platforms.push_back(std::move(image));
    if (place.kind == CachePlace::Kind::Registry) {
        SW_TRY([[maybe_unused]] const store::Exported pushed, store::pushImage(store, subject, place.where, place.options, false, progress, stop));
    } else {
        store::ExportOptions options = place.options;
        options.format = store::ExportFormat::OciDirectory;
        options.destination = place.where;
        options.names = {"cache:" + (place.selector.empty() ? "latest" : place.selector)};
        SW_TRY([[maybe_unused]] const store::Exported written, store::exportImage(store, subject, options, progress, stop));
    }
    return records.size();
}

} // namespace sw::build
