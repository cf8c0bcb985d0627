#include "core/plan/refusal.h"

#include "core/dockerfile/parser.h"

#include <algorithm>

namespace sw::plan {

namespace {

bool isSyntax(const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::Error && diagnostic.rule == dockerfile::kSyntaxRule;
}

/// The earlier of two places; `first` where they are the same.
void take(std::optional<Refusal>& first, const Diagnostic& diagnostic, Phase phase) {
    if (!first || diagnostic.range.start.offset < first->diagnostic.range.start.offset) {
        first = Refusal{diagnostic, phase};
    }
}

std::optional<Refusal> findRefusal(const dockerfile::Document& document, const StageGraph& graph,
                                   const std::vector<Diagnostic>& planned) {
    if (const auto found = std::ranges::find_if(document.diagnostics, isSyntax); found != document.diagnostics.end()) {
        return Refusal{*found, Phase::Reading};
    }
    if (const Diagnostic* wrong = firstError(document.diagnostics)) {
        return Refusal{*wrong, Phase::Instructions};
    }
    std::optional<Refusal> step;
    for (std::size_t i = 0; i < graph.diagnostics.size(); ++i) {
        if (graph.diagnostics[i].severity != Severity::Error) {
            continue;
        }
        if (graph.phases[i] != Phase::Steps) {
            return Refusal{graph.diagnostics[i], graph.phases[i]};
        }
        take(step, graph.diagnostics[i], Phase::Steps);
    }
    for (const Diagnostic& diagnostic : planned) {
        if (diagnostic.severity == Severity::Error) {
            take(step, diagnostic, Phase::Steps);
        }
    }
    return step;
}

} // namespace

std::optional<Refusal> firstRefusal(const dockerfile::Document& document, const StageGraph& graph,
                                    const std::vector<Diagnostic>& planned) {
    std::optional<Refusal> refusal = findRefusal(document, graph, planned);
    if (refusal) {
        TextRange& range = refusal->diagnostic.range;
        const dockerfile::Instruction* instruction = document.instructionAt(range.start.offset);
        if (instruction != nullptr && instruction->startLine() != range.start.line) {
            range = {instruction->range.start, instruction->keyword.end};
        }
    }
    return refusal;
}

} // namespace sw::plan
