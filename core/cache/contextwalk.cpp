#include "core/cache/contextwalk.h"

#include "core/base/imagepath.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <map>
#include <thread>
#include <unordered_set>

namespace sw::cache {

namespace {

using dockerfile::IgnoreMatcher;

constexpr unsigned kMostThreads = 8;
constexpr std::size_t kDirectoriesWorthThreads = 4;

oci::LayerEntry describe(const struct stat& status, std::string path) {
    oci::LayerEntry entry;
    entry.path = std::move(path);
    entry.mode = status.st_mode & 07777U;
    entry.mtime = status.st_mtim.tv_sec;
    entry.mtimeNs = static_cast<std::uint32_t>(status.st_mtim.tv_nsec);
    if (S_ISREG(status.st_mode)) {
        entry.size = static_cast<std::uint64_t>(status.st_size);
    } else if (S_ISDIR(status.st_mode)) {
        entry.type = oci::EntryType::Directory;
    } else if (S_ISLNK(status.st_mode)) {
        entry.type = oci::EntryType::Symlink;
    } else if (S_ISFIFO(status.st_mode)) {
        entry.type = oci::EntryType::Fifo;
    } else if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) {
        entry.type = S_ISCHR(status.st_mode) ? oci::EntryType::CharDevice : oci::EntryType::BlockDevice;
        entry.devMajor = major(status.st_rdev);
        entry.devMinor = minor(status.st_rdev);
    } // a socket becomes an empty regular file, as BuildKit's context transfer makes it
    return entry;
}

/// A directory to be read. It is opened by its name in its parent, so no link on the way can lead elsewhere.
struct Pending {
    std::shared_ptr<const UniqueFd> parent; ///< null: the root itself
    std::string path;
    IgnoreMatcher::ParentState state;
    bool ignored = false; ///< entered because something below could come back
};

class Walker {
public:
    Walker(int root, const ContextTree::Options& options, std::stop_token stop)
        : m_root(root), m_options(options), m_matcher(options.ignore.matcher), m_stop(std::move(stop)) {}

    Result<ContextWalk> walk() {
        m_pending.push_back({});
        {
            std::vector<std::jthread> helpers;
            work(&helpers);
        }
        if (m_stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("stopped"));
        }
        if (!m_errors.empty()) {
            return failure(m_errors.begin()->second);
        }
        dropEmptyIgnored();
        std::ranges::sort(m_found.ignored, {}, &ContextTree::Ignored::path);
        return std::move(m_found);
    }

private:
    /// What one thread has found.
    struct Own {
        ContextWalk found;
        std::vector<std::string> doubtful; ///< ignored directories that are there only if something below is
        std::vector<Pending> directories;  ///< of the directory being read
    };

    /// Takes directories until there are none left. Whoever is given `helpers` starts more threads when there is work for them.
    void work(std::vector<std::jthread>* helpers) {
        Own own;
        std::unique_lock lock(m_mutex);
        while (true) {
            m_changed.wait(lock, [&] { return !m_pending.empty() || m_busy == 0; });
            if (m_pending.empty()) {
                break;
            }
            if (helpers != nullptr && helpers->empty() && m_pending.size() >= kDirectoriesWorthThreads) {
                const unsigned threads = std::min(kMostThreads, std::thread::hardware_concurrency());
                for (unsigned i = 1; i < threads; ++i) {
                    helpers->emplace_back([this] { work(nullptr); });
                }
            }
            const Pending directory = std::move(m_pending.back()); // depth first: few are open at a time
            m_pending.pop_back();
            ++m_busy;
            lock.unlock();
            auto done = m_stop.stop_requested() ? Result<void>() : read(directory, own);
            lock.lock();
            if (!done) {
                m_errors.emplace(directory.path, std::move(done.error()));
            }
            --m_busy;
            std::ranges::move(own.directories, std::back_inserter(m_pending));
            own.directories.clear();
            m_changed.notify_all();
        }
        std::ranges::move(own.found.entries, std::back_inserter(m_found.entries));
        std::ranges::move(own.found.ignored, std::back_inserter(m_found.ignored));
        std::ranges::move(own.doubtful, std::back_inserter(m_doubtful));
    }

    std::string fullName(const std::string& path) const { return (m_options.root / path).string(); }

    Result<void> read(const Pending& directory, Own& own) {
        const std::string name(baseName(directory.path));
        const auto fd = std::make_shared<const UniqueFd>(
            directory.parent ? ::openat(directory.parent->get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                             : ::fcntl(m_root, F_DUPFD_CLOEXEC, 0));
        if (!fd->valid()) {
            if (directory.ignored) {
                return {};
            }
            return failure(errnoError(say("cannot open the directory %1", fullName(directory.path)), errno));
        }
        const int copy = ::fcntl(fd->get(), F_DUPFD_CLOEXEC, 0);
        DIR* listing = copy >= 0 ? ::fdopendir(copy) : nullptr;
        if (listing == nullptr) {
            if (copy >= 0) {
                ::close(copy);
            }
            return failure(errnoError(say("cannot read the directory %1", fullName(directory.path)), errno));
        }
        ::rewinddir(listing); // the root's place is shared with whoever walked it before
        Result<void> result;
        while (const dirent* item = ::readdir(listing)) {
            if (std::strcmp(item->d_name, ".") == 0 || std::strcmp(item->d_name, "..") == 0) {
                continue;
            }
            result = child(fd, item->d_name, directory, own);
            if (!result) {
                break;
            }
        }
        ::closedir(listing);
        return result;
    }

    Result<void> child(const std::shared_ptr<const UniqueFd>& directory, const char* name, const Pending& parent, Own& own) {
        std::string path;
        path.reserve(parent.path.size() + 1 + std::strlen(name));
        path = parent.path;
        path += path.empty() ? "" : "/";
        path += name;
        struct stat status {};
        if (::fstatat(directory->get(), name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno == ENOENT) {
                return {}; // gone between readdir and stat
            }
            return failure(errnoError(say("cannot look at %1", fullName(path)), errno));
        }
        const bool isDirectory = S_ISDIR(status.st_mode);
        IgnoreMatcher::Verdict verdict;
        if (!m_matcher.empty()) {
            verdict = m_matcher.match(path, parent.state);
        }
        if (verdict.ignored && m_options.keepIgnored && !isDirectory) {
            own.found.ignored.push_back({path, static_cast<std::uint64_t>(status.st_size), verdict.pattern});
        }
        const bool enter = isDirectory && (!verdict.ignored || m_matcher.mayReincludeBelow(path) || m_options.keepIgnored);
        if (verdict.ignored && !enter) {
            return {};
        }
        oci::LayerEntry entry = describe(status, path);
        if (entry.type == oci::EntryType::Symlink) {
            SW_TRY(entry.link, linkTarget(directory->get(), name, static_cast<std::size_t>(status.st_size), path));
        }
        if (!verdict.ignored || isDirectory) {
            own.found.entries.push_back({std::move(entry), static_cast<std::uint64_t>(status.st_dev),
                                         static_cast<std::uint64_t>(status.st_ino), status.st_ctim.tv_sec,
                                         static_cast<std::uint32_t>(status.st_ctim.tv_nsec), S_ISSOCK(status.st_mode)});
        }
        if (isDirectory) {
            if (verdict.ignored) {
                own.doubtful.push_back(path);
            }
            own.directories.push_back({directory, std::move(path), std::move(verdict.state), verdict.ignored});
        }
        return {};
    }

    Result<std::string> linkTarget(int directory, const char* name, std::size_t size, const std::string& path) const {
        std::string target(size + 1, '\0');
        ssize_t length = ::readlinkat(directory, name, target.data(), target.size());
        if (length == static_cast<ssize_t>(target.size())) {
            target.resize(65536);
            length = ::readlinkat(directory, name, target.data(), target.size());
        }
        if (length < 0) {
            return failure(errnoError(say("cannot read the link %1", fullName(path)), errno));
        }
        target.resize(static_cast<std::size_t>(length));
        return target;
    }

    void dropEmptyIgnored() {
        if (m_doubtful.empty()) {
            return;
        }
        const std::unordered_set<std::string_view> doubtful(m_doubtful.begin(), m_doubtful.end());
        std::unordered_set<std::string_view> empty = doubtful;
        for (const WalkedEntry& walked : m_found.entries) {
            if (doubtful.contains(walked.entry.path)) {
                continue;
            }
            for (std::string_view parent = parentPath(walked.entry.path); !parent.empty(); parent = parentPath(parent)) {
                empty.erase(parent);
            }
        }
        std::erase_if(m_found.entries, [&](const WalkedEntry& walked) { return empty.contains(walked.entry.path); });
    }

    int m_root;
    const ContextTree::Options& m_options;
    const IgnoreMatcher& m_matcher;
    std::stop_token m_stop;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Pending> m_pending;
    std::size_t m_busy = 0;
    std::map<std::string, Error> m_errors; ///< by path
    ContextWalk m_found;
    std::vector<std::string> m_doubtful;
};

} // namespace

Result<ContextWalk> walkContext(int root, const ContextTree::Options& options, std::stop_token stop) {
    return Walker(root, options, std::move(stop)).walk();
}

} // namespace sw::cache
