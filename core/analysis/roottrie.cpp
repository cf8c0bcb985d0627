#include "core/analysis/roottrie.h"

#include "core/base/imagepath.h"

namespace sw::analysis {

using oci::EntryType;
using oci::LayerEntry;
using oci::LayerIndex;

RootTrie::RootTrie(Hidden hidden) : m_hidden(std::move(hidden)) {
    Node root;
    root.live = root.directory = true;
    m_nodes.push_back(root);
}

void RootTrie::apply(const LayerIndex& layer) {
    m_layerInodes.assign(layer.entries.size(), kNone);
    m_cachedPath = {};
    m_cachedNode = 0;
    for (std::uint32_t i = 0; i < layer.entries.size(); ++i) {
        place(layer.entries[i], i, layer);
    }
    ++m_layer;
}

void RootTrie::place(const LayerEntry& entry, std::uint32_t index, const LayerIndex& layer) {
    if (entry.path.empty()) { // the root directory itself
        m_nodes[0].layer = m_layer;
        m_nodes[0].entry = index;
        if (entry.opaque) {
            killChildren(0);
        }
        return;
    }
    const std::string_view name = baseName(entry.path);
    if (entry.type == EntryType::Whiteout) {
        const Id parent = directoryNode(parentPath(entry.path));
        const auto found = m_children.find({parent, name});
        if (found != m_children.end() && m_nodes[found->second].live) {
            kill(found->second);
        }
        return;
    }
    if (entry.implied) { // only says that there is a directory
        directoryNode(entry.path);
        return;
    }
    const Id id = childNode(directoryNode(parentPath(entry.path)), name);
    const bool directory = entry.type == EntryType::Directory;
    if (m_nodes[id].live && (!directory || !m_nodes[id].directory)) {
        kill(id);
    }
    if (!m_nodes[id].live) {
        makeLive(id, directory);
    } else if (entry.opaque) {
        killChildren(id);
    }
    m_nodes[id].layer = m_layer;
    m_nodes[id].entry = index;
    if (const std::uint32_t inode = inodeFor(entry, index, layer); inode != kNone) {
        m_nodes[id].inode = inode;
        m_inodes[inode].lastName = id;
        if (m_inodes[inode].names++ == 0) {
            m_visible += m_inodes[inode].bytes;
        }
    }
}

/// Stored bytes belong to an inode; the names of hard links share it.
std::uint32_t RootTrie::inodeFor(const LayerEntry& entry, std::uint32_t index, const LayerIndex& layer) {
    std::uint32_t owner = index;
    const LayerEntry* file = &entry;
    if (entry.type == EntryType::HardLink) {
        file = layer.find(entry.link);
        if (file == nullptr || file->type != EntryType::File) {
            return kNone;
        }
        owner = static_cast<std::uint32_t>(file - layer.entries.data());
    } else if (entry.type != EntryType::File) {
        return kNone;
    }
    if (m_layerInodes[owner] == kNone) {
        m_layerInodes[owner] = static_cast<std::uint32_t>(m_inodes.size());
        m_inodes.push_back({file->size, m_layer, 0, kNone});
    }
    return m_layerInodes[owner];
}

RootTrie::Id RootTrie::childNode(Id parent, std::string_view name) {
    const auto [found, isNew] = m_children.try_emplace(Key{parent, name}, static_cast<Id>(m_nodes.size()));
    if (isNew) {
        Node node;
        node.name = name;
        node.parent = parent;
        m_nodes.push_back(node);
    }
    return found->second;
}

RootTrie::Id RootTrie::directoryNode(std::string_view path) {
    if (path.empty()) {
        return 0;
    }
    if (path == m_cachedPath && m_nodes[m_cachedNode].live && m_nodes[m_cachedNode].directory) {
        return m_cachedNode;
    }
    Id id = 0;
    for (const std::string_view part : splitPath(path)) {
        id = childNode(id, part);
        if (m_nodes[id].live && !m_nodes[id].directory) {
            kill(id);
        }
        if (!m_nodes[id].live) {
            makeLive(id, true);
            m_nodes[id].layer = UINT32_MAX;
        }
    }
    m_cachedPath = path;
    m_cachedNode = id;
    return id;
}

void RootTrie::makeLive(Id id, bool directory) {
    Node& node = m_nodes[id];
    Node& parent = m_nodes[node.parent];
    node.live = true;
    node.directory = directory;
    node.inode = kNone;
    node.nextLive = parent.firstLive;
    node.previousLive = kNone;
    if (parent.firstLive != kNone) {
        m_nodes[parent.firstLive].previousLive = id;
    }
    parent.firstLive = id;
}

void RootTrie::unlink(Id id) {
    Node& node = m_nodes[id];
    if (node.previousLive != kNone) {
        m_nodes[node.previousLive].nextLive = node.nextLive;
    } else {
        m_nodes[node.parent].firstLive = node.nextLive;
    }
    if (node.nextLive != kNone) {
        m_nodes[node.nextLive].previousLive = node.previousLive;
    }
    node.nextLive = node.previousLive = kNone;
    if (!node.inDeadList) {
        node.inDeadList = true;
        node.nextDead = m_nodes[node.parent].firstDead;
        m_nodes[node.parent].firstDead = id;
    }
}

void RootTrie::release(Id id) {
    const std::uint32_t inode = std::exchange(m_nodes[id].inode, kNone);
    if (inode == kNone || --m_inodes[inode].names > 0) {
        return;
    }
    m_visible -= m_inodes[inode].bytes;
    if (m_hidden) {
        m_hidden(id, m_inodes[inode], m_layer);
    }
}

void RootTrie::kill(Id id) {
    std::vector<Id> waiting{id};
    while (!waiting.empty()) {
        const Id at = waiting.back();
        if (m_nodes[at].firstLive != kNone) { // children first, so that paths are still whole
            waiting.push_back(m_nodes[at].firstLive);
            continue;
        }
        waiting.pop_back();
        release(at);
        m_nodes[at].live = false;
        unlink(at);
    }
}

void RootTrie::killChildren(Id id) {
    while (m_nodes[id].firstLive != kNone) {
        kill(m_nodes[id].firstLive);
    }
}

void RootTrie::markBase() {
    for (Node& node : m_nodes) {
        node.inBase = node.live;
        node.baseDirectory = node.directory;
        node.baseLayer = node.layer;
        node.baseEntry = node.entry;
    }
}

std::string RootTrie::path(Id id) const {
    std::vector<std::string_view> parts;
    for (; id != 0; id = m_nodes[id].parent) {
        parts.push_back(m_nodes[id].name);
    }
    std::string out;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        out += (out.empty() ? "" : "/") + std::string(*part);
    }
    return out;
}

} // namespace sw::analysis
