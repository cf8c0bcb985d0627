#include "core/checks/pragmas.h"

#include "core/checks/catalogue.h"
#include "core/checks/checks.h"

#include <algorithm>
#include <optional>

namespace sw::checks {

using dockerfile::Document;
using dockerfile::Instruction;

namespace {

bool isBlank(char c) { return c == ' ' || c == '\t'; }

class PragmaReader {
public:
    PragmaReader(std::string_view text, const TextRange& range, const LineIndex& lines)
        : m_text(text), m_range(range), m_lines(lines) {}

    std::optional<Pragma> read() {
        if (!take("#")) {
            return std::nullopt;
        }
        blanks();
        if (take("hadolint")) {
            return blanks() ? hadolint() : std::nullopt;
        }
        return take("shellcheck") && blanks() ? shellcheck() : std::nullopt;
    }

private:
    bool take(std::string_view word) {
        if (!m_text.substr(m_at).starts_with(word)) {
            return false;
        }
        m_at += word.size();
        return true;
    }
    bool blanks() {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && isBlank(m_text[m_at])) {
            ++m_at;
        }
        return m_at > begin;
    }
    bool equals() {
        blanks();
        const bool found = take("=");
        blanks();
        return found;
    }
    Pragma made(Pragma::Kind kind, std::vector<std::string> rules, std::size_t begin, std::size_t end) const {
        const std::size_t base = m_range.start.offset;
        return {kind, std::move(rules), m_lines.range(base + begin, base + end), m_range.start.line};
    }

    std::optional<Pragma> hadolint() {
        Pragma::Kind kind = Pragma::Kind::Ignore;
        if (take("shell")) {
            if (!equals()) {
                return std::nullopt;
            }
            const std::size_t begin = m_at;
            while (m_at < m_text.size() && !isBlank(m_text[m_at])) {
                ++m_at;
            }
            return m_at == begin ? std::nullopt
                                 : std::optional(made(Pragma::Kind::Shell, {std::string(m_text.substr(begin, m_at - begin))},
                                                      begin, m_at));
        }
        if (take("global")) {
            kind = Pragma::Kind::GlobalIgnore;
        } else if (take("stage")) {
            kind = Pragma::Kind::StageIgnore;
        }
        if (kind != Pragma::Kind::Ignore && !blanks()) {
            return std::nullopt;
        }
        return take("ignore") && equals() ? list(kind, false) : std::nullopt;
    }

    /// Other keys of ShellCheck (shell=, source=) may stand before and behind.
    std::optional<Pragma> shellcheck() {
        const std::size_t found = m_text.find("disable=", m_at);
        if (found == std::string_view::npos || (found > m_at && !isBlank(m_text[found - 1]))) {
            return std::nullopt;
        }
        m_at = found + 8;
        return list(Pragma::Kind::Disable, true);
    }

    std::optional<Pragma> list(Pragma::Kind kind, bool mayGoOn) {
        const auto isRuleCharacter = [](char c) { return std::string_view("DLSC0123456789").contains(c); };
        std::vector<std::string> rules;
        const std::size_t begin = m_at;
        std::size_t end = begin;
        while (true) {
            const std::size_t word = m_at;
            while (m_at < m_text.size() && isRuleCharacter(m_text[m_at])) {
                ++m_at;
            }
            if (m_at == word && mayGoOn && take("all")) {
                rules.emplace_back("all");
            } else if (m_at == word) {
                return std::nullopt;
            } else {
                std::string rule(m_text.substr(word, m_at - word));
                rules.push_back(mayGoOn && !rule.starts_with("SC") ? "SC" + rule : std::move(rule));
            }
            end = m_at;
            if (!mayGoOn) {
                blanks();
            }
            if (!take(",")) {
                break;
            }
            blanks();
        }
        const bool clean = m_at >= m_text.size() || m_text[m_at] == '#' || mayGoOn;
        return clean ? std::optional(made(kind, std::move(rules), begin, end)) : std::nullopt;
    }

    std::string_view m_text;
    const TextRange& m_range;
    const LineIndex& m_lines;
    std::size_t m_at = 0;
};

bool names(const Pragma& pragma, std::string_view rule) {
    return std::ranges::find(pragma.rules, rule) != pragma.rules.end() ||
           (pragma.kind == Pragma::Kind::Disable && std::ranges::find(pragma.rules, "all") != pragma.rules.end());
}

/// The instruction that a finding is about.
const Instruction* instructionOf(const Document& document, const Diagnostic& finding) {
    return document.instructionAtLine(finding.range.start.line);
}

} // namespace

std::optional<Pragma> readPragma(std::string_view text, const TextRange& range, const LineIndex& lines) {
    return PragmaReader(text, range, lines).read();
}

Pragmas::Pragmas(const Document& document) : m_document(document) {
    for (const dockerfile::Comment& comment : document.comments) {
        m_commentLines.insert(comment.range.start.line);
        if (auto pragma = readPragma(comment.range.in(document.text), comment.range, document.lines)) {
            m_all.push_back(std::move(*pragma));
        }
    }
}

/// In the block of comment lines directly above.
bool Pragmas::above(const Pragma& pragma, const Instruction& instruction) const {
    int line = instruction.startLine() - 1;
    while (line > pragma.line && m_commentLines.contains(line)) {
        --line;
    }
    return line == pragma.line;
}

bool Pragmas::silences(std::string_view rule, const Instruction& instruction, int line) const {
    const bool isShell = ruleSetOf(rule) == RuleSet::Shell;
    return std::ranges::any_of(m_all, [&](const Pragma& pragma) {
        if (!names(pragma, rule) || pragma.kind == Pragma::Kind::Shell) {
            return false;
        }
        switch (pragma.kind) {
        case Pragma::Kind::GlobalIgnore: return true;
        case Pragma::Kind::Ignore: return above(pragma, instruction);
        case Pragma::Kind::StageIgnore: {
            const auto stage = m_document.stageAtLine(instruction.startLine());
            const auto next = m_document.stageAtLine(pragma.line);
            // A comment above a FROM stands in the stage before; what counts is the instruction below it.
            const auto below = std::ranges::upper_bound(m_document.instructions, pragma.line, {}, &Instruction::startLine);
            const auto of = below == m_document.instructions.end() ? next : m_document.stageAtLine(below->startLine());
            return stage && of == stage && instruction.startLine() > pragma.line;
        }
        case Pragma::Kind::Disable: {
            const bool inside = pragma.line > instruction.startLine() && pragma.line <= instruction.endLine();
            if (!isShell || !inside) {
                return isShell && above(pragma, instruction);
            }
            int covered = pragma.line + 1;
            while (m_commentLines.contains(covered)) {
                ++covered;
            }
            return line == covered;
        }
        case Pragma::Kind::Shell: break;
        }
        return false;
    });
}

const Pragma* Pragmas::shellBetween(int afterLine, int beforeLine) const {
    const Pragma* found = nullptr;
    for (const Pragma& pragma : m_all) {
        if (pragma.kind == Pragma::Kind::Shell && pragma.line > afterLine && pragma.line < beforeLine) {
            found = &pragma;
        }
    }
    return found;
}

bool canBeIgnored(std::string_view rule) {
    if (const Rule* known = findRule(rule)) {
        return !known->experimental && rule != "NoEmptyContinuation";
    }
    return ruleSetOf(rule) != RuleSet::BuildKit;
}

QuickFix ignoreHere(const Document& document, const Diagnostic& finding) {
    const Instruction* instruction = instructionOf(document, finding);
    QuickFix fix{say("Ignore %1 here", finding.rule), {}};
    if (instruction == nullptr) {
        return fix;
    }
    const RuleSet set = ruleSetOf(finding.rule);
    const bool check = set == RuleSet::BuildKit || set == RuleSet::Stages;
    const int line = instruction->startLine();
    for (const dockerfile::Comment& comment : document.comments) {
        if (comment.range.start.line != line - 1) {
            continue;
        }
        if (const auto pragma = readPragma(comment.range.in(document.text), comment.range, document.lines);
            pragma && !check && pragma->kind == Pragma::Kind::Ignore) {
            fix.edits.push_back({{pragma->list.end, pragma->list.end}, "," + finding.rule});
            return fix;
        }
    }
    std::string above = check ? "# check=skip=" + finding.rule : "# hadolint ignore=" + finding.rule;
    // At the top of a file `# check=` would be a directive for all of it; a blank line before ends the directives.
    const bool first = std::ranges::none_of(document.comments, [line](const auto& c) { return c.range.start.line < line; }) &&
                       &document.instructions.front() == instruction;
    if (check && first) {
        above.insert(0, "\n");
    }
    const std::size_t at = document.lines.lineStart(line);
    fix.edits.push_back({document.lines.range(at, at), above + "\n"});
    return fix;
}

} // namespace sw::checks
