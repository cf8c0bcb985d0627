#pragma once

#include "core/checks/checks.h"

#include <string>
#include <string_view>
#include <vector>

namespace sw::checks {

/// Takes findings in, leaves out those that are switched off. Internal to this folder.
class Findings {
public:
    Findings(const dockerfile::Document& document, Options options);

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

    /// In order of lines, each once.
    std::vector<Diagnostic> take();

private:
    const dockerfile::Document& m_document;
    Options m_options;
    std::vector<Diagnostic> m_found;
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
