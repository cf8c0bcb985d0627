#pragma once

#include "core/oci/compactindex.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// How a CompactIndex is made.
namespace sw::oci {

/// A LayerEntry without its path, whose texts lie elsewhere.
struct CompactEntry {
    EntryType type = EntryType::File;
    bool opaque = false, sparse = false, implied = false;
    std::uint32_t mode = 0, uid = 0, gid = 0;
    std::uint64_t size = 0;
    std::int64_t mtime = 0;
    std::uint32_t mtimeNs = 0, devMajor = 0, devMinor = 0;
    std::string_view link;
    const Xattrs* xattrs = nullptr; ///< null: none
    Hash128 content;
    std::uint64_t dataOffset = 0;
    std::uint32_t headerBytes = 0;

    CompactEntry() = default;
    explicit CompactEntry(const LayerEntry& entry);
    LayerEntry with(std::string path) const;
};

/// What all makers of one share: the records, and the tables that they point to.
class CompactParts {
protected:
    explicit CompactParts(std::size_t entries);
    /// Whether numbers of 32 bits can still count one more entry with its texts.
    bool hasRoom(std::size_t pathLength, const CompactEntry& entry) const;
    std::uint32_t put(std::string_view text);
    void append(std::uint32_t folder, std::uint32_t name, const CompactEntry& entry);
    /// The index, without room that is not needed.
    std::shared_ptr<const CompactIndex> finished(const LayerSums& sums);

    std::shared_ptr<CompactIndex> m_index = std::make_shared<CompactIndex>();

private:
    struct KindHash {
        std::size_t operator()(const CompactIndex::Kind& kind) const;
    };
    std::uint32_t kindOf(const CompactEntry& entry, bool odd);

    std::unordered_map<CompactIndex::Kind, std::uint32_t, KindHash> m_kinds;
    bool m_contents = false;
};

/// Takes entries in the order of an index.
class CompactBuilder : private CompactParts {
public:
    explicit CompactBuilder(std::size_t entries);
    /// False where there is too much, or the path is not clean; nothing more may then be added.
    bool add(std::string_view path, const CompactEntry& entry);
    bool add(const LayerEntry& entry) { return add(entry.path, CompactEntry(entry)); }
    /// A path that begins with `shared` bytes of the one before and goes on with `suffix`.
    bool add(std::size_t shared, std::string_view suffix, const CompactEntry& entry);
    std::string_view path() const { return m_path; } ///< of the entry before
    std::shared_ptr<const CompactIndex> finish(const LayerSums& sums) &&;

private:
    /// A path that entries to come may begin with.
    struct Open {
        std::size_t length = 0;
        std::uint32_t entry = CompactIndex::kNone;
        std::uint32_t folder = CompactIndex::kNone;
    };
    std::uint32_t folderFor(std::string_view path, std::size_t length);

    std::vector<Open> m_open; ///< by length, each the beginning of the next and of m_path
    std::string m_path;       ///< of the entry before
    std::size_t m_parent = 0; ///< how long the path of its folder is
    std::uint32_t m_folder = 0;
};

} // namespace sw::oci
