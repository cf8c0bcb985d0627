#pragma once

#include "core/oci/layerindex.h"

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

using LayerList = std::vector<std::shared_ptr<const oci::LayerIndex>>; ///< lowest first

struct TreeOptions {
    std::size_t upTo = SIZE_MAX; ///< number of layers that are stacked (a count; more than there are: all)
    std::size_t since = SIZE_MAX; ///< changes are marked against the root as it was after this many layers; default: no marks
    bool onlyChanges = false;    ///< leave out what did not change (and directories that hold no change)
};

/// Immutable once built. Node 0 is the root directory. Names point into the layer indexes, which the tree keeps alive.
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

    const Node& node(Id id) const { return m_nodes[id]; }
    std::size_t size() const { return m_nodes.size(); }
    /// nullptr for a directory that no layer names.
    const oci::LayerEntry* entry(Id id) const;
    std::string path(Id id) const; ///< clean, relative; "" for the root
    std::optional<Id> find(std::string_view cleanPath) const;
    std::vector<Id> children(Id id) const;
    const LayerList& layers() const { return m_layers; }

private:
    friend class TreeBuilder;
    std::vector<Node> m_nodes;
    LayerList m_layers;
};

/// The File entry with the bytes of a node (of a hard link: the file it is a name of); nullptr for what has no bytes.
const oci::LayerEntry* contentEntry(const FileTree& tree, FileTree::Id id);

/// Linear in the number of entries. An empty tree (root alone) after a stop.
FileTree buildFileTree(LayerList layers, const TreeOptions& options = {}, std::stop_token stop = {});

} // namespace sw::analysis
