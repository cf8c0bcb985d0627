#include "core/io/json.h"
#include "core/oci/mediatypes.h"
#include "core/store/database.h"
#include "core/store/exportlayout.h"
#include "core/store/statement.h"

#include <fcntl.h>

#include <algorithm>
#include <chrono>
#include <map>

namespace sw::store {

namespace fs = std::filesystem;
using oci::Compression;

namespace {

std::string blobName(const Digest& digest) { return "blobs/sha256/" + digest.hex(); }

ExportPart textPart(const Digest& digest, std::string text) {
    const std::uint64_t size = text.size();
    return {blobName(digest), std::move(text), size};
}

std::string_view kindOf(std::string_view mediaType) {
    return mediaType.ends_with("zstd") ? "zstd" : mediaType.ends_with("gzip") ? "gzip" : "";
}

std::string_view nameOf(Compression compression) {
    return compression == Compression::Gzip ? "gzip" : compression == Compression::Zstd ? "zstd" : "";
}

io::Json descriptorJson(const oci::Descriptor& descriptor) {
    return {{"mediaType", descriptor.mediaType}, {"digest", descriptor.digest.text()}, {"size", descriptor.size}};
}

/// Makes the parts of one export. Layers that several platforms share are compressed once.
class Composer {
public:
    Composer(Store& store, const ExportOptions& options, bool oci, const std::stop_token& stop)
        : m_store(store), m_options(options), m_oci(oci), m_stop(stop) {}

    Result<oci::Descriptor> manifestOf(const PlatformImage& one, const TransferSink& progress) {
        const Image& image = one.image;
        oci::Manifest manifest = image.manifest;
        manifest.mediaType = m_oci ? oci::mediatype::kManifest : oci::mediatype::kDockerManifest;
        manifest.config.mediaType = m_oci ? oci::mediatype::kConfig : oci::mediatype::kDockerConfig;
        manifest.layers.clear();
        for (const auto& [key, value] : m_options.annotations.ofManifest(one.platform)) {
            manifest.annotations[key] = value;
        }
        for (std::size_t i = 0; i < image.layers.size(); ++i) {
            if (progress) {
                progress({"compress", i, image.layers.size()});
            }
            const oci::Descriptor* stored = i < image.manifest.layers.size() ? &image.manifest.layers[i] : nullptr;
            SW_TRY(oci::Descriptor layer, layerPart(image.layers[i], stored));
            layer.mediaType = oci::layerMediaType(layer.mediaType, m_oci);
            manifest.layers.push_back(std::move(layer));
        }
        SW_TRY(std::string config, m_store.blob(image.configDigest));
        m_out.parts.push_back(textPart(image.configDigest, std::move(config)));
        const bool asStored = manifest.layers == image.manifest.layers && manifest.annotations == image.manifest.annotations &&
                              manifest.mediaType == image.manifest.mediaType && manifest.config == image.manifest.config &&
                              !image.manifestDigest.empty();
        std::string text;
        if (asStored) { // byte for byte, whoever wrote it
            SW_TRY(text, m_store.blob(image.manifestDigest));
        } else {
            text = oci::serialiseManifest(manifest);
        }
        oci::Descriptor descriptor = addBlob(manifest.mediaType, std::move(text));
        descriptor.annotations = m_options.annotations.ofManifestDescriptor(one.platform);
        descriptor.platform = one.platform;
        m_out.manifests.push_back(std::move(manifest));
        return descriptor;
    }

    /// BuildKit docs/attestations/attestation-storage.md.
    oci::Descriptor attestationsOf(const PlatformImage& one, const oci::Descriptor& of) {
        std::vector<StatementSubject> subjects;
        for (const std::string& name : m_options.names) {
            subjects.emplace_back(packageUrl(name, one.platform), of.digest);
        }
        io::Json layers = io::Json::array();
        io::Json diffIds = io::Json::array();
        for (const Attestation& attestation : one.attestations) {
            const oci::Descriptor layer = addBlob(oci::mediatype::kInToto, statementJson(attestation, m_out.manifests.back(), subjects));
            io::Json json = descriptorJson(layer);
            json["annotations"] = {{"in-toto.io/predicate-type", attestation.predicateType}};
            layers.push_back(std::move(json));
            diffIds.push_back(layer.digest.text());
        }
        io::Json manifest = {{"schemaVersion", 2}, {"mediaType", oci::mediatype::kManifest}};
        if (m_options.attestationArtifacts) {
            manifest["artifactType"] = "application/vnd.docker.attestation.manifest.v1+json";
            manifest["config"] = descriptorJson(addBlob("application/vnd.oci.empty.v1+json", "{}"));
            manifest["config"]["data"] = "e30="; // the two bytes, as the specification has it
        } else {
            const io::Json config = {{"architecture", "unknown"},
                                     {"os", "unknown"},
                                     {"config", io::Json::object()},
                                     {"rootfs", {{"type", "layers"}, {"diff_ids", std::move(diffIds)}}}};
            manifest["config"] = descriptorJson(addBlob(oci::mediatype::kConfig, io::dumpJson(config)));
        }
        manifest["layers"] = std::move(layers);
        if (m_options.attestationArtifacts) {
            manifest["subject"] = descriptorJson(of);
        }
        oci::Descriptor out = addBlob(oci::mediatype::kManifest, io::dumpJson(manifest, 2));
        out.annotations = {{"vnd.docker.reference.type", "attestation-manifest"}, {"vnd.docker.reference.digest", of.digest.text()}};
        out.platform = oci::Platform{"unknown", "unknown", "", ""};
        return out;
    }

    oci::Descriptor addBlob(std::string_view mediaType, std::string text) {
        oci::Descriptor descriptor;
        descriptor.mediaType = mediaType;
        descriptor.digest = Digest::ofSha256(text);
        descriptor.size = text.size();
        m_out.parts.push_back(textPart(descriptor.digest, std::move(text)));
        return descriptor;
    }

    ExportLayout finish(oci::Descriptor root) {
        m_out.root = std::move(root);
        std::ranges::stable_sort(m_out.parts, {}, &ExportPart::name);
        const auto doubles = std::ranges::unique(m_out.parts, {}, &ExportPart::name); // a layer twice in one image
        m_out.parts.erase(doubles.begin(), doubles.end());
        return std::move(m_out);
    }

private:
    bool fits(const oci::Descriptor& blob) const {
        const std::string_view kind = kindOf(blob.mediaType);
        if (m_options.forceCompression) {
            return kind == nameOf(m_options.compression);
        }
        return m_options.compression == Compression::None || !kind.empty();
    }

    std::optional<fs::path> blobFile(const oci::Descriptor& blob) const {
        fs::path file = m_store.blobsDirectory() / "sha256" / blob.digest.hex();
        std::error_code error;
        return fs::exists(file, error) ? std::optional(std::move(file)) : std::nullopt;
    }

    Result<oci::Descriptor> layerPart(const LayerId& id, const oci::Descriptor* stored) {
        if (const auto known = m_layers.find(id); known != m_layers.end()) {
            return known->second;
        }
        SW_TRY(const auto layer, m_store.layer(id));
        SW_TRY(oci::Descriptor made, makeLayer(*layer, id, stored));
        return m_layers.emplace(id, std::move(made)).first->second;
    }

    Result<oci::Descriptor> makeLayer(const Layer& layer, const LayerId& id, const oci::Descriptor* stored) {
        // What the image's own manifest names comes first, so that its digest stays.
        for (const oci::Descriptor* blob : {stored, layer.info().compressed ? &*layer.info().compressed : nullptr}) {
            if (blob == nullptr || blob->digest == id || !fits(*blob)) {
                if (blob != nullptr && blob->digest == id && m_options.compression == Compression::None) {
                    break;
                }
                continue;
            }
            if (const auto file = blobFile(*blob)) {
                m_out.parts.push_back({blobName(blob->digest), *file, blob->size});
                return *blob;
            }
        }
        oci::Descriptor descriptor;
        if (m_options.compression == Compression::None) {
            descriptor.mediaType = oci::mediatype::kLayer;
            descriptor.digest = id;
            descriptor.size = layer.info().tarBytes;
            m_out.parts.push_back({blobName(id), layer.tarPath(), descriptor.size});
            return descriptor;
        }
        SW_TRY(Store::Scratch scratch, m_store.newScratch());
        const UniqueFd tar(::open(layer.tarPath().c_str(), O_RDONLY | O_CLOEXEC));
        SW_TRY(const oci::Deflated deflated,
               oci::deflate(tar.get(), scratch.fd.get(), m_options.compression, m_options.compressionLevel, m_stop));
        descriptor.mediaType = m_options.compression == Compression::Gzip ? oci::mediatype::kLayerGzip : oci::mediatype::kLayerZstd;
        descriptor.digest = deflated.digest;
        descriptor.size = deflated.bytes;
        m_out.parts.push_back({blobName(deflated.digest), scratch.path, deflated.bytes});
        m_out.scratch.push_back(std::move(scratch));
        return descriptor;
    }

    Store& m_store;
    const ExportOptions& m_options;
    bool m_oci;
    std::stop_token m_stop;
    ExportLayout m_out;
    std::map<LayerId, oci::Descriptor> m_layers;
};

/// Docker's media types where they are asked for and can say it all.
bool usesOciTypes(const ExportSubject& subject, const ExportOptions& options) {
    const oci::Annotations& a = options.annotations;
    const bool docker = options.format == ExportFormat::DockerArchive || options.format == ExportFormat::DockerDirectory;
    const bool attested = std::ranges::any_of(subject.platforms, [](const PlatformImage& one) { return !one.attestations.empty(); });
    return options.ociMediaTypes.value_or(!docker) || options.compression == Compression::Zstd || attested || !a.index.empty() ||
           !a.indexDescriptor.empty() || !a.manifestDescriptor.empty();
}

Result<void> checkAnnotations(const ExportSubject& subject, const oci::Annotations& annotations) {
    if (!subject.isIndex()) {
        if (!annotations.index.empty() || !annotations.indexDescriptor.empty()) {
            return failure(ErrorCode::Invalid, say("An image for one platform has no index to annotate: annotate its manifest, or build for several platforms"));
        }
        return {};
    }
    for (const auto* map : {&annotations.manifest, &annotations.manifestDescriptor}) {
        for (const auto& [platform, values] : *map) {
            const auto is = [&](const PlatformImage& one) { return one.platform.text() == platform; };
            if (!platform.empty() && std::ranges::none_of(subject.platforms, is)) {
                return failure(ErrorCode::Invalid, say("An annotation is for %1, which this image is not built for", platform));
            }
        }
    }
    return {};
}

/// RFC 3339 in whole seconds, as index.json has it.
std::string createdOf(const ExportSubject& subject, const ExportOptions& options) {
    if (options.created) {
        return timeText(*options.created);
    }
    std::string latest;
    for (const PlatformImage& one : subject.platforms) {
        latest = std::max(latest, one.image.config.created);
    }
    if (const std::size_t dot = latest.find('.'); dot != std::string::npos) {
        latest = latest.substr(0, dot) + "Z";
    }
    return latest;
}

} // namespace

bool ExportSubject::isIndex() const {
    return index || platforms.size() > 1 ||
           std::ranges::any_of(platforms, [](const PlatformImage& one) { return !one.attestations.empty(); });
}

Result<ExportLayout> composeImage(Store& store, const ExportSubject& subject, const ExportOptions& asked,
                                  const TransferSink& progress, const std::stop_token& stop) {
    ExportOptions options = asked;
    options.annotations = subject.annotations;
    options.annotations.merge(asked.annotations);
    if (subject.platforms.empty()) {
        return failure(ErrorCode::Internal, say("There is no image to write"));
    }
    SW_CHECK(checkAnnotations(subject, options.annotations));
    const bool oci = usesOciTypes(subject, options);
    Composer composer(store, options, oci, stop);
    oci::ImageIndex index;
    std::vector<oci::Descriptor> attestations;
    for (const PlatformImage& one : subject.platforms) {
        SW_TRY(oci::Descriptor manifest, composer.manifestOf(one, progress));
        if (!one.attestations.empty()) {
            attestations.push_back(composer.attestationsOf(one, manifest));
        }
        index.manifests.push_back(std::move(manifest));
    }
    oci::Descriptor root = index.manifests.front();
    if (subject.isIndex()) {
        index.mediaType = oci ? oci::mediatype::kIndex : oci::mediatype::kDockerIndex;
        index.manifests.insert(index.manifests.end(), attestations.begin(), attestations.end());
        index.annotations = options.annotations.index;
        root = composer.addBlob(index.mediaType, oci::serialiseIndex(index));
        root.annotations = options.annotations.indexDescriptor;
    }
    if (const std::string created = createdOf(subject, options); !created.empty()) {
        root.annotations.try_emplace("org.opencontainers.image.created", created);
    }
    return composer.finish(std::move(root));
}

Result<Exported> keepInStore(Store& store, const ExportSubject& subject, const oci::Annotations& annotations, std::stop_token stop) {
    ExportOptions options;
    options.annotations = annotations;
    SW_TRY(const ExportLayout layout, composeImage(store, subject, options, {}, stop));
    for (const ExportPart& part : layout.parts) {
        if (const auto* text = std::get_if<std::string>(&part.data)) {
            SW_TRY([[maybe_unused]] const Digest digest, store.putBlob(*text));
        }
    }
    Exported out{layout.root, {}};
    if (!subject.isIndex()) {
        out.config = layout.manifests.front().config.digest;
    }
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    SW_CHECK(store.database().execute("INSERT OR REPLACE INTO images(manifest, config, created) VALUES(?1, ?2, ?3)",
                                      {out.descriptor.digest.text(), out.config ? out.config->text() : std::string(),
                                       static_cast<std::int64_t>(seconds)}));
    return out;
}

} // namespace sw::store
