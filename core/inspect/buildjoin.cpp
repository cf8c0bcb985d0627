#include "core/inspect/buildjoin.h"

#include <algorithm>
#include <cctype>

namespace sw::inspect {

namespace {

using analysis::Making;
using analysis::StageFiles;
using analysis::StageLayer;

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
    return text;
}

/// The value of --from of an instruction as written; "" without one.
std::string fromFlag(const std::string& instruction) {
    constexpr std::string_view flag = "--from=";
    const std::size_t at = instruction.find(flag);
    if (at == std::string::npos) {
        return {};
    }
    const std::size_t begin = at + flag.size();
    return instruction.substr(begin, instruction.find_first_of(" \t\r\n\\", begin) - begin);
}

class Joiner {
public:
    Joiner(store::Store& store, const std::vector<build::StageResult>& stages, const std::vector<build::StepResult>& steps,
           const std::vector<build::EdgeTraffic>& edges)
        : m_store(store), m_stages(stages), m_steps(steps), m_edges(edges) {}

    std::vector<StageFiles> join() {
        std::vector<StageFiles> out;
        for (const build::StageResult& stage : m_stages) {
            out.push_back(stageOf(stage, out));
        }
        return out;
    }

private:
    StageFiles stageOf(const build::StageResult& stage, const std::vector<StageFiles>& before) {
        StageFiles out;
        out.name = stage.name;
        out.base = stage.base;
        out.baseLayers = stage.baseLayers;
        out.baseStage = baseStageOf(stage);
        for (std::size_t i = 0; i < stage.layers.size(); ++i) {
            if (i < stage.baseLayers && out.baseStage && i < before[*out.baseStage].layers.size()) {
                out.layers.push_back(before[*out.baseStage].layers[i]);
                continue;
            }
            StageLayer layer;
            const auto stored = m_store.seenLayer(stage.layers[i]);
            if (!stored) { // pruned
                out.layers.clear();
                return out;
            }
            layer.input.index = (*stored)->index();
            layer.input.diffId = stage.layers[i];
            if (const auto& blob = (*stored)->info().compressed) {
                layer.input.blob = blob->digest;
                layer.input.compressed = blob->size;
            }
            if (i < stage.baseLayers) {
                layer.making = Making::Base;
                layer.fromName = stage.base;
                layer.fromLine = fromLine(m_steps, stage);
                layer.fromTitle = out.title(stage.index);
            } else if (const std::size_t own = i - stage.baseLayers; own < stage.layerSteps.size() && stage.layerSteps[own] < m_steps.size()) {
                fill(layer, m_steps[stage.layerSteps[own]], out.name.empty() ? std::to_string(stage.index) : out.name);
            }
            out.layers.push_back(std::move(layer));
        }
        analysis::readHistory(out, stage.config);
        return out;
    }

    void fill(StageLayer& layer, const build::StepResult& step, const std::string& stage) const {
        layer.input.line = step.line;
        layer.input.stage = stage;
        layer.instruction = step.text;
        for (const build::EdgeTraffic& edge : m_edges) {
            if (edge.stage == step.stage && edge.instruction == step.instruction) {
                layer.fromStage = edge.fromStage;
                layer.fromName = edge.from;
                layer.making = edge.fromStage ? Making::Stage : Making::Image;
            }
        }
        if (const std::string from = fromFlag(step.text); !from.empty() && layer.fromName.empty()) { // a named context is no edge
            layer.fromName = from;
            layer.making = Making::Context;
        }
    }

    /// A stage of the file whose whole root this one begins with.
    std::optional<std::size_t> baseStageOf(const build::StageResult& stage) const {
        for (const build::EdgeTraffic& edge : m_edges) {
            const bool isFrom = std::ranges::none_of(m_steps, [&](const build::StepResult& step) {
                return step.stage == edge.stage && step.instruction == edge.instruction && step.layer;
            });
            if (edge.stage == stage.index && edge.fromStage && *edge.fromStage < stage.index && isFrom && lower(edge.from) == lower(stage.base)) {
                return edge.fromStage;
            }
        }
        return std::nullopt;
    }

    store::Store& m_store;
    const std::vector<build::StageResult>& m_stages;
    const std::vector<build::StepResult>& m_steps;
    const std::vector<build::EdgeTraffic>& m_edges;
};

} // namespace

const build::StageResult* baseStageOf(const std::vector<build::StageResult>& stages, const build::StageResult& stage) {
    const build::StageResult* found = nullptr;
    for (const build::StageResult& other : stages) {
        if (other.index < stage.index && !other.name.empty() && lower(other.name) == lower(stage.base) && other.layers.size() <= stage.layers.size() &&
            std::equal(other.layers.begin(), other.layers.end(), stage.layers.begin())) {
            found = &other;
        }
    }
    return found;
}

int fromLine(const std::vector<build::StepResult>& steps, const build::StageResult& stage) {
    const auto first = std::ranges::find(steps, stage.index, &build::StepResult::stage); // steps are in file order
    return first == steps.end() || !lower(first->text.substr(0, 4)).starts_with("from") ? 0 : first->line;
}

const build::StageResult* findStage(const std::vector<build::StageResult>& stages, const std::string& name) {
    const auto found = std::find_if(stages.rbegin(), stages.rend(), [&](const build::StageResult& stage) {
        return lower(stage.name) == lower(name) || std::to_string(stage.index) == name;
    });
    return found == stages.rend() ? nullptr : &*found;
}

Result<analysis::BuildFiles> filesOfBuild(store::Store& store, const build::BuildResult& result, const std::filesystem::path& dockerfile,
                                          std::optional<std::size_t> platform) {
    const bool several = platform && *platform < result.platforms.size();
    const auto& stages = several ? result.platforms[*platform].stages : result.stages;
    const auto& steps = several ? result.platforms[*platform].steps : result.steps;
    const auto& edges = several ? result.platforms[*platform].edges : result.edges;
    analysis::BuildFiles out;
    out.stages = Joiner(store, stages, steps, edges).join();
    const build::StageResult* target = findStage(stages, result.target);
    out.target = target != nullptr ? static_cast<std::size_t>(target - stages.data()) : stages.empty() ? 0 : stages.size() - 1;
    std::error_code error;
    if (!dockerfile.empty() && std::filesystem::exists(dockerfile, error)) {
        out.context = dockerfile.parent_path();
    }
    return out;
}

} // namespace sw::inspect
