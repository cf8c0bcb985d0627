#include "core/checks/lint.h"

#include "core/checks/lintcontext.h"
#include "core/checks/shell/shellcheck.h"

#include <algorithm>
#include <array>
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

bool hasErrorAt(const std::vector<Diagnostic>& diagnostics, int line) {
    return std::ranges::any_of(diagnostics, [line](const Diagnostic& d) {
        return d.severity == Severity::Error && d.range.start.line == line;
    });
}

void pragmasAsHadolint(LintContext& context) {
    for (const Pragma& pragma : context.pragmas().all()) {
        const auto& instructions = context.document().instructions;
        const auto below = std::ranges::find_if(instructions, [&pragma](const auto& i) { return i.startLine() > pragma.line; });
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
        out.buildkit.violation.clear();
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
    for (const Diagnostic& finding : found) {
        const bool said = std::ranges::any_of(out.buildkit.findings, [&finding](const Diagnostic& other) {
            return other.range.start.line == finding.range.start.line && saysTheSame(finding.rule, other.rule);
        }) || std::ranges::any_of(found, [&finding](const Diagnostic& other) {
            return other.range.start.line == finding.range.start.line && saysTheSame(finding.rule, other.rule);
        });
        const int line = finding.range.start.line;
        const bool refused = isRefusal(finding) && (hasErrorAt(document.diagnostics, line) || hasErrorAt(graph.diagnostics, line));
        if (!said && !refused) {
            out.findings.push_back(finding);
        }
    }
    std::ranges::stable_sort(out.findings, {}, [](const Diagnostic& d) { return d.range.start.line; });
    return out;
}

bool failsCheck(const Lint& lint, const LintConfig& config) {
    if (lint.buildkit.refusal) {
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
