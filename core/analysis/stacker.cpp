#include "core/analysis/stacker.h"

#include "core/base/imagepath.h"

#include <algorithm>
#include <bit>
#include <random>
#include <utility>

#define XXH_INLINE_ALL // most names are a few bytes: a call costs more than the hash
#include <xxhash.h>

namespace sw::analysis {

namespace {

/// Names come from anybody: whoever does not know the seed cannot make them collide.
std::uint64_t tableSeed() {
    static const std::uint64_t kSeed = std::random_device{}();
    return kSeed;
}

std::uint32_t hashOf(Stacker::Id parent, std::string_view name) {
    return static_cast<std::uint32_t>(XXH3_64bits_withSeed(name.data(), name.size(), tableSeed() + parent * 0x9e3779b97f4a7c15ULL));
}

} // namespace

Stacker::Stacker(const Layers& layers, Observer* observer) : m_layers(layers), m_observer(observer) {
    // Room for each entry of each layer, so that nothing is copied on the way: nodes that never come cost addresses, not memory. The table
    // is filled at once, so it is made for the largest layer or for half of all, and grows where they have little in common.
    std::size_t largest = 0;
    std::size_t all = 0;
    for (const auto& layer : layers) {
        largest = std::max(largest, static_cast<std::size_t>(layer->size()));
        all += layer->size();
    }
    m_nodes.reserve(all + 1);
    m_children.resize(std::bit_ceil(std::max(2 * largest, all) + 16));
    Node root;
    root.visible = true;
    root.directory = true;
    m_nodes.push_back(root);
}

std::string Stacker::path(Id id) const {
    std::string out;
    for (; id != 0 && id != kNone; id = m_nodes[id].parent) {
        std::string name(m_nodes[id].name);
        out = out.empty() ? std::move(name) : std::move(name) + "/" + out;
    }
    return out;
}

Stacker::Id Stacker::child(Id parent, std::string_view name, bool create) {
    const std::uint32_t hash = hashOf(parent, name);
    std::size_t at = hash & (m_children.size() - 1);
    for (; m_children[at].node != kNone; at = (at + 1) & (m_children.size() - 1)) {
        if (m_children[at].hash == hash) {
            const Node& node = m_nodes[m_children[at].node];
            if (node.parent == parent && node.name == name) {
                return m_children[at].node;
            }
        }
    }
    if (!create) {
        return kNone;
    }
    const auto id = static_cast<Id>(m_nodes.size());
    Node node;
    node.name = name;
    node.parent = parent;
    node.nextSibling = m_nodes[parent].firstChild;
    m_nodes.push_back(node);
    m_nodes[parent].firstChild = id;
    m_children[at] = {hash, id};
    if (2 * m_nodes.size() > m_children.size()) {
        growTable();
    }
    return id;
}

void Stacker::growTable() {
    std::vector<Slot> larger(2 * m_children.size());
    for (const Slot& slot : m_children) {
        if (slot.node != kNone) {
            std::size_t at = slot.hash & (larger.size() - 1);
            while (larger[at].node != kNone) {
                at = (at + 1) & (larger.size() - 1);
            }
            larger[at] = slot;
        }
    }
    m_children = std::move(larger);
}

Stacker::Id Stacker::find(std::string_view path) {
    Id id = 0;
    for (const std::string_view name : splitPath(path)) {
        id = child(id, name, false);
        if (id == kNone) {
            break;
        }
    }
    return id;
}

/// The node of a layer's folder; made where the layer has no entries for it or the ones above.
Stacker::Id Stacker::folderNode(const oci::CompactIndex& index, std::uint32_t folder, std::uint32_t layer) {
    std::vector<std::uint32_t> missing;
    for (; m_folders[folder] == kNone; folder = index.folders()[folder].parent) {
        missing.push_back(folder);
    }
    Id id = m_folders[folder];
    for (; !missing.empty(); missing.pop_back()) {
        id = child(id, index.folderName(missing.back()), true);
        if (!m_nodes[id].visible || !m_nodes[id].directory) { // an index without its parents
            hide(id, layer);
            m_nodes[id].visible = m_nodes[id].directory = true;
        }
        m_folders[missing.back()] = id;
    }
    return id;
}

/// The node that a whiteout speaks of; kNone where there never was one.
Stacker::Id Stacker::whiteoutNode(const oci::CompactIndex& index, std::uint32_t entry) {
    std::vector<std::string_view> names = {index.nameOf(entry)};
    std::uint32_t folder = index.folderOf(entry);
    for (; m_folders[folder] == kNone; folder = index.folders()[folder].parent) {
        names.push_back(index.folderName(folder));
    }
    Id id = m_folders[folder];
    for (; !names.empty() && id != kNone; names.pop_back()) {
        id = child(id, names.back(), false);
    }
    return id;
}

void Stacker::hide(Id id, std::uint32_t layer) {
    Node& node = m_nodes[id];
    if (!node.visible) {
        return;
    }
    node.visible = false;
    node.place = {};
    const Place content = std::exchange(node.content, Place{});
    if (node.directory) {
        hideBelow(id, layer);
        m_nodes[id].directory = false;
    } else if (content.valid() && m_observer != nullptr) {
        m_observer->hidden(id, content, layer);
    }
}

void Stacker::hideBelow(Id id, std::uint32_t layer) {
    std::vector<Id> open = {id};
    while (!open.empty()) { // hidden directories have nothing visible below them
        const Id directory = open.back();
        open.pop_back();
        for (Id below = m_nodes[directory].firstChild; below != kNone; below = m_nodes[below].nextSibling) {
            Node& node = m_nodes[below];
            if (node.visible && node.directory) {
                node.visible = node.directory = false;
                node.place = {};
                open.push_back(below);
            } else {
                hide(below, layer);
            }
        }
    }
}

Stacker::Place Stacker::contentOf(Place place) {
    const oci::EntryRef item = entry(place);
    if (item.type() == oci::EntryType::File) {
        return place;
    }
    if (item.type() != oci::EntryType::HardLink) {
        return {};
    }
    if (const oci::EntryRef target = m_layers[place.layer]->find(item.link())) {
        return target.type() == oci::EntryType::File ? Place{place.layer, target.number()} : Place{};
    }
    const Id lower = find(item.link()); // a link to a file of a lower layer
    return lower == kNone ? Place{} : m_nodes[lower].content;
}

void Stacker::show(Id id, Place place, std::uint32_t layer) {
    const Place content = contentOf(place);
    Node& node = m_nodes[id];
    node.visible = true;
    node.place = place;
    node.content = content;
    node.directory = entry(place).type() == oci::EntryType::Directory;
    if (content.valid() && m_observer != nullptr) {
        m_observer->shown(id, content, layer);
    }
}

void Stacker::apply(std::uint32_t layer) {
    const oci::CompactIndex& index = *m_layers[layer];
    m_folders.assign(index.folders().size(), kNone);
    m_folders.front() = 0;
    for (std::uint32_t i = 0; i < index.size(); ++i) {
        const oci::EntryRef item = index[i];
        if (item.isWhiteout()) {
            if (const Id id = whiteoutNode(index, i); id != kNone && id != 0) {
                hide(id, layer);
            }
            continue;
        }
        const bool isRoot = index.folders().front().entry == i;
        const Id id = isRoot ? 0 : child(folderNode(index, index.folderOf(i), layer), index.nameOf(i), true);
        const bool isDirectory = item.type() == oci::EntryType::Directory;
        if (!isDirectory) {
            hide(id, layer);
            show(id, {layer, i}, layer);
            continue;
        }
        const bool wasDirectory = m_nodes[id].visible && m_nodes[id].directory;
        if (!wasDirectory) {
            hide(id, layer);
        } else if (item.opaque()) {
            hideBelow(id, layer);
        }
        if (!wasDirectory || !item.implied() || !m_nodes[id].place.valid()) {
            show(id, {layer, i}, layer);
        }
    }
}

} // namespace sw::analysis
