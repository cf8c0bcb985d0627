#pragma once

#include "core/checks/catalogue.h"
#include "core/checks/checks.h"
#include "core/checks/lintconfig.h"

#include <set>
#include <stop_token>
#include <string>
#include <vector>

/// All rules over one file: BuildKit's (checks.h), hadolint's, ShellCheck's, and our own about stages.
namespace sw::checks {

class ShellChecker;

struct LintSettings {
    std::set<RuleSet> sets = {RuleSet::BuildKit, RuleSet::Hadolint, RuleSet::Shell, RuleSet::Stages};
    LintConfig config;
    bool knownShellOnly = false; ///< what ShellCheck said before, without starting it
};

struct Lint {
    Report buildkit;                  ///< BuildKit's verdict alone; empty findings when its set was not asked for
    std::vector<Diagnostic> findings; ///< of all sets, in order of place. Severity Error here refuses no build.
};

/// A hadolint rule that says what a BuildKit rule says is silent while BuildKit's set is on; without it the rule stands
/// under hadolint's name. `shell` may be null (or find no program): then there are no SC findings.
Lint lint(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around,
          const LintSettings& settings, ShellChecker* shell = nullptr, const std::stop_token& stop = {});

/// Does a finding make `stw check` fail? By BuildKit's verdict alone when no level was asked for.
bool failsCheck(const Lint& lint, const LintConfig& config);

} // namespace sw::checks
