#include "core/io/filetree.h"

#include "core/base/uniquefd.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <memory>
#include <map>

namespace sw::io {

namespace {

constexpr int kDepthLimit = 2000; ///< each level holds a descriptor and some stack

std::int64_t nanoseconds(const timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

FileKind kindOf(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFDIR: return FileKind::Directory;
    case S_IFLNK: return FileKind::Symlink;
    case S_IFCHR: return FileKind::CharDevice;
    case S_IFBLK: return FileKind::BlockDevice;
    case S_IFIFO: return FileKind::Fifo;
    case S_IFSOCK: return FileKind::Socket;
    default: return FileKind::File;
    }
}

FileStat convert(const struct stat& info) {
    FileStat out;
    out.kind = kindOf(info.st_mode);
    out.mode = info.st_mode & 07777U;
    out.uid = info.st_uid;
    out.gid = info.st_gid;
    out.size = out.kind == FileKind::File || out.kind == FileKind::Symlink ? static_cast<std::uint64_t>(info.st_size) : 0;
    out.mtimeNs = nanoseconds(info.st_mtim);
    out.ctimeNs = nanoseconds(info.st_ctim);
    out.device = info.st_dev;
    out.inode = info.st_ino;
    out.links = info.st_nlink;
    if (out.kind == FileKind::CharDevice || out.kind == FileKind::BlockDevice) {
        out.devMajor = major(info.st_rdev);
        out.devMinor = minor(info.st_rdev);
    }
    return out;
}

/// Names of a directory in one arena, so that a directory of 50,000 files costs two allocations.
class Names {
public:
    bool read(DIR* directory) {
        while (true) {
            errno = 0;
            const dirent* entry = ::readdir(directory);
            if (entry == nullptr) {
                break;
            }
            const std::string_view name = entry->d_name;
            if (name != "." && name != "..") {
                m_starts.push_back(m_arena.size());
                m_arena += name;
                m_arena += '\0';
            }
        }
        std::ranges::sort(m_starts, [this](std::size_t a, std::size_t b) { return std::strcmp(at(a), at(b)) < 0; });
        return errno == 0;
    }
    const std::vector<std::size_t>& starts() const { return m_starts; }
    const char* at(std::size_t start) const { return m_arena.data() + start; }

private:
    std::string m_arena;
    std::vector<std::size_t> m_starts;
};

class Walker {
public:
    Walker(const std::filesystem::path& root, const std::function<WalkAction(const WalkEntry&)>& visit, std::stop_token stop,
           const WalkOptions& options)
        : m_root(root), m_visit(visit), m_stop(std::move(stop)), m_options(options) {}

    /// False when the visitor said stop.
    Result<bool> walk(int directoryFd, int depth) {
        if (depth > kDepthLimit) {
            return failure(ErrorCode::Unsupported, say("The folders in '%1' are nested too deeply", place()));
        }
        DIR* opened = ::fdopendir(directoryFd);
        if (opened == nullptr) {
            const int error = errno;
            ::close(directoryFd);
            return failure(errnoError(say("Cannot read the folder '%1'", place()), error));
        }
        const std::unique_ptr<DIR, int (*)(DIR*)> directory(opened, &::closedir);
        Names names;
        if (!names.read(opened)) {
            return failure(errnoError(say("Cannot read the folder '%1'", place()), errno));
        }
        const std::size_t length = m_path.size();
        for (const std::size_t start : names.starts()) {
            if (m_stop.stop_requested()) {
                return failure(ErrorCode::Cancelled, say("Stopped"));
            }
            m_path.resize(length);
            m_path += length == 0 ? "" : "/";
            m_path += names.at(start);
            SW_TRY(const bool more, visitOne(::dirfd(opened), names.at(start), depth));
            if (!more) {
                return false;
            }
        }
        m_path.resize(length);
        return true;
    }

    std::string place() const { return m_path.empty() ? m_root.string() : (m_root / m_path).string(); }

private:
    Result<bool> visitOne(int directoryFd, const char* name, int depth) {
        struct stat info {};
        if (::fstatat(directoryFd, name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno == ENOENT) {
                return true;
            }
            return failure(errnoError(say("Cannot read '%1'", place()), errno));
        }
        WalkEntry entry;
        entry.path = m_path;
        entry.name = name;
        entry.stat = convert(info);
        entry.directoryFd = directoryFd;
        std::array<char, PATH_MAX> target{};
        if (entry.stat.kind == FileKind::Symlink) {
            const ssize_t size = ::readlinkat(directoryFd, name, target.data(), target.size());
            entry.target = std::string_view(target.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
        }
        if (m_options.xattrs && (entry.stat.kind == FileKind::File || entry.stat.kind == FileKind::Directory)) {
            const UniqueFd fd(::openat(directoryFd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
            entry.xattrs = fd.valid() ? readXattrs(fd.get()) : std::vector<std::pair<std::string, std::string>>();
        }
        const WalkAction action = m_visit(entry);
        if (action == WalkAction::Stop) {
            return false;
        }
        if (entry.stat.kind != FileKind::Directory || action == WalkAction::SkipChildren) {
            return true;
        }
        const int child = ::openat(directoryFd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (child < 0) {
            if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) {
                return true; // replaced meanwhile
            }
            return failure(errnoError(say("Cannot read the folder '%1'", place()), errno));
        }
        return walk(child, depth + 1);
    }

    const std::filesystem::path& m_root;
    const std::function<WalkAction(const WalkEntry&)>& m_visit;
    std::stop_token m_stop;
    WalkOptions m_options;
    std::string m_path;
};

struct Usage {
    Counting counting;
    std::map<std::pair<dev_t, ino_t>, nlink_t> names; ///< of files with several: how many were met

    /// Does the file count, now that this name of it was met?
    bool counts(const struct stat& info) {
        if (S_ISDIR(info.st_mode) || info.st_nlink <= 1) {
            return true;
        }
        return ++names[{info.st_dev, info.st_ino}] == (counting == Counting::All ? 1 : info.st_nlink);
    }
};

std::uint64_t usageBelow(int directoryFd, Usage& usage, int depth) {
    DIR* opened = ::fdopendir(directoryFd);
    if (opened == nullptr) {
        ::close(directoryFd);
        return 0;
    }
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(opened, &::closedir);
    std::uint64_t sum = 0;
    while (const dirent* entry = ::readdir(opened)) {
        const std::string_view name = entry->d_name;
        struct stat info {};
        if (name == "." || name == ".." || ::fstatat(::dirfd(opened), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
            continue;
        }
        if (!usage.counts(info)) {
            continue;
        }
        sum += static_cast<std::uint64_t>(info.st_blocks) * 512;
        if (S_ISDIR(info.st_mode) && depth < kDepthLimit) {
            const int child = ::openat(::dirfd(opened), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            sum += child >= 0 ? usageBelow(child, usage, depth + 1) : 0;
        }
    }
    return sum;
}

} // namespace

Result<void> walkDirectory(const std::filesystem::path& root, const std::function<WalkAction(const WalkEntry&)>& visit,
                           std::stop_token stop, const WalkOptions& options) {
    const int fd = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return failure(errnoError(say("Cannot read the folder '%1'", root.string()), errno));
    }
    SW_TRY([[maybe_unused]] const bool whole, Walker(root, visit, std::move(stop), options).walk(fd, 0));
    return {};
}

Result<FileStat> statFile(const std::filesystem::path& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) {
        return failure(errnoError(say("Cannot read '%1'", path.string()), errno));
    }
    return convert(info);
}

std::vector<std::pair<std::string, std::string>> readXattrs(int fd) {
    std::vector<std::pair<std::string, std::string>> out;
    const ssize_t size = ::flistxattr(fd, nullptr, 0);
    if (size <= 0) {
        return out;
    }
    std::string names(static_cast<std::size_t>(size), '\0');
    const ssize_t got = ::flistxattr(fd, names.data(), names.size());
    names.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    for (std::size_t at = 0; at < names.size(); at += std::strlen(names.c_str() + at) + 1) {
        const char* name = names.c_str() + at;
        const ssize_t length = ::fgetxattr(fd, name, nullptr, 0);
        if (length < 0) {
            continue;
        }
        std::string value(static_cast<std::size_t>(length), '\0');
        const ssize_t read = ::fgetxattr(fd, name, value.data(), value.size());
        if (read >= 0) {
            value.resize(static_cast<std::size_t>(read));
            out.emplace_back(name, std::move(value));
        }
    }
    std::ranges::sort(out);
    return out;
}

std::uint64_t diskUsage(const std::filesystem::path& root, Counting counting) {
    struct stat info {};
    if (::lstat(root.c_str(), &info) != 0) {
        return 0;
    }
    const auto own = static_cast<std::uint64_t>(info.st_blocks) * 512;
    if (!S_ISDIR(info.st_mode)) {
        return own;
    }
    const int fd = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    Usage usage{counting, {}};
    return fd < 0 ? own : own + usageBelow(fd, usage, 0);
}

} // namespace sw::io
