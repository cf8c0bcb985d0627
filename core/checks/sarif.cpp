#include "core/checks/sarif.h"

#include "core/base/digest.h"
#include "core/checks/catalogue.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace sw::checks {

namespace {

constexpr std::string_view kRefusalRule = "build-error";

const char* levelOf(Severity severity) {
    switch (severity) {
    case Severity::Error: return "error";
    case Severity::Warning: return "warning";
    case Severity::Info:
    case Severity::Hint: return "note";
    }
    return "none";
}

/// RFC 3986: what a path may hold as it is.
std::string uriOf(std::string_view path) {
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~/!$&'()*+,;=@").contains(c);
        const auto byte = static_cast<unsigned char>(c);
        out += plain ? std::string(1, c) : std::string({'%', kHex[byte >> 4U], kHex[byte & 15U]});
    }
    return path.starts_with('/') ? "file://" + out : out;
}

class SarifWriter {
public:
    explicit SarifWriter(const SarifInput& input) : m_input(input) {}

    io::Json write() {
        io::Json results = io::Json::array();
        if (m_input.refusal) {
            Diagnostic refusal = *m_input.refusal;
            refusal.rule = kRefusalRule;
            results.push_back(resultOf(refusal));
        }
        for (const Diagnostic& finding : m_input.findings) {
            results.push_back(resultOf(finding));
        }
        const io::Json driver = {{"name", "Stagewright"}, {"version", m_input.version}, {"rules", m_rules}};
        const io::Json run = {{"tool", {{"driver", driver}}},
                              {"columnKind", "unicodeCodePoints"},
                              {"artifacts", io::Json::array({{{"location", location()}}})},
                              {"results", std::move(results)}};
        return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", io::Json::array({run})}};
    }

private:
    io::Json location() const { return {{"uri", uriOf(m_input.file)}}; }

    std::size_t ruleIndex(const Diagnostic& finding) {
        const auto [known, isNew] = m_ruleIndex.try_emplace(finding.rule, m_rules.size());
        if (isNew) {
            io::Json rule = {{"id", finding.rule}};
            std::string description(ruleDescription(finding.rule));
            if (finding.rule == kRefusalRule) {
                description = "The file cannot be built";
            }
            if (description.empty()) { // ShellCheck's, which describes itself on its page
                description = finding.message.text();
            }
            rule["name"] = finding.rule;
            rule["shortDescription"] = {{"text", description}};
            rule["fullDescription"] = {{"text", description}};
            std::string help = description;
            if (const std::string url = finding.rule == kRefusalRule ? std::string() : ruleUrl(finding.rule); !url.empty()) {
                rule["helpUri"] = url;
                help += "\n\n" + url;
            }
            rule["help"] = {{"text", help}};
            rule["defaultConfiguration"] = {{"level", levelOf(finding.severity)}};
            if (finding.rule != kRefusalRule) {
                rule["properties"] = {{"tags", io::Json::array({ruleSetName(ruleSetOf(finding.rule))})}};
            }
            m_rules.push_back(std::move(rule));
        }
        return known->second;
    }

    /// 1-based, in code points.
    int columnOf(const TextPosition& position) const {
        const std::size_t begin = m_input.document.lines.lineStart(position.line);
        const std::string_view before = std::string_view(m_input.document.text).substr(begin, position.offset - begin);
        return 1 + static_cast<int>(std::ranges::count_if(before, [](char c) {
                   return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
               }));
    }

    io::Json regionOf(const TextRange& range) const {
        return {{"startLine", range.start.line},
                {"startColumn", columnOf(range.start)},
                {"endLine", range.end.line},
                {"endColumn", columnOf(range.end)},
                {"byteOffset", range.start.offset},
                {"byteLength", range.size()}};
    }

    /// Of what does not move when lines are added: rule, instruction, and which of equal ones it is.
    std::string fingerprintOf(const Diagnostic& finding) {
        const dockerfile::Instruction* instruction = m_input.document.instructionAtLine(finding.range.start.line);
        std::string text = finding.rule + '\n' + (instruction == nullptr ? finding.message.text() : instruction->original) + '\n' +
                           std::string(finding.range.in(m_input.document.text));
        const int repeated = m_seen[text]++;
        return Digest::ofSha256(text + '\n' + std::to_string(repeated)).hex();
    }

    io::Json resultOf(const Diagnostic& finding) {
        io::Json result = {{"ruleId", finding.rule},
                           {"ruleIndex", ruleIndex(finding)},
                           {"level", levelOf(finding.severity)},
                           {"message", {{"text", finding.message.text()}}},
                           {"locations", io::Json::array({{{"physicalLocation",
                                                            {{"artifactLocation", location()}, {"region", regionOf(finding.range)}}}}})},
                           {"partialFingerprints", {{"stagewrightFinding/v1", fingerprintOf(finding)}}}};
        io::Json fixes = io::Json::array();
        for (const QuickFix& fix : finding.fixes) {
            io::Json replacements = io::Json::array();
            for (const TextEdit& edit : fix.edits) {
                replacements.push_back({{"deletedRegion", regionOf(edit.range)}, {"insertedContent", {{"text", edit.replacement}}}});
            }
            if (!replacements.empty()) {
                fixes.push_back({{"description", {{"text", fix.title.text()}}},
                                 {"artifactChanges", io::Json::array({{{"artifactLocation", location()}, {"replacements", std::move(replacements)}}})}});
            }
        }
        if (!fixes.empty()) {
            result["fixes"] = std::move(fixes);
        }
        return result;
    }

    const SarifInput& m_input;
    io::Json m_rules = io::Json::array();
    std::map<std::string, std::size_t> m_ruleIndex;
    std::map<std::string, int> m_seen;
};

} // namespace

io::Json toSarif(const SarifInput& input) { return SarifWriter(input).write(); }

} // namespace sw::checks
