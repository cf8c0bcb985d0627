#pragma once

#include "core/base/digest.h"
#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What is in one layer, without its bytes. Keys, accounting, provenance, cut-off and browsing read only this.
namespace sw::oci {

enum class EntryType : std::uint8_t {
    File = 0,      ///< values are stored on disk and never change
    HardLink = 1,  ///< `link` is the path of a File entry of the same layer
    Symlink = 2,
    Directory = 3,
    CharDevice = 4,
    BlockDevice = 5,
    Fifo = 6,
    Whiteout = 7,  ///< `path` is the hidden name itself, not ".wh.NAME"
};

using Xattrs = std::vector<std::pair<std::string, std::string>>; ///< sorted by name

struct LayerEntry {
    std::string path; ///< clean, relative ("usr/bin/node"); "" is the root directory
    EntryType type = EntryType::File;
    bool opaque = false;       ///< Directory only: ".wh..wh..opq", hides what lower layers have in it
    std::uint32_t mode = 0;    ///< permission bits with setuid, setgid and sticky (07777)
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint64_t size = 0;    ///< bytes of content; logical size of a sparse file; 0 for all but File
    std::int64_t mtime = 0;    ///< seconds since the epoch
    std::uint32_t mtimeNs = 0;
    std::uint32_t devMajor = 0;
    std::uint32_t devMinor = 0;
    std::string link;          ///< Symlink: target as written; HardLink: clean path
    Xattrs xattrs;             ///< names with their namespace ("security.capability")
    Hash128 content;           ///< XXH3-128 of a File's bytes; zero for all other types
    std::uint64_t dataOffset = 0;  ///< of a File's bytes in the packed tar; meaningless when `sparse`
    std::uint32_t headerBytes = 0; ///< tar header blocks of this entry including pax records
    bool sparse = false;       ///< stored in pieces; dataOffset is then that of its first header block: see readSparse
    bool implied = false;      ///< Directory that the tar has no entry for, but needs: attributes below it stay

    bool isWhiteout() const { return type == EntryType::Whiteout; }
    bool operator==(const LayerEntry&) const = default;
};

/// Entries sorted bytewise by path, one per path (the last of several in the tar wins; of a Whiteout and an object of the
/// same name, both are kept as the object with its hidden lower side: the object replaces). Immutable once published.
struct LayerIndex {
    std::vector<LayerEntry> entries;
    std::uint64_t tarBytes = 0;     ///< whole uncompressed tar: content + headers + padding + end blocks
    std::uint64_t contentBytes = 0; ///< sum of File sizes
    std::uint64_t headerBytes = 0;
    Hash128 tree; ///< of treeDigest(), filled by whoever makes the index; zero: computed on each call

    const LayerEntry* find(std::string_view path) const; ///< O(log n)
    /// Range of entries strictly below a directory: [first, last) positions.
    std::pair<std::size_t, std::size_t> below(std::string_view directory) const;
    /// Digest of everything but times, offsets and header bytes: two layers with equal tree digests
    /// change a root file system in the same way.
    Hash128 treeDigest() const;
    Hash128 computeTreeDigest() const; ///< linear, never cached
};

/// The stored form (format and version in the .cpp). serialise and parse are inverse; parse checks every bound.
std::string serialiseIndex(const LayerIndex& index);
Result<LayerIndex> parseIndex(std::string_view bytes);

} // namespace sw::oci
