#pragma once

#include "core/base/diagnostic.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Every rule there is beside BuildKit's own (those are in checks.h), and what is common to all: which set a rule
/// belongs to, how grave it is, what it is for.
namespace sw::checks {

enum class RuleSet {
    BuildKit, ///< BuildKit's build checks, by their names
    Hadolint, ///< DLxxxx: the rules people know from hadolint (dockerfile-semantics 3.2), stage-aware
    Shell,    ///< SCxxxx: what ShellCheck says about the scripts of RUN
    Stages,   ///< our own rules about files with several stages
};
std::string_view ruleSetName(RuleSet set); ///< "buildkit", "hadolint", "shell", "stages"
std::optional<RuleSet> ruleSetNamed(std::string_view name);
/// The set of any rule name, also of one that is not known.
RuleSet ruleSetOf(std::string_view rule);

struct LintRule {
    std::string_view name;
    RuleSet set;
    Severity severity;            ///< as listed; a configuration may override it
    bool shipped = false;         ///< is about the image that ships: silent in stages whose files stay behind
    bool off = false;             ///< silent unless a configuration gives it a severity
    std::string_view description; ///< one sentence: what it is for
};
/// By name. Without ShellCheck's, which are its own business.
std::span<const LintRule> lintRules();
const LintRule* findLintRule(std::string_view name);

/// Description of any rule; empty for an unknown one.
std::string_view ruleDescription(std::string_view rule);
/// A page about the rule, empty when there is none.
std::string ruleUrl(std::string_view rule);

/// "error", "warning", "info", "style" (and "hint", which is the same).
std::optional<Severity> severityNamed(std::string_view name);

} // namespace sw::checks
