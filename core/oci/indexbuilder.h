#pragma once

#include "core/oci/compactindex.h"
#include "core/oci/layerindex.h"
#include "core/oci/pathtable.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Makes a LayerIndex of entries in the order of a tar, by the rules of image-spec layer.md: the last of equal paths wins,
/// whiteouts speak of lower layers only, names that go through a link of the same layer land where it leads, and parents
/// that the tar leaves out are there as implied directories. What takes the place of a directory takes away all that was in it, as
/// it does where the tar is unpacked; a directory in the place of something else shows nothing of lower layers.
namespace sw::oci {

class IndexBuilder {
public:
    /// `entry.path` clean. A HardLink's `link` is followed to the File; a link to what is no file becomes a copy of it.
    void add(LayerEntry entry);
    void addWhiteout(std::string path, std::int64_t mtime, std::uint32_t headerBytes);
    void markOpaque(const std::string& directory, std::uint32_t headerBytes);
    /// Header bytes of what makes no entry (global pax headers, unknown types).
    void addHeaderBytes(std::uint64_t bytes) { m_headerBytes += bytes; }
    /// `withDigest`: the index's `tree` is filled; without digests of contents it would say nothing.
    LayerIndex finish(std::uint64_t tarBytes, bool withDigest = true);
    /// The same for looking, without `tree`. Invalid: see CompactIndex::of.
    Result<std::shared_ptr<const CompactIndex>> finishCompact(std::uint64_t tarBytes);

private:
    /// With the time when it came.
    struct Kept : LayerEntry {
        std::uint64_t came = 0;
    };
    LayerEntry* find(std::string_view path) const {
        LayerEntry* entry = m_byPath.find(path);
        return entry != nullptr && !isGone(*entry) ? entry : nullptr;
    }
    bool isGone(const LayerEntry& entry) const;
    LayerEntry& append(LayerEntry entry);
    void put(LayerEntry entry);
    void ensureParents(std::string_view path);
    std::string throughLinks(std::string path);
    std::optional<std::string> followParents(std::string_view path);
    void settleLink(LayerEntry& entry);
    void keepContent(const LayerEntry& file);
    void keepLinked();
    std::vector<LayerEntry*> sorted();

    std::deque<Kept> m_entries;
    PathTable m_byPath; ///< of m_entries
    std::map<std::string, std::vector<LayerEntry*>> m_links; ///< by the File that they are names of, as they came; also former ones
    std::string m_knownParent;       ///< a directory that is known to be there, and its ancestors
    bool m_hasKnownParent = false;
    bool m_hasSymlinks = false;
    std::map<std::string, std::uint64_t, std::less<>> m_emptied; ///< directories that something took the place of, and when
    std::uint64_t m_time = 0;
    std::uint64_t m_contentBytes = 0;
    std::uint64_t m_headerBytes = 0;
};

} // namespace sw::oci
