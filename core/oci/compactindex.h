#pragma once

#include "core/oci/layerindex.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// A LayerIndex for looking at: the same entries in a quarter of the memory, so that images of a million files can be browsed.
namespace sw::oci {

class CompactIndex;

/// What a layer's tar comes to, as in LayerIndex.
struct LayerSums {
    std::uint64_t tarBytes = 0, contentBytes = 0, headerBytes = 0;
    Hash128 tree;
};

/// One entry, as long as its index lives. Cheap to copy and to ask; `*ref` and `ref->` put the whole LayerEntry together anew on
/// each use, which is for showing one and not for loops over all.
class EntryRef {
public:
    EntryRef() = default;
    EntryRef(std::nullptr_t) {} // NOLINT: none, as with a pointer
    EntryRef(const CompactIndex& index, std::uint32_t number) : m_index(&index), m_number(number) {}

    explicit operator bool() const { return m_index != nullptr; }
    bool operator==(const EntryRef&) const = default; ///< the same entry of the same index
    bool operator==(std::nullptr_t) const { return m_index == nullptr; }
    std::uint32_t number() const { return m_number; } ///< position in the index

    EntryType type() const;
    bool opaque() const;
    bool sparse() const;
    bool implied() const;
    bool isWhiteout() const { return type() == EntryType::Whiteout; }
    std::uint32_t mode() const;
    std::uint32_t uid() const;
    std::uint32_t gid() const;
    std::uint64_t size() const;
    std::int64_t mtime() const;
    std::uint32_t mtimeNs() const;
    std::uint32_t devMajor() const;
    std::uint32_t devMinor() const;
    std::uint32_t headerBytes() const;
    std::uint64_t dataOffset() const;
    Hash128 content() const;
    const Xattrs& xattrs() const;
    std::string_view link() const;
    std::string_view name() const; ///< last component of the path
    std::string path() const;

    LayerEntry operator*() const;
    struct Whole {
        LayerEntry entry;
        const LayerEntry* operator->() const { return &entry; }
    };
    Whole operator->() const { return {**this}; }

private:
    const CompactIndex* m_index = nullptr;
    std::uint32_t m_number = 0;
};

/// Entries in the order of a LayerIndex. An entry takes 32 bytes and its name, 16 more where contents have digests. What many
/// have in common (type, mode, owner) and what is rare (attributes, odd times and places) lies in tables, and a directory's path is
/// held once, as a chain of names. Immutable once made.
class CompactIndex : public LayerSums {
public:
    static constexpr std::uint32_t kNone = UINT32_MAX;

    /// A directory that something lies in, with an entry or without one. Number 0 is the root.
    struct Folder {
        std::uint32_t parent = kNone; ///< its folder; less than its own number
        std::uint32_t name = 0;       ///< as Record::name
        std::uint32_t entry = kNone;
        std::uint32_t first = 0, end = 0; ///< the entries strictly below it
    };

    /// Invalid: there are more entries or longer names than 32-bit numbers can count.
    static Result<std::shared_ptr<const CompactIndex>> of(const LayerIndex& index);

    std::uint32_t size() const { return static_cast<std::uint32_t>(m_records.size()); }
    bool empty() const { return m_records.empty(); }
    std::uint32_t files() const { return m_files; }     ///< entries that are neither directories nor whiteouts
    std::uint32_t removed() const { return m_removed; } ///< whiteouts and opaque directories
    EntryRef operator[](std::uint32_t number) const { return {*this, number}; }
    std::string_view nameOf(std::uint32_t number) const { return text(m_records[number].name); }
    EntryRef find(std::string_view path) const; ///< O(depth log n); none when absent
    std::uint32_t folderAt(std::string_view path) const; ///< kNone: nothing lies in it

    std::uint32_t folderOf(std::uint32_t entry) const { return m_records[entry].folder; } ///< that it lies in; of the root's own entry: 0
    const std::vector<Folder>& folders() const { return m_folders; }
    std::string_view folderName(std::uint32_t folder) const { return text(m_folders[folder].name); }
    /// Calls visit(name, EntryRef) for what lies directly in a folder, by path. Jumps over what is deeper.
    template <typename Visit> void eachChild(std::uint32_t folder, Visit&& visit) const {
        const Folder& own = m_folders[folder];
        for (std::uint32_t i = own.first; i < own.end;) {
            const std::uint32_t inside = childFolder(folder, m_records[i].folder);
            if (inside == kNone) {
                visit(text(m_records[i].name), EntryRef(*this, i));
                ++i;
            } else {
                i = m_folders[inside].end;
            }
        }
    }
    /// The heap that it takes.
    std::size_t memory() const;

private:
    friend class EntryRef;
    friend class CompactParts;
    friend class CompactBuilder;
    friend class Arrivals;
    struct Record {
        std::uint32_t name = 0;   ///< where in m_text: a length (varint), then the bytes
        std::uint32_t folder = 0; ///< that it lies in
        std::uint32_t kind = 0;   ///< in m_kinds
        std::uint32_t data = 0;   ///< File: dataOffset in blocks of 512 bytes; links: where in m_text
        std::uint64_t size = 0;   ///< File: bytes; devices: major and minor
        std::int64_t time = 0;    ///< nanoseconds since the epoch
    };
    struct Kind {
        EntryType type = EntryType::File;
        bool opaque = false, sparse = false, implied = false;
        bool odd = false; ///< time and place are in m_odd, being too large for a Record
        std::uint32_t mode = 0, uid = 0, gid = 0, headerBytes = 0;
        std::uint32_t xattrs = 0; ///< in m_xattrs; number 0 has none
        bool operator==(const Kind&) const = default;
    };
    struct Odd {
        std::int64_t mtime = 0;
        std::uint32_t mtimeNs = 0;
        std::uint64_t dataOffset = 0;
    };

    std::string_view text(std::uint32_t at) const {
        std::size_t length = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(m_text[at++]);
            length |= static_cast<std::size_t>(byte & 0x7FU) << shift;
            if (byte < 0x80) {
                break;
            }
        }
        return std::string_view(m_text).substr(at, length);
    }
    /// The folder directly in `above` that `folder` is or lies in; kNone where `folder` is `above` itself.
    std::uint32_t childFolder(std::uint32_t above, std::uint32_t folder) const {
        std::uint32_t child = kNone;
        while (folder != above && folder != kNone) {
            child = folder;
            folder = m_folders[folder].parent;
        }
        return child;
    }
    std::uint32_t position(std::uint32_t folder, std::string_view name, bool below) const;
    std::uint32_t folderNamed(std::uint32_t folder, std::string_view name) const;
    const Kind& kind(std::uint32_t number) const { return m_kinds[m_records[number].kind]; }

    std::vector<Record> m_records;
    std::vector<Hash128> m_contents; ///< by entry; empty where contents were not read
    std::vector<Folder> m_folders;
    std::vector<Kind> m_kinds;
    std::vector<Xattrs> m_xattrs;
    std::unordered_map<std::uint32_t, Odd> m_odd; ///< by entry
    std::string m_text;
    std::uint32_t m_files = 0, m_removed = 0;
};

/// Reads the stored form (layerindex.h) without a LayerIndex on the way.
Result<std::shared_ptr<const CompactIndex>> parseCompactIndex(std::string_view bytes);

} // namespace sw::oci
