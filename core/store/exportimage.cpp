#include "core/io/atomicfile.h"
#include "core/io/json.h"
#include "core/io/subprocess.h"
#include "core/store/exportlayout.h"
#include "core/store/skopeo.h"
#include "core/store/layertimes.h"
#include "core/store/transfer.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace sw::store {

namespace fs = std::filesystem;

namespace {

/// RFC 3339 in UTC compares as text up to the fraction.
bool isLater(const std::string& created, const std::string& limit) {
    constexpr std::size_t whole = 19; // up to the seconds
    const int order = created.substr(0, whole).compare(limit.substr(0, whole));
    return order > 0 || (order == 0 && created.size() > whole && created[whole] == '.');
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

std::string timeText(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), size};
}

Result<Image> clampImage(Store& store, const Image& image, std::int64_t epoch, std::size_t keepLayers, std::stop_token stop) {
    oci::ImageConfig config = image.config;
    std::vector<LayerId> layers = image.layers;
    for (std::size_t i = std::min(keepLayers, layers.size()); i < layers.size(); ++i) {
        SW_TRY(layers[i], layerAtEpoch(store, layers[i], epoch, EpochRule::Limit, stop));
    }
    const std::string limit = timeText(epoch);
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

namespace {

Exported exportedOf(const ExportLayout& layout, const ExportSubject& subject) {
    Exported out{layout.root, {}};
    if (!subject.isIndex()) {
        out.config = layout.manifests.front().config.digest;
    }
    return out;
}

ExportSubject subjectOf(const Image& image, std::size_t keepLayers) {
    ExportSubject subject;
    subject.platforms.push_back({image, image.config.platform, keepLayers, {}});
    return subject;
}

Result<void> write(const ExportLayout& layout, const ExportOptions& options, const TransferSink& progress, const std::stop_token& stop) {
    if (options.format == ExportFormat::OciDirectory || options.format == ExportFormat::DockerDirectory) {
        return writeFolder(layout, options.destination, false, progress, stop);
    }
    return writeArchive(layout, options.destination, progress, stop);
}

/// The statements that the index in the store holds about one of its images; their subjects are made anew.
Result<void> addStoredAttestations(Store& store, const oci::Descriptor& entry, ExportSubject& subject) {
    const auto about = entry.annotations.find("vnd.docker.reference.digest");
    const auto is = [&](const PlatformImage& one) { return about != entry.annotations.end() && one.image.manifestDigest.text() == about->second; };
    const auto image = std::ranges::find_if(subject.platforms, is);
    if (image == subject.platforms.end()) {
        return {};
    }
    SW_TRY(const std::string bytes, store.blob(entry.digest));
    SW_TRY(const oci::Manifest manifest, oci::parseManifest(bytes));
    for (const oci::Descriptor& layer : manifest.layers) {
        SW_TRY(const std::string text, store.blob(layer.digest));
        SW_TRY(const io::Json statement, io::parseJson(text));
        const io::Json* predicate = io::member(statement, "predicate");
        Attestation attestation;
        attestation.predicateType = io::stringOf(statement, "predicateType");
        attestation.fileName = attestation.predicateType.contains("spdx") ? "sbom.spdx.json" : "provenance.json";
        attestation.predicate = [copy = predicate == nullptr ? std::string("{}") : io::dumpJson(*predicate)](const oci::Manifest&) { return copy; };
        image->attestations.push_back(std::move(attestation));
    }
    return {};
}

Result<ExportSubject> clamped(Store& store, ExportSubject subject, std::int64_t epoch, const std::stop_token& stop) {
    for (PlatformImage& one : subject.platforms) {
        SW_TRY(one.image, clampImage(store, one.image, epoch, one.keepLayers, stop));
    }
    return subject;
}

} // namespace

Result<Exported> exportImage(Store& store, const ExportSubject& given, const ExportOptions& asked, const TransferSink& progress,
                             std::stop_token stop) {
    ExportSubject subject = given;
    ExportOptions options = asked;
    if (!options.destination.has_filename()) { // "out/"
        options.destination = options.destination.parent_path();
    }
    if (options.clampTimes) {
        SW_TRY(subject, clamped(store, std::move(subject), *options.clampTimes, stop));
    }
    switch (options.format) {
    case ExportFormat::OciDirectory:
    case ExportFormat::OciArchive: {
        SW_TRY(const ExportLayout layout, ociLayout(store, subject, options, progress, stop));
        SW_CHECK(write(layout, options, progress, stop));
        return exportedOf(layout, subject);
    }
    case ExportFormat::DockerDirectory:
    case ExportFormat::DockerArchive: {
        SW_TRY(const ExportLayout layout, dockerLayout(store, subject, options, false, progress, stop));
        SW_CHECK(write(layout, options, progress, stop));
        return exportedOf(layout, subject);
    }
    case ExportFormat::RootTar: SW_CHECK(writeRootTar(store, subject, options, progress, stop)); return Exported{};
    case ExportFormat::LocalDirectory: SW_CHECK(writeLocalFolder(store, subject, options, progress, stop)); return Exported{};
    }
    return failure(ErrorCode::Internal, say("An export of an unknown kind"));
}

Result<void> exportImage(Store& store, const Image& image, const ExportOptions& options, const TransferSink& progress,
                         std::stop_token stop) {
    SW_TRY([[maybe_unused]] const Exported done,
           exportImage(store, subjectOf(image, options.keepLayers), options, progress, std::move(stop)));
    return {};
}

Result<Exported> pushImage(Store& store, const ExportSubject& subject, std::string_view reference, const ExportOptions& asked, bool byDigest,
                           const TransferSink& progress, std::stop_token stop) {
    SW_TRY(const oci::Reference target, oci::Reference::parse(reference));
    ExportOptions options = asked;
    if (options.compression == oci::Compression::None && !options.forceCompression) {
        options.compression = oci::Compression::Gzip; // what every registry and engine takes; layers that are zstd are packed anew
        options.forceCompression = true;
    }
    if (options.names.empty()) { // attestations name what they speak of
        options.names = {target.text()};
    }
    SW_TRY(ExportLayout layout, composeImage(store, subject, options, progress, stop));
    addLayoutFiles(layout, {});
    const Exported out = exportedOf(layout, subject);
    return withTemporary(store, "push-", [&](const fs::path& place) -> Result<Exported> {
        SW_CHECK(writeFolder(layout, place, true, {}, stop)); // links into the store, for skopeo's eyes alone
        SkopeoCall call;
        call.verb = TransferVerb::Push;
        call.subject = target.text();
        call.args = {"copy", "--quiet", "--preserve-digests"};
        if (subject.isIndex()) {
            call.args.emplace_back("--all");
        }
        if (options.insecureRegistry) {
            call.args.emplace_back("--dest-tls-verify=false");
        }
        const std::string where = byDigest ? "@" + out.descriptor.digest.text() : ":" + (target.tag.empty() ? std::string("latest") : target.tag);
        call.args.insert(call.args.end(), {"oci:" + place.string(), "docker://" + target.registry + "/" + target.repository + where});
        call.onTick = [&] {
            if (progress) {
                progress({"upload", 0, 0});
            }
        };
        SW_TRY([[maybe_unused]] const std::string printed, runSkopeo(call, stop));
        return out;
    });
}

Result<void> pushImage(Store& store, const Image& image, std::string_view reference, const TransferSink& progress, std::stop_token stop) {
    SW_TRY([[maybe_unused]] const Exported done, pushImage(store, subjectOf(image, 0), reference, {}, false, progress, std::move(stop)));
    return {};
}

Result<Exported> loadIntoDocker(Store& store, const ExportSubject& subject, const ExportOptions& asked, const TransferSink& progress,
                                std::stop_token stop) {
    ExportOptions options = asked;
    options.format = ExportFormat::DockerArchive;
    const std::string name = options.names.empty() ? std::string() : options.names.front();
    SW_TRY(const ExportLayout layout, dockerLayout(store, subject, options, true, progress, stop));
    return withTemporary(store, "load-", [&](const fs::path& place) -> Result<Exported> {
        SW_CHECK(writeArchive(layout, place, progress, stop));
        if (io::findProgram("docker")) {
            SW_CHECK(dockerLoad(place, name, stop));
            return exportedOf(layout, subject);
        }
        SkopeoCall call;
        call.verb = TransferVerb::LoadIntoDocker;
        call.subject = name;
        for (const std::string& each : options.names) {
            call.args = {"copy", "--quiet"};
            if (const std::string host = dockerHost(); !host.empty()) {
                call.args.insert(call.args.end(), {"--dest-daemon-host", host});
            }
            call.args.insert(call.args.end(), {"docker-archive:" + place.string() + ":" + dockerName(each), "docker-daemon:" + dockerName(each)});
            SW_TRY([[maybe_unused]] const std::string printed, runSkopeo(call, stop));
        }
        if (options.names.empty()) {
            return failure(ErrorCode::Unsupported, say("Without the program 'docker' an image is loaded under a name alone; give one with -t"));
        }
        return exportedOf(layout, subject);
    });
}

Result<void> loadIntoDocker(Store& store, const Image& image, std::string_view name, const TransferSink& progress, std::stop_token stop) {
    ExportOptions options;
    if (!name.empty()) {
        options.names = {std::string(name)};
    }
    SW_TRY([[maybe_unused]] const Exported done, loadIntoDocker(store, subjectOf(image, 0), options, progress, std::move(stop)));
    return {};
}

Result<std::optional<ExportSubject>> subjectNamed(Store& store, std::string_view nameOrDigest) {
    SW_TRY(const auto digest, store.resolveName(nameOrDigest));
    if (!digest) {
        return std::nullopt;
    }
    SW_TRY(const std::string bytes, store.blob(*digest));
    ExportSubject subject;
    const auto index = oci::parseImageIndex(bytes);
    if (!index) {
        SW_TRY(auto image, store.image(digest->text()));
        if (image) {
            subject = subjectOf(*image, 0);
        }
        return subject;
    }
    subject.index = true;
    subject.annotations.index = index->annotations;
    for (const oci::Descriptor& entry : index->manifests) {
        if (entry.annotations.contains("vnd.docker.reference.type")) {
            SW_CHECK(addStoredAttestations(store, entry, subject));
            continue;
        }
        SW_TRY(auto image, store.image(entry.digest.text()));
        if (image) {
            subject.platforms.push_back({*image, entry.platform.value_or(image->config.platform), 0, {}});
            if (!entry.annotations.empty()) {
                subject.annotations.manifestDescriptor[subject.platforms.back().platform.text()] = entry.annotations;
            }
        }
    }
    return subject;
}

} // namespace sw::store
