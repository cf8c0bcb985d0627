#include "core/checks/finding.h"

#include <algorithm>

namespace sw::checks {

namespace {

/// "# check=skip=Rule" directly above an instruction covers that instruction alone.
bool skippedAbove(const dockerfile::Instruction& instruction, const Rule& rule) {
    constexpr std::string_view kMark = "check=";
    return std::ranges::any_of(instruction.precedingComments, [&](const std::string& comment) {
        if (!comment.starts_with(kMark)) {
            return false;
        }
        const Result<Options> options = readOptions(std::string_view(comment).substr(kMark.size()));
        return options && !options->enabled(rule) && !rule.experimental;
    });
}

} // namespace

Findings::Findings(const dockerfile::Document& document, Options options)
    : m_document(document), m_options(std::move(options)) {}

void Findings::add(std::string_view rule, const dockerfile::Instruction& instruction, const TextRange& range,
                   Sentence message, std::vector<QuickFix> fixes) {
    const Rule* known = findRule(rule);
    if (known == nullptr || skippedAbove(instruction, *known)) {
        return;
    }
    const bool firstLine = range.start.line == instruction.startLine();
    addAt(rule, firstLine ? range : instruction.keyword, std::move(message), std::move(fixes));
}

void Findings::addAt(std::string_view rule, const TextRange& range, Sentence message, std::vector<QuickFix> fixes) {
    const Rule* known = findRule(rule);
    if (known == nullptr || !m_options.enabled(*known)) {
        return;
    }
    m_found.push_back({Severity::Warning, std::string(rule), std::move(message), Sentence::translatable(std::string(known->description), {}), range,
                       std::move(fixes)});
}

std::vector<Diagnostic> Findings::take() {
    std::ranges::stable_sort(m_found, {}, [](const Diagnostic& d) { return d.range.start.line; });
    std::vector<Diagnostic> out;
    for (Diagnostic& finding : m_found) {
        const bool repeated = std::ranges::any_of(out, [&](const Diagnostic& earlier) {
            return earlier.range.start.line == finding.range.start.line && earlier.rule == finding.rule &&
                   earlier.message == finding.message;
        });
        if (!repeated) {
            out.push_back(std::move(finding));
        }
    }
    return out;
}

} // namespace sw::checks
