#include "core/checks/finding.h"
#include "core/dockerfile/edit.h"
#include "core/dockerfile/gotext.h"
#include "core/dockerfile/variables.h"
#include "core/dockerfile/variableuse.h"
#include "core/plan/arguments.h"

#include <algorithm>
#include <set>

namespace sw::checks {

using dockerfile::Document;
using dockerfile::Expansion;
using dockerfile::ExpandOptions;
using dockerfile::FromArgs;
using dockerfile::inQuotes;
using dockerfile::Instruction;
using dockerfile::InstructionKind;
using dockerfile::lowered;
using dockerfile::uppered;
using dockerfile::VariableLookup;

namespace {

using Values = std::map<std::string, std::string>;

VariableLookup lookupIn(const Values& values) {
    return [&values](std::string_view name) -> std::optional<std::string> {
        const auto found = values.find(std::string(name));
        return found == values.end() ? std::nullopt : std::optional(found->second);
    };
}

class FromChecker {
public:
    FromChecker(const Document& document, const plan::StageGraph& graph, const Surroundings& around, Findings& findings)
        : m_document(document), m_graph(graph), m_around(around), m_findings(findings),
          m_values(globalValues(graph, around)) {
        m_options.escape = document.escape;
        readGlobals();
    }

    void check() {
        std::set<std::string> names;
        for (std::size_t stage = 0; stage < m_document.stages.size(); ++stage) {
            const Instruction& from = m_document.instructions[m_document.stages[stage].from];
            m_findings.enter(plan::Phase::Instructions, &from);
            checkCase(from, stage);
            if (const auto* args = from.as<FromArgs>()) {
                m_findings.enter(plan::Phase::Arguments);
                checkName(from, *args, names);
                checkDefault(from, *args);
                m_findings.enter(plan::Phase::Froms, &from);
                checkBase(from, *args);
                checkPlatform(from, *args);
                m_findings.enter(plan::Phase::Bases, &from);
                if (stage < m_graph.stages.size()) {
                    checkBasePlatform(from, *args, m_graph.stages[stage]);
                }
            }
        }
    }

private:
    /// Declared names, and the values that the defaults alone give.
    void readGlobals() {
        m_defaults = plan::platformArguments({});
        for (const auto& [name, value] : m_defaults) {
            m_declared.insert(name);
        }
        m_defaults = plan::platformArguments(m_around.inputs);
        const std::size_t end =
            m_document.stages.empty() ? m_document.instructions.size() : m_document.stages.front().from;
        for (std::size_t i = 0; i < end; ++i) {
            const auto* pairs = m_document.instructions[i].as<dockerfile::PairArgs>();
            if (m_document.instructions[i].kind != InstructionKind::Arg || pairs == nullptr) {
                continue;
            }
            for (const dockerfile::KeyValue& pair : pairs->pairs) {
                m_declared.insert(pair.key.text);
                const Result<Expansion> value = expandWord(pair.value.text, lookupIn(m_defaults), m_options);
                m_defaultsKnown = m_defaultsKnown && value.has_value();
                if (pair.hasValue && value) {
                    m_defaults[pair.key.text] = value->text;
                }
            }
        }
    }

    /// Looks at the words alone, so also at those of a FROM that means nothing.
    void checkCase(const Instruction& from, std::size_t stage) {
        if (from.args.size() == 3 && from.args[2] != lowered(from.args[2])) {
            const std::string name = lowered(from.args[2]);
            m_findings.add("StageNameCasing", from, from.argRanges[2],
                           say("Stage name '%1' should be lowercase", from.args[2]),
                           {{say("Rename the stage to '%1'", name), renameStage(m_document, stage, name)}});
        }
        if (from.args.size() < 3) {
            return;
        }
        const bool lower = lowered(from.cmd) == from.cmd;
        const bool upper = uppered(from.cmd) == from.cmd;
        const std::string& as = from.args[1];
        const std::string right = lower ? lowered(as) : uppered(as);
        if ((lower || upper) && as != right) {
            m_findings.add("FromAsCasing", from, from.argRanges[1],
                           say("'%1' and '%2' keywords' casing do not match", as, from.cmd),
                           {{say("Write %1", right), {{from.argRanges[1], right}}}});
        }
    }

    void checkName(const Instruction& from, const FromArgs& args, std::set<std::string>& names) {
        if (!args.name) {
            return;
        }
        const std::string name = lowered(args.name->text);
        if (name == "scratch" || name == "context") {
            m_findings.add("ReservedStageName", from, args.name->range,
                           say("Stage name should not use the same name as reserved stage %1", inQuotes(name)));
        }
        if (!names.insert(name).second) {
            m_findings.add("DuplicateStageName", from, args.name->range,
                           say("Duplicate stage name %1, stage names should be unique", inQuotes(name)));
        }
    }

    /// Reports the unset names of an expansion that nobody declared.
    void checkDeclared(const Instruction& from, const std::set<std::string>& unmatched) {
        std::vector<std::string_view> candidates(m_declared.begin(), m_declared.end());
        for (const std::string& name : unmatched) {
            if (m_declared.contains(name)) {
                continue;
            }
            const std::optional<std::string> near = dockerfile::nearestName(name, candidates, true);
            TextRange range = from.keyword;
            std::vector<QuickFix> fixes;
            for (const dockerfile::VariableUse& use : variableUses(m_document, from)) {
                if (use.name == name) {
                    range = use.whole;
                    if (near) {
                        fixes = {{say("Use %1", *near), {{use.range, *near}}}};
                    }
                }
            }
            m_findings.add("UndefinedArgInFrom", from, range,
                           near ? say("FROM argument '%1' is not declared (did you mean %2?)", name, *near)
                                : say("FROM argument '%1' is not declared", name),
                           std::move(fixes));
        }
    }

    void checkPlatform(const Instruction& from, const FromArgs& args) {
        if (!args.platform) {
            return;
        }
        const Result<Expansion> expansion = expandWord(args.platform->text, lookupIn(m_values), m_options);
        if (!expansion) {
            return;
        }
        checkDeclared(from, expansion->unmatched);
        const auto flag = std::ranges::find(from.flags, "platform", &dockerfile::Flag::name);
        std::size_t end = flag->range.end.offset;
        while (end < m_document.text.size() && m_document.text[end] == ' ') {
            ++end;
        }
        const TextEdit withoutFlag{m_document.lines.range(flag->range.start.offset, end), ""};
        if (expansion->unmatched.empty() && expansion->matched == std::set<std::string>{"TARGETPLATFORM"} &&
            expansion->text == m_values["TARGETPLATFORM"]) {
            m_findings.add("RedundantTargetPlatform", from, flag->range,
                           say("Setting platform to predefined %1 in FROM is redundant as this is the default behavior", args.platform->text),
                           {{say("Remove the flag"), {withoutFlag}}});
        }
        if (!expansion->unmatched.empty() || !expansion->matched.empty()) {
            return;
        }
        const Result<oci::Platform> platform = oci::Platform::parse(expansion->text);
        const std::string name = args.name ? lowered(args.name->text) : std::string();
        if (platform && !name.contains(platform->os) && !name.contains(platform->architecture)) {
            m_findings.add("FromPlatformFlagConstDisallowed", from, flag->range,
                           say("FROM --platform flag should not use constant value %1", inQuotes(expansion->text)),
                           {{say("Remove the flag"), {withoutFlag}}});
        }
    }

    void checkBase(const Instruction& from, const FromArgs& args) {
        std::set<std::string> unmatched; // also of a name that cannot be expanded
        const auto recorded = [&unmatched, known = lookupIn(m_values)](std::string_view name) {
            std::optional<std::string> value = known(name);
            if (!value) {
                unmatched.emplace(name);
            }
            return value;
        };
        static_cast<void>(expandWord(args.image.text, recorded, m_options));
        checkDeclared(from, unmatched);
    }

    /// A base that cannot be expanded ends this check for all that follow.
    void checkDefault(const Instruction& from, const FromArgs& args) {
        const Result<Expansion> expansion = expandWord(args.image.text, lookupIn(m_defaults), m_options);
        m_defaultsKnown = m_defaultsKnown && expansion.has_value();
        if (m_defaultsKnown && !oci::Reference::parse(expansion->text)) {
            m_findings.add("InvalidDefaultArgInFrom", from, args.image.range,
                           say("Default value for ARG %1 results in empty or invalid base image name", args.image.text));
        }
    }

    void checkBasePlatform(const Instruction& from, const FromArgs& args, const plan::Stage& stage) {
        const auto base = stage.baseExternal ? m_around.bases.find(*stage.baseExternal) : m_around.bases.end();
        if (base == m_around.bases.end() || !base->second.platform) {
            return;
        }
        const oci::Platform& actual = *base->second.platform;
        if (actual.os != stage.platform.os || actual.architecture != stage.platform.architecture) {
            m_findings.add("InvalidBaseImagePlatform", from, args.image.range,
                           say("Base image %1 was pulled with platform %2, expected %3 for current build", stage.base, inQuotes(actual.text()), inQuotes(stage.platform.text())));
        }
    }

    const Document& m_document;
    const plan::StageGraph& m_graph;
    const Surroundings& m_around;
    Findings& m_findings;
    ExpandOptions m_options;
    Values m_values;
    Values m_defaults;
    bool m_defaultsKnown = true;
    std::set<std::string> m_declared;
};

} // namespace

std::map<std::string, std::string> globalValues(const plan::StageGraph& graph, const Surroundings& around) {
    Values values = plan::platformArguments(around.inputs);
    for (const auto& [name, value] : graph.globalArgs) {
        values[name] = value;
    }
    return values;
}

void checkFroms(const Document& document, const plan::StageGraph& graph, const Surroundings& around,
                Findings& findings) {
    FromChecker(document, graph, around, findings).check();
}

} // namespace sw::checks
