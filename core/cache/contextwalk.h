#pragma once

#include "core/cache/contexttree.h"

/// The walk of a context directory, on all cores.
namespace sw::cache {

struct WalkedEntry {
    oci::LayerEntry entry;
    std::uint64_t device = 0, inode = 0;
    std::int64_t ctimeSeconds = 0;
    std::uint32_t ctimeNs = 0;
    bool socket = false;
};

struct ContextWalk {
    std::vector<WalkedEntry> entries; ///< in no order
    std::vector<ContextTree::Ignored> ignored; ///< sorted by path; only with Options::keepIgnored
};

/// What the ignore file leaves below `root`, an open directory. Directories that are ignored are entered only when a '!' pattern
/// could bring back something below; they are there only if something was. No symbolic link is followed. Error: something
/// cannot be read (of several the first by path), or stopped.
Result<ContextWalk> walkContext(int root, const ContextTree::Options& options, std::stop_token stop);

} // namespace sw::cache
