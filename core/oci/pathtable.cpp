#include "core/oci/pathtable.h"

#include <random>

#define XXH_INLINE_ALL // paths are short: a call costs more than the hash
#include <xxhash.h>

namespace sw::oci {

namespace {

std::uint64_t seed() {
    static const std::uint64_t kSeed = std::random_device{}();
    return kSeed;
}

std::uint32_t hashOf(std::string_view path) { return static_cast<std::uint32_t>(XXH3_64bits_withSeed(path.data(), path.size(), seed())); }

} // namespace

std::uint32_t hashOfName(std::string_view name, std::uint32_t folder) {
    const std::uint64_t own = (seed() << 32U) + folder; // in the seed itself, so that equal names of two folders differ
    return static_cast<std::uint32_t>(XXH3_64bits_withSeed(name.data(), name.size(), own));
}

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
