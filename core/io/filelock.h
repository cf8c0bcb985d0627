#pragma once

#include "core/base/result.h"
#include "core/base/uniquefd.h"

#include <filesystem>
#include <optional>

namespace sw::io {

/// An advisory lock on a file (made when missing), held until destroyed; the system lets go when the process ends, however
/// it ends. Locks of two objects in one process exclude one another too. A lock file may be removed by whoever holds it, or
/// by whoever finds it free and takes it: who waited for it then makes a new one.
class FileLock {
public:
    enum class Mode { Shared, Exclusive };

    /// Waits.
    static Result<FileLock> acquire(const std::filesystem::path& file, Mode mode = Mode::Exclusive);
    /// Nothing when somebody else holds it.
    static Result<std::optional<FileLock>> tryAcquire(const std::filesystem::path& file, Mode mode = Mode::Exclusive);
    void release() { m_fd.reset(); }
    /// Lets go and leaves no file behind.
    void remove(const std::filesystem::path& file);
    bool held() const { return m_fd.valid(); }

private:
    explicit FileLock(UniqueFd fd) : m_fd(std::move(fd)) {}
    UniqueFd m_fd;
};

} // namespace sw::io
