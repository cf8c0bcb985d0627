#pragma once

#include "core/base/diagnostic.h"
#include "core/dockerfile/ast.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Comments that silence rules. hadolint's (Pragma.hs of 2.15) and ShellCheck's; BuildKit's own `# check=` is in checks.h
/// and finding.cpp, and names rules of every set.
namespace sw::checks {

struct Pragma {
    enum class Kind {
        Ignore,       ///< "# hadolint ignore=DL3008,SC2086": the instruction below
        StageIgnore,  ///< "# hadolint stage ignore=..": from the line below to the end of the stage, its FROM included
        GlobalIgnore, ///< "# hadolint global ignore=..": the file
        Shell,        ///< "# hadolint shell=powershell": the shell of the steps below, as SHELL would
        Disable,      ///< "# shellcheck disable=SC2086,SC2046|all": the instruction below; inside RUN the line below
    } kind;
    std::vector<std::string> rules; ///< or, of Shell, its one word
    TextRange list;                 ///< where the rules stand
    int line = 0;
};

/// What the comment says, `text` beginning with its "#". A list with a word that is no rule is no pragma.
std::optional<Pragma> readPragma(std::string_view text, const TextRange& range, const LineIndex& lines);

class Pragmas {
public:
    explicit Pragmas(const dockerfile::Document& document);

    /// Is this rule silenced at this instruction (for ShellCheck's: at this line of it)?
    bool silences(std::string_view rule, const dockerfile::Instruction& instruction, int line) const;
    /// All of them in file order.
    const std::vector<Pragma>& all() const { return m_all; }
    /// The last "# hadolint shell=" between two lines, nullptr without one.
    const Pragma* shellBetween(int afterLine, int beforeLine) const;

private:
    bool above(const Pragma& pragma, const dockerfile::Instruction& instruction) const;
    const dockerfile::Document& m_document;
    std::vector<Pragma> m_all;
    std::set<int> m_commentLines;
};

/// Can a comment above an instruction silence this rule? Not what refuses a build, nor what BuildKit's parser tells.
bool canBeIgnored(std::string_view rule);
/// The edit that silences a rule at an instruction alone, added to a pragma that is already above it.
QuickFix ignoreHere(const dockerfile::Document& document, const Diagnostic& finding);

} // namespace sw::checks
