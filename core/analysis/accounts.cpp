#include "core/analysis/accounts.h"

#include "core/analysis/stacker.h"

#include <algorithm>
#include <map>
#include <span>

namespace sw::analysis {

namespace {

/// Counts for each stored file how many names show it, and what that makes visible.
class Ledger final : public Stacker::Observer {
public:
    explicit Ledger(const Stacker::Layers& layers) : m_layers(layers) {
        for (const auto& layer : layers) {
            m_names.emplace_back(layer->size(), 0);
        }
    }

    void shown(Stacker::Id, Stacker::Place content, std::uint32_t) override {
        if (m_names[content.layer][content.entry]++ == 0) {
            visible += sizeOf(content);
        }
    }

    void hidden(Stacker::Id node, Stacker::Place content, std::uint32_t layer) override {
        if (--m_names[content.layer][content.entry] == 0) {
            const std::uint64_t size = sizeOf(content);
            visible -= size;
            if (size > 0) {
                waste.push_back({node, size, content.layer, layer});
            }
        }
    }

    struct Hidden {
        Stacker::Id node;
        std::uint64_t bytes;
        std::uint32_t storedBy;
        std::uint32_t hiddenBy;
    };

    std::uint64_t visible = 0;
    std::vector<Hidden> waste;

private:
    std::uint64_t sizeOf(Stacker::Place place) const { return (*m_layers[place.layer])[place.entry].size(); }
    const Stacker::Layers& m_layers;
    std::vector<std::vector<std::uint32_t>> m_names;
};

LayerFigures figuresOf(const oci::CompactIndex& index) {
    LayerFigures figures;
    figures.atRest = index.contentBytes;
    figures.headerBytes = index.headerBytes;
    figures.tarBytes = index.tarBytes;
    figures.paddingBytes = static_cast<std::int64_t>(index.tarBytes) - static_cast<std::int64_t>(index.contentBytes + index.headerBytes);
    figures.files = index.files();
    figures.removed = index.removed();
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

/// Appends the files of one content, unless they are names of one file.
void addDuplicate(const Stacker& stacker, std::span<const Stacker::Id> nodes, std::vector<Duplicate>& out) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> paths; // names of one file are no copies
    for (const Stacker::Id id : nodes) {
        const Stacker::Place content = stacker.nodes()[id].content;
        std::string path = stacker.path(id);
        const auto [place, isNew] = paths.try_emplace({content.layer, content.entry}, path);
        if (!isNew && path < place->second) {
            place->second = std::move(path);
        }
    }
    if (paths.size() < 2) {
        return;
    }
    const oci::EntryRef file = stacker.entry(stacker.nodes()[nodes.front()].content);
    Duplicate duplicate{file.content(), file.size(), {}};
    for (auto& [place, path] : paths) {
        duplicate.paths.push_back(std::move(path));
    }
    std::ranges::sort(duplicate.paths);
    out.push_back(std::move(duplicate));
}

std::vector<Duplicate> duplicatesOf(const Stacker& stacker) {
    struct Copy {
        Hash128 content;
        Stacker::Id node;
    };
    std::vector<Copy> copies;
    const auto& nodes = stacker.nodes();
    for (Stacker::Id id = 0; id < nodes.size(); ++id) {
        if (!nodes[id].visible || !nodes[id].content.valid()) {
            continue;
        }
        const oci::EntryRef file = stacker.entry(nodes[id].content);
        if (file.size() > 0 && !file.content().isZero()) {
            copies.push_back({file.content(), id});
        }
    }
    std::ranges::sort(copies, [](const Copy& a, const Copy& b) {
        return a.content.high != b.content.high ? a.content.high < b.content.high
               : a.content.low != b.content.low ? a.content.low < b.content.low
                                                : a.node < b.node;
    });
    std::vector<Duplicate> out;
    std::vector<Stacker::Id> group;
    for (std::size_t first = 0; first < copies.size();) {
        std::size_t end = first + 1;
        while (end < copies.size() && copies[end].content == copies[first].content) {
            ++end;
        }
        if (end - first > 1) {
            group.clear();
            for (std::size_t i = first; i < end; ++i) {
                group.push_back(copies[i].node);
            }
            addDuplicate(stacker, group, out);
        }
        first = end;
    }
    std::ranges::sort(out, [](const Duplicate& a, const Duplicate& b) {
        const std::uint64_t gainA = a.bytes * (a.paths.size() - 1);
        const std::uint64_t gainB = b.bytes * (b.paths.size() - 1);
        return gainA != gainB ? gainA > gainB : a.paths.front() < b.paths.front();
    });
    return out;
}

} // namespace

std::vector<LayerFigures> layerFigures(const std::vector<LayerInput>& layers) {
    std::vector<LayerFigures> out;
    for (const LayerInput& layer : layers) {
        out.push_back(figuresOf(*layer.index));
    }
    return out;
}

Accounts account(const std::vector<LayerInput>& layers, std::stop_token stop) {
    Stacker::Layers indexes;
    for (const LayerInput& layer : layers) {
        indexes.push_back(layer.index);
    }
    Ledger ledger(indexes);
    Stacker stacker(indexes, &ledger);
    Accounts accounts;
    for (std::uint32_t i = 0; i < indexes.size() && !stop.stop_requested(); ++i) {
        LayerFigures figures = figuresOf(*indexes[i]);
        const std::uint64_t before = ledger.visible;
        stacker.apply(i);
        figures.contribution = static_cast<std::int64_t>(ledger.visible) - static_cast<std::int64_t>(before);
        figures.runningTotal = ledger.visible;
        accounts.stored += figures.atRest;
        accounts.layers.push_back(figures);
    }
    accounts.visible = ledger.visible;
    accounts.wasted = accounts.stored - std::min(accounts.stored, accounts.visible);
    accounts.efficiency = accounts.stored == 0 ? 1.0 : static_cast<double>(accounts.visible) / static_cast<double>(accounts.stored);
    for (const Stacker::Node& node : stacker.nodes()) {
        accounts.visibleFiles += node.visible && !node.directory ? 1 : 0;
    }
    for (std::size_t i = 0; i < accounts.layers.size(); ++i) { // names that one tar has several times: the last one counts
        std::uint64_t kept = 0;
        for (std::uint32_t at = 0; at < indexes[i]->size(); ++at) {
            kept += (*indexes[i])[at].size();
        }
        if (kept < accounts.layers[i].atRest) {
            accounts.waste.push_back({{}, accounts.layers[i].atRest - kept, i, i});
        }
    }
    for (const Ledger::Hidden& hidden : ledger.waste) {
        accounts.waste.push_back({stacker.path(hidden.node), hidden.bytes, hidden.storedBy, hidden.hiddenBy});
    }
    std::ranges::sort(accounts.waste, [](const Waste& a, const Waste& b) { return a.bytes != b.bytes ? a.bytes > b.bytes : a.path < b.path; });
    accounts.wasteSums = sumsOf(accounts.waste);
    accounts.duplicates = duplicatesOf(stacker);
    return accounts;
}

} // namespace sw::analysis
