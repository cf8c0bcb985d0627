#pragma once

#include "core/analysis/filetree.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sw::analysis {

/// The root file system while layers are laid upon it, one after the other. Internal to this folder: accounts and trees are
/// readings of it. Every entry is placed once and hidden at most once, so that the whole is linear however many whiteouts
/// there are: hidden children move to a list of their own and are never visited again by a later whiteout.
class RootTrie {
public:
    using Id = std::uint32_t;
    static constexpr Id kNone = UINT32_MAX;

    struct Node {
        std::string_view name;
        Id parent = kNone;
        Id firstLive = kNone, nextLive = kNone, previousLive = kNone;
        Id firstDead = kNone, nextDead = kNone;
        std::uint32_t layer = UINT32_MAX, entry = 0;         ///< what is visible here; layer UINT32_MAX: implied directory
        std::uint32_t baseLayer = UINT32_MAX, baseEntry = 0; ///< what was visible when markBase() was called
        std::uint32_t inode = kNone;
        bool live = false;
        bool directory = false;
        bool inBase = false;
        bool baseDirectory = false;
        bool inDeadList = false;
    };
    struct Inode {
        std::uint64_t bytes = 0;
        std::uint32_t layer = 0;
        std::uint32_t names = 0; ///< visible ones
        Id lastName = kNone;
    };
    /// Called when the last name of stored bytes goes: node of that name, its inode, the layer that hid it.
    using Hidden = std::function<void(Id node, const Inode& inode, std::uint32_t byLayer)>;

    explicit RootTrie(Hidden hidden = {});

    /// Lays one layer on top. The index must live as long as the trie.
    void apply(const oci::LayerIndex& layer);
    /// Remembers what is visible now, for change marks.
    void markBase();

    const std::vector<Node>& nodes() const { return m_nodes; }
    const std::vector<Inode>& inodes() const { return m_inodes; }
    std::uint64_t visibleBytes() const { return m_visible; }
    std::string path(Id id) const;

private:
    struct Key {
        Id parent;
        std::string_view name;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<std::string_view>{}(key.name) ^ (static_cast<std::size_t>(key.parent) * 0x9e3779b97f4a7c15ULL);
        }
    };

    Id childNode(Id parent, std::string_view name); ///< found or made (not live)
    Id directoryNode(std::string_view path);        ///< live directories all the way
    void makeLive(Id id, bool directory);
    void kill(Id id);         ///< hides a node and all below it
    void killChildren(Id id);
    void release(Id id);      ///< its name of an inode goes
    void unlink(Id id);       ///< from its parent's live list
    void place(const oci::LayerEntry& entry, std::uint32_t index, const oci::LayerIndex& layer);
    std::uint32_t inodeFor(const oci::LayerEntry& entry, std::uint32_t index, const oci::LayerIndex& layer);

    std::vector<Node> m_nodes;
    std::vector<Inode> m_inodes;
    std::unordered_map<Key, Id, KeyHash> m_children;
    std::vector<std::uint32_t> m_layerInodes; ///< of the layer at work: entry index -> inode, kNone when none yet
    Hidden m_hidden;
    std::uint64_t m_visible = 0;
    std::uint32_t m_layer = 0;
    std::string_view m_cachedPath; ///< the last directory asked for, since entries come sorted
    Id m_cachedNode = 0;
};

} // namespace sw::analysis
