#include "core/store/exportlayout.h"

#include "core/io/atomicfile.h"
#include "core/io/bytereader.h"
#include "core/io/json.h"
#include "core/oci/tarheader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>

namespace sw::store {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kOciLayoutFile = R"({"imageLayoutVersion":"1.0.0"})";

std::string blobName(const Digest& digest) { return "blobs/sha256/" + digest.hex(); }

ExportPart textPart(std::string name, std::string text) {
    const std::uint64_t size = text.size();
    return {std::move(name), std::move(text), size};
}

bool isOf(const oci::Descriptor& blob, oci::Compression compression) {
    return blob.mediaType.ends_with(compression == oci::Compression::Gzip ? "gzip" : "zstd");
}

/// The layer in the form that is asked for, compressed into a scratch file where the store has no such blob.
Result<oci::Descriptor> layerPart(Store& store, const LayerId& id, oci::Compression compression, ExportLayout& out,
                                  const std::stop_token& stop) {
    SW_TRY(const auto layer, store.layer(id));
    const auto& known = layer->info().compressed;
    if (known && (compression == oci::Compression::None || isOf(*known, compression))) {
        out.parts.push_back({blobName(known->digest), store.blobsDirectory() / "sha256" / known->digest.hex(), known->size});
        return *known;
    }
    oci::Descriptor descriptor;
    if (compression == oci::Compression::None) {
        descriptor.mediaType = oci::mediatype::kLayer;
        descriptor.digest = id;
        descriptor.size = layer->info().tarBytes;
        out.parts.push_back({blobName(id), layer->tarPath(), descriptor.size});
        return descriptor;
    }
    SW_TRY(Store::Scratch scratch, store.newScratch());
    const UniqueFd tar(::open(layer->tarPath().c_str(), O_RDONLY | O_CLOEXEC));
    SW_TRY(const oci::Deflated deflated, oci::deflate(tar.get(), scratch.fd.get(), compression, -1, stop));
    descriptor.mediaType = compression == oci::Compression::Gzip ? oci::mediatype::kLayerGzip : oci::mediatype::kLayerZstd;
    descriptor.digest = deflated.digest;
    descriptor.size = deflated.bytes;
    out.parts.push_back({blobName(deflated.digest), scratch.path, deflated.bytes});
    out.scratch.push_back(std::move(scratch));
    return descriptor;
}

std::string indexJson(const oci::Descriptor& manifest, const ExportOptions& options) {
    oci::ImageIndex index;
    for (const std::string& name : options.names) {
        const auto reference = oci::Reference::parse(name);
        oci::Descriptor entry = manifest;
        entry.annotations["io.containerd.image.name"] = reference ? reference->text() : name;
        entry.annotations["org.opencontainers.image.ref.name"] = reference && !reference->tag.empty() ? reference->tag : name;
        index.manifests.push_back(std::move(entry));
    }
    if (options.names.empty()) {
        index.manifests.push_back(manifest);
    }
    return oci::serialiseIndex(index);
}

/// Equal parts (a layer twice in one image) are written once.
void dropDoubles(std::vector<ExportPart>& parts) {
    std::set<std::string> seen;
    std::erase_if(parts, [&](const ExportPart& part) { return !seen.insert(part.name).second; });
}

Result<void> copyFile(const fs::path& from, int to, std::uint64_t size, const std::stop_token& stop) {
    constexpr std::size_t step = 64U << 20U;
    const UniqueFd in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    if (!in.valid()) {
        return failure(errnoError(say("Cannot read '%1'", from.string()), errno));
    }
    std::uint64_t left = size;
    while (left > 0 && !stop.stop_requested()) { // in the kernel where it can
        const ssize_t copied = ::copy_file_range(in.get(), nullptr, to, nullptr, static_cast<std::size_t>(std::min<std::uint64_t>(left, step)), 0);
        if (copied <= 0) {
            break;
        }
        left -= static_cast<std::uint64_t>(copied);
    }
    io::FdReader reader(in.get(), size - left, left);
    std::vector<char> buffer(left > 0 ? 1U << 20U : 0U);
    while (left > 0) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("Stopped"));
        }
        SW_TRY(const std::size_t got, reader.read(buffer.data(), buffer.size()));
        if (got == 0) {
            return failure(ErrorCode::Corrupt, say("'%1' is shorter than it was", from.string()));
        }
        SW_CHECK(io::writeAll(to, {buffer.data(), got}));
        left -= got;
    }
    return {};
}

Result<void> writePart(const ExportPart& part, int to, const std::stop_token& stop) {
    if (const auto* text = std::get_if<std::string>(&part.data)) {
        return io::writeAll(to, *text);
    }
    return copyFile(std::get<fs::path>(part.data), to, part.size, stop);
}

std::uint64_t totalOf(const ExportLayout& layout) {
    std::uint64_t total = 0;
    for (const ExportPart& part : layout.parts) {
        total += part.size;
    }
    return total;
}

bool mayReplace(const fs::path& folder) {
    std::error_code error;
    return fs::is_empty(folder, error) || fs::exists(folder / "oci-layout", error);
}

} // namespace

std::string dockerName(std::string_view name) {
    const auto reference = oci::Reference::parse(name);
    if (!reference) {
        return std::string(name);
    }
    std::string out = reference->registry == "docker.io" ? "" : reference->registry + "/";
    std::string_view repository = reference->repository;
    if (out.empty() && repository.starts_with("library/")) {
        repository.remove_prefix(8);
    }
    out += repository;
    return out + ":" + (reference->tag.empty() ? "latest" : reference->tag);
}

Result<ExportLayout> ociLayout(Store& store, const Image& image, const ExportOptions& options, const TransferSink& progress,
                               const std::stop_token& stop) {
    ExportLayout out;
    oci::Manifest manifest = image.manifest;
    manifest.mediaType = oci::mediatype::kManifest;
    manifest.config.mediaType = oci::mediatype::kConfig;
    manifest.layers.clear();
    for (const auto& [key, value] : options.annotations) {
        manifest.annotations[key] = value;
    }
    for (std::size_t i = 0; i < image.layers.size(); ++i) {
        if (progress) {
            progress({"compress", i, image.layers.size()});
        }
        SW_TRY(oci::Descriptor descriptor, layerPart(store, image.layers[i], options.compression, out, stop));
        manifest.layers.push_back(std::move(descriptor));
    }
    SW_TRY(std::string config, store.blob(image.configDigest));
    out.parts.push_back(textPart(blobName(image.configDigest), std::move(config)));
    const bool asStored = manifest.layers == image.manifest.layers && manifest.annotations == image.manifest.annotations &&
                          image.manifest.mediaType == oci::mediatype::kManifest && !image.manifestDigest.empty();
    std::string manifestText;
    if (asStored) { // byte for byte, whoever wrote it
        SW_TRY(manifestText, store.blob(image.manifestDigest));
    } else {
        manifestText = oci::serialiseManifest(manifest);
    }
    out.manifest = Digest::ofSha256(manifestText);
    oci::Descriptor descriptor;
    descriptor.mediaType = oci::mediatype::kManifest;
    descriptor.digest = out.manifest;
    descriptor.size = manifestText.size();
    out.parts.push_back(textPart(blobName(out.manifest), std::move(manifestText)));
    std::ranges::sort(out.parts, {}, &ExportPart::name);
    out.parts.push_back(textPart("index.json", indexJson(descriptor, options)));
    out.parts.push_back(textPart("oci-layout", std::string(kOciLayoutFile)));
    dropDoubles(out.parts);
    return out;
}

Result<ExportLayout> dockerLayout(Store& store, const Image& image, const ExportOptions& options) {
    ExportLayout out;
    io::Json entry = io::Json::object();
    const std::string configName = image.configDigest.hex() + ".json";
    entry["Config"] = configName;
    entry["RepoTags"] = io::Json::array();
    for (const std::string& name : options.names) {
        entry["RepoTags"].push_back(dockerName(name));
    }
    entry["Layers"] = io::Json::array();
    std::vector<ExportPart> layers;
    for (const LayerId& id : image.layers) {
        SW_TRY(const auto layer, store.layer(id));
        const std::string name = id.hex() + ".tar";
        entry["Layers"].push_back(name);
        layers.push_back({name, layer->tarPath(), layer->info().tarBytes});
    }
    io::Json list = io::Json::array();
    list.push_back(std::move(entry));
    SW_TRY(std::string config, store.blob(image.configDigest));
    out.manifest = image.manifestDigest;
    out.parts.push_back(textPart("manifest.json", io::dumpJson(list)));
    out.parts.push_back(textPart(configName, std::move(config)));
    out.parts.insert(out.parts.end(), layers.begin(), layers.end());
    dropDoubles(out.parts);
    return out;
}

Result<void> writeFolder(const ExportLayout& layout, const fs::path& destination, bool linkFiles, const TransferSink& progress,
                         const std::stop_token& stop) {
    std::error_code error;
    if (fs::exists(destination, error) && !(fs::is_directory(destination, error) && mayReplace(destination))) {
        return failure(ErrorCode::Exists, say("'%1' exists and is no OCI layout; choose another folder or remove it", destination.string()));
    }
    const fs::path aside = destination.string() + ".new-" + io::uniqueName();
    const auto fill = [&]() -> Result<void> {
        SW_CHECK(io::makeDirectories(aside / "blobs/sha256"));
        const std::uint64_t total = totalOf(layout);
        std::uint64_t done = 0;
        for (const ExportPart& part : layout.parts) {
            const fs::path file = aside / part.name;
            const auto* source = std::get_if<fs::path>(&part.data);
            if (linkFiles && source != nullptr) {
                fs::create_symlink(*source, file, error);
            } else {
                const UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
                if (!fd.valid()) {
                    return failure(errnoError(say("Cannot write '%1'", file.string()), errno));
                }
                SW_CHECK(writePart(part, fd.get(), stop));
            }
            done += part.size;
            if (progress) {
                progress({"write", done, total});
            }
        }
        if (fs::exists(destination, error)) {
            const fs::path old = destination.string() + ".old-" + io::uniqueName();
            SW_CHECK(io::renameFile(destination, old));
            SW_CHECK(io::renameFile(aside, destination));
            fs::remove_all(old, error);
            return {};
        }
        return io::renameFile(aside, destination);
    };
    auto filled = fill();
    if (!filled) {
        fs::remove_all(aside, error);
    }
    return filled;
}

Result<void> writeArchive(const ExportLayout& layout, const fs::path& destination, const TransferSink& progress,
                          const std::stop_token& stop) {
    const fs::path aside = destination.string() + ".new-" + io::uniqueName();
    const UniqueFd fd(::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!fd.valid()) {
        return failure(errnoError(say("Cannot write '%1'", destination.string()), errno));
    }
    const auto fill = [&]() -> Result<void> {
        const std::uint64_t total = totalOf(layout);
        std::uint64_t done = 0;
        for (const char* folder : {"blobs/", "blobs/sha256/"}) {
            if (layout.parts.front().name.starts_with("blobs/")) {
                oci::TarHeader header;
                header.name = folder;
                header.type = '5';
                header.mode = 0755;
                SW_CHECK(io::writeAll(fd.get(), oci::encodeTarHeader(header)));
            }
        }
        for (const ExportPart& part : layout.parts) {
            oci::TarHeader header;
            header.name = part.name;
            header.mode = 0644;
            header.size = part.size;
            SW_CHECK(io::writeAll(fd.get(), oci::encodeTarHeader(header)));
            SW_CHECK(writePart(part, fd.get(), stop));
            SW_CHECK(io::writeAll(fd.get(), std::string((512 - part.size % 512) % 512, '\0')));
            done += part.size;
            if (progress) {
                progress({"write", done, total});
            }
        }
        SW_CHECK(io::writeAll(fd.get(), std::string(1024, '\0')));
        return io::renameFile(aside, destination);
    };
    auto filled = withContext(fill(), say("writing '%1'", destination.string()));
    if (!filled) {
        ::unlink(aside.c_str());
    }
    return filled;
}

} // namespace sw::store
