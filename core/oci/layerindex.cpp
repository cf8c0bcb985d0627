#include "core/oci/layerindex.h"

#include <algorithm>

namespace sw::oci {

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
    std::string fixed;
    const auto number = [&fixed](std::uint64_t value) {
        for (int i = 0; i < 8; ++i) {
            fixed += static_cast<char>(value >> (8 * i));
        }
    };
    for (const LayerEntry& entry : entries) {
        fixed.clear();
        number(entry.path.size());
        number(entry.link.size());
        number(entry.xattrs.size());
        number(static_cast<std::uint64_t>(entry.type) | (entry.opaque ? 0x100U : 0U) | (entry.implied ? 0x200U : 0U) |
               static_cast<std::uint64_t>(entry.mode) << 32U);
        number(static_cast<std::uint64_t>(entry.uid) | static_cast<std::uint64_t>(entry.gid) << 32U);
        number(static_cast<std::uint64_t>(entry.devMajor) | static_cast<std::uint64_t>(entry.devMinor) << 32U);
        number(entry.size);
        number(entry.content.high);
        number(entry.content.low);
        hasher.add(fixed);
        hasher.add(entry.path);
        hasher.add(entry.link);
        for (const auto& [name, value] : entry.xattrs) {
            hasher.addField(name, value);
        }
    }
    const Hash128 digest = hasher.finish();
    return digest;
}

} // namespace sw::oci
