#include "core/store/store.h"

#include "core/io/atomicfile.h"
#include "core/io/filetree.h"
#include "core/store/storestate.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <map>
#include <thread>

namespace sw::store {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kVersion = "1\n";
constexpr std::size_t kRecentLayers = 64;

constexpr std::string_view kSchema[] = {
    "CREATE TABLE IF NOT EXISTS layers(id TEXT PRIMARY KEY, used INTEGER NOT NULL, blob TEXT, blob_type TEXT,"
    " blob_bytes INTEGER) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS images(manifest TEXT PRIMARY KEY, config TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS names(name TEXT PRIMARY KEY, manifest TEXT NOT NULL, created INTEGER NOT NULL,"
    " bytes INTEGER NOT NULL, origin TEXT NOT NULL) WITHOUT ROWID",
};

bool isThere(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

Result<void> checkVersion(const fs::path& root) {
    const fs::path file = root / "version";
    const auto version = io::readFile(file, 100);
    if (version) {
        if (*version != kVersion) {
            return failure(ErrorCode::Unsupported, say("The store in '%1' was made by another version of Stagewright; choose another folder with --store", root.string()));
        }
        return {};
    }
    return version.error().code == ErrorCode::NotFound ? io::writeFileAtomically(file, kVersion) : failure(version.error());
}

} // namespace

std::int64_t secondsNow() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Store::Store(std::unique_ptr<State> state) : m_state(std::move(state)) {}

Store::~Store() {
    if (m_state->work) {
        const fs::path trash = trashDirectory();
        m_state->work->leave(trash);
        std::error_code error;
        // What was only scratch files of ours goes at once; trees of others are left to the sandbox.
        for (const auto& entry : fs::directory_iterator(trash, error)) {
            bool plain = true;
            std::error_code inner;
            for (const auto& below : fs::directory_iterator(entry.path(), inner)) {
                plain = plain && below.is_regular_file(inner);
            }
            if (plain && !inner) {
                fs::remove_all(entry.path(), inner);
            }
        }
    }
}

fs::path Store::defaultRoot() {
    const auto variable = [](const char* name) -> fs::path {
        const char* value = std::getenv(name);
        return value == nullptr ? fs::path() : fs::path(value);
    };
    if (const fs::path chosen = variable("STAGEWRIGHT_STORE"); !chosen.empty()) {
        return chosen;
    }
    fs::path data = variable("XDG_DATA_HOME");
    if (data.empty() || data.is_relative()) {
        data = variable("HOME") / ".local" / "share";
    }
    return data / "stagewright" / "store";
}

Result<std::shared_ptr<Store>> Store::open(fs::path root) {
    std::error_code error;
    root = fs::absolute(root, error).lexically_normal();
    auto state = std::make_unique<State>();
    state->root = root;
    for (const char* folder : {"blobs/sha256", "layers", "trees", "work", "trash", "caches"}) {
        SW_CHECK(withContext(io::makeDirectories(root / folder), say("opening the store")));
    }
    SW_CHECK(checkVersion(root));
    SW_TRY(state->database, Database::open(root / "store.db"));
    for (const std::string_view statement : kSchema) {
        SW_CHECK(state->database->execute(statement));
    }
    clearDeadWork(root / "work", root / "trash");
    SW_TRY(WorkArea work, WorkArea::make(root / "work"));
    state->work.emplace(std::move(work));
    return std::shared_ptr<Store>(new Store(std::move(state)));
}

const fs::path& Store::root() const { return m_state->root; }
fs::path Store::treePath(const LayerId& id) const { return m_state->root / "trees" / id.hex(); }
bool Store::hasTree(const LayerId& id) const { return isThere(treePath(id)); }
fs::path Store::workDirectory() const { return m_state->work->directory(); }
fs::path Store::trashDirectory() const { return m_state->root / "trash"; }
fs::path Store::cacheMountDirectory() const { return m_state->root / "caches"; }
fs::path Store::blobsDirectory() const { return m_state->root / "blobs"; }
Database& Store::database() { return *m_state->database; }

Result<Store::Scratch> Store::newScratch() {
    Scratch scratch;
    scratch.path = workDirectory() / ("scratch-" + io::uniqueName());
    scratch.fd.reset(::open(scratch.path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!scratch.fd.valid()) {
        return failure(errnoError(say("Cannot write in the store ('%1')", scratch.path.string()), errno));
    }
    return scratch;
}

Store::Scratch::~Scratch() {
    if (fd.valid() && !path.empty()) {
        ::unlink(path.c_str());
    }
}

Result<LayerInfo> Store::commitLayer(Scratch scratch, const oci::FinishedTar& finished) {
    LayerInfo info;
    info.id = finished.diffId;
    info.tarBytes = finished.index.tarBytes;
    info.contentBytes = finished.index.contentBytes;
    info.entries = finished.index.entries.size();
    const fs::path place = m_state->layerDirectory(info.id);
    if (!isThere(place)) {
        const fs::path aside = workDirectory() / ("layer-" + io::uniqueName());
        if (::mkdir(aside.c_str(), 0755) != 0) {
            return failure(errnoError(say("Cannot write in the store ('%1')", aside.string()), errno));
        }
        SW_CHECK(io::renameFile(scratch.path, aside / "layer.tar"));
        scratch.path.clear();
        SW_CHECK(io::writeFileAtomically(aside / "index", serialiseIndex(finished.index)));
        if (::rename(aside.c_str(), place.c_str()) != 0) {
            const int error = errno;
            std::error_code ignored;
            fs::remove_all(aside, ignored);
            if (error != EEXIST && error != ENOTEMPTY) { // else somebody else was first, with the same bytes
                return failure(errnoError(say("Cannot keep a layer in the store"), error));
            }
        }
    }
    SW_CHECK(m_state->database->execute("INSERT INTO layers(id, used) VALUES(?1, ?2) ON CONFLICT(id) DO UPDATE SET used = ?2",
                                        {info.id.text(), secondsNow()}));
    return info;
}

bool Store::hasLayer(const LayerId& id) { return !id.empty() && isThere(m_state->layerDirectory(id) / "index"); }

Result<void> Store::noteCompressed(const LayerId& id, const oci::Descriptor& blob) {
    return m_state->database->execute(
        "INSERT INTO layers(id, used, blob, blob_type, blob_bytes) VALUES(?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT(id) DO UPDATE SET used = ?2, blob = coalesce(blob, ?3), blob_type = coalesce(blob_type, ?4),"
        " blob_bytes = coalesce(blob_bytes, ?5)",
        {id.text(), secondsNow(), blob.digest.text(), blob.mediaType, static_cast<std::int64_t>(blob.size)});
}

namespace {

std::uint64_t entriesOf(const oci::LayerIndex& index) { return index.entries.size(); }
std::uint64_t entriesOf(const oci::CompactIndex& index) { return index.size(); }

/// What is known of a layer beside its index. Tells `use` of it when it is to be noted that it was used. With the state locked.
template <typename State, typename Index> Result<LayerInfo> infoOf(State& s, const LayerId& id, const Index& index, std::vector<LayerId>& use) {
    LayerInfo info{id, index.tarBytes, index.contentBytes, entriesOf(index), {}};
    SW_TRY(const auto rows, s.database->query("SELECT used, blob, blob_type, blob_bytes FROM layers WHERE id = ?1", {id.text()}));
    if (!rows.empty() && !rows.front().isNull(1)) {
        oci::Descriptor blob;
        SW_TRY(blob.digest, Digest::parse(rows.front().text(1)));
        blob.mediaType = rows.front().text(2);
        blob.size = static_cast<std::uint64_t>(rows.front().integer(3));
        if (isThere(s.blobFile(blob.digest))) {
            info.compressed = std::move(blob);
        }
    }
    if (rows.empty() || (rows.front().integer(0) + 60 < secondsNow() && s.noted.insert(id).second)) {
        use.push_back(id);
    }
    return info;
}

Result<void> noteUse(Database& database, const std::vector<LayerId>& layers) {
    const auto all = [&]() -> Result<void> {
        for (const LayerId& id : layers) {
            SW_CHECK(database.execute("INSERT INTO layers(id, used) VALUES(?1, ?2) ON CONFLICT(id) DO UPDATE SET used = ?2",
                                      {id.text(), secondsNow()}));
        }
        return {};
    };
    return layers.size() > 1 ? database.transaction(all) : all();
}

Result<std::string> readIndex(const fs::path& file, const LayerId& id) {
    auto bytes = io::readFile(file);
    if (!bytes && bytes.error().code == ErrorCode::NotFound) {
        return failure(ErrorCode::NotFound, say("The store does not hold the layer %1", id.text()));
    }
    return bytes;
}

} // namespace

Result<std::shared_ptr<const Layer>> Store::layer(const LayerId& id) {
    State& s = *m_state;
    const std::scoped_lock lock(s.mutex);
    if (auto known = s.layers[id].lock()) {
        return known;
    }
    const fs::path place = s.layerDirectory(id);
    SW_TRY(const std::string bytes, readIndex(place / "index", id));
    SW_TRY(oci::LayerIndex index, oci::parseIndex(bytes));
    std::vector<LayerId> use;
    SW_TRY(LayerInfo info, infoOf(s, id, index, use));
    SW_CHECK(noteUse(*s.database, use));
    auto made = std::make_shared<const Layer>(std::move(info), std::make_shared<const oci::LayerIndex>(std::move(index)),
                                              place / "layer.tar");
    s.layers[id] = made;
    s.recent.push_front(made);
    if (s.recent.size() > kRecentLayers) {
        s.recent.pop_back();
    }
    return made;
}

namespace {

using SeenIndex = Result<std::shared_ptr<const oci::CompactIndex>>;

SeenIndex readSeenIndex(const fs::path& file, const LayerId& id) {
    SW_TRY(const std::string bytes, readIndex(file, id));
    return oci::parseCompactIndex(bytes);
}

/// On all cores, the largest first.
std::map<LayerId, SeenIndex> readSeenIndexes(const std::map<LayerId, fs::path>& files) {
    struct Task {
        std::uintmax_t bytes = 0;
        const LayerId* id = nullptr;
        const fs::path* file = nullptr;
        SeenIndex index = std::shared_ptr<const oci::CompactIndex>();
    };
    std::vector<Task> tasks;
    for (const auto& [id, file] : files) {
        std::error_code error;
        const std::uintmax_t bytes = fs::file_size(file, error);
        tasks.push_back({error ? 0 : bytes, &id, &file});
    }
    std::ranges::sort(tasks, std::greater{}, &Task::bytes);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < tasks.size(); i = next++) {
            tasks[i].index = readSeenIndex(*tasks[i].file, *tasks[i].id);
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < std::min<std::size_t>(tasks.size(), std::thread::hardware_concurrency()); ++i) {
            helpers.emplace_back(work);
        }
        work();
    }
    std::map<LayerId, SeenIndex> out;
    for (Task& task : tasks) {
        out.emplace(*task.id, std::move(task.index));
    }
    return out;
}

} // namespace

Result<std::shared_ptr<const SeenLayer>> Store::seenLayer(const LayerId& id) {
    SW_TRY(auto layers, seenLayers({id}));
    return std::move(layers.front());
}

Result<std::vector<std::shared_ptr<const SeenLayer>>> Store::seenLayers(const std::vector<LayerId>& ids) {
    State& s = *m_state;
    std::vector<std::shared_ptr<const SeenLayer>> out(ids.size());
    std::map<LayerId, fs::path> missing;
    {
        const std::scoped_lock lock(s.mutex);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const auto known = s.seen.find(ids[i]);
            out[i] = known == s.seen.end() ? nullptr : known->second.lock();
            if (out[i] == nullptr) {
                missing.emplace(ids[i], s.layerDirectory(ids[i]) / "index");
            }
        }
    }
    if (missing.empty()) {
        return out;
    }
    std::map<LayerId, SeenIndex> read = readSeenIndexes(missing);
    const std::scoped_lock lock(s.mutex);
    std::map<LayerId, std::shared_ptr<const SeenLayer>> made; // kept until they are given out
    std::vector<LayerId> use;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (out[i] != nullptr) {
            continue;
        }
        std::shared_ptr<const SeenLayer>& layer = made[ids[i]];
        if (layer == nullptr) {
            layer = s.seen[ids[i]].lock(); // read by somebody else meanwhile
        }
        if (layer == nullptr) {
            SW_TRY(auto index, std::move(read.at(ids[i])));
            SW_TRY(LayerInfo info, infoOf(s, ids[i], *index, use));
            layer = std::make_shared<const SeenLayer>(std::move(info), std::move(index), s.layerDirectory(ids[i]) / "layer.tar");
            s.seen[ids[i]] = layer;
        }
        out[i] = layer;
    }
    SW_CHECK(noteUse(*s.database, use));
    return out;
}

Result<oci::StackView> Store::stack(const std::vector<LayerId>& layers) {
    std::vector<std::shared_ptr<const oci::LayerIndex>> indexes;
    for (const LayerId& id : layers) {
        SW_TRY(const auto one, layer(id));
        indexes.push_back(one->index());
    }
    return oci::StackView(std::move(indexes));
}

Result<Digest> Store::putBlob(std::string_view bytes) {
    Digest digest = Digest::ofSha256(bytes);
    const fs::path file = m_state->blobFile(digest);
    if (!isThere(file)) {
        SW_CHECK(io::writeFileAtomically(file, bytes));
    }
    return digest;
}

Result<std::string> Store::blob(const Digest& digest) {
    auto bytes = io::readFile(m_state->blobFile(digest));
    if (!bytes && bytes.error().code == ErrorCode::NotFound) {
        return failure(ErrorCode::NotFound, say("The store does not hold the blob %1", digest.text()));
    }
    return bytes;
}

Result<DiskUse> Store::diskUse() {
    DiskUse use;
    const auto sum = [this](const char* folder) { return io::diskUsage(m_state->root / folder); };
    use.blobs = sum("blobs");
    use.packed = sum("layers");
    use.trees = sum("trees");
    use.work = sum("work");
    use.trash = sum("trash");
    use.caches = sum("caches");
    std::error_code error;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(m_state->root / "layers", error)) {
        ++use.layerCount;
    }
    SW_TRY(const auto rows, m_state->database->query("SELECT count(DISTINCT manifest) FROM names"));
    use.imageCount = static_cast<std::uint64_t>(rows.front().integer(0));
    return use;
}

} // namespace sw::store
