#include "core/cache/contexttree.h"

#include "core/base/imagepath.h"
#include "core/cache/contextwalk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

namespace sw::cache {

namespace {

using dockerfile::IgnoreMatcher;

constexpr std::size_t kReadBuffer = 1U << 20U;
constexpr std::size_t kFilesWorthAThread = 256;

Result<std::optional<std::string>> readIfThere(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        return std::nullopt;
    }
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) {
        return failure(ErrorCode::Io, say("cannot read the ignore file %1", file.string()));
    }
    return text.str();
}

std::int64_t now() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

} // namespace

Result<IgnoreFile> findIgnoreFile(const std::filesystem::path& context, const std::filesystem::path& dockerfile) {
    std::vector<std::filesystem::path> candidates;
    if (!dockerfile.empty()) {
        candidates.emplace_back(dockerfile.string() + ".dockerignore");
    }
    candidates.push_back(context / ".dockerignore");
    for (const std::filesystem::path& file : candidates) {
        SW_TRY(const std::optional<std::string> text, readIfThere(file));
        if (!text) {
            continue;
        }
        SW_TRY(auto patterns, withContext(dockerfile::readIgnoreFile(*text), say("in %1", file.string())));
        SW_TRY(IgnoreMatcher matcher, withContext(IgnoreMatcher::compile(std::move(patterns)), say("in %1", file.string())));
        return IgnoreFile{file, std::move(matcher)};
    }
    return IgnoreFile{};
}

/// What a walk found, as it is kept.
struct ContextTree::Walk {
    std::vector<std::pair<oci::LayerEntry, FileState>> entries;

    explicit Walk(std::vector<WalkedEntry> walked) {
        entries.reserve(walked.size());
        for (WalkedEntry& one : walked) {
            entries.emplace_back(std::move(one.entry),
                                 FileState{one.device, one.inode, one.ctimeSeconds, one.ctimeNs, false, one.socket});
        }
    }
};

ContextTree::ContextTree(Options options) : m_options(std::move(options)) {}
ContextTree::~ContextTree() { save(); }

Result<std::shared_ptr<ContextTree>> ContextTree::scan(Options options, std::stop_token stop) {
    std::shared_ptr<ContextTree> tree(new ContextTree(std::move(options)));
    tree->m_root.reset(::open(tree->m_options.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!tree->m_root.valid()) {
        return failure(errnoError(say("cannot open %1 %2", tree->m_options.description, tree->m_options.root.string()), errno));
    }
    if (!tree->m_options.statCacheFile.empty()) {
        tree->m_cache = StatCache::open(tree->m_options.statCacheFile);
    }
    SW_TRY(ContextWalk walk, walkContext(tree->m_root.get(), tree->m_options, stop));
    tree->m_ignored = std::move(walk.ignored);
    tree->finish(std::move(Walk(std::move(walk.entries)).entries));
    return tree;
}

void ContextTree::finish(std::vector<std::pair<oci::LayerEntry, FileState>> entries) {
    std::vector<std::size_t> order(entries.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::ranges::sort(order, {}, [&](std::size_t i) -> const std::string& { return entries[i].first.path; });
    m_index = std::make_shared<oci::LayerIndex>();
    m_index->entries.reserve(entries.size());
    m_states.reserve(entries.size());
    for (const std::size_t i : order) {
        m_index->contentBytes += entries[i].first.size;
        m_index->entries.push_back(std::move(entries[i].first));
        m_states.push_back(entries[i].second);
    }
    // Several names of one file are found by inode. Most trees have none; the map is then the only cost.
    std::unordered_map<std::uint64_t, std::size_t> byInode;
    byInode.reserve(m_states.size());
    for (std::size_t at = 0; at < m_states.size(); ++at) {
        if (m_index->entries[at].type != oci::EntryType::File || m_states[at].socket) {
            continue;
        }
        const auto [known, fresh] = byInode.try_emplace(m_states[at].inode, at);
        if (!fresh && m_states[known->second].device == m_states[at].device) {
            m_firstName[at] = known->second;
        }
    }
    m_view = oci::StackView({m_index});
}

std::size_t ContextTree::position(const Found& entry) const {
    return static_cast<std::size_t>(entry.entry - m_index->entries.data());
}

SourceTree::Found ContextTree::bytesOf(const Found& file) const {
    const auto other = m_firstName.find(position(file));
    if (other == m_firstName.end()) {
        return file;
    }
    const oci::LayerEntry& entry = m_index->entries[other->second];
    return {&entry, 0, entry.path};
}

Result<void> ContextTree::prepareOne(std::size_t at) {
    oci::LayerEntry& entry = m_index->entries[at];
    FileState& state = m_states[at];
    const std::string name = (m_options.root / entry.path).string();
    if (entry.type != oci::EntryType::File || state.socket) {
        state.prepared = true;
        return {};
    }
    struct stat status {};
    status.st_dev = state.device;
    status.st_ino = state.inode;
    status.st_size = static_cast<off_t>(entry.size);
    status.st_mtim = {entry.mtime, static_cast<long>(entry.mtimeNs)};
    status.st_ctim = {state.ctimeSeconds, static_cast<long>(state.ctimeNs)};
    const auto known = m_cache ? m_cache->find(status) : std::nullopt;
    if (known) {
        entry.content = known->content;
        state.prepared = true;
        return {};
    }
    const UniqueFd fd(::openat(m_root.get(), entry.path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (!fd.valid()) {
        return failure(errnoError(say("cannot read %1", name), errno));
    }
    const std::int64_t readAt = now();
    thread_local std::vector<char> buffer(kReadBuffer);
    Hasher128 hasher;
    std::uint64_t total = 0;
    while (true) {
        const ssize_t count = ::read(fd.get(), buffer.data(), buffer.size());
        if (count < 0) {
            return failure(errnoError(say("cannot read %1", name), errno));
        }
        if (count == 0) {
            break;
        }
        total += static_cast<std::uint64_t>(count);
        hasher.add({buffer.data(), static_cast<std::size_t>(count)});
    }
    if (total != entry.size) {
        return failure(ErrorCode::Io, say("%1 changed while it was being read; build again when nothing writes to it", name));
    }
    entry.content = hasher.finish();
    state.prepared = true;
    if (m_cache) {
        m_cache->put(status, {entry.content, false}, readAt);
    }
    return {};
}

Result<void> ContextTree::prepare(std::span<const Found> entries, std::stop_token stop) {
    const std::lock_guard lock(m_mutex);
    std::vector<std::size_t> pending;
    for (const Found& found : entries) {
        const std::size_t at = position(bytesOf(found));
        if (!m_states[at].prepared) {
            pending.push_back(at);
        }
    }
    std::ranges::sort(pending);
    const auto [first, last] = std::ranges::unique(pending);
    pending.erase(first, last);

    std::atomic<std::size_t> next = 0;
    std::mutex errorMutex;
    std::optional<Error> error;
    const auto work = [&] {
        for (std::size_t i = next++; i < pending.size() && !stop.stop_requested(); i = next++) {
            if (auto done = prepareOne(pending[i]); !done) {
                const std::lock_guard errorLock(errorMutex);
                error = done.error();
                next = pending.size();
            }
        }
    };
    {
        const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
        std::vector<std::jthread> helpers;
        for (unsigned i = 1; i < cores && pending.size() > i * kFilesWorthAThread; ++i) {
            helpers.emplace_back(work);
        }
        work();
    }
    if (stop.stop_requested()) {
        return failure(ErrorCode::Cancelled, say("stopped"));
    }
    if (error) {
        return failure(*error);
    }
    for (const Found& found : entries) { // further names of a file take over what was read of the first
        const std::size_t at = position(found);
        if (const auto other = m_firstName.find(at); other != m_firstName.end() && !m_states[at].prepared) {
            m_index->entries[at].content = m_index->entries[other->second].content;
            m_states[at].prepared = true;
        }
    }
    return {};
}

Result<oci::ByteSource> ContextTree::open(const Found& file) {
    const std::size_t at = position(bytesOf(file));
    const oci::LayerEntry& entry = m_index->entries[at];
    auto fd = std::make_shared<UniqueFd>(::openat(m_root.get(), entry.path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (!fd->valid()) {
        return failure(errnoError(say("cannot read %1", (m_options.root / entry.path).string()), errno));
    }
    return oci::ByteSource([fd, name = (m_options.root / entry.path).string()](char* buffer, std::size_t capacity) -> Result<std::size_t> {
        const ssize_t count = ::read(fd->get(), buffer, capacity);
        if (count < 0) {
            return failure(errnoError(say("cannot read %1", name), errno));
        }
        return static_cast<std::size_t>(count);
    });
}

Sentence ContextTree::whyMissing(const std::string& path) const {
    const IgnoreMatcher& matcher = m_options.ignore.matcher;
    struct stat status {};
    if (path.empty() || ::fstatat(m_root.get(), path.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return {};
    }
    const IgnoreMatcher::Verdict verdict = matcher.match(path);
    if (!verdict.ignored || verdict.pattern < 0) {
        return {};
    }
    const auto& pattern = matcher.patterns()[static_cast<std::size_t>(verdict.pattern)];
    return say("it is there, but %1 line %2 excludes it: %3", m_options.ignore.path.filename(), pattern.line, pattern.source);
}

} // namespace sw::cache
