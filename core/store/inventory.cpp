#include "core/store/inventory.h"

#include "core/io/atomicfile.h"
#include "core/io/filelock.h"
#include "core/io/filetree.h"
#include "core/store/database.h"
#include "core/store/reachable.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <map>

namespace sw::store {

namespace fs = std::filesystem;

namespace {

constexpr const char* kLimitFile = "limit";
constexpr std::size_t kLongestLimit = 40; ///< digits and a line end

std::map<LayerId, std::vector<std::string>> imagesByLayer(Store& store, const std::vector<ImageName>& names) {
    std::map<LayerId, std::vector<std::string>> out;
    for (const ImageName& name : names) {
        Reachable reachable;
        reach(store, name.manifest, reachable);
        for (const LayerId& layer : reachable.layers) {
            out[layer].push_back(name.name);
        }
    }
    return out;
}

StoredMount mountAt(const fs::path& home) {
    StoredMount mount;
    mount.key = home.filename().string();
    if (const auto text = io::readFile(home / "id", 1U << 16U)) {
        const std::size_t end = text->find('\n');
        mount.id = text->substr(0, end);
        mount.target = end == std::string::npos ? std::string() : text->substr(end + 1, text->find('\n', end + 1) - end - 1);
    }
    const auto info = io::statFile(home / "id");
    mount.used = info ? info->mtimeNs / 1'000'000'000 : 0;
    mount.bytes = io::diskUsage(home / "data");
    std::error_code error; // a folder of another user's may be closed: what cannot be seen is not counted
    for (auto it = fs::recursive_directory_iterator(home / "data", fs::directory_options::skip_permission_denied, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
        mount.files += it->is_directory(error) ? 0 : 1;
    }
    return mount;
}

/// Bytes of the packed layers, twice where a tree stands beside, and of the blobs: a look at each, not into each.
std::uint64_t roughSize(Store& store) {
    std::uint64_t sum = 0;
    std::error_code error;
    const auto sizeOf = [](const fs::path& file) {
        const auto info = io::statFile(file);
        return info ? info->size : 0;
    };
    for (const auto& entry : fs::directory_iterator(store.root() / "layers", error)) {
        const std::uint64_t tar = sizeOf(entry.path() / "layer.tar");
        sum += tar + sizeOf(entry.path() / "index") + (fs::exists(store.root() / "trees" / entry.path().filename(), error) ? tar : 0);
    }
    for (const auto& entry : fs::directory_iterator(store.blobsDirectory() / "sha256", error)) {
        sum += sizeOf(entry.path());
    }
    return sum;
}

} // namespace

Result<std::vector<StoredMount>> storedMounts(Store& store, std::stop_token stop) {
    std::vector<StoredMount> out;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(store.cacheMountDirectory(), error)) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("Stopped"));
        }
        out.push_back(mountAt(entry.path()));
    }
    std::ranges::sort(out, {}, &StoredMount::used);
    return out;
}

Result<Inventory> takeInventory(Store& store, std::stop_token stop) {
    Inventory out;
    SW_TRY(const auto names, store.images());
    const auto images = imagesByLayer(store, names);
    SW_TRY(const auto rows, store.database().query("SELECT id, used FROM layers"));
    for (const auto& row : rows) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("Stopped"));
        }
        StoredLayer layer;
        SW_TRY(layer.id, Digest::parse(row.text(0)));
        layer.used = row.integer(1);
        layer.packed = io::diskUsage(store.root() / "layers" / layer.id.hex());
        layer.tree = store.hasTree(layer.id) ? io::diskUsage(store.treePath(layer.id)) : 0;
        if (const auto found = images.find(layer.id); found != images.end()) {
            layer.images = found->second;
        }
        out.layers.push_back(std::move(layer));
    }
    SW_TRY(out.mounts, storedMounts(store, std::move(stop)));
    std::ranges::sort(out.layers, {}, &StoredLayer::used);
    return out;
}

void noteMountUse(const fs::path& home) { ::utimensat(AT_FDCWD, (home / "id").c_str(), nullptr, 0); }

Result<void> clearMount(Store& store, const std::string& key) {
    const fs::path home = store.cacheMountDirectory() / key;
    std::error_code error;
    if (key.empty() || key.contains('/') || key.starts_with('.') || !fs::is_directory(home, error)) {
        return failure(ErrorCode::NotFound, say("There is no cache mount '%1' in the store", key));
    }
    SW_TRY(const auto lock, io::FileLock::tryAcquire(home / "inuse"));
    if (!lock) {
        return failure(ErrorCode::Busy, say("The cache mount '%1' is in use by a step; try again when the build has ended", key));
    }
    return io::renameFile(home, store.trashDirectory() / io::uniqueName());
}

Result<std::uint64_t> sizeLimit(Store& store) {
    const auto text = io::readFile(store.root() / kLimitFile, kLongestLimit);
    if (!text) {
        return text.error().code == ErrorCode::NotFound ? Result<std::uint64_t>(0) : failure(text.error());
    }
    std::uint64_t bytes = 0;
    std::from_chars(text->data(), text->data() + text->size(), bytes);
    return bytes;
}

Result<void> setSizeLimit(Store& store, std::uint64_t bytes) {
    return io::writeFileAtomically(store.root() / kLimitFile, std::to_string(bytes) + "\n");
}

Result<std::uint64_t> collectToLimit(Store& store, std::stop_token stop) {
    SW_TRY(const std::uint64_t limit, sizeLimit(store));
    if (limit == 0 || roughSize(store) <= limit) {
        return 0;
    }
    return store.prune({.all = true, .olderThan = 0, .keepBytes = limit}, std::move(stop));
}

} // namespace sw::store
