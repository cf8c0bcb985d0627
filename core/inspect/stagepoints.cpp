#include "core/inspect/stagepoints.h"

#include "core/dockerfile/parser.h"
#include "core/inspect/buildjoin.h"

#include <algorithm>

namespace sw::inspect {

namespace {

using build::StageResult;
using build::StepResult;
using dockerfile::InstructionKind;

dockerfile::Document parsed(const StepResult& step) { return dockerfile::parse(step.text + "\n"); }

InstructionKind kindOf(const StepResult& step) {
    const dockerfile::Document document = parsed(step);
    return document.instructions.empty() ? InstructionKind::Unknown : document.instructions.front().kind;
}

/// FROM and ONBUILD write no history (core/plan/lower.cpp, as BuildKit does).
bool writesHistory(InstructionKind kind) { return kind != InstructionKind::From && kind != InstructionKind::Onbuild && kind != InstructionKind::Unknown; }

/// What an ENV or ARG sets, as written; empty when a name is made of variables.
std::vector<std::string> namesOf(const StepResult& step) {
    std::vector<std::string> out;
    const dockerfile::Document document = parsed(step);
    if (document.instructions.empty()) {
        return out;
    }
    const dockerfile::Instruction& instruction = document.instructions.front();
    const auto* pairs = std::get_if<dockerfile::PairArgs>(&instruction.payload);
    if (pairs == nullptr || (instruction.kind != InstructionKind::Env && instruction.kind != InstructionKind::Arg)) {
        return out;
    }
    for (const dockerfile::KeyValue& pair : pairs->pairs) {
        if (pair.key.text.find_first_of("$\"'\\") != std::string::npos) {
            return {};
        }
        out.push_back(pair.key.text);
    }
    return out;
}

analysis::PointConfig pointOf(const oci::ImageConfig& config) { return {.env = config.env, .args = {}, .user = config.user, .workingDir = config.workingDir}; }

} // namespace

std::vector<StagePoint> pointsOfStage(const std::vector<StageResult>& stages, const std::vector<StepResult>& steps, const StageResult& stage,
                                      const std::optional<oci::ImageConfig>& base) {
    std::vector<StagePoint> out;
    if (stage.state != "built" && stage.state != "cached") {
        return out;
    }
    const auto& history = stage.config.history;
    std::vector<std::size_t> own;
    std::vector<InstructionKind> kinds;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].stage == stage.index) {
            own.push_back(i);
            kinds.push_back(kindOf(steps[i]));
        }
    }
    const auto told = std::min<std::size_t>(static_cast<std::size_t>(std::ranges::count_if(kinds, writesHistory)), history.size());
    std::optional<analysis::PointConfig> start;
    if (const StageResult* baseStage = baseStageOf(stages, stage)) {
        const auto before = pointsOfStage(stages, steps, *baseStage, base);
        start = before.empty() ? pointOf(baseStage->config) : before.back().config; // its ARGs are in force here as well
    } else if (base) {
        start = pointOf(*base);
    }
    // Without a known base its own history tells what was there before the first line.
    const std::size_t first = start ? history.size() - told : 0;
    std::vector<analysis::HistoryLine> lines;
    for (std::size_t i = first; i < history.size(); ++i) {
        lines.push_back({history[i].createdBy, {}});
    }
    std::size_t next = history.size() - told - first;
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (writesHistory(kinds[i]) && next < lines.size()) {
            lines[next++].names = namesOf(steps[own[i]]);
        }
    }
    auto configs = analysis::configPoints(lines, stage.config, start);
    std::size_t at = history.size() - told - first;
    if (!start) { // ARGs of the base are not in force
        for (std::size_t i = at; i < configs.size(); ++i) {
            std::erase_if(configs[i].args, [&](const auto& arg) { return std::ranges::find(configs[at].args, arg) != configs[at].args.end(); });
        }
        configs[at].args.clear();
    }
    std::size_t layers = stage.baseLayers;
    for (std::size_t i = 0; i < own.size(); ++i) {
        const StepResult& step = steps[own[i]];
        const bool hasLayer = std::ranges::find(stage.layerSteps, own[i]) != stage.layerSteps.end();
        layers += hasLayer ? 1 : 0;
        at += writesHistory(kinds[i]) && at + 1 < configs.size() ? 1 : 0;
        out.push_back({.text = step.text, .line = step.line, .instruction = step.instruction, .layers = layers, .hasLayer = hasLayer, .config = configs[at]});
    }
    return out;
}

std::vector<StagePoint> pointsOfStage(store::Store& store, const build::BuildResult& result, const StageResult& stage) {
    std::optional<oci::ImageConfig> base;
    // The base of a base stage is what counts.
    const StageResult* lowest = &stage;
    while (const StageResult* below = baseStageOf(result.stages, *lowest)) {
        lowest = below;
    }
    const oci::Platform platform = stage.config.platform.architecture.empty() ? oci::Platform::host() : stage.config.platform;
    if (const auto image = store.image(lowest->base, platform); image && *image && (*image)->layers.size() <= stage.layers.size() &&
                                                       std::equal((*image)->layers.begin(), (*image)->layers.end(), stage.layers.begin())) {
        base = (*image)->config;
    }
    return pointsOfStage(result.stages, result.steps, stage, base);
}

std::vector<StagePoint> pointsOfHistory(const analysis::ImageView& image) {
    std::vector<StagePoint> out;
    std::vector<analysis::HistoryLine> lines;
    for (const oci::HistoryEntry& entry : image.config.history) {
        lines.push_back({entry.createdBy, {}});
    }
    const auto configs = analysis::configPoints(lines, image.config);
    std::size_t layers = analysis::firstToldLayer(image.config, image.layers.size());
    out.push_back({.text = {}, .line = 0, .instruction = {}, .layers = layers, .hasLayer = layers > 0, .config = configs.front()});
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool hasLayer = !image.config.history[i].emptyLayer && layers < image.layers.size();
        layers += hasLayer ? 1 : 0;
        out.push_back({.text = lines[i].text, .line = 0, .instruction = {}, .layers = layers, .hasLayer = hasLayer, .config = configs[i + 1]});
    }
    if (!out.empty()) {
        out.back().layers = image.layers.size();
    }
    return out;
}

Result<std::vector<StagePoint>> pointsOf(const StoreOpener& opener, const OpenedImage& image) {
    if (image.result && image.stage < image.result->stages.size()) {
        SW_TRY(const auto store, opener());
        auto points = pointsOfStage(*store, *image.result, image.result->stages[image.stage]);
        if (!points.empty()) {
            return points;
        }
    }
    return pointsOfHistory(image.view);
}

} // namespace sw::inspect
