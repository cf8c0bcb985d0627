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
            m_marked.emplace_back(layer->size(), false);
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

bool sameDirectory(oci::EntryRef a, oci::EntryRef b) {
    return a.mode() == b.mode() && a.uid() == b.uid() && a.gid() == b.gid() && a.xattrs() == b.xattrs();
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
        m_tree = &tree;
        if (stack()) {
            if (m_marks) {
                for (const Stacker::Node& node : m_stacker.nodes()) {
                    if (node.visible) {
                        m_shown.mark(node.content);
                    }
                }
                m_before.resize(m_stacker.nodes().size());
            }
            tree.m_nodes.reserve(m_options.onlyChanges ? 0 : m_stacker.nodes().size());
            copy(0, FileTree::kNone);
        }
        if (tree.m_nodes.empty() || m_stop.stop_requested()) {
            tree.m_nodes.assign(1, {});
            tree.m_folders.assign(1, {});
            tree.m_folders.front().end = 1;
            tree.m_nodes.front().flags |= FileTree::kDirectory | FileTree::kFolder;
        }
        tree.m_nodes.shrink_to_fit();
        tree.m_folders.shrink_to_fit();
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

    /// What is below and in a node.
    struct Sums {
        Change change = Change::Unchanged;
        std::uint64_t bytes = 0, changedBytes = 0;
        std::uint32_t files = 0;
        bool holdsChange = false; ///< below it
    };

    void fillFile(Sums& out, Stacker::Place content) {
        out.files = 1;
        const bool counts = out.change == Change::Removed ? !m_shown.has(content) && m_counted.mark(content) : m_counted.mark(content);
        out.bytes = counts ? m_stacker.entry(content).size() : 0;
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

    /// Copies a node with what is below it; nothing when it was left out.
    std::optional<Sums> copy(Stacker::Id id, FileTree::Id parent) {
        const Stacker::Node& node = m_stacker.nodes()[id];
        const Before before = beforeOf(id);
        const auto own = static_cast<FileTree::Id>(m_tree->m_nodes.size());
        const std::size_t folders = m_tree->m_folders.size();
        Sums sums;
        sums.change = changeOf(node, before);
        const bool ghost = sums.change == Change::Removed;
        const Stacker::Place place = ghost ? before.place : node.place;
        const bool directory = ghost ? before.directory : node.directory;
        FileTree::Packed out;
        out.parent = parent;
        out.flags = (place.valid() ? place.layer : FileTree::kLayer) | static_cast<std::uint32_t>(sums.change) << FileTree::kChangeAt |
                    (directory ? FileTree::kDirectory : 0);
        out.entry = place.valid() ? place.entry : static_cast<std::uint32_t>(m_tree->m_names.size());
        if (!place.valid()) {
            m_tree->m_names.push_back(node.name);
        }
        if (!directory) {
            fillFile(sums, ghost ? before.content : node.content);
        }
        m_tree->m_nodes.push_back(out);
        copyChildren(id, own, sums);
        if (m_options.onlyChanges && id != 0 && sums.change == Change::Unchanged && !sums.holdsChange) {
            m_tree->m_nodes.resize(own);
            m_tree->m_folders.resize(folders);
            return std::nullopt;
        }
        FileTree::Packed& kept = m_tree->m_nodes[own];
        if (directory || m_tree->m_nodes.size() > own + 1) {
            kept.flags |= FileTree::kFolder;
            kept.data = static_cast<std::uint32_t>(m_tree->m_folders.size());
            m_tree->m_folders.push_back({static_cast<FileTree::Id>(m_tree->m_nodes.size()), sums.files, sums.bytes, sums.changedBytes});
        } else if (sums.bytes <= UINT32_MAX) {
            kept.data = static_cast<std::uint32_t>(sums.bytes);
        } else {
            kept.flags |= FileTree::kLarge;
            kept.data = static_cast<std::uint32_t>(m_tree->m_large.size());
            m_tree->m_large.push_back(sums.bytes);
        }
        return sums;
    }

    void copyChildren(Stacker::Id id, FileTree::Id own, Sums& above) {
        for (const Stacker::Id child : sortedChildren(id)) {
            const std::optional<Sums> below = copy(child, own);
            if (!below) {
                continue;
            }
            above.holdsChange = above.holdsChange || below->change != Change::Unchanged || below->changedBytes > 0 || m_options.onlyChanges;
            if (below->change != Change::Removed || above.change == Change::Removed) {
                above.bytes += below->bytes;
                above.changedBytes += below->changedBytes;
                above.files += below->files;
            }
        }
    }

    const LayerList& m_layers;
    const TreeOptions m_options;
    std::stop_token m_stop;
    Stacker m_stacker;
    Marks m_shown;   ///< stored files that have a visible name
    Marks m_counted; ///< those whose bytes are in the tree already
    bool m_marks = false; ///< changes are told
    std::vector<Before> m_before;
    FileTree* m_tree = nullptr;
};

FileTree buildFileTree(LayerList layers, const TreeOptions& options, std::stop_token stop) {
    return TreeBuilder(layers, options, std::move(stop)).build();
}

FileTree::Node FileTree::node(Id id) const {
    const Packed& packed = m_nodes[id];
    Node out;
    out.name = name(id);
    out.parent = packed.parent;
    out.firstChild = firstChild(id);
    out.nextSibling = nextSibling(id);
    out.layer = layer(id);
    out.entry = out.layer == UINT32_MAX ? 0 : packed.entry;
    out.change = change(id);
    out.directory = directory(id);
    out.bytes = bytes(id);
    if ((packed.flags & kFolder) != 0) {
        out.changedBytes = m_folders[packed.data].changedBytes;
        out.files = m_folders[packed.data].files;
    } else {
        out.changedBytes = out.change == Change::Added || out.change == Change::Modified ? out.bytes : 0;
        out.files = 1;
    }
    return out;
}

std::string_view FileTree::name(Id id) const {
    const std::uint32_t from = layer(id);
    const std::uint32_t at = m_nodes[id].entry;
    return from != UINT32_MAX ? m_layers[from]->nameOf(at) : at < m_names.size() ? m_names[at] : std::string_view();
}

oci::EntryRef FileTree::entry(Id id) const {
    const std::uint32_t from = layer(id);
    return from == UINT32_MAX ? oci::EntryRef() : (*m_layers[from])[m_nodes[id].entry];
}

oci::EntryRef contentEntry(const FileTree& tree, FileTree::Id id) {
    const oci::EntryRef entry = tree.entry(id);
    if (!entry || entry.type() == oci::EntryType::File) {
        return entry;
    }
    if (entry.type() != oci::EntryType::HardLink) {
        return {};
    }
    for (std::size_t layer = tree.layer(id) + 1; layer-- > 0;) { // as a rule in the same layer
        const oci::EntryRef target = tree.layers()[layer]->find(entry.link());
        if (target && !target.isWhiteout()) {
            return target.type() == oci::EntryType::File ? target : oci::EntryRef();
        }
    }
    return {};
}

std::string FileTree::path(Id id) const {
    std::vector<std::string_view> names;
    for (; id != 0 && id != kNone; id = parent(id)) {
        names.push_back(name(id));
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
    for (const std::string_view wanted : splitPath(cleanPath)) {
        Id child = firstChild(id);
        while (child != kNone && name(child) != wanted) {
            child = nextSibling(child);
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
    for (Id child = firstChild(id); child != kNone; child = nextSibling(child)) {
        out.push_back(child);
    }
    return out;
}

} // namespace sw::analysis
