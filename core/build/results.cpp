#include "core/build/results.h"

#include "core/build/timetext.h"

#include <algorithm>
#include <set>

namespace sw::build {

namespace {

using cache::Verdict;

StepResult stepOf(const plan::Step& step, const std::vector<Outcome>& outcomes, const std::function<Digest(plan::OpId)>& vertexOf) {
    StepResult out;
    out.stage = step.stage;
    out.instruction = step.instruction;
    out.line = step.line;
    out.text = step.text;
    out.verdict = Verdict::Metadata;
    if (!step.op) {
        return out;
    }
    if (*step.op >= outcomes.size()) { // the build ended before any operation began
        out.verdict = Verdict::Cancelled;
        return out;
    }
    const Outcome& outcome = outcomes[*step.op];
    out.verdict = step.shared && outcome.known ? Verdict::Shared : outcome.verdict;
    out.reason = outcome.reason;
    out.started = outcome.started;
    out.completed = outcome.completed;
    out.exitCode = outcome.exitCode;
    out.bytes = outcome.bytes;
    out.files = outcome.files;
    out.vertex = vertexOf(*step.op);
    if (outcome.known && !outcome.root.layers().empty()) {
        out.layer = outcome.root.layers().back().id;
    }
    return out;
}

void addUnneeded(BuildResult& result, const Workspace& workspace, const plan::Stage& stage) {
    for (std::size_t i = stage.from; i < stage.end; ++i) {
        const dockerfile::Instruction& instruction = workspace.document.instructions[i];
        StepResult step;
        step.stage = stage.index;
        step.instruction = i;
        step.line = instruction.startLine();
        step.text = instruction.original;
        step.verdict = Verdict::NotNeeded;
        result.steps.push_back(std::move(step));
    }
}

std::string stateOf(const std::vector<StepResult>& steps, std::size_t stage, bool complete) {
    bool ran = false;
    bool failed = false;
    for (const StepResult& step : steps) {
        if (step.stage == stage) {
            ran = ran || step.verdict == Verdict::Run;
            failed = failed || step.verdict == Verdict::Failed;
        }
    }
    return failed ? "failed" : !complete ? "cancelled" : ran ? "built" : "cached";
}

bool isImage(const plan::Op& op) { return std::holds_alternative<plan::SourceImageOp>(op.operation); }

StageResult stageOf(const plan::Stage& stage, Workspace& workspace, const std::vector<Outcome>& outcomes,
                    const BuildResult& result, std::size_t firstStep) {
    StageResult out;
    out.index = stage.index;
    out.name = stage.writtenName.empty() ? stage.name : stage.writtenName;
    out.base = stage.base;
    const plan::StagePlan* planned = workspace.plan.stagePlan(stage.index);
    if (planned == nullptr) {
        out.state = stage.needed ? "cancelled" : "not-needed";
        return out;
    }
    out.config = planned->config;
    out.config.history = plan::historyOf(workspace.plan, *planned);
    const bool complete = planned->result < outcomes.size() && outcomes[planned->result].known;
    out.state = stateOf(result.steps, stage.index, complete);
    if (!complete) {
        return out;
    }
    const Root& root = outcomes[planned->result].root;
    out.layers = root.layerIds();
    for (std::size_t i = 0; i < planned->steps.size(); ++i) {
        const plan::Step& step = workspace.plan.steps[planned->steps[i]];
        if (step.op && !isImage(workspace.plan.ops[*step.op])) {
            out.layerSteps.push_back(firstStep + i);
        }
    }
    out.layerSteps.resize(std::min(out.layerSteps.size(), out.layers.size()));
    out.baseLayers = out.layers.size() - out.layerSteps.size();
    if (const auto totals = workspace.totalsOf(root)) {
        out.bytes = totals->bytes;
        out.files = totals->files;
    }
    return out;
}

void addEdges(BuildResult& result, Workspace& workspace, const std::vector<Outcome>& outcomes, std::stop_token stop) {
    Decider decider(workspace, outcomes);
    for (const plan::Edge& edge : workspace.graph.edges) {
        if (!edge.needed || edge.kind == plan::EdgeKind::Mount) {
            continue;
        }
        EdgeTraffic traffic;
        traffic.from = edge.reference;
        traffic.fromStage = edge.sourceStage;
        traffic.stage = edge.stage;
        traffic.instruction = edge.instruction;
        traffic.toLine = edge.line;
        if (edge.kind == plan::EdgeKind::From) {
            if (!edge.sourceStage || *edge.sourceStage >= result.stages.size()) {
                continue;
            }
            const StageResult& source = result.stages[*edge.sourceStage];
            traffic.bytes = traffic.ofBytes = source.bytes;
            traffic.files = source.files;
            result.edges.push_back(std::move(traffic));
            continue;
        }
        const auto step = std::ranges::find_if(workspace.plan.steps, [&](const plan::Step& s) {
            return s.stage == edge.stage && s.instruction == edge.instruction && s.op && !s.fromOnbuild;
        });
        if (step == workspace.plan.steps.end()) {
            continue;
        }
        const auto* copy = std::get_if<plan::CopyOp>(&workspace.plan.ops[*step->op].operation);
        if (copy == nullptr || !copy->from || !outcomes[*copy->from].known || !outcomes[copy->input].known) {
            continue;
        }
        if (const auto memo = decider.traffic(*step->op, stop)) {
            traffic.bytes = memo->bytes;
            traffic.files = memo->files;
            traffic.ofBytes = memo->ofBytes;
        }
        result.edges.push_back(std::move(traffic));
    }
}

/// Content of all layers of all needed stages, each layer once.
std::uint64_t builtBytes(const BuildResult& result, Workspace& workspace) {
    std::set<store::LayerId> seen;
    std::uint64_t total = 0;
    for (const StageResult& stage : result.stages) {
        for (std::size_t i = 0; i < stage.layers.size(); ++i) {
            if (!seen.insert(stage.layers[i]).second) {
                continue;
            }
            if (i >= stage.baseLayers) {
                total += result.steps[stage.layerSteps[i - stage.baseLayers]].bytes;
            } else if (const auto memo = workspace.cache.memo(Hasher128::of("layer tree " + stage.layers[i].text())); memo && *memo) {
                total += (*memo)->bytes;
            }
        }
    }
    return total;
}

} // namespace

void fillResults(BuildResult& result, Workspace& workspace, const std::vector<Outcome>& outcomes,
                 const std::function<Digest(plan::OpId)>& vertexOf, std::stop_token stop) {
    std::vector<std::size_t> firstSteps;
    for (const plan::Stage& stage : workspace.graph.stages) {
        firstSteps.push_back(result.steps.size());
        const plan::StagePlan* planned = workspace.plan.stagePlan(stage.index);
        if (planned == nullptr) {
            addUnneeded(result, workspace, stage);
            continue;
        }
        for (const std::size_t step : planned->steps) {
            result.steps.push_back(stepOf(workspace.plan.steps[step], outcomes, vertexOf));
        }
    }
    for (const plan::Stage& stage : workspace.graph.stages) {
        result.stages.push_back(stageOf(stage, workspace, outcomes, result, firstSteps[stage.index]));
    }
    if (!outcomes.empty() && !stop.stop_requested()) {
        addEdges(result, workspace, outcomes, stop);
    }
    if (workspace.graph.target && *workspace.graph.target < result.stages.size()) {
        result.target = workspace.stageName(*workspace.graph.target);
        result.shippedBytes = result.stages[*workspace.graph.target].bytes;
    }
    result.builtBytes = builtBytes(result, workspace);
}

oci::ImageConfig finishConfig(oci::ImageConfig config, const std::vector<store::LayerId>& layers, std::size_t baseLayers,
                              const std::vector<Time>& created, std::optional<std::int64_t> epoch, const std::vector<std::string>& descriptions) {
    const std::string limit = epoch ? rfc3339(fromSeconds(*epoch)) : std::string();
    const auto timeOfLayer = [&](std::size_t layer) {
        if (layer < baseLayers) {
            return config.created; // of a base that says no more
        }
        return layer - baseLayers < created.size() ? rfc3339(created[layer - baseLayers]) : std::string();
    };
    config.diffIds = layers;
    std::size_t layer = 0;
    for (oci::HistoryEntry& entry : config.history) {
        if (entry.emptyLayer) {
            entry.created = entry.created.empty() ? limit : entry.created;
            continue;
        }
        if (layer == layers.size()) { // a base whose history tells of more layers than it has
            entry.emptyLayer = true;
        } else {
            ++layer;
        }
        if (entry.created.empty()) { // with an epoch exactly that, so that a build of tomorrow says the same
            entry.created = epoch ? limit : entry.emptyLayer ? std::string() : timeOfLayer(layer - 1);
        }
    }
    for (; layer < layers.size(); ++layer) { // a base without a history for all its layers
        oci::HistoryEntry entry;
        entry.comment = "buildkit.exporter.image.v0";
        entry.createdBy = layer < descriptions.size() ? descriptions[layer] : std::string();
        entry.created = timeOfLayer(layer);
        if (epoch) {
            const auto time = parseRfc3339(entry.created);
            entry.created = !time || *time > fromSeconds(*epoch) ? limit : entry.created;
        }
        config.history.push_back(std::move(entry));
    }
    // Metadata entries take the time of the first new layer, later ones that of the layer before them.
    std::string time;
    bool gap = false;
    for (const oci::HistoryEntry& entry : config.history) {
        if (!entry.created.empty()) {
            time = entry.created;
            if (gap) {
                break;
            }
        } else {
            gap = true;
        }
    }
    gap = false;
    for (oci::HistoryEntry& entry : config.history) {
        if (!entry.created.empty()) {
            time = gap ? entry.created : time;
        } else {
            gap = true;
            entry.created = time;
        }
    }
    if (!config.history.empty()) {
        config.created = config.history.back().created;
    } else if (epoch) {
        config.created = limit;
    }
    return config;
}

Result<store::LayerId> layerAtEpoch(store::Store& store, cache::CacheIndex& cache, const store::LayerId& id, std::int64_t epoch,
                                    store::EpochRule rule, std::stop_token stop) {
    Hasher128 hasher;
    hasher.addField(rule == store::EpochRule::Exact ? "dated" : "clamped", id.text());
    hasher.addField("epoch", static_cast<std::uint64_t>(epoch));
    const Hash128 key = hasher.finish();
    SW_TRY(const auto known, cache.findResult(key));
    if (known && store.hasLayer(known->layer)) {
        return known->layer;
    }
    SW_TRY(const store::LayerId made, store::layerAtEpoch(store, id, epoch, rule, stop));
    if (made == id) {
        return id;
    }
    SW_TRY(const auto layer, store.layer(made));
    cache::StepRecord record;
    record.key = key;
    record.definition = Hasher128::of("clamped layer");
    record.layer = made;
    record.tree = layer->index()->treeDigest();
    record.created = LayerBuilder::now();
    SW_CHECK(cache.put(record));
    return made;
}

Result<void> rememberLines(Workspace& workspace, const std::vector<Outcome>& outcomes) {
    std::vector<Hash128> used;
    for (const plan::StagePlan& stage : workspace.plan.stages) {
        const Workspace::StageLines& lines = workspace.linesOf(stage.stage);
        std::vector<cache::LineRecord> now = lines.before;
        std::erase_if(now, [&](const cache::LineRecord& line) { return line.position >= lines.ops.size(); });
        bool changed = now.size() != lines.before.size();
        for (std::size_t i = 0; i < lines.ops.size(); ++i) {
            const Outcome& outcome = outcomes[lines.ops[i]];
            if (!outcome.known || !outcome.hasKey) {
                continue;
            }
            if (outcome.verdict == Verdict::Hit) {
                used.push_back(outcome.key);
            }
            const auto old = std::ranges::find(now, i, &cache::LineRecord::position);
            if (old == now.end()) {
                now.push_back({lines.texts[i], i, outcome.key});
                changed = true;
            } else if (old->key != outcome.key || old->text != lines.texts[i]) {
                *old = {lines.texts[i], i, outcome.key};
                changed = true;
            }
        }
        if (changed) {
            SW_CHECK(workspace.cache.putLines(workspace.dockerfileKey(), workspace.stageKey(stage.stage), now));
        }
    }
    return workspace.cache.used(used, LayerBuilder::now());
}

} // namespace sw::build
