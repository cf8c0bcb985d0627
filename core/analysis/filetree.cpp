#include "core/analysis/filetree.h"

#include "core/analysis/stacker.h"
#include "core/base/imagepath.h"

#include <algorithm>

namespace sw::analysis {

namespace {

/// Marks on stored files, each of which counts once, at its first name.
class Marks {
public:
    explicit Marks(const LayerList& layers) {
        for (const auto& layer : layers) {
            m_marked.emplace_back(layer->entries.size(), false);
        }
    }
    /// True the first time.
    bool mark(Stacker::Place place) {
        if (!place.valid() || m_marked[place.layer][place.entry]) {
            return false;
        }
        m_marked[place.layer][place.entry] = true;
        return true;
    }
    bool has(Stacker::Place place) const { return place.valid() && m_marked[place.layer][place.entry]; }

private:
    std::vector<std::vector<bool>> m_marked;
};

/// What a node was when changes began to count.
struct Before {
    Stacker::Place place;
    Stacker::Place content;
    bool visible = false;
    bool directory = false;
};

bool sameDirectory(const oci::LayerEntry& a, const oci::LayerEntry& b) {
    return a.mode == b.mode && a.uid == b.uid && a.gid == b.gid && a.xattrs == b.xattrs;
}

} // namespace

std::string_view changeName(Change change) {
    switch (change) {
    case Change::Unchanged: return "unchanged";
    case Change::Added: return "added";
    case Change::Modified: return "modified";
    case Change::Removed: return "removed";
    }
    return "unchanged";
}

class TreeBuilder {
public:
    TreeBuilder(const LayerList& layers, const TreeOptions& options, std::stop_token stop)
        : m_layers(layers), m_options(options), m_stop(std::move(stop)), m_stacker(layers), m_shown(layers), m_counted(layers) {}

    FileTree build() {
        FileTree tree;
        tree.m_layers = m_layers;
        m_nodes = &tree.m_nodes;
        if (stack()) {
            if (m_marks) {
                for (const Stacker::Node& node : m_stacker.nodes()) {
                    if (node.visible) {
                        m_shown.mark(node.content);
                    }
                }
                m_before.resize(m_stacker.nodes().size());
            }
            m_nodes->reserve(m_options.onlyChanges ? 0 : m_stacker.nodes().size());
            copy(0, FileTree::kNone);
        }
        if (m_nodes->empty() || m_stop.stop_requested()) {
            m_nodes->assign(1, {});
            m_nodes->front().directory = true;
        }
        m_nodes->shrink_to_fit();
        return tree;
    }

private:
    bool stack() {
        const std::size_t count = std::min(m_options.upTo, m_layers.size());
        m_marks = m_options.since < count; // else everything is as it was
        for (std::size_t i = 0; i <= count; ++i) {
            if (m_stop.stop_requested()) {
                return false;
            }
            if (i == m_options.since && m_marks) {
                for (const Stacker::Node& node : m_stacker.nodes()) {
                    m_before.push_back({node.place, node.content, node.visible, node.directory});
                }
            }
            if (i < count) {
                m_stacker.apply(static_cast<std::uint32_t>(i));
            }
        }
        return true;
    }

    Before beforeOf(Stacker::Id id) const {
        const Stacker::Node& node = m_stacker.nodes()[id];
        return m_marks ? m_before[id] : Before{node.place, node.content, node.visible, node.directory};
    }

    Change changeOf(const Stacker::Node& node, const Before& before) const {
        if (!node.visible) {
            return Change::Removed;
        }
        if (!before.visible) {
            return Change::Added;
        }
        if (node.place == before.place) {
            return Change::Unchanged;
        }
        if (!node.directory || !before.directory) {
            return Change::Modified; // stored again, if only with other attributes
        }
        const bool same = !node.place.valid() || !before.place.valid() ||
                          sameDirectory(m_stacker.entry(node.place), m_stacker.entry(before.place));
        return same ? Change::Unchanged : Change::Modified;
    }

    void fillFile(FileTree::Node& out, Stacker::Place content) {
        out.files = 1;
        const bool counts = out.change == Change::Removed ? !m_shown.has(content) && m_counted.mark(content) : m_counted.mark(content);
        out.bytes = counts ? m_stacker.entry(content).size : 0;
        out.changedBytes = out.change == Change::Added || out.change == Change::Modified ? out.bytes : 0;
    }

    std::vector<Stacker::Id> sortedChildren(Stacker::Id id) const {
        std::vector<Stacker::Id> out;
        const auto& nodes = m_stacker.nodes();
        for (Stacker::Id child = nodes[id].firstChild; child != Stacker::kNone; child = nodes[child].nextSibling) {
            if (nodes[child].visible || (m_marks && m_before[child].visible)) {
                out.push_back(child);
            }
        }
        std::ranges::reverse(out); // as they came: layers are sorted
        const auto name = [&](Stacker::Id child) { return nodes[child].name; };
        if (!std::ranges::is_sorted(out, {}, name)) {
            std::ranges::sort(out, {}, name);
        }
        return out;
    }

    /// Copies a node with what is below it; false when it was left out.
    bool copy(Stacker::Id id, FileTree::Id parent) {
        const Stacker::Node& node = m_stacker.nodes()[id];
        const Before before = beforeOf(id);
        const auto own = static_cast<FileTree::Id>(m_nodes->size());
        FileTree::Node out;
        out.name = node.name;
        out.parent = parent;
        out.change = changeOf(node, before);
        const bool ghost = out.change == Change::Removed;
        const Stacker::Place place = ghost ? before.place : node.place;
        out.layer = place.layer;
        out.entry = place.valid() ? place.entry : 0;
        out.directory = ghost ? before.directory : node.directory;
        if (!out.directory) {
            fillFile(out, ghost ? before.content : node.content);
        }
        m_nodes->push_back(out);
        const bool holdsChange = copyChildren(id, own);
        if (m_options.onlyChanges && id != 0 && out.change == Change::Unchanged && !holdsChange) {
            m_nodes->resize(own);
            return false;
        }
        return true;
    }

    /// True when something below changed.
    bool copyChildren(Stacker::Id id, FileTree::Id own) {
        bool holdsChange = false;
        FileTree::Id last = FileTree::kNone;
        for (const Stacker::Id child : sortedChildren(id)) {
            const auto next = static_cast<FileTree::Id>(m_nodes->size());
            const bool kept = copy(child, own);
            if (!kept) {
                continue;
            }
            (last == FileTree::kNone ? (*m_nodes)[own].firstChild : (*m_nodes)[last].nextSibling) = next;
            last = next;
            const FileTree::Node below = (*m_nodes)[next];
            FileTree::Node& above = (*m_nodes)[own];
            holdsChange = holdsChange || below.change != Change::Unchanged || below.changedBytes > 0 || m_options.onlyChanges;
            if (below.change != Change::Removed || above.change == Change::Removed) {
                above.bytes += below.bytes;
                above.changedBytes += below.changedBytes;
                above.files += below.files;
            }
        }
        return holdsChange;
    }

    const LayerList& m_layers;
    const TreeOptions m_options;
    std::stop_token m_stop;
    Stacker m_stacker;
    Marks m_shown;   ///< stored files that have a visible name
    Marks m_counted; ///< those whose bytes are in the tree already
    bool m_marks = false; ///< changes are told
    std::vector<Before> m_before;
    std::vector<FileTree::Node>* m_nodes = nullptr;
};

FileTree buildFileTree(LayerList layers, const TreeOptions& options, std::stop_token stop) {
    return TreeBuilder(layers, options, std::move(stop)).build();
}

const oci::LayerEntry* FileTree::entry(Id id) const {
    const Node& node = m_nodes[id];
    return node.layer == UINT32_MAX ? nullptr : &m_layers[node.layer]->entries[node.entry];
}

const oci::LayerEntry* contentEntry(const FileTree& tree, FileTree::Id id) {
    const oci::LayerEntry* entry = tree.entry(id);
    if (entry == nullptr || entry->type == oci::EntryType::File) {
        return entry;
    }
    if (entry->type != oci::EntryType::HardLink) {
        return nullptr;
    }
    for (std::size_t layer = tree.node(id).layer + 1; layer-- > 0;) { // as a rule in the same layer
        const oci::LayerEntry* target = tree.layers()[layer]->find(entry->link);
        if (target != nullptr && !target->isWhiteout()) {
            return target->type == oci::EntryType::File ? target : nullptr;
        }
    }
    return nullptr;
}

std::string FileTree::path(Id id) const {
    std::vector<std::string_view> names;
    for (; id != 0 && id != kNone; id = m_nodes[id].parent) {
        names.push_back(m_nodes[id].name);
    }
    std::string out;
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        out += out.empty() ? "" : "/";
        out += *name;
    }
    return out;
}

std::optional<FileTree::Id> FileTree::find(std::string_view cleanPath) const {
    Id id = 0;
    for (const std::string_view name : splitPath(cleanPath)) {
        Id child = m_nodes[id].firstChild;
        while (child != kNone && m_nodes[child].name != name) {
            child = m_nodes[child].nextSibling;
        }
        if (child == kNone) {
            return std::nullopt;
        }
        id = child;
    }
    return id;
}

std::vector<FileTree::Id> FileTree::children(Id id) const {
    std::vector<Id> out;
    for (Id child = m_nodes[id].firstChild; child != kNone; child = m_nodes[child].nextSibling) {
        out.push_back(child);
    }
    return out;
}

} // namespace sw::analysis
