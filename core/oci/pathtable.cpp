#include "core/oci/pathtable.h"

#include <random>

#define XXH_INLINE_ALL // paths are short: a call costs more than the hash
#include <xxhash.h>

namespace sw::oci {

namespace {

/// Paths come from anybody: whoever does not know the seed cannot make them collide.
std::uint32_t hashOf(std::string_view path) {
    static const std::uint64_t kSeed = std::random_device{}();
    return static_cast<std::uint32_t>(XXH3_64bits_withSeed(path.data(), path.size(), kSeed));
}

} // namespace

LayerEntry* PathTable::find(std::string_view path) const {
    const std::uint32_t hash = hashOf(path);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t at = hash & mask; m_slots[at].entry != nullptr; at = (at + 1) & mask) {
        if (m_slots[at].hash == hash && m_slots[at].entry->path == path) {
            return m_slots[at].entry;
        }
    }
    return nullptr;
}

void PathTable::put(const Slot& slot) {
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = slot.hash & mask;
    while (m_slots[at].entry != nullptr) {
        at = (at + 1) & mask;
    }
    m_slots[at] = slot;
}

void PathTable::add(LayerEntry* entry) {
    if (2 * ++m_used > m_slots.size()) {
        std::vector<Slot> before(2 * m_slots.size());
        before.swap(m_slots);
        for (const Slot& slot : before) {
            if (slot.entry != nullptr) {
                put(slot);
            }
        }
    }
    put({hashOf(entry->path), entry});
}

} // namespace sw::oci
