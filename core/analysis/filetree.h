#pragma once

#include "core/oci/compactindex.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// The files of an image, a stage, or one layer as a tree, with what changed and how many bytes are below each node.
namespace sw::analysis {

enum class Change : std::uint8_t { Unchanged, Added, Modified, Removed };
std::string_view changeName(Change change); ///< "unchanged", "added", "modified", "removed"

using LayerList = std::vector<std::shared_ptr<const oci::CompactIndex>>; ///< lowest first

struct TreeOptions {
    std::size_t upTo = SIZE_MAX; ///< number of layers that are stacked (a count; more than there are: all)
    std::size_t since = SIZE_MAX; ///< changes are marked against the root as it was after this many layers; default: no marks
    bool onlyChanges = false;    ///< leave out what did not change (and directories that hold no change)
};

/// Immutable once built. Node 0 is the root directory, and what is in a directory follows it, sorted by name. Names lie in the layer
/// indexes, which the tree keeps alive; a node takes 16 bytes, a directory 24 more.
/// Removed nodes stay in the tree as ghosts with the size that went; they do not count in the sizes of living directories.
class FileTree {
public:
    using Id = std::uint32_t;
    static constexpr Id kNone = UINT32_MAX;

    struct Node {
        std::string_view name;
        Id parent = kNone;
        Id firstChild = kNone;
        Id nextSibling = kNone;        ///< children are sorted by name
        std::uint32_t layer = UINT32_MAX; ///< that the visible entry comes from (the hidden one's for ghosts); none: implied directory
        std::uint32_t entry = 0;       ///< index in that layer's entries
        Change change = Change::Unchanged;
        bool directory = false;
        std::uint64_t bytes = 0;       ///< visible content below and in this node; hard links once, at their first name
        std::uint64_t changedBytes = 0; ///< of those, in added and modified files
        std::uint32_t files = 0;       ///< visible non-directories below and in this node
    };

    Node node(Id id) const; ///< put together anew; loops over all ask for what they need
    std::size_t size() const { return m_nodes.size(); }
    std::string_view name(Id id) const;
    Id parent(Id id) const { return m_nodes[id].parent; }
    Id firstChild(Id id) const { return endOf(id) > id + 1 ? id + 1 : kNone; }
    Id nextSibling(Id id) const {
        const Id next = endOf(id);
        return id != 0 && next < endOf(m_nodes[id].parent) ? next : kNone;
    }
    Change change(Id id) const { return static_cast<Change>(m_nodes[id].flags >> kChangeAt & 3U); }
    bool directory(Id id) const { return (m_nodes[id].flags & kDirectory) != 0; }
    std::uint32_t layer(Id id) const { return (m_nodes[id].flags & kLayer) == kLayer ? UINT32_MAX : m_nodes[id].flags & kLayer; }
    std::uint64_t bytes(Id id) const {
        const Packed& node = m_nodes[id];
        return (node.flags & kFolder) != 0 ? m_folders[node.data].bytes : (node.flags & kLarge) != 0 ? m_large[node.data] : node.data;
    }
    /// None for a directory that no layer names.
    oci::EntryRef entry(Id id) const;
    std::string path(Id id) const; ///< clean, relative; "" for the root
    std::optional<Id> find(std::string_view cleanPath) const;
    std::vector<Id> children(Id id) const;
    const LayerList& layers() const { return m_layers; }
    /// The heap that it takes, without the layer indexes.
    std::size_t memory() const {
        return m_nodes.capacity() * sizeof(Packed) + m_folders.capacity() * sizeof(Folder) + m_large.capacity() * sizeof(std::uint64_t) +
               m_names.capacity() * sizeof(std::string_view);
    }

private:
    friend class TreeBuilder;
    static constexpr std::uint32_t kLayer = 0xFFFFFF; ///< of flags: the layer's number; all bits: none
    static constexpr unsigned kChangeAt = 24;
    static constexpr std::uint32_t kDirectory = 1U << 26U;
    static constexpr std::uint32_t kFolder = 1U << 27U; ///< `data` is in m_folders: a directory, or what has ghosts below it
    static constexpr std::uint32_t kLarge = 1U << 28U;  ///< `data` is in m_large; else it is the bytes
    struct Packed {
        Id parent = kNone;
        std::uint32_t entry = 0; ///< of a node without a layer: in m_names
        std::uint32_t flags = kLayer;
        std::uint32_t data = 0;
    };
    struct Folder {
        Id end = 0; ///< the node after all that is below
        std::uint32_t files = 0;
        std::uint64_t bytes = 0, changedBytes = 0;
    };
    Id endOf(Id id) const { return (m_nodes[id].flags & kFolder) != 0 ? m_folders[m_nodes[id].data].end : id + 1; }

    std::vector<Packed> m_nodes;
    std::vector<Folder> m_folders;
    std::vector<std::uint64_t> m_large;
    std::vector<std::string_view> m_names;
    LayerList m_layers;
};

/// The File entry with the bytes of a node (of a hard link: the file it is a name of); none for what has no bytes.
oci::EntryRef contentEntry(const FileTree& tree, FileTree::Id id);

/// Linear in the number of entries. An empty tree (root alone) after a stop.
FileTree buildFileTree(LayerList layers, const TreeOptions& options = {}, std::stop_token stop = {});

} // namespace sw::analysis
