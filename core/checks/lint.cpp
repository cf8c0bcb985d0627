#include "core/checks/lint.h"

#include "core/checks/lintcontext.h"
#include "core/checks/shell/shellcheck.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace sw::checks {

using dockerfile::InstructionKind;

namespace {

/// hadolint's name of what BuildKit finds; empty when it has none.
std::string_view hadolintTwin(const Diagnostic& finding, InstructionKind kind) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTwins = {{
        {"DuplicateStageName", "DL3024"},
        {"FromPlatformFlagConstDisallowed", "DL3029"},
        {"JSONArgsRecommended", "DL3025"},
        {"MaintainerDeprecated", "DL4000"},
        {"RedundantTargetPlatform", "DL3065"},
        {"ReservedStageName", "DL3063"},
        {"SecretsUsedInArgOrEnv", "DL3064"},
        {"WorkdirRelativePath", "DL3000"},
    }};
    if (finding.rule == "MultipleInstructionsDisallowed") {
        return kind == InstructionKind::Cmd ? "DL4003" : kind == InstructionKind::Entrypoint ? "DL4004" : "DL3012";
    }
    const auto* found = std::ranges::find(kTwins, finding.rule, &std::pair<std::string_view, std::string_view>::first);
    return found == kTwins.end() ? std::string_view() : found->second;
}

/// BuildKit's findings under hadolint's names.
void addTwins(LintContext& context, const std::vector<Diagnostic>& findings) {
    const dockerfile::Document& document = context.document();
    for (const Diagnostic& finding : findings) {
        const dockerfile::Instruction* instruction = document.instructionAtLine(finding.range.start.line);
        if (instruction == nullptr) {
            continue;
        }
        const std::string_view twin = hadolintTwin(finding, instruction->kind);
        // DL3000 has a rule of its own, which also sees what BuildKit lets pass.
        if (!twin.empty() && twin != "DL3000") {
            const Step step{instruction, instruction, 0, false, false, {}, {}};
            context.add(twin, step, finding.range, finding.message, finding.fixes);
        }
    }
}

/// Everything BuildKit's rules could say, with no comment or directive silencing them.
std::vector<Diagnostic> unsilenced(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around) {
    Surroundings all = around;
    all.inputs.buildArgs["BUILDKIT_DOCKERFILE_CHECK"] = "";
    return check(document, graph, all).findings;
}

bool saysTheSame(std::string_view hadolint, std::string_view other) {
    return (hadolint.starts_with("SC") && other == "JsonFormBroken") || (hadolint == "DL3067" && other == "WholeRootCopied") || (hadolint == "DL3000" && other == "WorkdirRelativePath") ||
           (hadolint == "DL3022" && (other == "StageNameTypo" || other == "ForwardStageReference")) ||
           (hadolint == "DL3006" && (other == "StageNameTypo" || other == "ForwardStageReference"));
}

/// A refusal at the same line already says it.
bool isRefusal(const Diagnostic& finding) {
    static constexpr std::array<std::string_view, 6> kRules = {"DL3011", "DL3021", "DL3023", "DL3043", "DL3061", "DL3022"};
    return std::ranges::find(kRules, finding.rule) != kRules.end();
}

std::set<int> linesWithErrors(const dockerfile::Document& document, const plan::StageGraph& graph, const Report& report) {
    std::set<int> lines;
    for (const std::vector<Diagnostic>* list : {&document.diagnostics, &graph.diagnostics}) {
        for (const Diagnostic& diagnostic : *list) {
            if (diagnostic.severity == Severity::Error) {
                lines.insert(diagnostic.range.start.line);
            }
        }
    }
    if (report.refusal) { // also what the plan objects to: a port, a volume without a name
        lines.insert(report.refusal->range.start.line);
    }
    return lines;
}

void pragmasAsHadolint(LintContext& context) {
    for (const Pragma& pragma : context.pragmas().all()) {
        const auto& instructions = context.document().instructions;
        const auto below = std::ranges::upper_bound(instructions, pragma.line, {}, &dockerfile::Instruction::startLine);
        if (pragma.kind == Pragma::Kind::Ignore && below != instructions.end()) {
            const Step step{&*below, &*below, 0, false, false, {}, {}};
            context.add("DL1001", step, pragma.list, say("Remove this comment and mend what it hides."));
        }
    }
}

} // namespace

Lint lint(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around,
          const LintSettings& settings, ShellChecker* shell, const std::stop_token& stop) {
    Lint out;
    const auto has = [&settings](RuleSet set) { return settings.sets.contains(set); };
    out.buildkit = check(document, graph, around);
    if (!has(RuleSet::BuildKit)) {
        out.buildkit.findings.clear();
        out.buildkit.violation.reset();
    }
    LintContext context(document, graph, around, settings.config);
    if (has(RuleSet::Hadolint)) {
        lintImages(context);
        lintInstructions(context);
        lintLabels(context);
        lintCommands(context);
        lintPackages(context);
        pragmasAsHadolint(context);
        if (!has(RuleSet::BuildKit)) {
            addTwins(context, unsilenced(document, graph, around));
        }
        if (!has(RuleSet::Stages)) {
            lintWholeRoot(context, "DL3067");
        }
    }
    if (has(RuleSet::Stages)) {
        lintStages(context);
        lintCacheOrder(context);
        lintJsonForms(context);
    }
    if (has(RuleSet::Shell) && shell != nullptr) {
        lintShell(context, *shell, settings.knownShellOnly, stop);
    }
    std::vector<Diagnostic> found = context.take();
    out.findings = out.buildkit.findings;
    std::map<int, std::set<std::string>> saidAt;
    for (const std::vector<Diagnostic>* list : {&out.buildkit.findings, &found}) {
        for (const Diagnostic& finding : *list) {
            saidAt[finding.range.start.line].insert(finding.rule);
        }
    }
    const std::set<int> refusedAt = linesWithErrors(document, graph, out.buildkit);
    for (const Diagnostic& finding : found) {
        const int line = finding.range.start.line;
        const bool said = std::ranges::any_of(saidAt[line], [&finding](const std::string& other) {
            return saysTheSame(finding.rule, other);
        });
        const bool refused = has(RuleSet::BuildKit) && isRefusal(finding) && refusedAt.contains(line);
        if (!said && !refused) {
            out.findings.push_back(finding);
        }
    }
    std::ranges::stable_sort(out.findings, {}, [](const Diagnostic& d) { return d.range.start.line; });
    return out;
}

bool failsCheck(const Lint& lint, const LintConfig& config) {
    if (lint.buildkit.refusal || lint.buildkit.violation) {
        return true;
    }
    if (config.neverFail) {
        return false;
    }
    if (!config.failOn) {
        return !lint.buildkit.findings.empty();
    }
    return std::ranges::any_of(lint.findings, [&config](const Diagnostic& d) { return d.severity <= *config.failOn; });
}

} // namespace sw::checks
