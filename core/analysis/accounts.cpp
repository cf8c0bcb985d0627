#include "core/analysis/accounts.h"

#include "core/analysis/roottrie.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace sw::analysis {

namespace {

LayerFigures ownFigures(const oci::LayerIndex& index) {
    LayerFigures figures;
    for (const oci::LayerEntry& entry : index.entries) {
        figures.atRest += entry.type == oci::EntryType::File ? entry.size : 0;
        figures.files += entry.type != oci::EntryType::Directory && !entry.isWhiteout() ? 1U : 0U;
        figures.removed += entry.isWhiteout() || entry.opaque ? 1U : 0U;
    }
    figures.tarBytes = index.tarBytes;
    figures.headerBytes = index.headerBytes;
    const std::uint64_t known = figures.atRest + figures.headerBytes;
    figures.paddingBytes = index.tarBytes > known ? index.tarBytes - known : 0; // a sparse file is stored in less
    return figures;
}

std::vector<WasteSum> sumsOf(const std::vector<Waste>& waste) {
    std::map<std::pair<std::size_t, std::size_t>, WasteSum> sums;
    for (const Waste& one : waste) {
        WasteSum& sum = sums[{one.storedBy, one.hiddenBy}];
        sum.storedBy = one.storedBy;
        sum.hiddenBy = one.hiddenBy;
        sum.bytes += one.bytes;
        ++sum.files;
    }
    std::vector<WasteSum> out;
    for (const auto& [pair, sum] : sums) {
        out.push_back(sum);
    }
    std::ranges::stable_sort(out, std::greater{}, &WasteSum::bytes);
    return out;
}

std::vector<Duplicate> duplicatesOf(const RootTrie& trie, const std::vector<LayerInput>& layers) {
    std::unordered_map<Hash128, std::vector<RootTrie::Id>> byContent;
    std::vector<bool> seen(trie.inodes().size(), false);
    for (RootTrie::Id id = 1; id < trie.nodes().size(); ++id) {
        const RootTrie::Node& node = trie.nodes()[id];
        if (!node.live || node.inode == RootTrie::kNone || seen[node.inode]) {
            continue;
        }
        seen[node.inode] = true;
        const oci::LayerIndex& index = *layers[node.layer].index;
        const oci::LayerEntry* file = &index.entries[node.entry];
        if (file->type == oci::EntryType::HardLink) {
            file = index.find(file->link);
        }
        if (file != nullptr && file->size > 0 && !file->content.isZero()) {
            byContent[file->content].push_back(id);
        }
    }
    std::vector<Duplicate> out;
    for (const auto& [content, ids] : byContent) {
        if (ids.size() < 2) {
            continue;
        }
        Duplicate duplicate{content, trie.inodes()[trie.nodes()[ids.front()].inode].bytes, {}};
        for (const RootTrie::Id id : ids) {
            duplicate.paths.push_back(trie.path(id));
        }
        std::ranges::sort(duplicate.paths);
        out.push_back(std::move(duplicate));
    }
    std::ranges::sort(out, [](const Duplicate& a, const Duplicate& b) {
        return std::make_tuple(b.bytes * (b.paths.size() - 1), a.paths) < std::make_tuple(a.bytes * (a.paths.size() - 1), b.paths);
    });
    return out;
}

} // namespace

Accounts account(const std::vector<LayerInput>& layers, std::stop_token stop) {
    Accounts out;
    RootTrie* tree = nullptr;
    RootTrie trie([&](RootTrie::Id node, const RootTrie::Inode& inode, std::uint32_t by) {
        if (inode.bytes > 0) {
            out.waste.push_back({tree->path(node), inode.bytes, inode.layer, by});
        }
    });
    tree = &trie;
    for (const LayerInput& layer : layers) {
        if (stop.stop_requested()) {
            return {};
        }
        LayerFigures figures = ownFigures(*layer.index);
        const std::uint64_t before = trie.visibleBytes();
        trie.apply(*layer.index);
        figures.runningTotal = trie.visibleBytes();
        figures.contribution = static_cast<std::int64_t>(figures.runningTotal) - static_cast<std::int64_t>(before);
        out.stored += figures.atRest;
        out.layers.push_back(figures);
    }
    out.visible = trie.visibleBytes();
    out.wasted = out.stored - out.visible;
    out.efficiency = out.stored == 0 ? 1.0 : static_cast<double>(out.visible) / static_cast<double>(out.stored);
    for (const RootTrie::Node& node : trie.nodes()) {
        out.visibleFiles += node.live && !node.directory ? 1U : 0U;
    }
    std::ranges::stable_sort(out.waste, std::greater{}, &Waste::bytes);
    out.wasteSums = sumsOf(out.waste);
    out.duplicates = duplicatesOf(trie, layers);
    return out;
}

} // namespace sw::analysis
