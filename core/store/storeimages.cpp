#include "core/io/atomicfile.h"
#include "core/oci/platformmatch.h"
#include "core/store/store.h"
#include "core/store/storestate.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

namespace sw::store {

namespace {

constexpr std::size_t kShortestPrefix = 6;

bool isIndexType(std::string_view mediaType) {
    return mediaType == oci::mediatype::kIndex || mediaType == oci::mediatype::kDockerIndex;
}

/// The manifest of an index that fits the platform best.
std::optional<Digest> choose(const oci::ImageIndex& index, const oci::Platform& platform) {
    if (const oci::Descriptor* best = oci::bestManifest(index.manifests, platform)) {
        return best->digest;
    }
    if (index.manifests.size() == 1 && !index.manifests.front().platform) {
        return index.manifests.front().digest;
    }
    return std::nullopt;
}

bool isHex(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

} // namespace

/// Follows an index to the manifest for a platform, and gives the manifest's digest and bytes.
static Result<std::pair<Digest, std::string>> manifestFor(Store& store, Digest digest, const oci::Platform& platform) {
    for (int depth = 0; depth < 4; ++depth) {
        SW_TRY(std::string bytes, store.blob(digest));
        const auto index = oci::parseImageIndex(bytes);
        if (!index || (index->manifests.empty() && !isIndexType(index->mediaType))) {
            return std::pair(std::move(digest), std::move(bytes));
        }
        const auto chosen = choose(*index, platform);
        if (!chosen) {
            return failure(ErrorCode::NotFound, say("The image has no variant for the platform %1, but for %2", platform.text(), oci::platformList(index->manifests)));
        }
        digest = *chosen;
    }
    return failure(ErrorCode::Corrupt, say("The image index %1 is nested too deeply", digest.text()));
}

static Result<Image> loadImage(Store& store, const Digest& digest, const oci::Platform& platform) {
    SW_TRY(auto found, manifestFor(store, digest, platform));
    Image image;
    image.manifestDigest = std::move(found.first);
    SW_TRY(image.manifest, oci::parseManifest(found.second));
    image.configDigest = image.manifest.config.digest;
    SW_TRY(const std::string config, store.blob(image.configDigest));
    SW_TRY(image.config, oci::parseConfig(config));
    image.layers = image.config.diffIds;
    if (image.layers.size() != image.manifest.layers.size()) {
        return failure(ErrorCode::Corrupt, say("The number of layers of the image %1 is %2 in its manifest and %3 in its configuration", image.manifestDigest.text(), image.manifest.layers.size(), image.layers.size()));
    }
    return image;
}

Result<Image> Store::putImage(const oci::ImageConfig& config, const std::vector<LayerId>& layers,
                              const std::map<std::string, std::string>& annotations) {
    Image image;
    image.config = config;
    image.config.diffIds = layers;
    image.layers = layers;
    const std::string configBytes = oci::serialiseConfig(image.config);
    SW_TRY(image.configDigest, putBlob(configBytes));
    image.manifest.annotations = annotations;
    image.manifest.config.mediaType = oci::mediatype::kConfig;
    image.manifest.config.digest = image.configDigest;
    image.manifest.config.size = configBytes.size();
    for (const LayerId& id : layers) {
        SW_TRY(const auto one, layer(id));
        if (one->info().compressed) {
            image.manifest.layers.push_back(*one->info().compressed);
            continue;
        }
        oci::Descriptor plain;
        plain.mediaType = oci::mediatype::kLayer;
        plain.digest = id;
        plain.size = one->info().tarBytes;
        image.manifest.layers.push_back(std::move(plain));
    }
    SW_TRY(image.manifestDigest, putBlob(oci::serialiseManifest(image.manifest)));
    SW_CHECK(m_state->database->execute("INSERT OR REPLACE INTO images(manifest, config, created) VALUES(?1, ?2, ?3)",
                                        {image.manifestDigest.text(), image.configDigest.text(), secondsNow()}));
    return image;
}

Result<void> Store::tag(std::string_view name, const Digest& manifest, std::string_view origin) {
    SW_TRY(const oci::Reference reference, oci::Reference::parse(name));
    std::uint64_t bytes = 0;
    if (const auto image = loadImage(*this, manifest, oci::Platform::host())) {
        for (const LayerId& id : image->layers) {
            const auto one = layer(id);
            bytes += one ? (*one)->info().tarBytes : 0;
        }
    } else if (image.error().code != ErrorCode::NotFound) {
        return failure(image.error());
    }
    return m_state->database->execute(
        "INSERT OR REPLACE INTO names(name, manifest, created, bytes, origin) VALUES(?1, ?2, ?3, ?4, ?5)",
        {reference.text(), manifest.text(), secondsNow(), static_cast<std::int64_t>(bytes), std::string(origin)});
}

Result<void> Store::untag(std::string_view name) {
    SW_TRY(const oci::Reference reference, oci::Reference::parse(name));
    SW_TRY(const auto gone, m_state->database->query("DELETE FROM names WHERE name = ?1 RETURNING name", {reference.text()}));
    if (gone.empty()) {
        return failure(ErrorCode::NotFound, say("There is no image '%1' in the store", reference.familiar()));
    }
    return {};
}

Result<std::optional<Digest>> Store::resolveName(std::string_view nameOrDigest) {
    if (const auto reference = oci::Reference::parse(nameOrDigest)) {
        SW_TRY(const auto rows, m_state->database->query("SELECT manifest FROM names WHERE name = ?1", {reference->text()}));
        if (!rows.empty()) {
            SW_TRY(Digest digest, Digest::parse(rows.front().text(0)));
            return digest;
        }
        if (reference->digest && std::filesystem::exists(m_state->blobFile(*reference->digest))) {
            return reference->digest;
        }
    }
    std::string_view hex = nameOrDigest;
    if (hex.starts_with("sha256:")) {
        hex.remove_prefix(7);
    }
    if (hex.size() < kShortestPrefix || hex.size() > 64 || !isHex(hex)) {
        return std::nullopt;
    }
    SW_TRY(const auto rows, m_state->database->query(
                                "SELECT manifest FROM images WHERE manifest LIKE ?1 OR config LIKE ?1 ORDER BY created DESC LIMIT 1",
                                {"sha256:" + std::string(hex) + "%"}));
    if (rows.empty()) {
        return std::nullopt;
    }
    SW_TRY(Digest digest, Digest::parse(rows.front().text(0)));
    return digest;
}

Result<std::optional<Image>> Store::image(std::string_view nameOrDigest, const oci::Platform& platform) {
    SW_TRY(const auto digest, resolveName(nameOrDigest));
    if (!digest) {
        return std::nullopt;
    }
    SW_TRY(Image image, withContext(loadImage(*this, *digest, platform), "'" + std::string(nameOrDigest) + "'"));
    return image;
}

Result<std::vector<ImageName>> Store::images() {
    SW_TRY(const auto rows, m_state->database->query("SELECT name, manifest, created, bytes, origin FROM names ORDER BY name"));
    std::vector<ImageName> out;
    for (const auto& row : rows) {
        ImageName name;
        name.name = row.text(0);
        SW_TRY(name.manifest, Digest::parse(row.text(1)));
        name.created = row.integer(2);
        name.bytes = static_cast<std::uint64_t>(row.integer(3));
        name.origin = row.text(4);
        out.push_back(std::move(name));
    }
    return out;
}

namespace {

/// Unpacks one layer blob of a manifest into the store, unless it is there.
Result<void> adoptLayer(Store& store, const oci::Descriptor& descriptor, const LayerId& diffId, const std::stop_token& stop,
                        const std::function<void(std::uint64_t)>& progress) {
    const bool plain = descriptor.digest == diffId;
    const auto file = store.blobsDirectory() / "sha256" / descriptor.digest.hex();
    if (!store.hasLayer(diffId)) {
        const UniqueFd blob(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
        if (!blob.valid()) {
            return failure(ErrorCode::NotFound, say("The image's layer %1 is missing", descriptor.digest.text()));
        }
        SW_TRY(Store::Scratch scratch, store.newScratch());
        io::FdReader reader(blob.get());
        SW_TRY(const oci::FinishedTar tar, withContext(oci::unpackLayer(reader, scratch.fd.get(), stop, progress),
                                                       say("unpacking the layer %1", descriptor.digest.text())));
        if (tar.diffId != diffId) {
            return failure(ErrorCode::Corrupt, say("The layer %1 does not hold what the image says (%2 was expected)", descriptor.digest.text(), diffId.text()));
        }
        SW_TRY([[maybe_unused]] const LayerInfo info, store.commitLayer(std::move(scratch), tar));
    }
    progress(descriptor.size);
    if (!plain) {
        return std::filesystem::exists(file) ? store.noteCompressed(diffId, descriptor) : Result<void>();
    }
    ::unlink(file.c_str()); // the packed layer is the same bytes
    return {};
}

} // namespace

Result<Image> Store::adoptManifest(const Digest& manifest, std::stop_token stop,
                                   const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    SW_TRY(Image image, loadImage(*this, manifest, oci::Platform::host()));
    const std::size_t count = image.layers.size();
    std::uint64_t total = 0;
    std::vector<std::atomic<std::uint64_t>> done(count);
    for (const oci::Descriptor& descriptor : image.manifest.layers) {
        total += descriptor.size;
    }
    std::mutex reporting;
    const auto report = [&](std::size_t i, std::uint64_t bytes) {
        done[i] = bytes;
        if (progress) {
            const std::scoped_lock lock(reporting);
            std::uint64_t sum = 0;
            for (const auto& part : done) {
                sum += part;
            }
            progress(std::min(sum, total), total);
        }
    };
    std::atomic<std::size_t> next{0};
    const auto work = [&]() -> Result<void> {
        for (std::size_t i = next++; i < count; i = next++) {
            const auto own = [&](std::uint64_t bytes) { report(i, bytes); };
            SW_CHECK(adoptLayer(*this, image.manifest.layers[i], image.layers[i], stop, own));
        }
        return {};
    };
    std::vector<std::future<Result<void>>> workers;
    for (std::size_t i = 1; i < std::min<std::size_t>(count, std::max(1U, std::thread::hardware_concurrency())); ++i) {
        workers.push_back(std::async(std::launch::async, work));
    }
    Result<void> result = work();
    for (auto& worker : workers) {
        auto other = worker.get();
        if (result && !other) {
            result = std::move(other);
        }
    }
    SW_CHECK(result);
    SW_CHECK(m_state->database->execute("INSERT OR REPLACE INTO images(manifest, config, created) VALUES(?1, ?2, ?3)",
                                        {image.manifestDigest.text(), image.configDigest.text(), secondsNow()}));
    return image;
}

} // namespace sw::store
