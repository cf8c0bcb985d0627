#include "core/io/filelock.h"
#include "core/io/atomicfile.h"
#include "core/io/filetree.h"
#include "core/store/inventory.h"
#include "core/store/reachable.h"
#include "core/store/storestate.h"

#include <unistd.h>

#include <algorithm>
#include <set>

namespace sw::store {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kUseGrain = 61;    ///< uses are noted once a minute
constexpr std::int64_t kFreshBlob = 3600; ///< a blob of the last hour may belong to a pull that is under way

struct Candidate {
    Digest id;
    std::int64_t used = 0;
};

} // namespace

void reach(Store& store, const Digest& manifest, Reachable& out, int depth) {
    const auto bytes = store.blob(manifest);
    if (!bytes || depth > 4 || !out.blobs.insert(manifest).second) {
        return;
    }
    if (const auto index = oci::parseImageIndex(*bytes); index && !index->manifests.empty()) {
        for (const oci::Descriptor& entry : index->manifests) {
            reach(store, entry.digest, out, depth + 1);
        }
        return;
    }
    const auto parsed = oci::parseManifest(*bytes);
    if (!parsed) {
        return;
    }
    out.blobs.insert(parsed->config.digest);
    for (const oci::Descriptor& layer : parsed->layers) {
        out.blobs.insert(layer.digest);
    }
    const auto configBytes = store.blob(parsed->config.digest);
    const auto config = configBytes ? oci::parseConfig(*configBytes) : failure(configBytes.error());
    if (config) {
        out.layers.insert(config->diffIds.begin(), config->diffIds.end());
    }
}

/// Layers of cache records; the table belongs to core/cache and need not be there.
static Result<std::set<Digest>> layersOfRecords(Database& database) {
    std::set<Digest> out;
    SW_TRY(const auto table, database.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'cache_records'"));
    if (!table.empty()) {
        SW_TRY(const auto rows, database.query("SELECT DISTINCT layer FROM cache_records"));
        for (const auto& row : rows) {
            if (auto digest = Digest::parse(row.text(0))) {
                out.insert(std::move(*digest));
            }
        }
    }
    return out;
}

/// The directory forms of layers that no running build has used. They come back when a RUN needs them.
static Result<void> pruneTrees(Store& store, Database& database, const Store::PruneOptions& options, std::optional<std::int64_t> living) {
    SW_TRY(const auto rows, database.query("SELECT id, used FROM layers"));
    for (const auto& row : rows) {
        SW_TRY(const LayerId id, Digest::parse(row.text(0)));
        const std::int64_t used = row.integer(1);
        const bool needed = living && used + kUseGrain >= *living;
        if (!needed && used <= secondsNow() - options.olderThan && store.hasTree(id)) {
            SW_CHECK(io::renameFile(store.treePath(id), store.trashDirectory() / io::uniqueName()));
        }
    }
    return {};
}

static Result<void> pruneMounts(Store& store, const Store::PruneOptions& options) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(store.cacheMountDirectory(), error)) {
        const auto info = io::statFile(entry.path() / "id");
        if (info && info->mtimeNs / 1'000'000'000 > secondsNow() - options.olderThan) {
            continue;
        }
        if (const auto cleared = clearMount(store, entry.path().filename().string()); !cleared && cleared.error().code != ErrorCode::Busy) {
            return cleared;
        }
    }
    return {};
}

Result<std::uint64_t> Store::prune(const PruneOptions& options, std::stop_token stop) {
    State& s = *m_state;
    SW_TRY([[maybe_unused]] const io::FileLock alone, io::FileLock::acquire(s.root / "prune.lock"));
    Reachable kept;
    SW_TRY(const auto names, images());
    for (const ImageName& name : names) {
        reach(*this, name.manifest, kept);
    }
    if (!options.all) {
        SW_TRY(const auto records, layersOfRecords(*s.database));
        kept.layers.insert(records.begin(), records.end());
        SW_TRY(const auto rows, s.database->query("SELECT manifest, config FROM images"));
        for (const auto& row : rows) { // small; build records show them
            for (const std::size_t column : {std::size_t{0}, std::size_t{1}}) {
                if (auto digest = Digest::parse(row.text(column))) {
                    kept.blobs.insert(std::move(*digest));
                }
            }
        }
    }
    const auto living = oldestLivingWork(s.root / "work", workDirectory());
    std::vector<Candidate> candidates;
    {
        const std::scoped_lock lock(s.mutex);
        s.recent.clear();
        SW_TRY(const auto rows, s.database->query("SELECT id, used FROM layers"));
        std::map<std::string, std::int64_t> used;
        for (const auto& row : rows) {
            used[row.text(0)] = row.integer(1);
        }
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(s.root / "layers", error)) {
            auto id = Digest::parse("sha256:" + entry.path().filename().string());
            if (!id || kept.layers.contains(*id) || s.layers[*id].lock()) {
                continue;
            }
            const std::int64_t when = used[id->text()];
            const bool needed = living && when + kUseGrain >= *living;
            if (!needed && when <= secondsNow() - options.olderThan) {
                candidates.push_back({std::move(*id), when});
            }
        }
    }
    if (!options.kinds.contains(PruneKind::Layers)) {
        candidates.clear();
    }
    std::ranges::sort(candidates, {}, &Candidate::used);
    std::uint64_t size = options.keepBytes == 0 ? UINT64_MAX : io::diskUsage(s.root);
    std::uint64_t freed = 0;
    for (const Candidate& candidate : candidates) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("Stopped"));
        }
        if (size <= options.keepBytes && options.keepBytes != 0) {
            break;
        }
        SW_CHECK(s.database->execute("DELETE FROM layers WHERE id = ?1", {candidate.id.text()}));
        const std::uint64_t bytes =
            io::diskUsage(s.layerDirectory(candidate.id)) + io::diskUsage(treePath(candidate.id), io::Counting::Exclusive);
        SW_CHECK(io::renameFile(s.layerDirectory(candidate.id), trashDirectory() / io::uniqueName()));
        if (hasTree(candidate.id)) {
            SW_CHECK(io::renameFile(treePath(candidate.id), trashDirectory() / io::uniqueName()));
        }
        size -= std::min(size, bytes);
        const std::scoped_lock lock(s.mutex);
        s.layers.erase(candidate.id);
    }
    if (options.kinds.contains(PruneKind::Trees)) {
        SW_CHECK(pruneTrees(*this, *s.database, options, living));
    }
    if (options.kinds.contains(PruneKind::CacheMounts)) {
        SW_CHECK(pruneMounts(*this, options));
    }
    if (!options.kinds.contains(PruneKind::Blobs)) {
        return emptyTrash(trashDirectory());
    }
    SW_TRY(const auto rows, s.database->query("SELECT blob FROM layers WHERE blob IS NOT NULL"));
    for (const auto& row : rows) {
        if (auto digest = Digest::parse(row.text(0))) {
            kept.blobs.insert(std::move(*digest));
        }
    }
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(s.root / "blobs" / "sha256", error)) {
        const auto id = Digest::parse("sha256:" + entry.path().filename().string());
        const auto info = io::statFile(entry.path());
        const bool fresh = info && info->mtimeNs / 1'000'000'000 + kFreshBlob > secondsNow();
        if (info && !(id && kept.blobs.contains(*id)) && (!fresh || (options.all && id && !living))) {
            freed += info->size;
            ::unlink(entry.path().c_str());
        }
    }
    if (options.all && !living) { // what was fetched can be fetched again; what it was stays known
        for (const char* folder : {"files", "trees"}) {
            if (fs::exists(s.root / "remote" / folder, error)) {
                SW_CHECK(io::renameFile(s.root / "remote" / folder, trashDirectory() / io::uniqueName()));
            }
        }
    }
    if (options.all) { // an image that only an index names is named as well
        SW_TRY(const auto images, s.database->query("SELECT manifest FROM images"));
        for (const auto& row : images) {
            const auto manifest = Digest::parse(row.text(0));
            if (!manifest || !kept.blobs.contains(*manifest)) {
                SW_CHECK(s.database->execute("DELETE FROM images WHERE manifest = ?1", {row.text(0)}));
            }
        }
    }
    return freed + emptyTrash(trashDirectory());
}

} // namespace sw::store
