#include "core/io/atomicfile.h"
#include "core/io/subprocess.h"
#include "core/store/exportlayout.h"
#include "core/store/skopeo.h"
#include "core/store/transfer.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace sw::store {

namespace fs = std::filesystem;

namespace {

std::string rfc3339(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), size};
}

/// RFC 3339 in UTC compares as text up to the fraction.
bool isLater(const std::string& created, const std::string& limit) {
    constexpr std::size_t whole = 19; // up to the seconds
    const int order = created.substr(0, whole).compare(limit.substr(0, whole));
    return order > 0 || (order == 0 && created.size() > whole && created[whole] == '.');
}

bool isNewer(const oci::LayerEntry& entry, std::int64_t epoch) {
    return entry.mtime > epoch || (entry.mtime == epoch && entry.mtimeNs > 0);
}

Result<LayerId> clampLayer(Store& store, const LayerId& id, std::int64_t epoch, const std::stop_token& stop) {
    SW_TRY(const auto layer, store.layer(id));
    const auto& entries = layer->index()->entries;
    if (std::ranges::none_of(entries, [&](const oci::LayerEntry& entry) { return !entry.implied && isNewer(entry, epoch); })) {
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
        if (isNewer(copy, epoch)) {
            copy.mtime = epoch;
            copy.mtimeNs = 0;
        }
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

/// Runs `body` with a file name in the work folder that is removed afterwards.
template <typename Body> auto withTemporary(Store& store, const char* prefix, Body&& body) {
    const fs::path place = store.workDirectory() / (prefix + io::uniqueName());
    auto result = body(place);
    std::error_code error;
    fs::remove_all(place, error);
    return result;
}

Result<void> dockerLoad(const fs::path& archive, std::string_view name, const std::stop_token& stop) {
    io::ProcessSpec spec;
    spec.args = {"docker", "load", "--input", archive.string()};
    SW_TRY(const io::ProcessResult result, io::runProcess(spec, stop));
    if (result.exitCode == 0) {
        return {};
    }
    return failure(explainSkopeo(TransferVerb::LoadIntoDocker, name, result.errors));
}

} // namespace

Result<Image> clampImage(Store& store, const Image& image, std::int64_t epoch, std::size_t keepLayers, std::stop_token stop) {
    oci::ImageConfig config = image.config;
    std::vector<LayerId> layers = image.layers;
    for (std::size_t i = std::min(keepLayers, layers.size()); i < layers.size(); ++i) {
        SW_TRY(layers[i], clampLayer(store, layers[i], epoch, stop));
    }
    const std::string limit = rfc3339(epoch);
    if (isLater(config.created, limit)) {
        config.created = limit;
    }
    std::size_t seen = 0; // layers of the history so far
    for (oci::HistoryEntry& entry : config.history) {
        const bool ofBase = seen < keepLayers;
        seen += entry.emptyLayer ? 0 : 1;
        if (!ofBase && isLater(entry.created, limit)) {
            entry.created = limit;
        }
    }
    if (layers == image.layers && config == image.config) {
        return image;
    }
    return store.putImage(config, layers, image.manifest.annotations);
}

Result<void> exportImage(Store& store, const Image& given, const ExportOptions& asked, const TransferSink& progress, std::stop_token stop) {
    Image image = given;
    ExportOptions options = asked;
    if (!options.destination.has_filename()) { // "out/"
        options.destination = options.destination.parent_path();
    }
    if (options.clampTimes) {
        SW_TRY(image, clampImage(store, given, *options.clampTimes, options.keepLayers, stop));
    }
    switch (options.format) {
    case ExportFormat::OciDirectory: {
        SW_TRY(const ExportLayout layout, ociLayout(store, image, options, progress, stop));
        return writeFolder(layout, options.destination, false, progress, stop);
    }
    case ExportFormat::OciArchive: {
        SW_TRY(const ExportLayout layout, ociLayout(store, image, options, progress, stop));
        return writeArchive(layout, options.destination, progress, stop);
    }
    case ExportFormat::DockerArchive: {
        SW_TRY(const ExportLayout layout, dockerLayout(store, image, options));
        return writeArchive(layout, options.destination, progress, stop);
    }
    case ExportFormat::RootTar: return writeRootTar(store, image, options.destination, progress, stop);
    case ExportFormat::LocalDirectory: return writeLocalFolder(store, image, options.destination, progress, stop);
    }
    return failure(ErrorCode::Internal, say("An export of an unknown kind"));
}

Result<void> pushImage(Store& store, const Image& image, std::string_view reference, const TransferSink& progress, std::stop_token stop) {
    SW_TRY(const oci::Reference target, oci::Reference::parse(reference));
    ExportOptions options;
    options.compression = oci::Compression::Gzip; // what every registry and engine takes; layers that are zstd are packed anew
    options.names = {"image:image"};
    SW_TRY(const ExportLayout layout, ociLayout(store, image, options, progress, stop));
    return withTemporary(store, "push-", [&](const fs::path& place) -> Result<void> {
        SW_CHECK(writeFolder(layout, place, true, {}, stop)); // links into the store, for skopeo's eyes alone
        SkopeoCall call;
        call.verb = TransferVerb::Push;
        call.subject = target.text();
        call.args = {"copy", "--quiet", "oci:" + place.string() + ":image",
                     "docker://" + target.registry + "/" + target.repository + ":" + (target.tag.empty() ? "latest" : target.tag)};
        call.onTick = [&] {
            if (progress) {
                progress({"upload", 0, 0});
            }
        };
        SW_TRY([[maybe_unused]] const std::string out, runSkopeo(call, stop));
        return {};
    });
}

Result<void> loadIntoDocker(Store& store, const Image& image, std::string_view name, const TransferSink& progress, std::stop_token stop) {
    ExportOptions options;
    options.format = ExportFormat::DockerArchive;
    options.names = {std::string(name)};
    return withTemporary(store, "load-", [&](const fs::path& place) -> Result<void> {
        options.destination = place;
        SW_CHECK(exportImage(store, image, options, progress, stop));
        if (io::findProgram("docker")) {
            return dockerLoad(place, name, stop);
        }
        SkopeoCall call;
        call.verb = TransferVerb::LoadIntoDocker;
        call.subject = name;
        call.args = {"copy", "--quiet"};
        if (const std::string host = dockerHost(); !host.empty()) {
            call.args.insert(call.args.end(), {"--dest-daemon-host", host});
        }
        call.args.insert(call.args.end(), {"docker-archive:" + place.string(), "docker-daemon:" + dockerName(name)});
        SW_TRY([[maybe_unused]] const std::string out, runSkopeo(call, stop));
        return {};
    });
}

} // namespace sw::store
