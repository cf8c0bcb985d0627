#include "core/analysis/filetree.h"

#include "core/analysis/roottrie.h"
#include "core/base/imagepath.h"

#include <algorithm>

namespace sw::analysis {

std::string_view changeName(Change change) {
    switch (change) {
    case Change::Unchanged: return "unchanged";
    case Change::Added: return "added";
    case Change::Modified: return "modified";
    case Change::Removed: return "removed";
    }
    return "unchanged";
}

const oci::LayerEntry* FileTree::entry(Id id) const {
    const Node& node = m_nodes[id];
    return node.layer == UINT32_MAX ? nullptr : &m_layers[node.layer]->entries[node.entry];
}

std::string FileTree::path(Id id) const {
    std::string out;
    for (; id != 0 && id != kNone; id = m_nodes[id].parent) {
        out = std::string(m_nodes[id].name) + (out.empty() ? "" : "/") + out;
    }
    return out;
}

std::vector<FileTree::Id> FileTree::children(Id id) const {
    std::vector<Id> out;
    for (Id child = m_nodes[id].firstChild; child != kNone; child = m_nodes[child].nextSibling) {
        out.push_back(child);
    }
    return out;
}

std::optional<FileTree::Id> FileTree::find(std::string_view cleanPath) const {
    Id at = 0;
    for (const std::string_view part : splitPath(cleanPath)) {
        Id child = m_nodes[at].firstChild;
        while (child != kNone && m_nodes[child].name != part) {
            child = m_nodes[child].nextSibling;
        }
        if (child == kNone) {
            return std::nullopt;
        }
        at = child;
    }
    return at;
}

/// Reads a RootTrie into the final, sorted arena: one depth-first pass down (nodes, marks), one pass up (sums).
class TreeBuilder {
public:
    TreeBuilder(const RootTrie& trie, LayerList layers, const TreeOptions& options)
        : m_trie(trie), m_options(options), m_counted(trie.inodes().size(), false) {
        m_tree.m_layers = std::move(layers);
    }

    FileTree build() {
        addNode(0, FileTree::kNone);
        m_tree.m_nodes[0].name = {};
        for (FileTree::Id id = 0; id < m_tree.m_nodes.size(); ++id) { // grows while it runs: breadth first
            addChildren(id);
        }
        for (FileTree::Id id = static_cast<FileTree::Id>(m_tree.m_nodes.size()); id-- > 1;) {
            const FileTree::Node& node = m_tree.m_nodes[id];
            FileTree::Node& parent = m_tree.m_nodes[node.parent];
            const bool counts = node.change != Change::Removed || parent.change == Change::Removed;
            parent.bytes += counts ? node.bytes : 0;
            parent.files += counts ? node.files : 0;
            parent.changedBytes += node.changedBytes;
        }
        return std::move(m_tree);
    }

private:
    using TrieId = RootTrie::Id;

    bool isGhost(const RootTrie::Node& node) const { return !node.live && node.inBase; }

    Change changeOf(const RootTrie::Node& node) const {
        if (isGhost(node)) {
            return Change::Removed;
        }
        if (!node.inBase) {
            return Change::Added;
        }
        if (node.layer == node.baseLayer && node.entry == node.baseEntry) {
            return Change::Unchanged;
        }
        if (!node.directory || !node.baseDirectory || node.layer == UINT32_MAX || node.baseLayer == UINT32_MAX) {
            return node.directory && node.baseDirectory ? Change::Unchanged : Change::Modified;
        }
        const oci::LayerEntry& now = m_tree.m_layers[node.layer]->entries[node.entry];
        const oci::LayerEntry& then = m_tree.m_layers[node.baseLayer]->entries[node.baseEntry];
        const bool same = now.mode == then.mode && now.uid == then.uid && now.gid == then.gid && now.xattrs == then.xattrs;
        return same ? Change::Unchanged : Change::Modified;
    }

    void addNode(TrieId from, FileTree::Id parent) {
        const RootTrie::Node& source = m_trie.nodes()[from];
        FileTree::Node node;
        node.name = source.name;
        node.parent = parent;
        node.change = from == 0 ? Change::Unchanged : changeOf(source);
        const bool ghost = node.change == Change::Removed;
        node.layer = ghost ? source.baseLayer : source.layer;
        node.entry = ghost ? source.baseEntry : source.entry;
        node.directory = ghost ? source.baseDirectory : source.directory;
        if (!node.directory) {
            node.files = 1;
            node.bytes = bytesOf(source, node);
            node.changedBytes = node.change == Change::Added || node.change == Change::Modified ? node.bytes : 0;
        }
        m_tree.m_nodes.push_back(node);
        m_from.push_back(from);
    }

    /// A hard link's bytes count at the first of its names; a ghost shows what went.
    std::uint64_t bytesOf(const RootTrie::Node& source, const FileTree::Node& node) {
        if (node.change == Change::Removed) {
            return node.layer == UINT32_MAX ? 0 : m_tree.m_layers[node.layer]->entries[node.entry].size;
        }
        if (source.inode == RootTrie::kNone || m_counted[source.inode]) {
            return 0;
        }
        m_counted[source.inode] = true;
        return m_trie.inodes()[source.inode].bytes;
    }

    void addChildren(FileTree::Id id) {
        const RootTrie::Node& source = m_trie.nodes()[m_from[id]];
        std::vector<TrieId> children;
        for (TrieId child = source.firstLive; child != RootTrie::kNone; child = m_trie.nodes()[child].nextLive) {
            if (!m_options.onlyChanges || hasChange(child)) {
                children.push_back(child);
            }
        }
        for (TrieId child = source.firstDead; child != RootTrie::kNone; child = m_trie.nodes()[child].nextDead) {
            if (isGhost(m_trie.nodes()[child])) {
                children.push_back(child);
            }
        }
        std::ranges::sort(children, {}, [&](TrieId child) { return m_trie.nodes()[child].name; });
        FileTree::Id previous = FileTree::kNone;
        for (const TrieId child : children) {
            const auto added = static_cast<FileTree::Id>(m_tree.m_nodes.size());
            addNode(child, id);
            if (previous == FileTree::kNone) {
                m_tree.m_nodes[id].firstChild = added;
            } else {
                m_tree.m_nodes[previous].nextSibling = added;
            }
            previous = added;
        }
    }

    /// Is anything at or below this node marked? Computed once for all nodes: a trie node is younger than its parent.
    bool hasChange(TrieId id) {
        if (m_changed.empty()) {
            m_changed.assign(m_trie.nodes().size(), false);
            for (TrieId i = static_cast<TrieId>(m_trie.nodes().size()); i-- > 1;) {
                const RootTrie::Node& node = m_trie.nodes()[i];
                const bool own = (node.live || isGhost(node)) && changeOf(node) != Change::Unchanged;
                m_changed[i] = m_changed[i] || own;
                m_changed[node.parent] = m_changed[node.parent] || m_changed[i];
            }
        }
        return m_changed[id];
    }

    const RootTrie& m_trie;
    TreeOptions m_options;
    FileTree m_tree;
    std::vector<TrieId> m_from;     ///< trie node of each tree node
    std::vector<bool> m_counted;    ///< inodes whose bytes have found their place
    std::vector<bool> m_changed;
};

FileTree buildFileTree(LayerList layers, const TreeOptions& options, std::stop_token stop) {
    layers.resize(std::min(options.upTo, layers.size()));
    RootTrie trie;
    for (std::size_t i = 0; i < layers.size() && !stop.stop_requested(); ++i) {
        if (i == options.since) {
            trie.markBase();
        }
        trie.apply(*layers[i]);
    }
    if (stop.stop_requested()) {
        return TreeBuilder(RootTrie(), {}, options).build();
    }
    if (options.since >= layers.size()) {
        trie.markBase();
    }
    return TreeBuilder(trie, std::move(layers), options).build();
}

} // namespace sw::analysis
