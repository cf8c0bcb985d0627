#include "app/stw/checkreport.h"

#include "app/stw/documentjson.h"
#include "core/checks/catalogue.h"
#include "core/checks/sarif.h"

#include <algorithm>

namespace sw::app {

namespace {

io::Json findingJson(const Diagnostic& finding) {
    io::Json json = diagnosticJson(finding);
    json["fix"] = json["fixes"].empty() ? io::Json() : json["fixes"].front();
    json.erase("fixes");
    json["set"] = checks::ruleSetName(checks::ruleSetOf(finding.rule));
    json["url"] = checks::ruleUrl(finding.rule);
    return json;
}

io::Json lintJson(const checks::Lint& lint) {
    io::Json warnings = io::Json::array();
    for (const Diagnostic& finding : lint.findings) {
        warnings.push_back(findingJson(finding));
    }
    io::Json error;
    if (const auto& refusal = lint.buildkit.refusal ? lint.buildkit.refusal : lint.buildkit.violation) {
        error = {{"message", refusal->message.text()}, {"line", refusal->range.start.line}};
    }
    return {{"schema", "stagewright.check/1"}, {"warnings", std::move(warnings)}, {"error", std::move(error)}};
}

std::string_view wordOf(Severity severity) { return severity == Severity::Hint ? "style" : severityName(severity); }

/// "2 warnings, 1 style"
std::string summaryOf(const std::vector<Diagnostic>& findings) {
    std::string out;
    for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Info, Severity::Hint}) {
        const auto count = std::ranges::count(findings, severity, &Diagnostic::severity);
        if (count > 0) {
            const bool plural = count != 1 && (severity == Severity::Error || severity == Severity::Warning);
            out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(wordOf(severity)) + (plural ? "s" : "");
        }
    }
    return out.empty() ? "No warnings." : out + ".";
}

void printText(const checks::Lint& lint, const std::string& file, const Console& console) {
    for (const Diagnostic& finding : lint.findings) {
        printLine(file + ":" + std::to_string(finding.range.start.line) + ":" + std::to_string(finding.range.start.column + 1) + ": " +
                  std::string(wordOf(finding.severity)) + ": " + finding.message.text() + " [" + finding.rule + "]");
        if (!console.verbose) {
            continue;
        }
        const std::string url = checks::ruleUrl(finding.rule);
        for (const std::string& more : {finding.detail.text(), finding.fixes.empty() ? std::string() : "Fix: " + finding.fixes.front().title.text(), url}) {
            if (!more.empty()) {
                printLine("    " + more);
            }
        }
    }
    if (!console.quiet) {
        printLine(summaryOf(lint.findings));
    }
}

struct AnyRule {
    std::string_view name;
    checks::RuleSet set;
    Severity severity;
    bool shipped;
    bool off;
    std::string_view description;
};

std::vector<AnyRule> allRules() {
    std::vector<AnyRule> out;
    for (const checks::Rule& rule : checks::rules()) {
        out.push_back({rule.name, checks::RuleSet::BuildKit, Severity::Warning, false, rule.experimental, rule.description});
    }
    for (const checks::LintRule& rule : checks::lintRules()) {
        out.push_back({rule.name, rule.set, rule.severity, rule.shipped, rule.off, rule.description});
    }
    std::ranges::stable_sort(out, {}, &AnyRule::name);
    std::ranges::stable_sort(out, {}, &AnyRule::set);
    return out;
}

} // namespace

void printCheck(const checks::Lint& lint, const dockerfile::Document& document, const std::string& file, CheckFormat format,
                const Console& console) {
    switch (format) {
    case CheckFormat::Text: return printText(lint, file, console);
    case CheckFormat::Json: return printJson(lintJson(lint));
    case CheckFormat::Sarif:
        return printJson(checks::toSarif({file, STW_VERSION, document, lint.findings, lint.buildkit.refusal ? lint.buildkit.refusal : lint.buildkit.violation}));
    }
}

void printRules(CheckFormat format) {
    io::Json json = io::Json::array();
    for (const AnyRule& rule : allRules()) {
        if (format == CheckFormat::Text) {
            std::string name(rule.name);
            name.resize(std::max<std::size_t>(name.size() + 1, 32), ' ');
            std::string severity(rule.off ? "off" : wordOf(rule.severity));
            severity.resize(9, ' ');
            printLine(name + severity + std::string(rule.description) + (rule.shipped ? " (final image)" : ""));
        }
        json.push_back({{"rule", rule.name},
                        {"set", checks::ruleSetName(rule.set)},
                        {"severity", severityName(rule.severity)},
                        {"off", rule.off},
                        {"final_image", rule.shipped},
                        {"description", rule.description},
                        {"url", checks::ruleUrl(rule.name)}});
    }
    if (format != CheckFormat::Text) {
        printJson({{"schema", "stagewright.rules/1"}, {"rules", std::move(json)}});
    }
}

} // namespace sw::app
