#include "core/checks/checks.h"

#include "core/checks/finding.h"
#include "core/dockerfile/parser.h"
#include "core/plan/buildplan.h"
#include "core/plan/mounts.h"

#include <algorithm>
#include <set>

namespace sw::checks {

namespace {

using Place = std::pair<std::string, TextRange>;

/// Behind "#!" on the first line BuildKit finds `# check` all the same, though the parser, which looks for `escape`, does not.
std::optional<Place> behindInterpreter(std::string_view text) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    const std::size_t begin = text.starts_with(kMark) ? kMark.size() : 0;
    const std::size_t end = text.find('\n', begin);
    if (!text.substr(begin).starts_with("#!") || end == std::string_view::npos) {
        return std::nullopt;
    }
    const dockerfile::Document rest = dockerfile::parse(std::string(text.substr(end + 1)));
    const dockerfile::Directive* directive = rest.directive("check");
    if (directive == nullptr) {
        return std::nullopt;
    }
    TextRange range = directive->valueRange;
    for (TextPosition* position : {&range.start, &range.end}) {
        position->line += 1;
        position->offset += end + 1;
    }
    return Place(directive->value, range);
}

/// The text of the `# check` directive, which a build argument replaces. The directive ends at its first blank.
Place optionsText(const dockerfile::Document& document, const plan::Inputs& inputs) {
    if (const auto given = inputs.buildArgs.find("BUILDKIT_DOCKERFILE_CHECK"); given != inputs.buildArgs.end()) {
        return {given->second, {}};
    }
    Place place;
    if (const dockerfile::Directive* directive = document.directive("check")) {
        place = {directive->value, directive->valueRange};
    } else if (auto behind = behindInterpreter(document.text)) {
        place = std::move(*behind);
    }
    place.first.resize(std::min(place.first.find(' '), place.first.size()));
    return place;
}

/// What a build says first. The options of `# check` are read before anything else.
std::optional<plan::Refusal> refusalOf(const dockerfile::Document& document, const plan::StageGraph& graph,
                                       const std::vector<Diagnostic>& planned, const plan::Inputs& inputs) {
    if (std::optional<Diagnostic> refused = refusedOptions(document, inputs)) {
        return plan::Refusal{std::move(*refused), plan::Phase::Reading};
    }
    return plan::firstRefusal(document, graph, planned);
}

Diagnostic violationOf(const std::vector<Diagnostic>& findings, const TextRange& range) {
    std::set<std::string> names;
    for (const Diagnostic& finding : findings) {
        names.insert(finding.rule);
    }
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return {Severity::Error, "check", say("lint violation found for rules: %1", text), say("The line # check=error=true asks for it."), range, {}};
}

/// What the three groups of rules find, and what error=true makes of it.
Report findingsOf(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around,
                  std::optional<plan::Refusal> refusal) {
    const auto [text, range] = optionsText(document, around.inputs);
    const Result<Options> options = readOptions(text);
    Report report;
    if (refusal) {
        report.refusal = refusal->diagnostic;
    }
    Findings findings(document, options.value_or(Options()));
    checkFile(document, findings);
    checkFroms(document, graph, around, findings);
    checkStages(document, graph, around, findings);
    report.findings = findings.take(around.onlyReached ? refusal : std::nullopt);
    if (options && options->error && !report.findings.empty()) {
        report.violation = violationOf(report.findings, range);
    }
    return report;
}

} // namespace

std::map<std::size_t, BaseImage> basesOf(const plan::StageGraph& graph, const plan::Inputs& inputs, const plan::ImageResolver& resolver) {
    std::map<std::size_t, BaseImage> bases;
    for (const plan::Stage& stage : graph.stages) {
        if (!stage.baseExternal || bases.contains(*stage.baseExternal)) {
            continue;
        }
        const plan::External& external = graph.externals[*stage.baseExternal];
        const std::string reference = plan::imageReference(inputs, external);
        if (const auto image = reference.empty() ? std::nullopt : resolver(reference, external.platform)) {
            bases[*stage.baseExternal] = {image->config.env, image->config.shell && !image->config.shell->empty(), image->config.platform};
        }
    }
    return bases;
}

std::optional<Diagnostic> refusedOptions(const dockerfile::Document& document, const plan::Inputs& inputs) {
    const auto [text, range] = optionsText(document, inputs);
    const Result<Options> options = readOptions(text);
    if (options) {
        return std::nullopt;
    }
    return Diagnostic{Severity::Error, "syntax", options.error().message, say("Write # check=skip=RULE,RULE;error=true."), range, {}};
}

bool refusesFindings(const dockerfile::Document& document, const plan::Inputs& inputs) {
    const Result<Options> options = readOptions(optionsText(document, inputs).first);
    return options && options->error;
}

Report check(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around) {
    const plan::Inputs& inputs = around.inputs;
    const plan::StageGraph whole = plan::resolveStages(
        document, inputs, inputs.target.empty() ? plan::Reach::All : plan::Reach::Target);
    const std::vector<Diagnostic> planned = plan::makePlan(document, whole, inputs, {}).diagnostics;
    return findingsOf(document, graph, around, refusalOf(document, whole, planned, inputs));
}

Report checkAccepted(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around) {
    return findingsOf(document, graph, around, std::nullopt);
}

} // namespace sw::checks
