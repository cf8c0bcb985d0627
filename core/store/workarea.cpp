#include "core/store/workarea.h"

#include "core/io/atomicfile.h"
#include "core/io/filetree.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

namespace sw::store {

namespace fs = std::filesystem;

namespace {

/// Field 22 of /proc/self/stat: clock ticks since the machine started. "0" where there is no /proc.
std::string startTime() {
    const auto text = io::readFile("/proc/self/stat");
    const std::size_t after = text ? text->rfind(") ") : std::string::npos;
    if (after == std::string::npos) {
        return "0";
    }
    std::size_t at = after + 2; // field 3
    for (int field = 3; field < 22 && at != std::string::npos; ++field) {
        at = text->find(' ', at);
        at += at == std::string::npos ? 0 : 1;
    }
    return at == std::string::npos ? "0" : text->substr(at, text->find(' ', at) - at);
}

bool isThere(const fs::path& path) {
    std::error_code error;
    return fs::exists(fs::symlink_status(path, error));
}

/// Moves to the trash under a name of its own; a folder that somebody holds stays.
void discard(const fs::path& path, const fs::path& trash) {
    [[maybe_unused]] const auto moved = io::renameFile(path, trash / io::uniqueName());
}

} // namespace

Result<WorkArea> WorkArea::make(const fs::path& work) {
    static std::atomic<unsigned> counter{0};
    const std::string prefix = std::to_string(::getpid()) + "-" + startTime() + "-";
    while (true) {
        const std::string name = prefix + std::to_string(counter++);
        const fs::path lockFile = work / (name + ".lock");
        SW_TRY(io::FileLock lock, io::FileLock::acquire(lockFile));
        const fs::path directory = work / name;
        if (::mkdir(directory.c_str(), 0755) != 0) {
            if (errno == EEXIST) {
                continue;
            }
            return failure(errnoError(say("Cannot make the folder '%1'", directory.string()), errno));
        }
        return WorkArea(directory, std::move(lock));
    }
}

void WorkArea::leave(const fs::path& trash) {
    if (!m_lock.held()) {
        return;
    }
    if (::rmdir(m_directory.c_str()) != 0) {
        discard(m_directory, trash);
    }
    m_lock.remove(m_directory.string() + ".lock");
}

void clearDeadWork(const fs::path& work, const fs::path& trash) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(work, error)) {
        if (entry.path().extension() != ".lock") {
            continue;
        }
        auto lock = io::FileLock::tryAcquire(entry.path());
        if (!lock || !*lock) {
            continue;
        }
        const fs::path directory = fs::path(entry.path()).replace_extension();
        if (isThere(directory) && ::rmdir(directory.c_str()) != 0) {
            discard(directory, trash);
        }
        (*lock)->remove(entry.path());
    }
}

std::optional<std::int64_t> oldestLivingWork(const fs::path& work, const fs::path& own) {
    std::optional<std::int64_t> oldest;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(work, error)) {
        if (entry.path().extension() != ".lock" || fs::path(entry.path()).replace_extension() == own) {
            continue;
        }
        const auto lock = io::FileLock::tryAcquire(entry.path());
        const auto info = io::statFile(entry.path());
        if (lock && !*lock && info) {
            const std::int64_t began = info->ctimeNs / 1'000'000'000;
            oldest = oldest ? std::min(*oldest, began) : began;
        }
    }
    return oldest;
}

std::uint64_t emptyTrash(const fs::path& trash) {
    std::uint64_t freed = 0;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(trash, error)) {
        const std::uint64_t before = io::diskUsage(entry.path(), io::Counting::Exclusive); // trees share files
        std::error_code failed;
        fs::remove_all(entry.path(), failed);
        freed += before - std::min(before, isThere(entry.path()) ? io::diskUsage(entry.path(), io::Counting::Exclusive) : 0);
    }
    return freed;
}

} // namespace sw::store
