#pragma once

#include "core/oci/compactbuilder.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sw::oci {

/// Entries of a layer as its tar brings them, already in the room that a CompactIndex takes. Nearly every layer is plain: each path
/// comes once, what is in a folder is in a folder, hard links are names of files that it has. Such a layer only
/// needs to be sorted; of any other, the entries are handed on to an IndexBuilder, in the order in which they came, which knows the rules.
class Arrivals : private CompactParts {
public:
    Arrivals();
    /// `path` clean, as a HardLink's `link`. A whiteout is an entry too.
    void add(std::string_view path, const CompactEntry& entry);
    void markOpaque(std::string_view directory, std::uint32_t headerBytes);
    /// Header bytes of what makes no entry.
    void addHeaderBytes(std::uint64_t bytes) { m_looseHeaders += bytes; }
    /// Equal to what IndexBuilder::finishCompact would give.
    Result<std::shared_ptr<const CompactIndex>> finish(std::uint64_t tarBytes) &&;

private:
    using Numbers = std::vector<std::uint32_t>;
    /// Lists of numbers by folder, one after the other.
    struct Lists {
        Numbers begin, items; ///< those of folder f: items from begin[f] to begin[f + 1]
    };
    /// A folder that the path before lies in.
    struct Open {
        std::size_t length = 0;
        std::uint32_t folder = 0;
    };
    struct Mark {
        std::size_t at = 0; ///< entries that came before
        std::string directory;
        std::uint32_t headerBytes = 0;
    };

    std::uint32_t folderOf(std::string_view path, std::size_t parent);
    std::uint32_t folderNamed(std::uint32_t above, std::string_view name) const;
    std::uint32_t makeFolder(std::uint32_t above, std::string_view name);
    Lists entriesByFolder() const;
    Lists foldersByFolder() const;
    bool sortEntries(Lists& entries) const;
    std::uint32_t entryNamed(const Lists& entries, std::uint32_t folder, std::string_view name) const;
    bool findOwnEntries(const Lists& entries);
    bool linksArePlain(const Lists& entries) const;
    bool isPlain(Lists& entries);
    void addImplied();
    Numbers inOrder(const Lists& entries, const Lists& folders);
    void reorder(const Numbers& order);
    Result<std::shared_ptr<const CompactIndex>> withAllRules(std::uint64_t tarBytes);

    std::string m_path;       ///< of the entry before
    std::size_t m_parent = 0; ///< how long the path of its folder is
    std::vector<Open> m_open; ///< by length, the last one is the folder of the entry before
    Numbers m_slots;          ///< open addressing, folders by the folder that they are in and their name; 0: empty, for that is the root
    std::vector<Mark> m_marks;
    std::uint64_t m_contentBytes = 0, m_headerBytes = 0, m_looseHeaders = 0;
    bool m_isSorted = true;   ///< each path was greater than the one before
    bool m_isFull = false;
};

} // namespace sw::oci
