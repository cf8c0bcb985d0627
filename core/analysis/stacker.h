#pragma once

#include "core/oci/compactindex.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
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

    using Layers = std::vector<std::shared_ptr<const oci::CompactIndex>>;
    explicit Stacker(const Layers& layers, Observer* observer = nullptr);
    Stacker(const Stacker&) = delete;
    Stacker& operator=(const Stacker&) = delete;
    ~Stacker() = default;

    void apply(std::uint32_t layer);

    const std::vector<Node>& nodes() const { return m_nodes; }
    oci::EntryRef entry(Place place) const { return (*m_layers[place.layer])[place.entry]; }
    std::string path(Id id) const;

private:
    /// Of the table of children: open addressing, at most half full.
    struct Slot {
        std::uint32_t hash = 0;
        Id node = kNone;
    };

    Id find(std::string_view path);
    Id child(Id parent, std::string_view name, bool create);
    void growTable();
    Id folderNode(const oci::CompactIndex& index, std::uint32_t folder, std::uint32_t layer);
    Id whiteoutNode(const oci::CompactIndex& index, std::uint32_t entry);
    void hide(Id id, std::uint32_t layer);
    void hideBelow(Id id, std::uint32_t layer);
    void show(Id id, Place place, std::uint32_t layer);
    Place contentOf(Place place);

    const Layers& m_layers;
    Observer* m_observer;
    std::vector<Node> m_nodes;
    std::vector<Slot> m_children; ///< by parent and name; its size is a power of two
    std::vector<Id> m_folders; ///< by folder of the layer that is applied: its node, once something was put there
};

} // namespace sw::analysis
