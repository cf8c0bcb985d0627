#include "core/dockerfile/scope.h"

#include "core/dockerfile/gotext.h"
#include "core/dockerfile/variables.h"

#include <algorithm>
#include <array>

namespace sw::dockerfile {

namespace {

constexpr std::array<std::string_view, 11> kAutomatic = {
    "TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT", "TARGETOSVERSION", "TARGETSTAGE",
    "BUILDPLATFORM",  "BUILDOS",  "BUILDARCH",  "BUILDVARIANT",  "BUILDOSVERSION"};

using BuildArgs = std::map<std::string, std::string>;
using Origin = ScopeVariable::Origin;

/// The variables in force, walked instruction by instruction.
class Scope {
public:
    Scope(const Document& document, const BuildArgs& buildArgs) : m_document(document), m_buildArgs(buildArgs) {}

    std::vector<ScopeVariable> variables;

    const ScopeVariable* find(std::string_view name) const {
        const auto found = std::ranges::find(variables, name, &ScopeVariable::name);
        return found == variables.end() ? nullptr : &*found;
    }

    void declareArgs(const Instruction& instruction, Origin origin, const Scope* global) {
        const auto* pairs = instruction.as<PairArgs>();
        for (std::size_t i = 0; pairs != nullptr && i < pairs->pairs.size(); ++i) {
            const KeyValue& pair = pairs->pairs[i];
            ScopeVariable variable{pair.key.text, origin, std::nullopt, pair.key.range};
            if (const auto given = m_buildArgs.find(variable.name); given != m_buildArgs.end()) {
                variable.value = given->second;
            } else if (pair.hasValue) {
                variable.value = expand(pair.value.text);
            } else if (const ScopeVariable* outer = global != nullptr ? global->find(variable.name) : nullptr) {
                variable.value = outer->value;
            } else if (std::ranges::find(kAutomatic, variable.name) != kAutomatic.end()) {
                variable.origin = Origin::Predefined;
            }
            put(std::move(variable));
        }
    }

    /// All pairs of one line see the values before the line.
    void declareEnv(const Instruction& instruction) {
        const auto* pairs = instruction.as<PairArgs>();
        std::vector<ScopeVariable> added;
        for (std::size_t i = 0; pairs != nullptr && i < pairs->pairs.size(); ++i) {
            const KeyValue& pair = pairs->pairs[i];
            const std::string name = expand(pair.key.text).value_or(pair.key.text);
            added.push_back({name, Origin::Env, expand(pair.value.text), pair.key.range});
        }
        for (ScopeVariable& variable : added) {
            put(std::move(variable));
        }
    }

    /// The text with its variables replaced; absent when one of them is not known.
    std::optional<std::string> expand(std::string_view text) const {
        ExpandOptions options;
        options.escape = m_document.escape;
        bool unknown = false;
        const VariableLookup lookup = [&](std::string_view name) -> std::optional<std::string> {
            const ScopeVariable* variable = find(name);
            unknown = unknown || variable == nullptr || !variable->value;
            return variable != nullptr ? variable->value : std::nullopt;
        };
        const Result<Expansion> found = expandWord(text, lookup, options);
        // "${unset:-default}" is known all the same: only a lookup that leaves nothing behind hides the value.
        const bool plain = text.find(":-") == std::string_view::npos && text.find(":+") == std::string_view::npos;
        return !found || (unknown && plain) ? std::nullopt : std::optional(found->text);
    }

private:
    void put(ScopeVariable variable) {
        std::erase_if(variables, [&](const ScopeVariable& old) { return old.name == variable.name; });
        variables.push_back(std::move(variable));
    }

    const Document& m_document;
    const BuildArgs& m_buildArgs;
};

Scope globalScope(const Document& document, const BuildArgs& buildArgs, int line) {
    Scope scope(document, buildArgs);
    for (const std::string_view name : kAutomatic) {
        const auto given = buildArgs.find(std::string(name));
        scope.variables.push_back({std::string(name), Origin::Predefined,
                                   given == buildArgs.end() ? std::nullopt : std::optional(given->second),
                                   {}});
    }
    const std::size_t end = document.stages.empty() ? document.instructions.size() : document.stages.front().from;
    for (std::size_t i = 0; i < end && document.instructions[i].endLine() < line; ++i) {
        if (document.instructions[i].kind == InstructionKind::Arg) {
            scope.declareArgs(document.instructions[i], Origin::GlobalArg, nullptr);
        }
    }
    return scope;
}

constexpr int kWholeFile = 1 << 30;

std::optional<std::size_t> findBaseStage(const Document& document, std::size_t stage, const Scope& global) {
    const auto* from = document.instructions[document.stages[stage].from].as<FromArgs>();
    if (from == nullptr) {
        return std::nullopt;
    }
    const std::optional<std::string> base = global.expand(from->image.text);
    for (std::size_t i = stage; base && i-- > 0;) {
        const auto* earlier = document.instructions[document.stages[i].from].as<FromArgs>();
        if (earlier != nullptr && earlier->name && lowered(earlier->name->text) == *base) {
            return i;
        }
    }
    return std::nullopt;
}

void addStage(Scope& scope, const Document& document, const Scope& global, std::size_t stage, int line) {
    const StageSpan& span = document.stages[stage];
    for (std::size_t i = span.from + 1; i < span.end && document.instructions[i].endLine() < line; ++i) {
        const Instruction& instruction = document.instructions[i];
        if (instruction.kind == InstructionKind::Arg) {
            scope.declareArgs(instruction, Origin::Arg, &global);
        } else if (instruction.kind == InstructionKind::Env) {
            scope.declareEnv(instruction);
        }
    }
}

} // namespace

std::optional<std::size_t> baseStageOf(const Document& document, std::size_t stage) {
    const BuildArgs none;
    return findBaseStage(document, stage, globalScope(document, none, kWholeFile));
}

std::vector<ScopeVariable> variablesInScope(const Document& document, int line, const BuildArgs& buildArgs) {
    const std::optional<std::size_t> stage = document.stageAtLine(line);
    Scope global = globalScope(document, buildArgs, stage ? kWholeFile : line);
    const bool fromLine = stage && line <= document.instructions[document.stages[*stage].from].endLine();
    if (!stage || fromLine) {
        return std::move(global.variables);
    }
    std::vector<std::size_t> chain{*stage};
    while (const std::optional<std::size_t> base = findBaseStage(document, chain.back(), global)) {
        chain.push_back(*base);
    }
    Scope scope(document, buildArgs);
    for (std::size_t i = chain.size(); i-- > 0;) {
        addStage(scope, document, global, chain[i], i == 0 ? line : kWholeFile);
    }
    return std::move(scope.variables);
}

std::optional<ScopeVariable> variableInScope(const Document& document, int line, std::string_view name,
                                             const BuildArgs& buildArgs) {
    std::vector<ScopeVariable> all = variablesInScope(document, line, buildArgs);
    const auto found = std::ranges::find(all, name, &ScopeVariable::name);
    return found == all.end() ? std::nullopt : std::optional(std::move(*found));
}

} // namespace sw::dockerfile
