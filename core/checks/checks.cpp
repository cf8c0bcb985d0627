#include "core/checks/checks.h"

#include "core/checks/finding.h"
#include "core/plan/buildplan.h"

#include <algorithm>
#include <set>

namespace sw::checks {

namespace {

/// The text of the `# check` directive, which a build argument replaces.
std::pair<std::string, TextRange> optionsText(const dockerfile::Document& document, const plan::Inputs& inputs) {
    if (const auto given = inputs.buildArgs.find("BUILDKIT_DOCKERFILE_CHECK"); given != inputs.buildArgs.end()) {
        return {given->second, {}};
    }
    const dockerfile::Directive* directive = document.directive("check");
    return directive == nullptr ? std::pair<std::string, TextRange>() : std::pair(directive->value, directive->valueRange);
}

/// What a build says first. The options of `# check` are read before anything else.
std::optional<plan::Refusal> refusalOf(const dockerfile::Document& document, const plan::StageGraph& graph,
                                       const std::vector<Diagnostic>& planned, const plan::Inputs& inputs) {
    if (std::optional<Diagnostic> refused = refusedOptions(document, inputs)) {
        return plan::Refusal{std::move(*refused), plan::Phase::Reading};
    }
    return plan::firstRefusal(document, graph, planned);
}

std::string violationOf(const std::vector<Diagnostic>& findings) {
    std::set<std::string> names;
    for (const Diagnostic& finding : findings) {
        names.insert(finding.rule);
    }
    std::string text = "lint violation found for rules:";
    for (const std::string& name : names) {
        text += (name == *names.begin() ? " " : ", ") + name;
    }
    return text;
}

} // namespace

std::optional<Diagnostic> refusedOptions(const dockerfile::Document& document, const plan::Inputs& inputs) {
    const auto [text, range] = optionsText(document, inputs);
    const Result<Options> options = readOptions(text);
    if (options) {
        return std::nullopt;
    }
    return Diagnostic{Severity::Error, "syntax", options.error().message, say("Write # check=skip=RULE,RULE;error=true."), range, {}};
}

Report check(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around) {
    const plan::Inputs& inputs = around.inputs;
    const plan::StageGraph whole = plan::resolveStages(
        document, inputs, inputs.target.empty() ? plan::Reach::All : plan::Reach::Target);
    Report report;
    const std::vector<Diagnostic> planned = plan::makePlan(document, whole, inputs, {}).diagnostics;
    const Result<Options> options = readOptions(optionsText(document, inputs).first);
    const std::optional<plan::Refusal> refusal = refusalOf(document, whole, planned, inputs);
    if (refusal) {
        report.refusal = refusal->diagnostic;
    }
    Findings findings(document, options.value_or(Options()));
    checkFile(document, findings);
    checkFroms(document, graph, around, findings);
    checkStages(document, graph, around, findings);
    report.findings = findings.take(around.onlyReached ? refusal : std::nullopt);
    if (options && options->error && !report.findings.empty()) {
        report.violation = violationOf(report.findings);
    }
    return report;
}

} // namespace sw::checks
