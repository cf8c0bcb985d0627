#include "ui/session/stagelayers.h"

#include "core/analysis/compare.h"
#include "core/inspect/buildjoin.h"
#include "core/inspect/openimage.h"
#include "ui/session/sentence.h"
#include "ui/session/statemerge.h"

#include <algorithm>

namespace sw::ui {

namespace {

/// The stage of the same file whose whole root `stage` begins with.
const build::StageResult* baseStageOf(const build::BuildResult& result, const build::StageResult& stage) {
    const QString base = QString::fromStdString(stage.base);
    const build::StageResult* found = nullptr;
    for (const build::StageResult& other : result.stages) {
        if (other.index < stage.index && !other.name.empty() && QString::fromStdString(other.name).compare(base, Qt::CaseInsensitive) == 0 &&
            other.layers.size() <= stage.layers.size() && std::equal(other.layers.begin(), other.layers.end(), stage.layers.begin())) {
            found = &other;
        }
    }
    return found;
}

/// Where a layer of a stage came from. Layers of a base stage are looked up in that stage's result.
StageLayers::Layer describeLayer(const build::BuildResult& result, const build::StageResult& stage, std::size_t index) {
    StageLayers::Layer layer;
    layer.id = stage.layers[index];
    if (index < stage.baseLayers) {
        if (const build::StageResult* base = baseStageOf(result, stage); base != nullptr && index < base->layers.size()) {
            return describeLayer(result, *base, index);
        }
        layer.fromBase = true;
        layer.origin = QString::fromStdString(stage.base);
        std::size_t number = 0;
        for (const oci::HistoryEntry& entry : stage.config.history) {
            if (!entry.emptyLayer && number++ == index) {
                layer.text = QString::fromStdString(entry.createdBy).simplified();
            }
        }
        if (layer.text.isEmpty()) {
            layer.text = layer.origin;
        }
        return layer;
    }
    layer.origin = QString::fromStdString(stage.name);
    layer.ownerStage = stage.index;
    const std::size_t own = index - stage.baseLayers;
    if (own < stage.layerSteps.size() && stage.layerSteps[own] < result.steps.size()) {
        const build::StepResult& step = result.steps[stage.layerSteps[own]];
        layer.text = QString::fromStdString(step.text).simplified();
        layer.line = step.line;
        layer.instruction = step.instruction;
        layer.reason = reasonSentence(step.reason);
    }
    return layer;
}

/// What the build's record tells beyond figures: how files came, what one stage would weigh, what should not be there.
void addJoined(StageLayers& layers, const std::shared_ptr<store::Store>& store, const Browsed& browsed, const build::StageResult& stage,
               const std::stop_token& stop) {
    const build::BuildResult& result = *browsed.result;
    auto build = browsed.view ? Result<analysis::BuildFiles>(analysis::filesOfImage(*browsed.view)) : inspect::filesOfBuild(*store, result, {});
    const auto index = static_cast<std::size_t>(&stage - result.stages.data());
    if (!build || index >= build->stages.size() || build->stages[index].layers.size() != stage.layers.size()) {
        return;
    }
    if (std::error_code error; !browsed.context.empty() && std::filesystem::is_directory(browsed.context, error)) {
        build->context = browsed.context;
    }
    layers.place = index;
    for (std::size_t i = 0; i < layers.layers.size(); ++i) {
        if (const auto& from = build->stages[index].layers[i].fromStage; from && *from < result.stages.size()) {
            layers.layers[i].fromStage = result.stages[*from].index;
        }
    }
    layers.build = std::make_shared<const analysis::BuildFiles>(std::move(*build));
    layers.single = analysis::singleStage(*layers.build, index, stop);
    layers.findings = analysis::findThings({layers.build->stages[index], analysis::headReader(*layers.view)}, stop);
    const auto text = [&](const char* path) {
        constexpr std::uint64_t kLargest = 1U << 20U;
        auto read = analysis::fileText(*layers.view, path, kLargest);
        return read && *read ? **read : std::string();
    };
    layers.owners = analysis::OwnerNames(text("etc/passwd"), text("etc/group"));
    for (const build::StageResult& one : result.stages) {
        layers.documentStages.push_back(one.index);
    }
}

} // namespace

LoadedStage loadStage(const std::shared_ptr<store::Store>& store, const Browsed& browsed, std::size_t stageIndex) {
    const build::BuildResult& result = *browsed.result;
    const auto found = std::ranges::find(result.stages, stageIndex, &build::StageResult::index);
    if (found == result.stages.end() || found->layers.empty()) {
        return {};
    }
    auto layers = std::make_shared<StageLayers>();
    layers->stage = stageIndex;
    layers->name = QString::fromStdString(found->name);
    layers->view = browsed.view;
    if (!layers->view) {
        auto view = inspect::viewOfLayers(store, found->layers, found->config);
        if (!view) {
            return {.layers = nullptr, .error = shown(view.error())};
        }
        layers->view = std::make_shared<const analysis::ImageView>(std::move(*view));
    }
    layers->indexes = layers->view->indexes();
    const std::vector<analysis::LayerFigures> figures = analysis::layerFigures(layers->view->layers);
    for (std::size_t i = 0; i < found->layers.size() && i < figures.size(); ++i) {
        layers->layers.push_back(describeLayer(result, *found, i));
        layers->layers.back().compressed = layers->view->layers[i].compressed;
        layers->layers.back().figures = figures[i];
    }
    layers->points = browsed.view ? inspect::pointsOfHistory(*browsed.view) : inspect::pointsOfStage(*store, result, *found);
    for (const build::EdgeTraffic& edge : result.edges) {
        if (edge.stage == stageIndex) {
            layers->edges.push_back(edge);
        }
    }
    return {.layers = std::move(layers), .error = {}};
}

StageLayersPtr countedStage(const StageLayersPtr& layers, const std::stop_token& stop) {
    auto out = std::make_shared<StageLayers>(*layers);
    auto accounts = std::make_shared<const analysis::Accounts>(analysis::account(out->view->layers, stop));
    for (std::size_t i = 0; i < out->layers.size() && i < accounts->layers.size(); ++i) {
        out->layers[i].figures = accounts->layers[i];
    }
    out->accounts = std::move(accounts);
    return out;
}

StageLayersPtr completedStage(const StageLayersPtr& layers, const std::shared_ptr<store::Store>& store, const Browsed& browsed, const std::stop_token& stop) {
    const auto found = std::ranges::find(browsed.result->stages, layers->stage, &build::StageResult::index);
    auto out = std::make_shared<StageLayers>(*layers);
    if (found != browsed.result->stages.end()) {
        addJoined(*out, store, browsed, *found, stop);
    }
    return out;
}

StageLayersPtr tracedStage(const StageLayersPtr& layers, const std::stop_token& stop) {
    auto out = std::make_shared<StageLayers>(*layers);
    out->origins = analysis::originsOf(*layers->build, layers->place, nullptr, stop).sums;
    return out;
}

} // namespace sw::ui
