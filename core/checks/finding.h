#pragma once

#include "core/checks/checks.h"
#include "core/plan/refusal.h"

#include <string>
#include <string_view>
#include <vector>

namespace sw::checks {

/// Takes findings in, leaves out those that are switched off. Internal to this folder.
class Findings {
public:
    Findings(const dockerfile::Document& document, Options options);

    /// Where BuildKit is when it makes the findings that follow: the phase, and the instruction it looks at (nullptr:
    /// before the first). `behind`: when it is done with reading that instruction.
    void enter(plan::Phase phase, const dockerfile::Instruction* instruction = nullptr, bool behind = false);

    /// `range` is what the finding is about; a finding is told at the first line of its instruction, so a range that
    /// begins on a later line is replaced by the keyword.
    void add(std::string_view rule, const dockerfile::Instruction& instruction, const TextRange& range,
             Sentence message, std::vector<QuickFix> fixes = {});
    void add(std::string_view rule, const dockerfile::Instruction& instruction, Sentence message,
             std::vector<QuickFix> fixes = {}) {
        add(rule, instruction, instruction.keyword, std::move(message), std::move(fixes));
    }
    /// For a finding that is not told at the first line of its instruction.
    void addAt(std::string_view rule, const TextRange& range, Sentence message, std::vector<QuickFix> fixes = {});

    /// In order of lines, each once. With a refusal only what is found before it.
    std::vector<Diagnostic> take(const std::optional<plan::Refusal>& refusal);

private:
    struct Moment {
        plan::Phase phase = plan::Phase::Reading;
        std::size_t place = 0; ///< twice the offset of the instruction, one more behind it
        auto operator<=>(const Moment&) const = default;
    };
    Moment momentOf(const plan::Refusal& refusal) const;

    const dockerfile::Document& m_document;
    Options m_options;
    Moment m_now;
    std::vector<std::pair<Moment, Diagnostic>> m_found;
};

/// The three groups of rules.
void checkFile(const dockerfile::Document& document, Findings& findings);
void checkFroms(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around,
                Findings& findings);
void checkStages(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around,
                 Findings& findings);

/// Value of a name among the arguments that FROM lines see.
std::map<std::string, std::string> globalValues(const plan::StageGraph& graph, const Surroundings& around);

} // namespace sw::checks
