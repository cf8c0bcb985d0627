#include "core/analysis/singlestage.h"

#include "core/analysis/jsonparts.h"
#include "core/base/imagepath.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

namespace sw::analysis {

namespace {

/// Chains of layers that were counted: each layer with all below it.
class Chains {
public:
    /// What the layers of a root add that no earlier root of these did.
    std::uint64_t add(const StageFiles& stage, const Accounts& accounts) {
        std::int64_t sum = 0;
        std::string chain;
        for (std::size_t i = 0; i < accounts.layers.size(); ++i) {
            chain += stage.layers[i].input.diffId.hex() + ":";
            if (m_known.insert(Hasher128::of(chain)).second) {
                sum += accounts.layers[i].contribution;
            }
        }
        return static_cast<std::uint64_t>(std::max<std::int64_t>(0, sum));
    }

    /// By layer of a stage: whether it was counted, with all below it.
    std::vector<bool> counted(const StageFiles& stage) const {
        std::vector<bool> out;
        std::string chain;
        for (const StageLayer& layer : stage.layers) {
            chain += layer.input.diffId.hex() + ":";
            out.push_back(m_known.contains(Hasher128::of(chain)));
        }
        return out;
    }

private:
    std::set<Hash128> m_known;
};

} // namespace

SingleStage singleStage(const BuildFiles& build, std::size_t stageIndex, std::stop_token stop) {
    SingleStage out;
    const StageFiles& final = build.stages.at(stageIndex);
    const Accounts accounts = account(final.inputs(), stop);
    out.shipped = accounts.visible;
    std::set<std::size_t> sources;
    const auto isCopied = [&](const StageLayer& layer) { return layer.making == Making::Stage && layer.fromStage && *layer.fromStage < build.stages.size(); };
    for (std::size_t i = 0; i < accounts.layers.size(); ++i) {
        if (final.layers[i].making == Making::Base) {
            out.ownBase = accounts.layers[i].runningTotal;
        } else if (isCopied(final.layers[i])) {
            sources.insert(*final.layers[i].fromStage);
        }
    }
    std::unordered_set<Hash128> shipped;
    const FileTree finalTree = buildFileTree(final.indexes(), {}, stop);
    for (FileTree::Id id = 0; id < finalTree.size(); ++id) {
        if (const oci::EntryRef file = contentEntry(finalTree, id)) {
            shipped.insert(file.content());
        }
    }
    Chains chains;
    std::set<std::pair<std::string, Hash128>> seen; // files that several sources share
    for (const std::size_t source : sources) {
        const StageFiles& stage = build.stages[source];
        const Accounts root = account(stage.inputs(), stop);
        const std::uint64_t counted = chains.add(stage, root);
        out.sources.push_back({source, root.visible, counted});
        out.roots += counted;
        const FileTree tree = buildFileTree(stage.indexes(), {}, stop);
        for (FileTree::Id id = 0; id < tree.size() && !stop.stop_requested(); ++id) {
            const oci::EntryRef file = contentEntry(tree, id);
            if (!file || tree.bytes(id) == 0 || shipped.contains(file.content())) {
                continue;
            }
            std::string path = tree.path(id);
            if (seen.insert({path, file.content()}).second) {
                ++out.leftBehindFiles;
                out.leftBehindBytes += tree.bytes(id);
                out.leftBehind.push_back({source, std::move(path), tree.bytes(id)});
            }
        }
    }
    const std::vector<bool> counted = chains.counted(final); // of a stage that it is based on and copies from as well
    std::int64_t own = 0;
    for (std::size_t i = 0; i < accounts.layers.size(); ++i) {
        if (final.layers[i].making == Making::Base || counted[i]) {
            continue;
        }
        own += accounts.layers[i].contribution;
        out.copied += isCopied(final.layers[i]) ? static_cast<std::uint64_t>(std::max<std::int64_t>(0, accounts.layers[i].contribution)) : 0;
    }
    out.own = static_cast<std::uint64_t>(std::max<std::int64_t>(0, own));
    std::ranges::sort(out.leftBehind, [](const auto& a, const auto& b) { return a.bytes != b.bytes ? a.bytes > b.bytes : a.path < b.path; });
    out.leftBehind.resize(std::min(out.leftBehind.size(), kLeftBehind));
    out.bytes = out.roots + out.own;
    return out;
}

std::string singleStageJson(const BuildFiles& build, const SingleStage& single) {
    if (!single.multiStage()) {
        return "null";
    }
    io::Json sources = io::Json::array();
    for (const SingleStage::Root& root : single.sources) {
        sources.push_back({{"stage", build.stages[root.stage].title(root.stage)}, {"bytes", root.bytes}, {"counted", root.counted}});
    }
    io::Json files = io::Json::array();
    for (const SingleStage::LeftBehind& file : single.leftBehind) {
        files.push_back({{"stage", build.stages[file.stage].title(file.stage)}, {"path", absolutePath(file.path)}, {"bytes", file.bytes}});
    }
    return io::dumpJson({{"bytes", single.bytes},
                         {"roots", single.roots},
                         {"own_steps", single.own},
                         {"copied", single.copied},
                         {"shipped", single.shipped},
                         {"saved", static_cast<std::int64_t>(single.bytes) - static_cast<std::int64_t>(single.shipped)},
                         {"own_base", single.ownBase},
                         {"formula", "bytes = roots (visible bytes of each stage copied from, shared layers once) + own_steps (what the final stage's own steps add, "
                                     "without its base); copied is the part of own_steps that COPY --from stages brought"},
                         {"sources", std::move(sources)},
                         {"left_behind", {{"files", single.leftBehindFiles}, {"bytes", single.leftBehindBytes}, {"largest", std::move(files)}}}});
}

} // namespace sw::analysis
