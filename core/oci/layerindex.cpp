#include "core/oci/layerindex.h"

#include <algorithm>
#include <array>
#include <bit>

namespace sw::oci {

namespace {

constexpr std::size_t kBlock = 32U << 10U;

} // namespace

const LayerEntry* LayerIndex::find(std::string_view path) const {
    const auto found = std::ranges::lower_bound(entries, path, {}, [](const LayerEntry& e) -> std::string_view { return e.path; });
    return found != entries.end() && found->path == path ? &*found : nullptr;
}

std::pair<std::size_t, std::size_t> LayerIndex::below(std::string_view directory) const {
    if (directory.empty()) {
        const bool hasRoot = !entries.empty() && entries.front().path.empty();
        return {hasRoot ? 1 : 0, entries.size()};
    }
    const auto position = [&](char after) {
        const std::string bound = std::string(directory) + after;
        const auto found = std::ranges::lower_bound(entries, bound, {}, &LayerEntry::path);
        return static_cast<std::size_t>(found - entries.begin());
    };
    return {position('/'), position('/' + 1)};
}

Hash128 LayerIndex::treeDigest() const { return tree.isZero() ? computeTreeDigest() : tree; }

Hash128 LayerIndex::computeTreeDigest() const {
    Hasher128 hasher;
    std::string block; // what is to be hashed: many small pieces cost more than their bytes
    for (const LayerEntry& entry : entries) {
        const std::array<std::uint64_t, 9> fixed{
            entry.path.size(),
            entry.link.size(),
            entry.xattrs.size(),
            static_cast<std::uint64_t>(entry.type) | (entry.opaque ? 0x100U : 0U) | (entry.implied ? 0x200U : 0U) |
                static_cast<std::uint64_t>(entry.mode) << 32U,
            static_cast<std::uint64_t>(entry.uid) | static_cast<std::uint64_t>(entry.gid) << 32U,
            static_cast<std::uint64_t>(entry.devMajor) | static_cast<std::uint64_t>(entry.devMinor) << 32U,
            entry.size,
            entry.content.high,
            entry.content.low,
        };
        static_assert(std::endian::native == std::endian::little, "digests are of numbers with the low byte first");
        block.append(reinterpret_cast<const char*>(fixed.data()), sizeof fixed);
        block += entry.path;
        block += entry.link;
        if (block.size() >= kBlock || !entry.xattrs.empty()) {
            hasher.add(block);
            block.clear();
        }
        for (const auto& [name, value] : entry.xattrs) {
            hasher.addField(name, value);
        }
    }
    hasher.add(block);
    return hasher.finish();
}

} // namespace sw::oci
