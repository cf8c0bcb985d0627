#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sw::io {

enum class FileKind : std::uint8_t { File, Directory, Symlink, CharDevice, BlockDevice, Fifo, Socket };

/// What lstat says. Times in nanoseconds since the epoch.
struct FileStat {
    FileKind kind = FileKind::File;
    std::uint32_t mode = 0; ///< 07777
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint64_t size = 0; ///< of a File; of a Symlink the length of its target; else 0
    std::int64_t mtimeNs = 0;
    std::int64_t ctimeNs = 0;
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t links = 1;
    std::uint32_t devMajor = 0, devMinor = 0; ///< of a device file
    bool operator==(const FileStat&) const = default;
};

struct WalkEntry {
    std::string_view path; ///< relative to the root, '/' between names, "" never comes
    std::string_view name;
    FileStat stat;
    std::string_view target; ///< of a Symlink
    std::vector<std::pair<std::string, std::string>> xattrs; ///< sorted; only with WalkOptions::xattrs
    int directoryFd = -1;    ///< open descriptor of the directory that holds it: openat(directoryFd, name) opens just this
};

enum class WalkAction { Continue, SkipChildren, Stop };

struct WalkOptions {
    bool xattrs = false;
};

/// Visits everything below a directory, names sorted bytewise, a directory before its contents. Links are never followed and
/// no planted link can lead out (every step is relative to an open directory). What vanishes meanwhile is passed over; a
/// directory that may not be read is an error that names it. Cancelled on stop.
Result<void> walkDirectory(const std::filesystem::path& root, const std::function<WalkAction(const WalkEntry&)>& visit,
                           std::stop_token stop = {}, const WalkOptions& options = {});

/// One path, not followed. NotFound when absent.
Result<FileStat> statFile(const std::filesystem::path& path);

/// All of a file's extended attributes, sorted by name; an empty list where the file system has none.
std::vector<std::pair<std::string, std::string>> readXattrs(int fd);

/// Size of everything below, each inode once, as allocated on disk. Unreadable parts are left out. `Exclusive`: what deleting it
/// would free, so without files that have names elsewhere too.
enum class Counting { All, Exclusive };
std::uint64_t diskUsage(const std::filesystem::path& root, Counting counting = Counting::All);

} // namespace sw::io
