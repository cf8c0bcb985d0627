#include "core/analysis/provenance.h"

#include "core/analysis/filetree.h"
#include "core/analysis/sourcepaths.h"
#include "core/base/imagepath.h"
#include "core/oci/stackview.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace sw::analysis {

namespace {

using StackView = oci::CompactView;

StackView viewOf(const StageFiles& stage, std::size_t upTo) {
    LayerList layers = stage.indexes();
    layers.resize(std::min(upTo, layers.size()));
    return StackView(std::move(layers));
}

/// Walks back from a path in a stage; hops come newest first.
class Tracer {
public:
    Tracer(const BuildFiles& build, const SourceFiles* context) : m_build(build), m_context(context) {}

    void trace(std::size_t stageIndex, std::string path, std::size_t upTo, std::vector<Hop>& hops) {
        while (hops.size() < kMostHops) {
            const StageFiles& stage = m_build.stages[stageIndex];
            const StackView& view = viewUpTo(stageIndex, upTo);
            const auto found = view.lookup(path);
            if (!found || !found->entry) {
                return;
            }
            path = found->path;
            const StageLayer& layer = stage.layers[found->layer];
            Hop hop;
            hop.making = layer.making;
            hop.stage = stageIndex;
            hop.layer = found->layer;
            hop.path = path;
            if (layer.making == Making::Context || layer.making == Making::Stage || layer.making == Making::Image ||
                layer.making == Making::Inline || layer.making == Making::Remote) {
                if (!traceCopy(std::move(hop), view, *found, stageIndex, path, upTo, hops)) {
                    return;
                }
                continue;
            }
            const auto before = viewUpTo(stageIndex, found->layer).lookup(path);
            if (!before || layer.making == Making::Base) {
                hop.deed = Hop::Deed::Made;
            } else {
                hop.deed = Hop::Deed::Changed;
                const auto newer = view.content(*found);
                const auto older = viewUpTo(stageIndex, found->layer).content(*before);
                hop.contentChanged = before->entry.type() != found->entry.type() ||
                                     (newer && older ? newer->entry.content() != older->entry.content() : found->entry.link() != before->entry.link());
            }
            const bool more = hop.deed == Hop::Deed::Changed;
            upTo = found->layer;
            hops.push_back(std::move(hop));
            if (!more) {
                return;
            }
        }
    }

    const StackView& viewUpTo(std::size_t stage, std::size_t upTo) {
        const auto [view, isNew] = m_views.try_emplace({stage, upTo});
        if (isNew) {
            view->second = viewOf(m_build.stages[stage], upTo);
        }
        return view->second;
    }

private:
    static constexpr std::size_t kMostHops = 1000; ///< stages make no circles; this is for records that do

    /// True when the way goes on in the stage that was copied from; stageIndex, path and upTo then lead there.
    bool traceCopy(Hop hop, const StackView& view, const StackView::Found& found, std::size_t& stageIndex, std::string& path, std::size_t& upTo,
                   std::vector<Hop>& hops) {
        const StageLayer& layer = m_build.stages[stageIndex].layers[found.layer];
        const auto content = view.content(found);
        const oci::EntryRef file = content ? content->entry : oci::EntryRef();
        if (layer.making == Making::Stage && layer.fromStage && *layer.fromStage < m_build.stages.size()) {
            const std::size_t from = *layer.fromStage;
            const std::size_t all = m_build.stages[from].layers.size();
            const StageSource source(viewUpTo(from, all));
            const auto match = findSource(layer, path, file, &source);
            hop.deed = match ? Hop::Deed::Copied : Hop::Deed::Made;
            if (match) {
                hop.sourcePath = match->path;
                hops.push_back(std::move(hop));
                stageIndex = from;
                const auto real = !file ? std::nullopt : viewUpTo(from, all).lookupFollow(match->path);
                path = real ? real->path : match->path; // COPY follows a link that is a source itself
                upTo = all;
                return true;
            }
            hops.push_back(std::move(hop));
            return false;
        }
        const bool isContext = layer.making == Making::Context && layer.fromName.empty();
        if (const auto match = findSource(layer, path, file, isContext ? m_context : nullptr)) {
            hop.deed = layer.making == Making::Inline ? Hop::Deed::Made : Hop::Deed::Copied;
            hop.sourcePath = match->path;
            hop.unpacked = match->unpacked;
            if (isContext && m_context != nullptr) {
                hop.now = !match->exists                            ? Hop::Now::Gone
                          : match->unpacked || !file                ? Hop::Now::Unknown
                          : m_context->sameContent(match->path, file) ? Hop::Now::Same
                                                                    : Hop::Now::Changed;
            }
        }
        hops.push_back(std::move(hop));
        return false;
    }

    const BuildFiles& m_build;
    const SourceFiles* m_context;
    std::map<std::pair<std::size_t, std::size_t>, StackView> m_views;
};

void addSeen(const BuildFiles& build, std::vector<Hop>& hops) {
    for (Hop& hop : hops) {
        if (hop.making != Making::Run) {
            continue;
        }
        const StageFiles& stage = build.stages[hop.stage];
        const FileTree tree = buildFileTree(stage.indexes(), {.upTo = hop.layer});
        Hop::Seen seen{tree.node(0).files, tree.node(0).bytes, {}};
        for (std::size_t i = 0; i < hop.layer; ++i) {
            const Making making = stage.layers[i].making;
            if (making != Making::Base && making != Making::Run && making != Making::Workdir && making != Making::Other) {
                seen.copies.push_back(i);
            }
        }
        hop.couldSee = std::move(seen);
    }
}

std::uint64_t pathHash(std::uint64_t above, std::string_view name) { return (above ^ std::hash<std::string_view>{}(name)) * 0x9e3779b97f4a7c15ULL; }

/// Paths that more than one layer has, as pathHash() of all their names: few, as a rule, and worth a closer look. Two paths with
/// one hash cost a look more.
std::unordered_set<std::uint64_t> pathsStoredAgain(const LayerList& layers) {
    std::unordered_set<std::uint64_t> seen, again;
    std::vector<std::uint64_t> folders;
    for (const auto& layer : layers) {
        folders.assign(layer->folders().size(), 0);
        for (std::uint32_t i = 1; i < folders.size(); ++i) {
            folders[i] = pathHash(folders[layer->folders()[i].parent], layer->folderName(i));
        }
        for (std::uint32_t i = 0; i < layer->size(); ++i) {
            if ((*layer)[i].type() == oci::EntryType::Directory) {
                continue;
            }
            const std::uint64_t hash = pathHash(folders[layer->folderOf(i)], layer->nameOf(i));
            if (!seen.insert(hash).second) {
                again.insert(hash);
            }
        }
    }
    return again;
}

Beginning beginningOf(const BuildFiles& build, const Hop& hop) {
    const StageFiles& stage = build.stages[hop.stage];
    const StageLayer& layer = stage.layers[hop.layer];
    Beginning out;
    out.making = hop.making;
    switch (hop.making) {
    case Making::Base: out.name = layer.fromName.empty() ? stage.base : layer.fromName; return out;
    case Making::Context:
    case Making::Image: out.name = layer.fromName; return out;
    case Making::Remote: out.name = layer.sources.empty() ? std::string() : layer.sources.front(); return out;
    default: break;
    }
    out.line = layer.input.line;
    if (out.line > 0) {
        out.stage = layer.input.stage.empty() ? stage.title(hop.stage) : layer.input.stage;
    } else {
        out.name = layer.instruction;
    }
    return out;
}

} // namespace

std::string Beginning::text() const {
    return line > 0 ? "line " + std::to_string(line) + " in " + stage : making == Making::Context && name.empty() ? "context" : name;
}

std::string_view deedName(Hop::Deed deed) {
    static constexpr std::array<std::string_view, 4> kNames = {"made", "changed", "copied", "removed"};
    return kNames[static_cast<std::size_t>(deed)];
}

Provenance provenanceOf(const BuildFiles& build, std::size_t stage, std::string_view path, const SourceFiles* context) {
    Provenance out;
    out.path = cleanImagePath(path);
    if (stage >= build.stages.size()) {
        return out;
    }
    Tracer tracer(build, context);
    const std::size_t all = build.stages[stage].layers.size();
    std::size_t upTo = all;
    std::vector<Hop> hops;
    if (const auto found = tracer.viewUpTo(stage, all).lookup(out.path)) {
        out.present = true;
        out.entry = found->entry;
        out.path = found->path;
    } else { // deleted, or never there
        while (upTo > 0 && !tracer.viewUpTo(stage, upTo).lookup(out.path)) {
            --upTo;
        }
        if (upTo == 0) {
            return out;
        }
        Hop removed;
        removed.deed = Hop::Deed::Removed;
        removed.making = build.stages[stage].layers[upTo].making;
        removed.stage = stage;
        removed.layer = upTo;
        removed.path = out.path;
        hops.push_back(std::move(removed));
    }
    tracer.trace(stage, out.path, upTo, hops);
    addSeen(build, hops);
    std::ranges::reverse(hops);
    out.hops = std::move(hops);
    return out;
}

Origins originsOf(const BuildFiles& build, std::size_t stageIndex, const SourceFiles* context, std::stop_token stop) {
    Origins out;
    const StageFiles& stage = build.stages.at(stageIndex);
    const FileTree tree = buildFileTree(stage.indexes(), {}, stop);
    Tracer tracer(build, context);
    std::map<Beginning, Origin> sums;
    const std::unordered_set<std::uint64_t> again = pathsStoredAgain(tree.layers());
    std::vector<std::uint64_t> hashes(tree.size());
    for (FileTree::Id id = 0; id < tree.size() && !stop.stop_requested(); ++id) {
        hashes[id] = id == 0 ? 0 : pathHash(hashes[tree.parent(id)], tree.name(id));
        if (tree.directory(id) || tree.layer(id) >= stage.layers.size()) {
            continue;
        }
        const std::uint32_t from = tree.layer(id);
        OriginFile file;
        file.path = tree.path(id);
        file.bytes = tree.bytes(id);
        file.layer = from;
        file.stages = {stageIndex};
        const StageLayer& layer = stage.layers[from];
        Hop beginning;
        beginning.making = layer.making;
        beginning.stage = stageIndex;
        beginning.layer = from;
        // What a step made was perhaps there before, and is stored again with another mode or owner alone.
        if (layer.making == Making::Stage || layer.making == Making::Context || (layer.making != Making::Base && again.contains(hashes[id]))) {
            std::vector<Hop> hops;
            tracer.trace(stageIndex, file.path, stage.layers.size(), hops);
            // Where the bytes began: changes of mode and owner do not count.
            const auto start = std::ranges::find_if(hops, [](const Hop& hop) {
                return hop.deed == Hop::Deed::Made || (hop.deed == Hop::Deed::Changed && hop.contentChanged) ||
                       (hop.deed == Hop::Deed::Copied && hop.making != Making::Stage);
            });
            for (const Hop& hop : std::ranges::subrange(hops.begin(), start == hops.end() ? start : start + 1)) { // what was there before is gone
                if (std::ranges::find(file.stages, hop.stage) == file.stages.end()) {
                    file.stages.push_back(hop.stage);
                }
                if (hop.sourcePath) {
                    file.sourcePath = *hop.sourcePath;
                }
            }
            beginning = start != hops.end() ? *start : hops.empty() ? beginning : hops.back();
        }
        file.begin = beginningOf(build, beginning);
        for (const std::size_t through : file.stages) {
            if (through != stageIndex) {
                auto& [files, bytes] = out.throughStages[through];
                ++files;
                bytes += file.bytes;
            }
        }
        Origin& sum = sums[file.begin];
        sum.begin = file.begin;
        ++sum.files;
        sum.bytes += file.bytes;
        out.files.push_back(std::move(file));
    }
    for (auto& [key, sum] : sums) {
        out.sums.push_back(std::move(sum));
    }
    std::ranges::stable_sort(out.sums, std::greater{}, &Origin::bytes);
    std::ranges::sort(out.files, {}, &OriginFile::path);
    return out;
}

} // namespace sw::analysis
