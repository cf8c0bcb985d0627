#pragma once

#include "core/oci/layerindex.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

/// Makes a LayerIndex of entries in the order of a tar, by the rules of image-spec layer.md: the last of equal paths wins,
/// whiteouts speak of lower layers only, names that go through a link of the same layer land where it leads, and parents
/// that the tar leaves out are there as implied directories.
namespace sw::oci {

class IndexBuilder {
public:
    /// `entry.path` clean. A HardLink's `link` is followed to the File; a link to what is no file becomes a copy of it.
    void add(LayerEntry entry);
    void addWhiteout(std::string path, std::int64_t mtime, std::uint32_t headerBytes);
    void markOpaque(const std::string& directory, std::uint32_t headerBytes);
    /// Header bytes of what makes no entry (global pax headers, unknown types).
    void addHeaderBytes(std::uint64_t bytes) { m_headerBytes += bytes; }
    LayerIndex finish(std::uint64_t tarBytes);

private:
    LayerEntry* find(std::string_view path);
    LayerEntry& append(LayerEntry entry);
    void put(LayerEntry entry);
    void ensureParents(std::string_view path);
    std::string throughLinks(std::string path);
    std::optional<std::string> followParents(std::string_view path);
    void settleLink(LayerEntry& entry);
    static void dropOrphans(std::vector<LayerEntry>& sorted);

    std::deque<LayerEntry> m_entries;
    std::unordered_map<std::string_view, LayerEntry*> m_byPath; ///< views of m_entries' own paths
    std::string m_knownParent;       ///< a directory that is known to be there, and its ancestors
    bool m_hasKnownParent = false;
    bool m_hasSymlinks = false;
    bool m_replacedDirectory = false;
    std::uint64_t m_contentBytes = 0;
    std::uint64_t m_headerBytes = 0;
};

} // namespace sw::oci
