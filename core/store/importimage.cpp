#include "core/io/atomicfile.h"
#include "core/io/filelock.h"
#include "core/io/filetree.h"
#include "core/io/json.h"
#include "core/oci/decompress.h"
#include "core/oci/imagefiles.h"
#include "core/oci/platformmatch.h"
#include "core/oci/tarsink.h"
#include "core/store/database.h"
#include "core/store/indeximage.h"
#include "core/store/skopeo.h"
#include "core/store/transfer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <thread>

namespace sw::store {

namespace fs = std::filesystem;

namespace {

std::string shortDigest(const Digest& digest) { return "sha256:" + digest.hex().substr(0, 12); }

/// Bytes read of several layers at once, told one at a time.
class Progress {
public:
    explicit Progress(const TransferSink& sink) : m_sink(sink) {}
    void tell(const std::string& item, std::uint64_t current, std::uint64_t total) {
        if (m_sink) {
            const std::scoped_lock lock(m_mutex);
            m_sink({item, current, total});
        }
    }

private:
    const TransferSink& m_sink;
    std::mutex m_mutex;
};

/// A compressed blob is kept, as it is what a push or an export of the image needs again.
Result<void> copyBlob(Store& store, io::ByteReader& in, const Digest& digest, const std::stop_token& stop) {
    const fs::path place = store.blobsDirectory() / "sha256" / digest.hex();
    std::error_code error;
    if (fs::exists(place, error)) {
        return {};
    }
    SW_TRY(const Store::Scratch scratch, store.newScratch());
    oci::DigestSink sink(scratch.fd.get());
    while (true) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("Stopped"));
        }
        std::size_t room = 0;
        char* to = sink.room(room);
        SW_TRY(const std::size_t got, in.read(to, room));
        if (got == 0) {
            break;
        }
        sink.advance(got);
    }
    SW_TRY(const Digest found, sink.finish());
    if (found != digest) {
        return failure(ErrorCode::Corrupt, say("The blob %1 does not have the bytes of its digest", digest.text()));
    }
    return io::renameFile(scratch.path, place);
}

Result<void> importLayer(Store& store, const oci::FileBag& bag, const oci::StoredLayer& layer, Progress& progress,
                         const std::stop_token& stop) {
    const std::string item = shortDigest(layer.diffId);
    SW_TRY(const std::uint64_t size, bag.sizeOf(layer.file));
    const bool compressed = layer.blob && layer.blob->digest != layer.diffId;
    if (compressed) {
        SW_TRY(const auto reader, bag.open(layer.file));
        SW_CHECK(copyBlob(store, *reader, layer.blob->digest, stop));
    }
    if (!store.hasLayer(layer.diffId)) {
        SW_TRY(const auto reader, bag.open(layer.file));
        SW_TRY(Store::Scratch scratch, store.newScratch());
        const auto tell = [&](std::uint64_t done) { progress.tell(item, done, size); };
        SW_TRY(const oci::FinishedTar tar, withContext(oci::unpackLayer(*reader, scratch.fd.get(), stop, tell), say("unpacking the layer %1", item)));
        if (tar.diffId != layer.diffId) {
            return failure(ErrorCode::Corrupt, say("The layer '%1' does not hold what the image says (%2 was expected)", layer.file, layer.diffId.text()));
        }
        SW_TRY([[maybe_unused]] const LayerInfo info, store.commitLayer(std::move(scratch), tar));
    }
    progress.tell(item, size, size);
    return compressed ? store.noteCompressed(layer.diffId, *layer.blob) : Result<void>();
}

Result<void> importLayers(Store& store, const oci::FileBag& bag, const std::vector<oci::StoredLayer>& layers, Progress& progress,
                          const std::stop_token& stop) {
    std::atomic<std::size_t> next{0};
    const auto work = [&]() -> Result<void> {
        for (std::size_t i = next++; i < layers.size(); i = next++) {
            SW_CHECK(importLayer(store, bag, layers[i], progress, stop));
        }
        return {};
    };
    std::vector<std::future<Result<void>>> workers;
    for (std::size_t i = 1; i < std::min<std::size_t>(layers.size(), std::max(1U, std::thread::hardware_concurrency())); ++i) {
        workers.push_back(std::async(std::launch::async, work));
    }
    Result<void> result = work();
    for (auto& worker : workers) {
        auto other = worker.get();
        result = result ? std::move(other) : std::move(result);
    }
    return result;
}

/// The image's own manifest where it has one, so that its digest stays; one of ours for docker archives.
Result<Digest> manifestOf(Store& store, const oci::StoredImage& image) {
    SW_TRY(const Digest config, store.putBlob(image.configBytes));
    if (image.manifest) {
        return store.putBlob(image.manifestBytes);
    }
    oci::Manifest manifest;
    manifest.config.mediaType = oci::mediatype::kConfig;
    manifest.config.digest = config;
    manifest.config.size = image.configBytes.size();
    for (const oci::StoredLayer& layer : image.layers) {
        SW_TRY(const auto stored, store.layer(layer.diffId));
        oci::Descriptor plain;
        plain.mediaType = oci::mediatype::kLayer;
        plain.digest = layer.diffId;
        plain.size = stored->info().tarBytes;
        manifest.layers.push_back(stored->info().compressed.value_or(plain));
    }
    return store.putBlob(oci::serialiseManifest(manifest));
}

Result<Image> importBag(Store& store, const oci::FileBag& bag, const ImageSource& source, const oci::Platform& platform,
                        const TransferSink& sink, const std::stop_token& stop) {
    SW_TRY(const oci::StoredImage image, oci::findImage(bag, source.selector, platform));
    Progress progress(sink);
    SW_CHECK(importLayers(store, bag, image.layers, progress, stop));
    SW_TRY(const Digest manifest, manifestOf(store, image));
    return store.adoptManifest(manifest, stop, {});
}

/// Opens an archive; a compressed one is inflated into a scratch file first.
Result<std::unique_ptr<oci::FileBag>> openArchive(Store& store, const fs::path& file, const TransferSink& progress,
                                                  const std::stop_token& stop) {
    UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) {
        return failure(errnoError(say("Cannot read '%1'", file.string()), errno));
    }
    std::string first(8, '\0');
    const ssize_t got = ::pread(fd.get(), first.data(), first.size(), 0);
    first.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (oci::streamKind(first) == oci::StreamKind::Plain) {
        return oci::openTar(std::move(fd), stop);
    }
    std::error_code error;
    const std::uint64_t total = fs::file_size(file, error);
    SW_TRY(Store::Scratch scratch, store.newScratch());
    const auto tell = [&](std::uint64_t done) {
        if (progress) {
            progress({file.filename().string(), done, total});
        }
    };
    SW_TRY([[maybe_unused]] const oci::Inflated plain,
           oci::inflate(fd.get(), scratch.fd.get(), stop, tell));
    ::unlink(scratch.path.c_str());
    return oci::openTar(std::move(scratch.fd), stop);
}

std::string dockerReference(const std::string& location) { return "docker://" + location; }

/// "docker.io/library/busybox:latest@sha256:.." is refused by skopeo: with a digest the tag goes.
std::string pinned(const oci::Reference& reference) {
    const std::string name = reference.registry + "/" + reference.repository;
    return reference.digest ? name + "@" + reference.digest->text() : name + ":" + reference.tag;
}

struct Remote {
    Digest digest;           ///< of the platform's manifest
    std::uint64_t bytes = 0; ///< of config and layers; 0 = unknown
    std::vector<Digest> blobs; ///< of config and layers, as the manifest states them
};

Result<Remote> inspect(const ImageSource& source, const oci::Platform& platform, const std::stop_token& stop) {
    SW_TRY(oci::Reference reference, oci::Reference::parse(source.location));
    for (int depth = 0; depth < 4; ++depth) {
        SkopeoCall call;
        call.subject = source.location;
        call.platform = platform;
        call.args = {"inspect", "--raw", dockerReference(pinned(reference))};
        SW_TRY(const std::string raw, runSkopeo(call, stop));
        const auto index = oci::parseImageIndex(raw);
        const bool isIndex = index && (!index->manifests.empty());
        if (!isIndex) {
            Remote remote{Digest::ofSha256(raw), 0, {}};
            if (const auto manifest = oci::parseManifest(raw)) {
                remote.bytes = manifest->config.size;
                remote.blobs.push_back(manifest->config.digest);
                for (const oci::Descriptor& layer : manifest->layers) {
                    remote.bytes += layer.size;
                    remote.blobs.push_back(layer.digest);
                }
            }
            return remote;
        }
        const oci::Descriptor* found = oci::bestManifest(index->manifests, platform);
        if (found == nullptr) {
            return failure(ErrorCode::NotFound, say("Cannot pull '%1': there is no variant for the platform %2, but for %3; choose one of them with --platform", source.location, platform.text(), oci::platformList(index->manifests)));
        }
        reference.digest = found->digest;
    }
    return failure(ErrorCode::Corrupt, say("Cannot pull '%1': its index is nested too deeply", source.location));
}

/// Remembers which manifest of ours a registry's manifest became (a Docker manifest is turned into an OCI one).
constexpr std::string_view kPulledTable =
    "CREATE TABLE IF NOT EXISTS pulled(remote TEXT PRIMARY KEY, manifest TEXT NOT NULL) WITHOUT ROWID";

Result<std::optional<Image>> alreadyPulled(Store& store, const Digest& remote) {
    SW_CHECK(store.database().execute(kPulledTable));
    SW_TRY(const auto rows, store.database().query("SELECT manifest FROM pulled WHERE remote = ?1", {remote.text()}));
    if (rows.empty()) {
        return std::nullopt;
    }
    const auto image = store.image(rows.front().text(0));
    if (!image || !*image || !std::ranges::all_of((*image)->layers, [&](const LayerId& id) { return store.hasLayer(id); })) {
        return std::nullopt;
    }
    return **image;
}

/// One process at a time brings a manifest; who comes second finds it there.
class PullTurn {
public:
    static Result<PullTurn> take(Store& store, const Digest& manifest, const std::stop_token& stop) {
        const fs::path file = store.workDirectory().parent_path() / ("pull-" + manifest.hex() + ".lock");
        while (true) {
            SW_TRY(auto lock, io::FileLock::tryAcquire(file));
            if (lock) {
                return PullTurn(file, std::move(*lock));
            }
            if (stop.stop_requested()) {
                return failure(ErrorCode::Cancelled, say("Stopped"));
            }
            std::this_thread::sleep_for(kPollTurn);
        }
    }
    PullTurn(PullTurn&&) = default;
    PullTurn& operator=(PullTurn&&) = delete;
    PullTurn(const PullTurn&) = delete;
    PullTurn& operator=(const PullTurn&) = delete;
    ~PullTurn() {
        if (m_lock.held()) {
            m_lock.remove(m_file);
        }
    }

private:
    static constexpr std::chrono::milliseconds kPollTurn{50};

    PullTurn(fs::path file, io::FileLock lock) : m_file(std::move(file)), m_lock(std::move(lock)) {}
    fs::path m_file;
    io::FileLock m_lock;
};

/// The folder that skopeo writes into. It writes manifests in place, where a reader could see a part of one: so nobody else
/// reads here, and what is complete is renamed into the store.
class PullArea {
public:
    explicit PullArea(Store& store) : m_store(store), m_folder(store.workDirectory() / ("pull-" + io::uniqueName())) {}
    PullArea(const PullArea&) = delete;
    PullArea& operator=(const PullArea&) = delete;
    ~PullArea() {
        std::error_code error;
        fs::remove_all(m_folder, error);
    }

    fs::path blobs() const { return m_folder / "blobs"; }
    fs::path layout() const { return m_folder / "layout"; }

    /// Makes the folders, with what the store has of the blobs: they need not come again.
    Result<void> prepare(const std::vector<Digest>& wanted) {
        SW_CHECK(io::makeDirectories(blobs() / "sha256"));
        SW_CHECK(io::makeDirectories(layout()));
        for (const Digest& digest : wanted) {
            std::error_code error;
            fs::create_hard_link(m_store.blobsDirectory() / "sha256" / digest.hex(), blobs() / "sha256" / digest.hex(), error);
        }
        return {};
    }

    /// Bytes that are there, unfinished ones too.
    std::uint64_t arrived() const {
        std::uint64_t sum = 0;
        std::error_code error;
        for (const fs::path& folder : {blobs() / "sha256", layout()}) {
            for (const auto& entry : fs::directory_iterator(folder, error)) {
                const auto info = io::statFile(entry.path());
                sum += info && info->kind == io::FileKind::File ? info->size : 0;
            }
        }
        return sum;
    }

    Result<void> keep(const Digest& digest) const {
        const fs::path place = m_store.blobsDirectory() / "sha256" / digest.hex();
        std::error_code error;
        return fs::exists(place, error) ? Result<void>() : io::renameFile(blobs() / "sha256" / digest.hex(), place);
    }
    Result<void> keepAll() const {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(blobs() / "sha256", error)) {
            SW_TRY(const Digest digest, Digest::parse("sha256:" + entry.path().filename().string()));
            SW_CHECK(keep(digest));
        }
        return {};
    }
    /// After a pull that ended early: blobs that are there by their own name are whole, skopeo has looked at their digests.
    void keepWhole(const std::vector<Digest>& wanted) const {
        for (const Digest& digest : wanted) {
            [[maybe_unused]] const auto kept = keep(digest);
        }
    }

private:
    Store& m_store;
    fs::path m_folder;
};

Result<Image> pull(Store& store, const ImageSource& source, const oci::Platform& platform, const TransferSink& progress,
                   const std::stop_token& stop) {
    SW_TRY(const Remote remote, inspect(source, platform, stop));
    SW_TRY(const PullTurn turn, PullTurn::take(store, remote.digest, stop));
    SW_TRY(auto known, alreadyPulled(store, remote.digest));
    if (known) {
        return std::move(*known);
    }
    SW_TRY(oci::Reference reference, oci::Reference::parse(source.location));
    reference.digest = remote.digest;
    PullArea area(store);
    SW_CHECK(area.prepare(remote.blobs));
    SkopeoCall call;
    call.subject = source.location;
    call.platform = platform;
    call.args = {"copy", "--quiet", "--dest-shared-blob-dir", area.blobs().string(), dockerReference(pinned(reference)),
                 "oci:" + area.layout().string() + ":image"};
    call.onTick = [&] {
        if (progress) {
            const std::uint64_t bytes = area.arrived();
            progress({"download", remote.bytes == 0 ? bytes : std::min(bytes, remote.bytes), remote.bytes});
        }
    };
    if (const auto copied = runSkopeo(call, stop); !copied) {
        area.keepWhole(remote.blobs);
        return failure(copied.error());
    }
    SW_CHECK(area.keepAll());
    if (progress) {
        progress({"download", remote.bytes, remote.bytes});
    }
    SW_TRY(const std::string text, io::readFile(area.layout() / "index.json", 1U << 20U));
    SW_TRY(const oci::ImageIndex index, oci::parseImageIndex(text));
    if (index.manifests.size() != 1) {
        return failure(ErrorCode::Internal, say("skopeo left no image behind"));
    }
    const auto unpacked = [&](std::uint64_t done, std::uint64_t total) {
        if (progress) {
            progress({"unpack", done, total});
        }
    };
    SW_TRY(Image image, store.adoptManifest(index.manifests.front().digest, stop, unpacked));
    SW_CHECK(store.database().execute("INSERT OR REPLACE INTO pulled(remote, manifest) VALUES(?1, ?2)",
                                      {remote.digest.text(), image.manifestDigest.text()}));
    return image;
}

Result<Image> fromDaemon(Store& store, const ImageSource& source, const oci::Platform& platform, const TransferSink& progress,
                         const std::stop_token& stop) {
    SW_TRY(Store::Scratch scratch, store.newScratch());
    ::unlink(scratch.path.c_str()); // skopeo wants to make it
    const auto tick = [&] {
        std::error_code error;
        const std::uint64_t bytes = fs::file_size(scratch.path, error);
        if (progress && !error) {
            progress({"download", bytes, 0});
        }
    };
    SW_CHECK(saveFromDocker(source.location, scratch.path, tick, stop));
    SW_TRY(const auto bag, openArchive(store, scratch.path, progress, stop));
    return importBag(store, *bag, ImageSource{}, platform, progress, stop);
}

Result<Image> importAny(Store& store, const ImageSource& source, const oci::Platform& platform, const TransferSink& progress,
                        const std::stop_token& stop) {
    switch (source.kind) {
    case ImageSource::Kind::Registry: return pull(store, source, platform, progress, stop);
    case ImageSource::Kind::DockerDaemon: return fromDaemon(store, source, platform, progress, stop);
    case ImageSource::Kind::OciLayout: {
        SW_TRY(const auto bag, oci::openFolder(source.location));
        return withContext(importBag(store, *bag, source, platform, progress, stop), "'" + source.location + "'");
    }
    case ImageSource::Kind::OciArchive:
    case ImageSource::Kind::DockerArchive: {
        SW_TRY(const auto bag, withContext(openArchive(store, source.location, progress, stop), "'" + source.location + "'"));
        return withContext(importBag(store, *bag, source, platform, progress, stop), "'" + source.location + "'");
    }
    }
    return failure(ErrorCode::Internal, say("An image source of an unknown kind"));
}

} // namespace

Result<Digest> resolveDigest(const ImageSource& source, const oci::Platform& platform, std::stop_token stop) {
    switch (source.kind) {
    case ImageSource::Kind::Registry: {
        SW_TRY(const Remote remote, inspect(source, platform, stop));
        return remote.digest;
    }
    case ImageSource::Kind::OciLayout: {
        SW_TRY(const auto bag, oci::openFolder(source.location));
        SW_TRY(const oci::StoredImage image, oci::findImage(*bag, source.selector, platform));
        return Digest::ofSha256(image.manifest ? image.manifestBytes : image.configBytes);
    }
    case ImageSource::Kind::OciArchive:
    case ImageSource::Kind::DockerArchive: {
        UniqueFd fd(::open(source.location.c_str(), O_RDONLY | O_CLOEXEC));
        if (!fd.valid()) {
            return failure(errnoError(say("Cannot read '%1'", source.location), errno));
        }
        SW_TRY(const auto bag, oci::openTar(std::move(fd), stop));
        SW_TRY(const oci::StoredImage image, oci::findImage(*bag, source.selector, platform));
        return Digest::ofSha256(image.manifest ? image.manifestBytes : image.configBytes);
    }
    case ImageSource::Kind::DockerDaemon: {
        SW_TRY(const oci::Reference reference, oci::Reference::parse(source.location));
        SkopeoCall call;
        call.verb = TransferVerb::LoadFromDocker;
        call.subject = source.location;
        call.args = {"inspect", "--raw", "--config"};
        if (const std::string host = dockerHost(); !host.empty()) {
            call.args.insert(call.args.end(), {"--daemon-host", host});
        }
        call.args.push_back("docker-daemon:" + pinned(reference));
        SW_TRY(const std::string config, runSkopeo(call, stop));
        return Digest::ofSha256(config);
    }
    }
    return failure(ErrorCode::Internal, say("An image source of an unknown kind"));
}

Result<Image> importImage(Store& store, const ImageSource& source, const oci::Platform& platform, std::string_view name,
                          const TransferSink& progress, std::stop_token stop) {
    SW_TRY(Image image, importAny(store, source, platform, progress, stop));
    if (!name.empty()) {
        const bool pulled = source.kind == ImageSource::Kind::Registry;
        SW_CHECK(pulled ? tagForPlatform(store, name, image, "pulled") : store.tag(name, image.manifestDigest, "imported"));
    }
    return image;
}

Result<void> saveFromDocker(const std::string& name, const fs::path& archive, const std::function<void()>& tick, const std::stop_token& stop) {
    SW_TRY(const oci::Reference reference, oci::Reference::parse(name));
    SkopeoCall call;
    call.verb = TransferVerb::LoadFromDocker;
    call.subject = name;
    call.args = {"copy", "--quiet"};
    if (const std::string host = dockerHost(); !host.empty()) {
        call.args.insert(call.args.end(), {"--src-daemon-host", host});
    }
    call.args.insert(call.args.end(), {"docker-daemon:" + pinned(reference), "docker-archive:" + archive.string()});
    call.onTick = tick;
    SW_TRY([[maybe_unused]] const std::string out, runSkopeo(call, stop));
    return {};
}

} // namespace sw::store
