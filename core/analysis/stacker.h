#pragma once

#include "core/oci/layerindex.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sw::analysis {

/// Puts layers upon one another, one after the other, and keeps what is visible. Each thing becomes visible once and is
/// hidden at most once for each time it was stored, so that all of it is linear, however many whiteouts there are.
class Stacker {
public:
    using Id = std::uint32_t;
    static constexpr Id kNone = UINT32_MAX;

    struct Place {
        std::uint32_t layer = kNone;
        std::uint32_t entry = kNone;
        bool valid() const { return layer != kNone; }
        bool operator==(const Place&) const = default;
    };

    struct Node {
        std::string_view name; ///< points into a layer index
        Id parent = kNone;
        Id firstChild = kNone; ///< in no order, also those that are hidden
        Id nextSibling = kNone;
        Place place;   ///< of the visible entry; invalid: hidden, or a directory that no layer names (the root)
        Place content; ///< of the File that holds the bytes
        bool visible = false;
        bool directory = false;
    };

    /// Told when a name of a File comes and goes.
    class Observer {
    public:
        virtual ~Observer() = default;
        virtual void shown(Id node, Place content, std::uint32_t layer) = 0;
        virtual void hidden(Id node, Place content, std::uint32_t layer) = 0;
    };

    using Layers = std::vector<std::shared_ptr<const oci::LayerIndex>>;
    explicit Stacker(const Layers& layers, Observer* observer = nullptr);
    Stacker(const Stacker&) = delete;
    Stacker& operator=(const Stacker&) = delete;
    ~Stacker() = default;

    void apply(std::uint32_t layer);

    const std::vector<Node>& nodes() const { return m_nodes; }
    const oci::LayerEntry& entry(Place place) const { return m_layers[place.layer]->entries[place.entry]; }
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

    Id find(std::string_view path);
    Id child(Id parent, std::string_view name, bool create);
    Id parentOf(std::string_view path, std::uint32_t layer);
    void hide(Id id, std::uint32_t layer);
    void hideBelow(Id id, std::uint32_t layer);
    void show(Id id, Place place, std::uint32_t layer);
    Place contentOf(Place place);

    const Layers& m_layers;
    Observer* m_observer;
    std::vector<Node> m_nodes;
    std::unordered_map<Key, Id, KeyHash> m_children;
    std::string_view m_lastParentPath; ///< of the entry before: entries come sorted
    Id m_lastParent = 0;
};

} // namespace sw::analysis
