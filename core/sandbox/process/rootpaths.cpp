#include "core/sandbox/process/rootpaths.h"

#include "core/base/imagepath.h"
#include "core/sandbox/process/files.h"

#include <array>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <format>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sw::sandbox::process {

namespace {

constexpr int kMostLinks = 40;
constexpr int kMostTries = 10'000; ///< one in twenty needs a second on a busy machine

int openInRoot(int root, const std::string& path, std::uint64_t flags) {
    open_how how{};
    how.flags = O_PATH | O_CLOEXEC | flags;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    // EAGAIN: something was renamed or mounted, anywhere on the machine, while a ".." was being followed (openat2(2)).
    int fd = -1;
    for (int i = 0; i < kMostTries; ++i) {
        fd = static_cast<int>(::syscall(SYS_openat2, root, path.empty() ? "." : path.c_str(), &how, sizeof(how)));
        if (fd >= 0 || errno != EAGAIN) {
            break;
        }
    }
    return fd;
}

std::string nameOf(int fd) {
    std::array<char, PATH_MAX> buffer{};
    const ssize_t n = ::readlink(std::format("/proc/self/fd/{}", fd).c_str(), buffer.data(), buffer.size());
    return n > 0 ? std::string(buffer.data(), static_cast<std::size_t>(n)) : std::string();
}

/// The path of an open file below the root's own.
std::string below(int root, int fd) {
    const std::string top = nameOf(root);
    const std::string name = nameOf(fd);
    return name.size() > top.size() && name.starts_with(top) ? cleanImagePath(name.substr(top.size())) : std::string();
}

Result<RootPath> resolve(int root, const std::string& clean, int depth) {
    if (depth > kMostLinks) {
        return failure(ErrorCode::Invalid, say("too many links on the way to %1", absolutePath(clean)));
    }
    const UniqueFd whole(openInRoot(root, clean, 0));
    if (whole.valid()) {
        struct stat info {};
        static_cast<void>(::fstat(whole.get(), &info));
        return RootPath{below(root, whole.get()), true, S_ISDIR(info.st_mode)};
    }
    if (errno != ENOENT) {
        return failure(errnoError(say("cannot reach %1", absolutePath(clean)), errno));
    }
    // The deepest part that exists, then one missing name: either really absent, or a link that leads nowhere.
    const std::string parent(parentPath(clean));
    SW_TRY(const RootPath up, resolve(root, parent, depth + 1));
    const std::string here = joinImagePath(up.path, baseName(clean));
    const UniqueFd last(up.exists ? openInRoot(root, here, O_NOFOLLOW) : -1);
    if (!last.valid()) {
        return RootPath{here, false, false};
    }
    std::array<char, PATH_MAX> target{};
    const ssize_t n = ::readlinkat(last.get(), "", target.data(), target.size());
    if (n <= 0) {
        return failure(ErrorCode::Invalid, say("%1 is in the way", absolutePath(here)));
    }
    const std::string text(target.data(), static_cast<std::size_t>(n));
    return resolve(root, text.starts_with('/') ? cleanImagePath(text) : joinImagePath(up.path, text), depth + 1);
}

} // namespace

Result<RootPath> resolveInRoot(int root, const std::string& path) { return resolve(root, cleanImagePath(path), 0); }

Result<void> makeStub(const std::filesystem::path& root, const std::string& path, bool directory) {
    const std::filesystem::path whole = root / path;
    SW_CHECK(makeDirectories(directory ? whole : whole.parent_path()));
    if (!directory) {
        const UniqueFd file(::open(whole.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644));
        if (!file.valid()) {
            return failure(errnoError(say("cannot make the mount point %1", absolutePath(path)), errno));
        }
    }
    return {};
}

} // namespace sw::sandbox::process
