#include "core/checks/finding.h"

#include "core/dockerfile/gotext.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace sw::checks {

namespace {

/// "# check=skip=Rule" directly above an instruction covers that instruction alone. It is written as the directive is.
bool skippedAbove(const dockerfile::Instruction& instruction, const Rule& rule) {
    return std::ranges::any_of(instruction.precedingComments, [&](const std::string& comment) {
        const std::size_t equals = comment.find('=');
        if (equals == std::string::npos || dockerfile::lowered(dockerfile::trimmed(std::string_view(comment).substr(0, equals))) != "check") {
            return false;
        }
        const Result<Options> options = readOptions(std::string_view(comment).substr(equals + 1));
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

void Findings::enter(plan::Phase phase, const dockerfile::Instruction* instruction, bool behind) {
    m_now = {phase, instruction == nullptr ? 0 : 2 * instruction->range.start.offset + (behind ? 1 : 0)};
}

void Findings::addAt(std::string_view rule, const TextRange& range, Sentence message, std::vector<QuickFix> fixes) {
    const Rule* known = findRule(rule);
    if (known == nullptr || !m_options.enabled(*known)) {
        return;
    }
    m_found.emplace_back(m_now, Diagnostic{Severity::Warning, std::string(rule), std::move(message),
                                           Sentence::translatable(std::string(known->description), {}), range,
                                           std::move(fixes)});
}

/// A step that fails has had its findings; an instruction that cannot be read only those of its first look.
Findings::Moment Findings::momentOf(const plan::Refusal& refusal) const {
    const dockerfile::Instruction* instruction = m_document.instructionAt(refusal.diagnostic.range.start.offset);
    const std::size_t offset =
        instruction == nullptr ? refusal.diagnostic.range.start.offset : instruction->range.start.offset;
    return {refusal.phase, 2 * offset + (refusal.phase == plan::Phase::Instructions ? 0 : 1)};
}

std::vector<Diagnostic> Findings::take(const std::optional<plan::Refusal>& refusal) {
    if (refusal) {
        std::erase_if(m_found, [end = momentOf(*refusal)](const auto& found) { return found.first > end; });
    }
    std::ranges::stable_sort(m_found, {}, [](const auto& found) { return found.second.range.start.line; });
    std::vector<Diagnostic> out;
    std::set<std::tuple<int, std::string, std::string>> told;
    for (auto& [moment, finding] : m_found) {
        if (told.emplace(finding.range.start.line, finding.rule, finding.message.text()).second) {
            out.push_back(std::move(finding));
        }
    }
    return out;
}

} // namespace sw::checks
