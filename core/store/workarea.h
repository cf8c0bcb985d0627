#pragma once

#include "core/base/result.h"
#include "core/io/filelock.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

/// Work folders of running processes. WORK/NAME.lock is held for as long as its owner lives, however it ends; NAME is
/// pid-starttime-number, for people. What is left of owners that are gone is renamed into the trash.
namespace sw::store {

class WorkArea {
public:
    static Result<WorkArea> make(const std::filesystem::path& work);
    WorkArea(WorkArea&&) = default;
    WorkArea& operator=(WorkArea&&) = delete;
    ~WorkArea() = default;

    const std::filesystem::path& directory() const { return m_directory; }
    /// Gives the folder up: its contents go to the trash (they may belong to others).
    void leave(const std::filesystem::path& trash);

private:
    WorkArea(std::filesystem::path directory, io::FileLock lock) : m_directory(std::move(directory)), m_lock(std::move(lock)) {}
    std::filesystem::path m_directory;
    io::FileLock m_lock;
};

/// Renames what dead owners left in `work` into `trash`.
void clearDeadWork(const std::filesystem::path& work, const std::filesystem::path& trash);

/// When the oldest other living owner began (seconds since the epoch); nothing when there is none.
std::optional<std::int64_t> oldestLivingWork(const std::filesystem::path& work, const std::filesystem::path& own);

/// Deletes what may be deleted by us in `trash`; gives the bytes freed. What belongs to others stays for the sandbox.
std::uint64_t emptyTrash(const std::filesystem::path& trash);

} // namespace sw::store
