#include "core/sandbox/process/files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <format>
#include <linux/magic.h>
#include <memory>
#include <set>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace sw::sandbox::process {

namespace {

struct CloseDirectory {
    void operator()(DIR* d) const { ::closedir(d); }
};
using Directory = std::unique_ptr<DIR, CloseDirectory>;

Directory openDirectory(int at, const char* name) {
    const int fd = ::openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return {};
    }
    Directory d(::fdopendir(fd));
    if (!d) {
        ::close(fd);
    }
    return d;
}

bool isDots(const char* name) { return std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0; }

/// Deletes everything below an open directory. Returns the first errno, 0 when all is gone.
int emptyDirectory(DIR* directory) {
    int first = 0;
    const int fd = ::dirfd(directory);
    while (const dirent* entry = ::readdir(directory)) {
        if (isDots(entry->d_name)) {
            continue;
        }
        if (entry->d_type != DT_DIR && ::unlinkat(fd, entry->d_name, 0) == 0) {
            continue;
        }
        if (entry->d_type != DT_DIR && errno != EISDIR) {
            first = first == 0 && errno != ENOENT ? errno : first;
            continue;
        }
        Directory child = openDirectory(fd, entry->d_name);
        if (!child && errno == EACCES && ::fchmodat(fd, entry->d_name, 0700, 0) == 0) {
            child = openDirectory(fd, entry->d_name);
        }
        if (child) {
            const int error = emptyDirectory(child.get());
            first = first == 0 ? error : first;
        }
        if (::unlinkat(fd, entry->d_name, AT_REMOVEDIR) != 0 && errno != ENOENT && first == 0) {
            first = errno;
        }
    }
    return first;
}

void addUsage(DIR* directory, std::uint64_t& bytes, std::set<std::pair<dev_t, ino_t>>& seen) {
    const int fd = ::dirfd(directory);
    while (const dirent* entry = ::readdir(directory)) {
        struct stat info {};
        if (isDots(entry->d_name) || ::fstatat(fd, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
            continue;
        }
        if (info.st_nlink > 1 && !S_ISDIR(info.st_mode) && !seen.emplace(info.st_dev, info.st_ino).second) {
            continue;
        }
        bytes += static_cast<std::uint64_t>(info.st_blocks) * 512U;
        if (S_ISDIR(info.st_mode)) {
            if (const Directory child = openDirectory(fd, entry->d_name)) {
                addUsage(child.get(), bytes, seen);
            }
        }
    }
}

} // namespace

std::string readText(const std::filesystem::path& path) {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string text;
    std::array<char, 4096> buffer{};
    while (fd.valid()) {
        const ssize_t n = ::read(fd.get(), buffer.data(), buffer.size());
        if (n <= 0) {
            break;
        }
        text.append(buffer.data(), static_cast<std::size_t>(n));
    }
    return text;
}

static Result<void> writeAll(int fd, std::string_view text, const std::filesystem::path& path) {
    while (!text.empty()) {
        const ssize_t n = ::write(fd, text.data(), text.size());
        if (n < 0 && errno != EINTR) {
            return failure(errnoError(say("cannot write %1", path.native()), errno));
        }
        text.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
    return {};
}

Result<void> writeText(const std::filesystem::path& path, std::string_view text, unsigned mode) {
    const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd.valid() || ::fchmod(fd.get(), mode) != 0) {
        return failure(errnoError(say("cannot write %1", path.native()), errno));
    }
    return writeAll(fd.get(), text, path);
}

Result<void> writeExisting(const std::filesystem::path& path, std::string_view text) {
    const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd.valid()) {
        return failure(errnoError(say("cannot open %1", path.native()), errno));
    }
    return writeAll(fd.get(), text, path);
}

Result<void> makeDirectories(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error && !std::filesystem::is_directory(path)) {
        return failure(errnoError(say("cannot make the directory %1", path.native()), error.value()));
    }
    return {};
}

Result<void> removeTree(const std::filesystem::path& path) {
    if (::unlink(path.c_str()) == 0 || errno == ENOENT) {
        return {};
    }
    Directory directory = openDirectory(AT_FDCWD, path.c_str());
    if (!directory && errno == EACCES && ::chmod(path.c_str(), 0700) == 0) {
        directory = openDirectory(AT_FDCWD, path.c_str());
    }
    int error = directory ? emptyDirectory(directory.get()) : errno;
    directory.reset();
    if (::rmdir(path.c_str()) != 0 && errno != ENOENT && error == 0) {
        error = errno;
    }
    if (error != 0 && error != ENOENT) {
        return failure(errnoError(say("cannot delete %1", path.native()), error));
    }
    return {};
}

Result<std::uint64_t> diskUsage(const std::filesystem::path& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) {
        return failure(errnoError(say("cannot measure %1", path.native()), errno));
    }
    std::uint64_t bytes = static_cast<std::uint64_t>(info.st_blocks) * 512U;
    std::set<std::pair<dev_t, ino_t>> seen;
    if (const Directory directory = openDirectory(AT_FDCWD, path.c_str())) {
        addUsage(directory.get(), bytes, seen);
    }
    return bytes;
}

std::filesystem::path uniqueName(const std::filesystem::path& directory, std::string_view stem) {
    std::uint64_t random = 0;
    if (::getrandom(&random, sizeof(random), 0) != sizeof(random)) {
        random = static_cast<std::uint64_t>(::time(nullptr));
    }
    return directory / std::format("{}-{:012x}", stem, random & 0xffffffffffffU);
}

std::string findProgram(std::string_view name) {
    const char* own = std::getenv("PATH");
    std::string all = own == nullptr ? "" : own;
    all += ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    for (std::size_t begin = 0; begin <= all.size();) {
        const std::size_t end = std::min(all.find(':', begin), all.size());
        if (end > begin && all[begin] == '/') {
            std::string candidate = all.substr(begin, end - begin) + "/" + std::string(name);
            if (::access(candidate.c_str(), X_OK) == 0) {
                return candidate;
            }
        }
        begin = end + 1;
    }
    return {};
}

UniqueFd sealedCopy(const std::string& program) {
#ifdef MFD_EXEC
    constexpr unsigned kExecutable = MFD_EXEC;
#else
    constexpr unsigned kExecutable = 0x0010U; // linux/memfd.h, since Linux 6.3
#endif
    const UniqueFd source(::open(program.c_str(), O_RDONLY | O_CLOEXEC));
    UniqueFd copy(::memfd_create("runtime", MFD_CLOEXEC | MFD_ALLOW_SEALING | kExecutable));
    if (!copy.valid()) {
        copy = UniqueFd(::memfd_create("runtime", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    }
    struct stat info {};
    if (!source.valid() || !copy.valid() || ::fstat(source.get(), &info) != 0) {
        return {};
    }
    for (off_t done = 0; done < info.st_size;) {
        const ssize_t n = ::sendfile(copy.get(), source.get(), nullptr, static_cast<std::size_t>(info.st_size - done));
        if (n <= 0) {
            return {};
        }
        done += n;
    }
    if (::fchmod(copy.get(), 0755) != 0 || ::fcntl(copy.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0) {
        return {};
    }
    return copy;
}

std::string fileSystemName(const std::filesystem::path& path) {
    struct statfs info {};
    if (::statfs(path.c_str(), &info) != 0) {
        return "unknown";
    }
    static constexpr std::array<std::pair<unsigned long, const char*>, 14> kNames{{
        {EXT4_SUPER_MAGIC, "ext4"},
        {BTRFS_SUPER_MAGIC, "btrfs"},
        {XFS_SUPER_MAGIC, "xfs"},
        {TMPFS_MAGIC, "tmpfs"},
        {OVERLAYFS_SUPER_MAGIC, "overlayfs"},
        {NFS_SUPER_MAGIC, "nfs"},
        {SMB2_SUPER_MAGIC, "cifs"},
        {CIFS_SUPER_MAGIC, "cifs"},
        {FUSE_SUPER_MAGIC, "fuse"},
        {ECRYPTFS_SUPER_MAGIC, "ecryptfs"},
        {V9FS_MAGIC, "9p"},
        {MSDOS_SUPER_MAGIC, "vfat"},
        {EXFAT_SUPER_MAGIC, "exfat"},
        {F2FS_SUPER_MAGIC, "f2fs"},
    }};
    for (const auto& [magic, name] : kNames) {
        if (static_cast<unsigned long>(info.f_type) == magic) {
            return name;
        }
    }
    return std::format("0x{:x}", static_cast<unsigned long>(info.f_type));
}

} // namespace sw::sandbox::process
