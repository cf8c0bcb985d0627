#include "core/plan/stagegraph.h"

#include "core/base/suggest.h"
#include "core/dockerfile/variables.h"
#include "core/plan/arguments.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace sw::plan {

using dockerfile::Document;
using dockerfile::Instruction;
using dockerfile::InstructionKind;

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// Marks stages as needed, and what they use, and what that uses.
void markNeededFrom(StageGraph& graph, std::vector<std::size_t> waiting) {
    std::vector<std::vector<std::size_t>> sources(graph.stages.size());
    for (const Edge& edge : graph.edges) {
        if (edge.sourceStage) {
            sources[edge.stage].push_back(*edge.sourceStage);
        }
    }
    while (!waiting.empty()) {
        const std::size_t stage = waiting.back();
        waiting.pop_back();
        if (!std::exchange(graph.stages[stage].needed, true)) {
            waiting.insert(waiting.end(), sources[stage].begin(), sources[stage].end());
        }
    }
}

bool usesLaterStage(const Edge& edge) {
    return edge.needed && edge.kind != EdgeKind::From && edge.sourceStage && *edge.sourceStage > edge.stage;
}

Diagnostic laterStage(const StageGraph& graph, const Edge& edge, const TextRange& range) {
    return {Severity::Error,
            "stage",
            say("cannot copy from stage '%1': it needs to be defined before the current stage '%2'", graph.stages[*edge.sourceStage].displayName(), graph.stages[edge.stage].displayName()),
            say("Move that stage up."),
            range,
            {}};
}

/// Builds a StageGraph in the order of the rules: global arguments, stages with their bases, uses, cycles, target,
/// reachability, forward references.
class Resolver {
public:
    Resolver(const Document& document, const Inputs& inputs, Reach reach)
        : m_document(document), m_inputs(inputs), m_reach(reach) {}

    StageGraph resolve() {
        readGlobalArguments();
        m_phase = Phase::Froms;
        for (std::size_t i = 0; i < m_document.stages.size(); ++i) {
            addStage(i);
        }
        m_phase = Phase::Target;
        chooseTarget();
        m_phase = Phase::Uses;
        for (Stage& stage : m_graph.stages) {
            addUses(stage);
        }
        m_phase = Phase::Cycles;
        findCycles();
        markNeeded();
        m_phase = Phase::Steps;
        for (Edge& edge : m_graph.edges) {
            edge.needed = m_graph.stages[edge.stage].needed;
            checkOrder(edge);
        }
        std::ranges::stable_sort(m_graph.edges, {}, &Edge::instruction);
        sortProblems();
        return std::move(m_graph);
    }

private:
    void error(const TextRange& range, std::string rule, Sentence message, Sentence detail = {},
               std::optional<Phase> phase = {}) {
        m_problems.emplace_back(phase.value_or(m_phase), Diagnostic{Severity::Error, std::move(rule), std::move(message),
                                                                    std::move(detail), range, {}});
    }

    void sortProblems() {
        std::ranges::stable_sort(m_problems, {}, &std::pair<Phase, Diagnostic>::first);
        for (auto& [phase, diagnostic] : m_problems) {
            m_graph.phases.push_back(phase);
            m_graph.diagnostics.push_back(std::move(diagnostic));
        }
    }

    dockerfile::VariableLookup globalLookup() const {
        return [this](std::string_view name) -> std::optional<std::string> {
            if (const auto found = m_graph.globalArgs.find(std::string(name)); found != m_graph.globalArgs.end()) {
                return found->second;
            }
            const auto platform = m_platform.find(std::string(name));
            return platform == m_platform.end() ? std::nullopt : std::optional(platform->second);
        };
    }

    std::optional<std::string> expand(std::string_view word, const TextRange& range) {
        dockerfile::ExpandOptions options;
        options.escape = m_document.escape;
        Result<dockerfile::Expansion> expansion = dockerfile::expandWord(word, globalLookup(), options);
        if (!expansion) {
            error(range, "argument", say("cannot expand '%1': %2", word.substr(0, 200), expansion.error().message));
            return std::nullopt;
        }
        return expansion->text;
    }

    void readGlobalArguments() {
        m_platform = platformArguments(m_inputs);
        const std::size_t end =
            m_document.stages.empty() ? m_document.instructions.size() : m_document.stages.front().from;
        for (std::size_t i = 0; i < end; ++i) {
            const auto* pairs = m_document.instructions[i].as<dockerfile::PairArgs>();
            if (m_document.instructions[i].kind != InstructionKind::Arg || pairs == nullptr) {
                continue;
            }
            for (const dockerfile::KeyValue& pair : pairs->pairs) {
                readGlobalArgument(pair);
            }
        }
    }

    /// The name stays as it is written; only the value is expanded, and not where a build argument replaces it.
    void readGlobalArgument(const dockerfile::KeyValue& pair) {
        const std::string& name = pair.key.text;
        if (const auto given = m_inputs.buildArgs.find(name); given != m_inputs.buildArgs.end()) {
            m_graph.globalArgs[name] = given->second;
        } else if (pair.hasValue) {
            if (std::optional<std::string> value = expand(pair.value.text, pair.value.range)) {
                m_graph.globalArgs[name] = *value;
            }
        }
    }

    std::size_t external(External::Kind kind, std::string reference, const oci::Platform& platform) {
        const auto range = m_externals.equal_range(reference);
        for (auto known = range.first; known != range.second; ++known) {
            const External& external = m_graph.externals[known->second];
            if (external.kind == kind && external.platform == platform) {
                return known->second;
            }
        }
        m_externals.emplace(reference, m_graph.externals.size());
        m_graph.externals.push_back({kind, std::move(reference), platform});
        return m_graph.externals.size() - 1;
    }

    std::size_t imageOrContext(const std::string& name, const oci::Platform& platform) {
        const bool named = namedContext(m_inputs, name, platform) != nullptr;
        return external(named ? External::Kind::NamedContext : External::Kind::Image, name, platform);
    }

    /// The stage that a named context "target:STAGE" stands for. Only stages known so far can be one.
    std::optional<std::size_t> stageOfContext(const std::string& name, const oci::Platform& platform, const TextRange& range) {
        const std::string* source = namedContext(m_inputs, name, platform);
        if (source == nullptr || !source->starts_with("target:")) {
            return std::nullopt;
        }
        const std::string target = source->substr(7);
        const auto found = m_byName.find(lower(target));
        if (found == m_byName.end()) {
            error(range, "context", say("the named context '%1' means the stage '%2', which is not built before this line", name, target),
                  suggestStage(target));
            return std::nullopt;
        }
        return found->second;
    }

    void addStage(std::size_t index) {
        const dockerfile::StageSpan& span = m_document.stages[index];
        const Instruction& from = m_document.instructions[span.from];
        Stage stage;
        stage.index = index;
        stage.from = span.from;
        stage.end = span.end;
        stage.line = from.startLine();
        stage.platform = m_inputs.targetPlatform;
        if (const auto* args = from.as<dockerfile::FromArgs>()) {
            if (args->name) {
                stage.writtenName = args->name->text;
                stage.name = lower(stage.writtenName);
                stage.description = description(from, stage.writtenName);
            }
            readBase(stage, from, *args);
        }
        if (!stage.name.empty()) {
            m_byName[stage.name] = index;
        }
        m_graph.stages.push_back(std::move(stage));
    }

    /// "# builder compiles the page" above FROM … AS builder.
    static std::string description(const Instruction& from, const std::string& name) {
        for (const std::string& comment : from.precedingComments) {
            std::string_view text = comment;
            while (text.starts_with(' ') || text.starts_with('\t')) {
                text.remove_prefix(1);
            }
            if (text.size() > name.size() && lower(text.substr(0, name.size())) == lower(name) && text[name.size()] == ' ') {
                return std::string(text.substr(name.size() + 1));
            }
        }
        return {};
    }

    void readPlatform(Stage& stage, const dockerfile::FromArgs& args) {
        if (!args.platform) {
            return;
        }
        const std::optional<std::string> text = expand(args.platform->text, args.platform->range);
        if (!text) {
            return;
        }
        if (text->empty()) {
            error(args.platform->range, "platform",
                  say("the platform '%1' expands to nothing", args.platform->text),
                  say("Give the argument a value, or drop --platform."));
            return;
        }
        Result<oci::Platform> platform = oci::Platform::parse(*text);
        if (!platform) {
            error(args.platform->range, "platform", say("'%1' is not a platform: %2", *text, platform.error().message),
                  say("Write it like linux/amd64."));
            return;
        }
        stage.platform = *platform;
    }

    void readBase(Stage& stage, const Instruction& from, const dockerfile::FromArgs& args) {
        readPlatform(stage, args);
        const std::optional<std::string> base = expand(args.image.text, args.image.range);
        if (!base) {
            return;
        }
        stage.base = *base;
        if (base->empty()) {
            error(args.image.range, "stage", say("the base name '%1' expands to nothing", args.image.text),
                  say("Give the argument a default before the first FROM: ARG NAME=value."));
            return;
        }
        Edge edge;
        edge.kind = EdgeKind::From;
        edge.stage = stage.index;
        edge.instruction = stage.from;
        edge.line = from.startLine();
        edge.reference = args.image.text;
        if (!stage.name.empty() && namedContext(m_inputs, stage.name, stage.platform) != nullptr) {
            // A named context of the stage's own name replaces the whole stage.
            stage.replaced = true;
            stage.baseStage = stageOfContext(stage.name, stage.platform, args.image.range);
            if (!stage.baseStage) {
                stage.baseExternal = external(External::Kind::NamedContext, stage.name, stage.platform);
            }
        } else if (const auto earlier = m_byName.find(*base); earlier != m_byName.end()) {
            stage.baseStage = earlier->second;
            stage.platform = m_graph.stages[earlier->second].platform;
        } else if (*base == "scratch") {
            stage.platform = m_inputs.targetPlatform; // nothing is there that could be of another platform
            stage.baseExternal = external(External::Kind::Scratch, "scratch", stage.platform);
        } else {
            if (namedContext(m_inputs, *base, stage.platform) == nullptr && !oci::Reference::parse(*base)) {
                error(args.image.range, "stage", say("'%1' is not a valid image name", *base),
                      say("Write it like name:tag, in lower case."), Phase::Bases);
            }
            stage.baseStage = stageOfContext(*base, stage.platform, args.image.range);
            if (!stage.baseStage) {
                stage.baseExternal = imageOrContext(*base, stage.platform);
            }
        }
        edge.sourceStage = stage.baseStage;
        edge.sourceExternal = stage.baseExternal;
        m_graph.edges.push_back(std::move(edge));
    }

    void addUses(const Stage& stage) {
        if (stage.replaced) {
            return;
        }
        if (stage.baseStage) { // ONBUILD of a base stage runs here, and what is wrong with it is told here
            const Stage& base = m_graph.stages[*stage.baseStage];
            for (std::size_t i = base.from + 1; i < base.end; ++i) {
                if (m_document.instructions[i].sub) {
                    addUse(stage, *m_document.instructions[i].sub, stage.from);
                }
            }
        }
        for (std::size_t i = stage.from + 1; i < stage.end; ++i) {
            addUse(stage, m_document.instructions[i], i);
        }
    }

    void addUse(const Stage& stage, const Instruction& instruction, std::size_t index) {
        const bool trigger = index == stage.from;
        const auto placeOf = [&](const TextRange& range) { return trigger ? m_document.instructions[index].keyword : range; };
        if (const auto* copy = instruction.as<dockerfile::CopyArgs>(); copy != nullptr && copy->from) {
            addReference(stage, index, EdgeKind::Copy, copy->from->text, placeOf(copy->from->range));
        }
        if (const auto* run = instruction.as<dockerfile::RunArgs>()) {
            for (const dockerfile::Mount& mount : run->mounts) {
                if (!mount.from.empty()) {
                    addReference(stage, index, EdgeKind::Mount, mount.from, placeOf(mount.fromRange.empty() ? mount.range : mount.fromRange));
                }
            }
        }
    }

    void addReference(const Stage& stage, std::size_t instruction, EdgeKind kind, const std::string& reference,
                      const TextRange& range) {
        if (reference.empty()) {
            return;
        }
        if (reference.find('$') != std::string::npos) {
            error(range, "stage", say("variable expansion is not supported for --from, so '%1' cannot be used", reference),
                  say("Define a stage with FROM using a global ARG, and copy from that stage."));
            return;
        }
        Edge edge;
        edge.kind = kind;
        edge.stage = stage.index;
        edge.instruction = instruction;
        edge.line = m_document.instructions[instruction].startLine();
        edge.reference = reference;
        std::size_t number = 0;
        const auto [end, code] = std::from_chars(reference.data(), reference.data() + reference.size(), number);
        const bool isNumber = code == std::errc() && end == reference.data() + reference.size();
        if (kind == EdgeKind::Copy && isNumber) {
            if (number >= m_graph.stages.size()) {
                error(range, "stage",
                      say("there is no stage number %1: the stages are numbered 0 to %2", reference, m_graph.stages.size() - 1),
                      say("Use the name of a stage."));
                return;
            }
            edge.sourceStage = number;
        } else if (const auto named = m_byName.find(lower(reference)); named != m_byName.end()) {
            edge.sourceStage = named->second;
        } else if (reference == "scratch") {
            edge.sourceExternal = external(External::Kind::Scratch, "scratch", stage.platform);
        } else {
            if (namedContext(m_inputs, reference, stage.platform) == nullptr && !oci::Reference::parse(reference)) {
                error(range, "stage", say("'%1' is neither a stage of this file nor a valid image name", reference),
                      suggestStage(reference), Phase::Bases);
                return;
            }
            edge.sourceStage = stageOfContext(reference, stage.platform, range);
            if (!edge.sourceStage) {
                edge.sourceExternal = imageOrContext(reference, stage.platform);
            }
        }
        m_ranges.emplace(m_graph.edges.size(), range);
        m_graph.edges.push_back(std::move(edge));
    }

    Sentence suggestStage(std::string_view wrong) {
        for (; m_named < m_graph.stages.size(); ++m_named) {
            if (const std::string& name = m_graph.stages[m_named].name; !name.empty()) {
                m_names.push_back(name);
            }
        }
        const std::optional<std::string> best = suggest(wrong, m_names);
        return best ? say("Did you mean '%1'?", *best) : Sentence();
    }

    /// Per stage the edges to the stages that its COPYs and mounts name, each once: the last line counts. A base is
    /// always an earlier stage, so FROM alone makes no cycle.
    std::vector<std::vector<std::size_t>> usesByStage() const {
        std::vector<std::map<std::size_t, std::size_t>> last(m_graph.stages.size());
        for (std::size_t i = 0; i < m_graph.edges.size(); ++i) {
            const Edge& edge = m_graph.edges[i];
            if (edge.sourceStage && edge.kind != EdgeKind::From) {
                last[edge.stage][*edge.sourceStage] = i;
            }
        }
        std::vector<std::vector<std::size_t>> uses;
        for (const std::map<std::size_t, std::size_t>& edges : last) {
            std::vector<std::size_t>& list = uses.emplace_back();
            std::ranges::transform(edges, std::back_inserter(list), [](const auto& item) { return item.second; });
        }
        return uses;
    }

    /// Depth-first over uses; a stage met again on the way is a cycle. Self-use is one as well. It is told where it
    /// closes, the place that BuildKit's clients name first.
    void findCycles() {
        const std::vector<std::vector<std::size_t>> uses = usesByStage();
        std::vector<int> state(m_graph.stages.size(), 0); // 0 new, 1 on the way, 2 done
        for (std::size_t start = 0; start < m_graph.stages.size(); ++start) {
            std::vector<std::pair<std::size_t, std::size_t>> path; // stage, next edge
            if (state[start] == 0) {
                state[start] = 1;
                path.emplace_back(start, 0);
            }
            while (!path.empty()) {
                auto& [stage, next] = path.back();
                if (next == uses[stage].size()) {
                    state[stage] = 2;
                    path.pop_back();
                    continue;
                }
                const std::size_t source = *m_graph.edges[uses[stage][next++]].sourceStage;
                if (state[source] == 1) {
                    error(rangeOf(uses[stage][next - 1]), "stage",
                          say("circular dependency detected on stage: %1", m_graph.stages[source].displayName()),
                          say("A stage can only use stages that do not need it."));
                } else if (state[source] == 0) {
                    state[source] = 1;
                    path.emplace_back(source, 0);
                }
            }
        }
    }

    TextRange rangeOf(std::size_t edge) const {
        const auto found = m_ranges.find(edge);
        return found != m_ranges.end() ? found->second : m_document.instructions[m_graph.edges[edge].instruction].keyword;
    }

    void chooseTarget() {
        if (m_graph.stages.empty()) {
            return;
        }
        m_graph.target = m_graph.stages.size() - 1;
        if (!m_inputs.target.empty()) {
            m_graph.target = m_graph.stageNamed(m_inputs.target);
            if (!m_graph.target) {
                error({}, "target", say("the target stage '%1' is not in this file", m_inputs.target),
                      suggestStage(m_inputs.target));
                return;
            }
        }
        m_graph.stages[*m_graph.target].isTarget = true;
    }

    void markNeeded() {
        if (m_reach == Reach::All) {
            for (Stage& stage : m_graph.stages) {
                stage.needed = true;
            }
            return;
        }
        if (m_graph.target) {
            markNeededFrom(m_graph, {*m_graph.target});
        }
    }

    void checkOrder(const Edge& edge) {
        if (usesLaterStage(edge)) {
            const auto index = static_cast<std::size_t>(&edge - m_graph.edges.data());
            m_problems.emplace_back(m_phase, laterStage(m_graph, edge, rangeOf(index)));
        }
    }

    const Document& m_document;
    const Inputs& m_inputs;
    Reach m_reach;
    StageGraph m_graph;
    std::map<std::string, std::string> m_platform;
    std::map<std::string, std::size_t> m_byName; ///< lower-case name -> last stage of that name so far
    std::vector<std::string> m_names; ///< of the first `m_named` stages, for suggestions
    std::size_t m_named = 0;
    std::multimap<std::string, std::size_t> m_externals; ///< reference -> index in externals
    std::map<std::size_t, TextRange> m_ranges; ///< edge index -> place of its reference
    std::vector<std::pair<Phase, Diagnostic>> m_problems;
    Phase m_phase = Phase::Arguments;
};

} // namespace

std::string Stage::displayName() const {
    return writtenName.empty() ? "stage " + std::to_string(index + 1) : writtenName;
}

std::optional<std::size_t> StageGraph::stageNamed(std::string_view name) const {
    const std::string wanted = lower(name);
    for (std::size_t i = stages.size(); i-- > 0;) {
        if (!wanted.empty() && stages[i].name == wanted) {
            return i;
        }
    }
    return std::nullopt;
}

StageGraph resolveStages(const Document& document, const Inputs& inputs, Reach reach) {
    return Resolver(document, inputs, reach).resolve();
}

void needStages(StageGraph& graph, const Document& document, const std::set<std::size_t>& stages) {
    markNeededFrom(graph, {stages.begin(), stages.end()});
    for (Edge& edge : graph.edges) {
        if (!std::exchange(edge.needed, graph.stages[edge.stage].needed) && usesLaterStage(edge)) {
            graph.diagnostics.push_back(laterStage(graph, edge, document.instructions[edge.instruction].keyword));
            graph.phases.push_back(Phase::Steps);
        }
    }
}

} // namespace sw::plan
