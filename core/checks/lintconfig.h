#pragma once

#include "core/base/diagnostic.h"
#include "core/base/result.h"
#include "core/checks/catalogue.h"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a project decides about rules: hadolint's configuration file, `.hadolint.yaml`.
namespace sw::checks {

enum class LabelKind { Text, Rfc3339, Semver, Url, Hash, Spdx, Email };

struct LintConfig {
    std::set<std::string, std::less<>> ignored;
    std::map<std::string, Severity, std::less<>> severities; ///< `override`; also wakes a rule that is off
    std::vector<std::string> trustedRegistries;              ///< empty: all; "*" at either end matches anything
    std::map<std::string, LabelKind, std::less<>> labels;    ///< `label-schema`
    bool strictLabels = false;
    bool ignorePragmas = true; ///< false for `disable-ignore-pragma: true`
    std::optional<Severity> failOn; ///< `failure-threshold`
    bool neverFail = false;         ///< `no-fail`, or the threshold "none" or "ignore"
    bool operator==(const LintConfig&) const = default;

    bool enabled(const LintRule& rule) const;
    /// Of any rule name; `listed` is its own severity.
    Severity severityOf(std::string_view rule, Severity listed) const;
};

/// Keys that say nothing about rules (format, no-color) are passed over. Error: what is not understood, with its line
/// ("line 3: ...").
Result<LintConfig> readLintConfig(std::string_view yaml);

/// The configuration of a project: .hadolint.yaml or .hadolint.yml in the first of these folders that has one, else the
/// default. Error: as above, with the file's name.
Result<LintConfig> findLintConfig(std::span<const std::filesystem::path> folders);

/// "text", "url", ..., as `label-schema` names them.
std::optional<LabelKind> labelKindNamed(std::string_view name);

} // namespace sw::checks
