#include "core/plan/planner.h"

#include "core/dockerfile/parser.h"
#include "core/dockerfile/variables.h"
#include "core/plan/arguments.h"
#include "core/plan/mounts.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <ranges>
#include <set>
#include <utility>

namespace sw::plan {

using dockerfile::InstructionKind;

namespace {

Hash128 hashDefinition(const Operation& operation, const std::vector<KeyPart>& definition) {
    Hasher128 hasher;
    hasher.addField("kind", operation.index());
    for (const KeyPart& part : definition) {
        hasher.addField(part.tag, part.value);
    }
    return hasher.finish();
}

bool startsWith(std::string_view text, std::string_view prefix) { return text.starts_with(prefix); }

} // namespace

Planner::Planner(const dockerfile::Document& document, const StageGraph& graph, const Inputs& inputs,
                 const ImageResolver& resolver)
    : m_document(document), m_graph(graph), m_inputs(inputs), m_resolver(resolver),
      m_platformArgs(platformArguments(inputs)) {}

void Planner::beginWith(std::vector<Op> ops, Known known) {
    m_plan.ops = std::move(ops);
    m_known = std::move(known);
}

BuildPlan Planner::run() {
    for (const Stage& stage : m_graph.stages) {
        if (stage.needed) {
            planStage(stage);
        }
    }
    for (std::size_t i = 0; i < m_plan.stages.size(); ++i) {
        if (m_graph.target && m_plan.stages[i].stage == *m_graph.target) {
            m_plan.target = i;
            for (const auto& [name, value] : m_inputs.labels) {
                m_plan.stages[i].config.labels[name] = value;
            }
        }
    }
    return std::move(m_plan);
}

void Planner::planStage(const Stage& stage) {
    m_stage = &stage;
    StagePlan stagePlan;
    stagePlan.stage = stage.index;
    m_stagePlan = &stagePlan;
    m_place = {&m_document.instructions[stage.from], stage.from, false};
    m_stepNumber = 0;
    StageState state = beginStage(stage);
    stagePlan.base = state.planned;
    if (!stage.replaced) {
        runTriggers(state);
        for (std::size_t i = stage.from + 1; i < stage.end; ++i) {
            m_place = {&m_document.instructions[i], i, false};
            lower(state);
        }
    }
    stagePlan.result = state.rootfs;
    stagePlan.config = state.config;
    stagePlan.complete = state.complete;
    state.planned = m_plan.stages.size();
    m_states.insert_or_assign(stage.index, std::move(state));
    m_plan.stages.push_back(std::move(stagePlan));
    m_stagePlan = nullptr;
}

StageState Planner::beginStage(const Stage& stage) {
    StageState state;
    if (stage.baseStage && m_states.contains(*stage.baseStage)) {
        state = m_states.at(*stage.baseStage);
        state.cmdSet = false;
        m_stepTotal = countSteps(stage, state);
        addStep(std::nullopt, std::nullopt);
    } else if (stage.baseExternal) {
        const External& external = m_graph.externals[*stage.baseExternal];
        m_stepTotal = 0; // counted below, when the triggers of the base are known
        state = stateOfExternal(external);
        m_stepTotal = countSteps(stage, state);
        if (external.kind != External::Kind::Scratch) {
            Op& op = m_plan.ops[state.rootfs];
            if (op.name.empty()) {
                op.name = stepName(state);
            } else {
                ++m_stepNumber;
            }
            addStep(state.rootfs, std::nullopt);
        } else {
            addStep(std::nullopt, std::nullopt);
        }
    } else { // the base is wrong; the graph has the diagnostic
        state = stateFromConfig({}, sourceOp("", stage.platform, "scratch"), stage.platform);
        state.complete = false;
        m_stepTotal = countSteps(stage, state);
        addStep(std::nullopt, std::nullopt);
    }
    return state;
}

void Planner::runTriggers(StageState& state) {
    const std::vector<std::string> triggers = std::exchange(state.config.onbuild, {});
    const Place from = m_place;
    for (const std::string& trigger : triggers) {
        // Parsed inside a stage, where the instruction belongs.
        const dockerfile::Document parsed = dockerfile::parse("FROM scratch\n" + trigger + "\n");
        for (std::size_t i = 1; i < parsed.instructions.size(); ++i) {
            const Instruction& instruction = parsed.instructions[i];
            if (!instruction.valid) {
                error(from.instruction->range, "onbuild", say("the base image has an ONBUILD trigger that cannot be understood: %1", trigger));
                continue;
            }
            m_place = {&instruction, from.index, true};
            lower(state);
        }
    }
    m_place = from;
}

std::size_t Planner::countSteps(const Stage& stage, const StageState& state) const {
    const auto counts = [](InstructionKind kind) {
        return kind == InstructionKind::Add || kind == InstructionKind::Copy || kind == InstructionKind::Run ||
               kind == InstructionKind::Workdir;
    };
    const bool externalBase =
        stage.baseExternal && m_graph.externals[*stage.baseExternal].kind != External::Kind::Scratch;
    std::size_t total = externalBase ? 1 : 0;
    for (const std::string& trigger : state.config.onbuild) {
        total += counts(dockerfile::instructionKind(trigger.substr(0, trigger.find_first_of(" \t")))) ? 1U : 0U;
    }
    for (std::size_t i = stage.from + 1; i < stage.end; ++i) {
        total += counts(m_document.instructions[i].kind) ? 1U : 0U;
    }
    return total;
}

StageState Planner::stateOfExternal(const External& external) {
    if (external.kind == External::Kind::Scratch) {
        oci::ImageConfig config;
        config.platform = external.platform;
        config.workingDir = "/";
        return stateFromConfig(config, sourceOp("", external.platform, "scratch"), external.platform);
    }
    std::string reference = external.reference;
    if (external.kind == External::Kind::NamedContext) {
        const std::string* source = namedContext(m_inputs, external.reference, external.platform);
        const std::string text = source == nullptr ? std::string() : *source;
        if (startsWith(text, "docker-image://")) {
            reference = text.substr(std::string_view("docker-image://").size());
        } else if (startsWith(text, "target:")) {
            const std::optional<std::size_t> stage = m_graph.stageNamed(text.substr(7));
            if (stage && m_states.contains(*stage)) {
                return m_states.at(*stage);
            }
            error(m_place.instruction->keyword, "context", say("the named context '%1' means the stage '%2', which is not built before this line", external.reference, text.substr(7)));
        } else if (!isFilesSource(text)) {
            reference = text;
        } else {
            oci::ImageConfig config;
            config.platform = external.platform;
            config.workingDir = "/";
            return stateFromConfig(config, directoryAsRoot(namedContextKey(m_inputs, external.reference, external.platform)), external.platform);
        }
    }
    const OpId op = sourceOp(reference, external.platform, "");
    const std::optional<ResolvedImage> image = m_resolver ? m_resolver(reference, external.platform) : std::nullopt;
    if (!image) {
        oci::ImageConfig unknown;
        unknown.platform = external.platform;
        StageState state = stateFromConfig(unknown, op, external.platform);
        state.complete = false;
        return state;
    }
    std::get<SourceImageOp>(m_plan.ops[op].operation).digest = image->digest;
    return stateFromConfig(image->config, op, external.platform);
}

/// A local folder used as a base: all of it copied onto an empty root.
OpId Planner::directoryAsRoot(const std::string& contextName) {
    CopyOp copy;
    copy.input = sourceOp("", m_stage->platform, "scratch");
    copy.context = contextName;
    copy.sources = {"/"};
    copy.destination = "/";
    std::vector<KeyPart> definition = {{"instruction", "CONTEXT"}, {"context", contextName}, {"destination", "/"}};
    const OpId input = copy.input;
    return addOp(std::move(copy), {input}, std::move(definition), "[context " + contextName + "] load");
}

OpId Planner::sourceOp(const std::string& reference, const oci::Platform& platform, std::string name) {
    SourceImageOp op;
    op.reference = reference;
    op.platform = platform;
    std::vector<KeyPart> definition = {{"image", reference.empty() ? "scratch" : reference}, {"platform", platform.text()}};
    return addOp(std::move(op), {}, std::move(definition), std::move(name));
}

OpId Planner::addOp(Operation operation, std::vector<OpId> inputs, std::vector<KeyPart> definition, std::string name) {
    const Hash128 hash = hashDefinition(operation, definition);
    // Two copies of files of one name from different places have equal definitions and are not the same operation.
    Hasher128 identity;
    identity.addField("definition", hash.hex());
    if (const auto* copy = std::get_if<CopyOp>(&operation)) {
        for (const std::string& source : copy->sources) {
            identity.addField("source", source);
        }
    }
    const auto [known, isNew] = m_known.try_emplace({identity.finish(), inputs}, m_plan.ops.size());
    if (isNew) {
        Op op;
        op.operation = std::move(operation);
        op.inputs = std::move(inputs);
        op.definition = std::move(definition);
        op.definitionHash = hash;
        op.stage = m_stage->index;
        op.instruction = m_place.index;
        op.name = std::move(name);
        m_plan.ops.push_back(std::move(op));
    }
    return known->second;
}

void Planner::addStep(std::optional<OpId> op, std::optional<oci::HistoryEntry> history) {
    Step step;
    step.stage = m_stage->index;
    step.instruction = m_place.index;
    step.line = m_document.instructions[m_place.index].startLine();
    step.text = m_place.instruction->original;
    step.op = op;
    step.fromOnbuild = m_place.fromOnbuild;
    step.history = std::move(history);
    if (op) {
        m_used.resize(m_plan.ops.size());
        step.shared = m_used[*op];
        m_used[*op] = true;
    }
    m_stagePlan->steps.push_back(m_plan.steps.size());
    m_plan.steps.push_back(std::move(step));
}

/// What a script in the Dockerfile begins with, where the heredoc is the whole command.
std::string Planner::heredocSummary(const Instruction& instruction) {
    const auto* run = std::get_if<dockerfile::RunArgs>(&instruction.payload);
    if (run == nullptr || run->command.args.size() != 1 || !isHeredocWord(run->command.args.front())) {
        return {};
    }
    const std::string& content = instruction.heredocs.front().content;
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = content.find_first_not_of(blanks);
    if (begin == std::string::npos) {
        return " ()";
    }
    const std::string body = content.substr(begin, content.find_last_not_of(blanks) - begin + 1);
    const std::size_t end = body.find('\n');
    std::string line = body.substr(0, end);
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    return " (" + line + (end == std::string::npos ? "" : "...") + ")";
}

/// "[builder 2/5] COPY package*.json ./" with variables shown by value, as BuildKit names its steps.
std::string Planner::stepName(const StageState& state) {
    const Instruction& instruction = *m_place.instruction;
    std::string text = instruction.original;
    std::ranges::transform(instruction.cmd, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    dockerfile::ExpandOptions options;
    options.escape = m_document.escape;
    options.rawQuotes = options.rawEscapes = options.skipUnsetEnv = true;
    // A variable that holds a secret in the step is not shown, whatever the stage has under its name.
    std::set<std::string, std::less<>> secrets;
    if (const auto* run = std::get_if<dockerfile::RunArgs>(&instruction.payload)) {
        for (const dockerfile::Mount& mount : run->mounts) {
            if (mount.type == dockerfile::MountType::Secret && mount.env) {
                secrets.insert(*mount.env);
            }
        }
    }
    const auto lookup = [&](std::string_view name) {
        return secrets.contains(name) ? std::optional<std::string>("****") : state.lookup(name);
    };
    if (const Result<dockerfile::Expansion> shown = dockerfile::expandWord(text, lookup, options)) {
        text = shown->text;
    }
    if (instruction.kind == InstructionKind::Run && instruction.heredocs.size() == 1) {
        text += heredocSummary(instruction);
    }
    if (m_place.fromOnbuild) {
        text.insert(0, "ONBUILD ");
    }
    ++m_stepNumber;
    const std::string total = std::to_string(m_stepTotal);
    std::string prefix = std::to_string(m_stepNumber);
    prefix.insert(0, total.size() - std::min(total.size(), prefix.size()), ' ');
    prefix += "/" + total;
    if (m_graph.stages.size() > 1) {
        prefix.insert(0, (m_stage->name.empty() ? "stage-" + std::to_string(m_stage->index) : m_stage->name) + " ");
    }
    return "[" + platformPrefix(state) + prefix + "] " + text;
}

/// Of a build for several platforms: the stage's, and the target's too where the stage has taken notice of another one
/// (BuildKit convert.go, prefixCommand and formatTargetPlatform).
std::string Planner::platformPrefix(const StageState& state) const {
    if (!m_inputs.severalPlatforms) {
        return {};
    }
    std::string prefix = state.platform.text();
    std::optional<oci::Platform> target;
    if (const auto whole = state.lookup("TARGETPLATFORM"); whole && m_place.instruction->kind != InstructionKind::From) {
        if (const auto parsed = oci::Platform::parse(*whole)) {
            target = *parsed;
        }
    } else if (const auto architecture = state.lookup("TARGETARCH"); architecture && m_place.instruction->kind != InstructionKind::From) {
        const std::string os = state.lookup("TARGETOS").value_or(state.platform.os);
        const std::string variant = state.lookup("TARGETVARIANT").value_or("");
        if (const auto parsed = oci::Platform::parse(os + "/" + *architecture + (variant.empty() ? "" : "/" + variant))) {
            target = *parsed;
        }
    }
    if (target && target->os != state.platform.os) {
        prefix += "->" + target->text();
    } else if (target && target->architecture != state.platform.architecture) {
        prefix += "->" + target->architecture + (target->variant.empty() ? "" : "/" + target->variant);
    }
    return prefix + " ";
}

void Planner::error(const TextRange& range, std::string rule, Sentence message, Sentence detail) {
    // A trigger's ranges are of the trigger's text; its errors belong to the FROM line.
    const TextRange place = m_place.fromOnbuild ? m_document.instructions[m_place.index].range : range;
    m_plan.diagnostics.push_back({Severity::Error, std::move(rule), std::move(message), std::move(detail), place, {}});
}

std::optional<OpId> Planner::sourceOf(const StageState& state, EdgeKind kind, const std::string& reference,
                                      std::optional<std::string>& context) {
    const auto edges = std::ranges::equal_range(m_graph.edges, m_place.index, {}, &Edge::instruction);
    const auto edge = std::ranges::find_if(edges, [&](const Edge& e) { return e.kind == kind && e.reference == reference; });
    std::optional<std::size_t> stage;
    std::optional<External> external;
    if (edge != edges.end()) {
        stage = edge->sourceStage;
        if (edge->sourceExternal) {
            external = m_graph.externals[*edge->sourceExternal];
        }
    } else if (m_place.fromOnbuild) {
        findTriggerSource(state, kind, reference, stage, external);
        if (stage && !m_states.contains(*stage)) {
            m_missing.insert(*stage);
        }
    }
    if (external && isLocalContext(m_inputs, *external)) {
        context = namedContextKey(m_inputs, external->reference, external->platform);
        return std::nullopt;
    }
    return stage || external ? resultOf(stage, external) : std::nullopt;
}

void Planner::findTriggerSource(const StageState& state, EdgeKind kind, const std::string& reference, std::optional<std::size_t>& stage,
                                std::optional<External>& external) {
    if (reference.contains('$')) {
        error({}, "stage", say("variable expansion is not supported for --from, so '%1' cannot be used", reference));
        return;
    }
    std::size_t number = 0;
    const auto [end, code] = std::from_chars(reference.data(), reference.data() + reference.size(), number);
    const bool isNumber = kind == EdgeKind::Copy && code == std::errc() && end == reference.data() + reference.size();
    if (isNumber && number >= m_graph.stages.size()) {
        error({}, "stage",
              say("there is no stage number %1: the stages are numbered 0 to %2", reference, m_graph.stages.size() - 1));
        return;
    }
    stage = isNumber ? std::optional(number) : m_graph.stageNamed(reference);
    if (stage && *stage >= m_stage->index) {
        error({}, "onbuild", say("an ONBUILD trigger of the base image copies from '%1', which is not built before this line", reference));
        stage.reset();
    } else if (!stage && reference == "scratch") {
        external = External{External::Kind::Scratch, reference, state.platform};
    } else if (!stage) {
        const bool named = namedContext(m_inputs, reference, state.platform) != nullptr;
        external = External{named ? External::Kind::NamedContext : External::Kind::Image, reference, state.platform};
    }
}

std::optional<OpId> Planner::resultOf(const std::optional<std::size_t>& stage, const std::optional<External>& external) {
    if (stage) {
        const auto found = m_states.find(*stage);
        return found == m_states.end() ? std::nullopt : std::optional(found->second.rootfs);
    }
    if (!external) {
        return std::nullopt;
    }
    const OpId op = stateOfExternal(*external).rootfs;
    if (m_plan.ops[op].name.empty()) {
        m_plan.ops[op].name = "FROM " + external->reference;
    }
    return op;
}

const RemoteSource* CopyOp::remote(std::size_t position) const {
    const auto found = std::ranges::find(remotes, position, &RemoteSource::position);
    return found == remotes.end() ? nullptr : &*found;
}

const StagePlan* BuildPlan::stagePlan(std::size_t stage) const {
    const auto found = std::ranges::find(stages, stage, &StagePlan::stage);
    return found == stages.end() ? nullptr : &*found;
}

std::vector<oci::HistoryEntry> historyOf(const BuildPlan& plan, const StagePlan& stage) {
    std::vector<const StagePlan*> chain{&stage};
    while (chain.back()->base) {
        chain.push_back(&plan.stages[*chain.back()->base]);
    }
    std::vector<oci::HistoryEntry> history = chain.back()->config.history;
    for (const StagePlan* part : chain | std::views::reverse) {
        for (const std::size_t step : part->steps) {
            if (const std::optional<oci::HistoryEntry>& entry = plan.steps[step].history) {
                history.push_back(*entry);
            }
        }
    }
    return history;
}

BuildPlan makePlan(const dockerfile::Document& document, const StageGraph& graph, const Inputs& inputs,
                   const ImageResolver& resolver) {
    return std::move(makePlans(document, {graph}, {inputs}, resolver).front());
}

std::vector<BuildPlan> makePlans(const dockerfile::Document& document, const std::vector<StageGraph>& graphs,
                                 const std::vector<Inputs>& inputs, const ImageResolver& resolver) {
    std::vector<BuildPlan> plans;
    Planner::Known known;
    for (std::size_t i = 0; i < graphs.size() && i < inputs.size(); ++i) {
        StageGraph graph = graphs[i];
        std::set<std::size_t> brought;
        while (true) { // triggers of base images may name stages that nothing else needs, which may have bases with triggers
            Planner planner(document, graph, inputs[i], resolver);
            planner.beginWith(plans.empty() ? std::vector<Op>() : plans.back().ops, known);
            BuildPlan plan = planner.run();
            if (planner.missingStages().empty()) {
                plan.brought = std::move(brought);
                plans.push_back(std::move(plan));
                known = planner.takeKnown();
                break;
            }
            brought.insert(planner.missingStages().begin(), planner.missingStages().end());
            needStages(graph, document, planner.missingStages());
        }
    }
    for (BuildPlan& plan : plans) {
        plan.ops = plans.back().ops;
    }
    return plans;
}

std::vector<External> neededImages(const StageGraph& graph) {
    std::vector<External> out;
    for (const Edge& edge : graph.edges) {
        if (!edge.needed || !edge.sourceExternal) {
            continue;
        }
        const External& external = graph.externals[*edge.sourceExternal];
        if (external.kind != External::Kind::Scratch && std::ranges::find(out, external) == out.end()) {
            out.push_back(external);
        }
    }
    return out;
}

} // namespace sw::plan
