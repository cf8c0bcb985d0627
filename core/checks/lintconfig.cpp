#include "core/checks/lintconfig.h"

#include "core/io/atomicfile.h"
#include "core/io/yaml.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sw::checks {

namespace {

using io::YamlNode;

constexpr std::array<std::pair<std::string_view, LabelKind>, 7> kLabelKinds = {{{"text", LabelKind::Text},
                                                                                {"rfc3339", LabelKind::Rfc3339},
                                                                                {"semver", LabelKind::Semver},
                                                                                {"url", LabelKind::Url},
                                                                                {"hash", LabelKind::Hash},
                                                                                {"spdx", LabelKind::Spdx},
                                                                                {"email", LabelKind::Email}}};

Failure bad(const YamlNode& at, const Sentence& what) {
    return failure(ErrorCode::Invalid, say("line %1: %2", at.line, what));
}

/// A list of words; one word is a list of one.
Result<std::vector<std::string>> words(const YamlNode& node, const std::string& key) {
    std::vector<std::string> out;
    if (node.kind == YamlNode::Kind::Null) {
        return out;
    }
    if (node.kind == YamlNode::Kind::Scalar) {
        out.push_back(node.scalar);
        return out;
    }
    if (node.kind == YamlNode::Kind::Map) {
        return bad(node, say("%1 is a list of words", key));
    }
    for (const YamlNode& item : node.items) {
        if (item.kind != YamlNode::Kind::Scalar || item.scalar.empty()) {
            return bad(item, say("%1 is a list of words", key));
        }
        out.push_back(item.scalar);
    }
    return out;
}

Result<bool> truth(const YamlNode& node, const std::string& key) {
    if (node.kind == YamlNode::Kind::Scalar) {
        for (const std::string_view yes : {"true", "yes", "on", "True", "TRUE"}) {
            if (node.scalar == yes) {
                return true;
            }
        }
        for (const std::string_view no : {"false", "no", "off", "False", "FALSE"}) {
            if (node.scalar == no) {
                return false;
            }
        }
    }
    return bad(node, say("%1 is true or false", key));
}

Result<void> readThreshold(LintConfig& config, const YamlNode& node) {
    config.failOn = severityNamed(node.scalar);
    config.neverFail = node.scalar == "none" || node.scalar == "ignore";
    if (!config.failOn && !config.neverFail) {
        return bad(node, say("failure-threshold is error, warning, info, style or none"));
    }
    return {};
}

Result<void> readOverride(LintConfig& config, const YamlNode& node) {
    for (const auto& [level, list] : node.members) {
        const std::optional<Severity> severity = severityNamed(level);
        if (!severity) {
            return bad(list, say("override knows error, warning, info and style, not %1", level));
        }
        SW_TRY(const std::vector<std::string> rules, words(list, "override: " + level));
        for (const std::string& rule : rules) {
            config.severities[rule] = *severity;
        }
    }
    return {};
}

Result<void> readLabels(LintConfig& config, const YamlNode& node) {
    for (const auto& [label, kind] : node.members) {
        const std::optional<LabelKind> known = labelKindNamed(kind.scalar);
        if (!known) {
            return bad(kind, say("a label is text, rfc3339, semver, url, hash, spdx or email, not %1", kind.scalar));
        }
        config.labels[label] = *known;
    }
    return {};
}

} // namespace

bool LintConfig::enabled(const LintRule& rule) const {
    return !ignored.contains(rule.name) && (!rule.off || severities.contains(rule.name));
}

Severity LintConfig::severityOf(std::string_view rule, Severity listed) const {
    const auto found = severities.find(rule);
    return found == severities.end() ? listed : found->second;
}

std::optional<LabelKind> labelKindNamed(std::string_view name) {
    const auto* found = std::ranges::find(kLabelKinds, name, &std::pair<std::string_view, LabelKind>::first);
    return found == kLabelKinds.end() ? std::nullopt : std::optional(found->second);
}

Result<LintConfig> findLintConfig(std::span<const std::filesystem::path> folders) {
    constexpr std::uint64_t kLimit = 1U << 20U;
    for (const std::filesystem::path& folder : folders) {
        for (const char* name : {".hadolint.yaml", ".hadolint.yml"}) {
            std::error_code error;
            const std::filesystem::path file = folder / name;
            if (std::filesystem::is_regular_file(file, error)) {
                SW_TRY(const std::string text, io::readFile(file, kLimit));
                return withContext(readLintConfig(text), say("while reading %1", file));
            }
        }
    }
    return LintConfig();
}

Result<LintConfig> readLintConfig(std::string_view yaml) {
    SW_TRY(const YamlNode root, io::parseYaml(yaml));
    LintConfig config;
    if (root.kind != YamlNode::Kind::Map && root.kind != YamlNode::Kind::Null) {
        return bad(root, say("\"key: value\" is expected"));
    }
    for (const auto& [key, node] : root.members) {
        if (key == "ignored") {
            SW_TRY(const std::vector<std::string> rules, words(node, key));
            config.ignored.insert(rules.begin(), rules.end());
        } else if (key == "override") {
            SW_CHECK(readOverride(config, node));
        } else if (key == "trustedRegistries") {
            SW_TRY(config.trustedRegistries, words(node, key));
        } else if (key == "label-schema") {
            SW_CHECK(readLabels(config, node));
        } else if (key == "strict-labels") {
            SW_TRY(config.strictLabels, truth(node, key));
        } else if (key == "disable-ignore-pragma") {
            SW_TRY(const bool disabled, truth(node, key));
            config.ignorePragmas = !disabled;
        } else if (key == "failure-threshold") {
            SW_CHECK(readThreshold(config, node));
        } else if (key == "no-fail") {
            SW_TRY(const bool never, truth(node, key));
            config.neverFail = config.neverFail || never;
        } else if (key != "format" && key != "no-color") {
            return bad(node, say("unknown key %1", key));
        }
    }
    return config;
}

} // namespace sw::checks
