#pragma once

#include "core/base/digest.h"
#include "core/base/result.h"

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace sw::cache {

/// Remembers content digests of files of one build context between runs, so that an unchanged file is not read again.
/// A file is the same when device, inode, size, mtime and ctime are: a change of content, mode or attributes moves ctime.
/// A file that was modified within the clock's granularity before it was read is not remembered, because a second change
/// in the same tick would not show ("racily clean"). Stored as a flat sorted table that is mapped, not parsed.
class StatCache {
public:
    struct Known {
        Hash128 content;
        bool hasXattrs = false; ///< false: it was seen to have none that matter
    };

    /// A missing, foreign or damaged file is an empty cache.
    static std::unique_ptr<StatCache> open(std::filesystem::path file);
    ~StatCache();

    std::optional<Known> find(const struct stat& status) const;
    /// `readAt`: realtime clock just before the first byte was read, ns since the epoch.
    void put(const struct stat& status, const Known& known, std::int64_t readAt);
    /// Writes what is new (aside, renamed in). Losing it costs time only, so failures are not reported.
    void save();

    static bool isRacy(const struct stat& status, std::int64_t readAt);

private:
    struct Record {
        std::uint64_t device = 0, inode = 0, size = 0;
        std::int64_t mtime = 0, ctime = 0; ///< ns
        Hash128 content;
        std::uint64_t hasXattrs = 0;
        std::pair<std::uint64_t, std::uint64_t> identity() const { return {device, inode}; }
    };
    explicit StatCache(std::filesystem::path file);
    void map();

    std::filesystem::path m_file;
    std::span<const Record> m_records;
    void* m_mapping = nullptr;
    std::size_t m_mappingSize = 0;
    mutable std::mutex m_mutex;
    std::vector<Record> m_new;
};

} // namespace sw::cache
