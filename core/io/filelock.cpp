#include "core/io/filelock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace sw::io {

namespace {

Result<UniqueFd> openLock(const std::filesystem::path& file) {
    UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!fd.valid()) {
        return failure(errnoError(say("Cannot open the lock file '%1'", file.string()), errno));
    }
    return fd;
}

int operation(FileLock::Mode mode) { return mode == FileLock::Mode::Shared ? LOCK_SH : LOCK_EX; }

/// Whether a file just locked is still the one of that name, not one removed before the lock was had.
bool isCurrent(int fd, const std::filesystem::path& file) {
    struct stat locked {};
    struct stat named {};
    return ::fstat(fd, &locked) == 0 && ::lstat(file.c_str(), &named) == 0 && locked.st_dev == named.st_dev && locked.st_ino == named.st_ino;
}

} // namespace

Result<FileLock> FileLock::acquire(const std::filesystem::path& file, Mode mode) {
    while (true) {
        SW_TRY(UniqueFd fd, openLock(file));
        while (::flock(fd.get(), operation(mode)) != 0) {
            if (errno != EINTR) {
                return failure(errnoError(say("Cannot lock '%1'", file.string()), errno));
            }
        }
        if (isCurrent(fd.get(), file)) {
            return FileLock(std::move(fd));
        }
    }
}

Result<std::optional<FileLock>> FileLock::tryAcquire(const std::filesystem::path& file, Mode mode) {
    while (true) {
        SW_TRY(UniqueFd fd, openLock(file));
        if (::flock(fd.get(), operation(mode) | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK) {
                return std::optional<FileLock>();
            }
            return failure(errnoError(say("Cannot lock '%1'", file.string()), errno));
        }
        if (isCurrent(fd.get(), file)) {
            return std::optional<FileLock>(FileLock(std::move(fd)));
        }
    }
}

void FileLock::remove(const std::filesystem::path& file) {
    ::unlink(file.c_str());
    release();
}

} // namespace sw::io
