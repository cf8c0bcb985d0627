#pragma once

#include "core/oci/layerindex.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// Entries of one layer by their paths, as fast as memory is: open addressing, at most half full.
namespace sw::oci {

/// Of a name in the folder with a number. Names come from anybody: whoever does not know the seed cannot make them collide.
std::uint32_t hashOfName(std::string_view name, std::uint32_t folder);

class PathTable {
public:
    LayerEntry* find(std::string_view path) const; ///< nullptr: not there
    /// Of a path that is not there yet. The entry stays where it is, with its path.
    void add(LayerEntry* entry);

private:
    struct Slot {
        std::uint32_t hash = 0;
        LayerEntry* entry = nullptr;
    };
    void put(const Slot& slot);

    std::vector<Slot> m_slots = std::vector<Slot>(64); ///< a power of two
    std::size_t m_used = 0;
};

} // namespace sw::oci
