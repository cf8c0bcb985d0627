#include "core/checks/checks.h"

#include "core/checks/finding.h"

#include <algorithm>
#include <set>

namespace sw::checks {

namespace {

/// The text of the `# check` directive, which a build argument replaces.
std::pair<std::string, TextRange> optionsText(const dockerfile::Document& document, const Surroundings& around) {
    if (const auto given = around.inputs.buildArgs.find("BUILDKIT_DOCKERFILE_CHECK");
        given != around.inputs.buildArgs.end()) {
        return {given->second, {}};
    }
    const dockerfile::Directive* directive = document.directive("check");
    return directive == nullptr ? std::pair<std::string, TextRange>() : std::pair(directive->value, directive->valueRange);
}

} // namespace

Report check(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around) {
    Report report;
    for (const std::vector<Diagnostic>* list : {&document.diagnostics, &graph.diagnostics}) {
        if (const Diagnostic* error = firstError(*list); error != nullptr && !report.refusal) {
            report.refusal = *error;
        }
    }
    const auto [text, range] = optionsText(document, around);
    const Result<Options> options = readOptions(text);
    if (!options && !report.refusal) {
        report.refusal = Diagnostic{Severity::Error, "syntax", options.error().message,
                                    say("Write # check=skip=RULE,RULE;error=true."), range, {}};
    }
    Findings findings(document, options.value_or(Options()));
    checkFile(document, findings);
    checkFroms(document, graph, around, findings);
    checkStages(document, graph, around, findings);
    report.findings = findings.take();
    if (options && options->error && !report.findings.empty()) {
        std::set<std::string> names;
        for (const Diagnostic& finding : report.findings) {
            names.insert(finding.rule);
        }
        report.violation = "lint violation found for rules:";
        for (const std::string& name : names) {
            report.violation += (name == *names.begin() ? " " : ", ") + name;
        }
    }
    return report;
}

} // namespace sw::checks
