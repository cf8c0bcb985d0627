#include "core/dockerfile/parser.h"

#include "core/dockerfile/gotext.h"
#include "core/dockerfile/heredocs.h"
#include "core/dockerfile/logicalline.h"
#include "core/dockerfile/reading.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

namespace sw::dockerfile {

namespace {

constexpr std::size_t kMaximumLine = 65535;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct PhysicalLine {
    std::size_t begin = 0;
    std::size_t end = 0;  ///< without the line end
    std::size_t next = 0; ///< begin of the following line
};

bool regexBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

/// "key = value" behind a comment mark, as spans of `text`.
struct DirectiveParts {
    Span key;
    Span value;
};

std::optional<DirectiveParts> splitDirective(std::string_view text, std::size_t begin, std::size_t end) {
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto skipBlanks = [&](std::size_t at) {
        while (at < end && regexBlank(text[at])) {
            ++at;
        }
        return at;
    };
    std::size_t at = trimmedSpan(text, begin, end).first;
    DirectiveParts parts;
    parts.key.begin = at;
    if (at >= end || !isLetter(text[at])) {
        return std::nullopt;
    }
    while (at < end && (isLetter(text[at]) || (text[at] >= '0' && text[at] <= '9'))) {
        ++at;
    }
    parts.key.end = at;
    at = skipBlanks(at);
    if (at >= end || text[at] != '=') {
        return std::nullopt;
    }
    const std::size_t behindEquals = at + 1;
    parts.value.begin = skipBlanks(behindEquals);
    parts.value.end = end;
    while (parts.value.end > parts.value.begin && regexBlank(text[parts.value.end - 1])) {
        --parts.value.end;
    }
    if (parts.value.empty() && end > behindEquals) {
        parts.value = {end - 1, end}; // nothing but blanks: the last of them is the value
    }
    return parts.value.empty() ? std::nullopt : std::optional(parts);
}

class FileParser {
public:
    explicit FileParser(std::string text) {
        m_doc.text = std::move(text);
        m_doc.lines = LineIndex(m_doc.text);
        m_next = std::string_view(m_doc.text).starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    }

    Document parse() {
        while (std::optional<PhysicalLine> line = takeLine()) {
            readTop(*line);
        }
        if (m_doc.instructions.empty()) {
            fileError(say("file with no instructions"), say("A Dockerfile begins with FROM, for example: FROM alpine"));
        }
        findStages();
        std::ranges::stable_sort(m_doc.diagnostics, {}, [](const Diagnostic& d) { return d.range.start.offset; });
        return std::move(m_doc);
    }

private:
    std::string_view text() const { return m_doc.text; }

    std::optional<PhysicalLine> takeLine() {
        if (m_next >= m_doc.text.size()) {
            return std::nullopt;
        }
        PhysicalLine line;
        line.begin = m_next;
        const std::size_t newline = m_doc.text.find('\n', line.begin);
        line.next = newline == std::string::npos ? m_doc.text.size() : newline + 1;
        line.end = newline == std::string::npos ? m_doc.text.size() : newline;
        if (line.end - line.begin > kMaximumLine) {
            error(m_doc.lines.range(line.begin, line.end),
                  say("dockerfile line greater than max allowed size of %1", kMaximumLine),
                  say("Break the line with a continuation mark, or move the text into a file that is copied."));
        }
        while (line.end > line.begin && m_doc.text[line.end - 1] == '\r') {
            --line.end;
        }
        m_next = line.next;
        return line;
    }

    void error(TextRange range, Sentence message, Sentence detail) {
        m_doc.diagnostics.push_back(
            {Severity::Error, std::string(kSyntaxRule), std::move(message), std::move(detail), range, {}});
    }

    void fileError(Sentence message, Sentence detail) {
        const std::size_t end = m_doc.text.size() - (m_doc.text.ends_with('\n') ? 1 : 0); // of the last line
        error(m_doc.lines.range(end, end), std::move(message), std::move(detail));
    }

    /// A line that does not continue another one.
    void readTop(const PhysicalLine& line) {
        const std::size_t begin = trimmedSpan(text(), line.begin, line.end).first;
        if (begin < line.end && text()[begin] == '#') {
            readComment(line, begin);
            return;
        }
        m_directivesOver = true;
        if (begin < line.end) {
            readInstructionFrom(line, begin);
        }
    }

    void readComment(const PhysicalLine& line, std::size_t begin) {
        if (readDirective(begin, line.end)) {
            return;
        }
        m_doc.comments.push_back({m_doc.lines.range(begin, line.end)});
        // What follows the first *byte* of the line counts, so an indented comment keeps its mark.
        const std::string_view comment = trimmed(text().substr(line.begin + 1, line.end - line.begin - 1));
        if (comment.empty()) {
            m_comments.clear();
        } else {
            m_comments.emplace_back(comment);
        }
    }

    bool readDirective(std::size_t begin, std::size_t end) {
        if (m_directivesOver) {
            return false;
        }
        const std::optional<DirectiveParts> parts = splitDirective(text(), begin + 1, end);
        Directive directive;
        if (parts) {
            directive.name = lowered(text().substr(parts->key.begin, parts->key.size()));
        }
        if (directive.name != "syntax" && directive.name != "escape" && directive.name != "check") {
            m_directivesOver = true;
            return false;
        }
        directive.value = std::string(text().substr(parts->value.begin, parts->value.size()));
        directive.range = m_doc.lines.range(begin, end);
        directive.valueRange = m_doc.lines.range(parts->value.begin, parts->value.end);
        if (m_doc.directive(directive.name) != nullptr) {
            error(directive.range, say("only one %1 parser directive can be used", directive.name),
                  say("Remove this line or the earlier one."));
        } else if (directive.name == "escape") {
            setEscape(directive);
        }
        m_doc.directives.push_back(std::move(directive));
        return true;
    }

    void setEscape(const Directive& directive) {
        if (directive.value == "`" || directive.value == "\\") {
            m_doc.escape = directive.value.front();
            return;
        }
        error(directive.valueRange, say("invalid escape token '%1' does not match ` or \\", directive.value),
              say("Write # escape=` or # escape=\\."));
    }

    /// End of the text before a continuation mark, absent when the line is not continued.
    std::optional<std::size_t> continuationMark(std::size_t begin, std::size_t end) const {
        while (end > begin && (text()[end - 1] == ' ' || text()[end - 1] == '\t')) {
            --end;
        }
        if (end == begin || text()[end - 1] != m_doc.escape) {
            return std::nullopt;
        }
        const bool escaped = end - begin > 1 && text()[end - 2] == m_doc.escape;
        return escaped ? std::nullopt : std::optional(end - 1);
    }

    /// Adds a line to the logical one; true when the next line belongs to it too.
    bool appendPiece(LogicalLine& logical, std::size_t begin, std::size_t end) const {
        const std::optional<std::size_t> mark = continuationMark(begin, end);
        const std::size_t stop = mark.value_or(end);
        logical.append(text().substr(begin, stop - begin), begin);
        return mark.has_value();
    }

    void readInstructionFrom(const PhysicalLine& first, std::size_t begin) {
        LogicalLine logical(m_doc.lines);
        PhysicalLine last = first;
        bool emptyContinuation = false;
        bool continues = appendPiece(logical, begin, first.end);
        while (continues) {
            const std::optional<PhysicalLine> line = takeLine();
            if (!line) {
                break;
            }
            last = *line;
            const std::size_t start = trimmedSpan(text(), line->begin, line->end).first;
            if (start == line->end) {
                emptyContinuation = true;
            } else if (text()[start] == '#') {
                m_doc.comments.push_back({m_doc.lines.range(start, line->end)});
            } else {
                continues = appendPiece(logical, line->begin, line->end);
            }
        }
        if (emptyContinuation) {
            m_doc.diagnostics.push_back(
                {Severity::Warning, std::string(kEmptyContinuationRule),
                 say("Empty continuation line found in: %1", trimmed(logical.text())),
                 say("Remove the blank line, or begin it with #."), m_doc.lines.range(last.begin, last.end), {}});
        }
        finishInstruction(logical, m_doc.lines.range(begin, last.end));
    }

    void finishInstruction(const LogicalLine& logical, TextRange range) {
        Reader reader{text(), m_doc.escape, m_doc.diagnostics, Severity::Error};
        Instruction instruction = readInstruction(reader, logical, logical.all());
        instruction.range = range;
        instruction.precedingComments = std::exchange(m_comments, {});
        if (instruction.valid && mayHoldHeredocs(instruction)) {
            readHeredocs(reader, logical, instruction);
        }
        if (instruction.valid) {
            checkPlace(reader, instruction);
            typeInstruction(reader, instruction);
        }
        m_doc.instructions.push_back(std::move(instruction));
    }

    void readHeredocs(Reader& reader, const LogicalLine& logical, Instruction& instruction) {
        Result<std::vector<HeredocWord>> words = heredocsOnLine(logical.text());
        if (!words) {
            reader.syntaxError(instruction, instruction.range, words.error().message,
                               say("Close the quote in the name of the heredoc."));
            return;
        }
        for (HeredocWord& word : *words) {
            Heredoc heredoc;
            heredoc.name = std::move(word.name);
            heredoc.expand = word.expand;
            heredoc.chomp = word.chomp;
            heredoc.fd = word.fd;
            heredoc.range = logical.range(word.span);
            const bool terminated = readHeredocBody(heredoc);
            if (terminated) {
                instruction.range.end = heredoc.terminator.end;
            }
            if (!terminated) {
                reader.syntaxError(instruction, heredoc.range, say("unterminated heredoc"),
                                   say("End it with a line that holds %1 alone.", heredoc.name));
            }
            instruction.heredocs.push_back(std::move(heredoc));
        }
        if (instruction.sub) {
            auto sub = std::make_shared<Instruction>(*instruction.sub);
            sub->heredocs = instruction.heredocs;
            instruction.sub = std::move(sub);
        }
    }

    /// Takes the body and its terminator line. Without a terminator nothing is taken, so that the rest of a file in
    /// which somebody just typed "<<EOF" stays alive.
    bool readHeredocBody(Heredoc& heredoc) {
        const std::size_t begin = m_next;
        std::size_t end = begin;
        const bool terminated = terminatorAhead(heredoc);
        heredoc.terminator = m_doc.lines.range(begin, begin);
        while (terminated) {
            const std::optional<PhysicalLine> line = takeLine();
            if (!line) {
                break;
            }
            const std::size_t start = heredoc.chomp ? behindTabs(*line) : line->begin;
            if (text().substr(start, line->end - start) == heredoc.name) {
                heredoc.terminator = m_doc.lines.range(start, line->end);
                break;
            }
            end = line->next;
        }
        heredoc.body = m_doc.lines.range(begin, end);
        const std::string_view content = heredoc.body.in(text());
        heredoc.content = heredoc.chomp ? cutLeadingTabs(content) : std::string(content);
        return terminated;
    }

    std::size_t behindTabs(const PhysicalLine& line) const {
        std::size_t at = line.begin;
        while (at < line.end && text()[at] == '\t') {
            ++at;
        }
        return at;
    }

    /// Where each line text occurs last, as written and behind its tabs: made once, so that many unterminated
    /// heredocs do not scan the file again and again.
    bool terminatorAhead(const Heredoc& heredoc) {
        if (m_lastLines.empty()) {
            for (std::size_t begin = 0; begin < m_doc.text.size();) {
                const std::size_t newline = std::min(m_doc.text.find('\n', begin), m_doc.text.size());
                PhysicalLine line{begin, newline, newline + 1};
                while (line.end > begin && m_doc.text[line.end - 1] == '\r') {
                    --line.end;
                }
                m_lastLines[text().substr(begin, line.end - begin)] = begin;
                const std::size_t start = behindTabs(line);
                m_lastChompedLines[text().substr(start, line.end - start)] = begin;
                begin = line.next;
            }
        }
        const auto& last = heredoc.chomp ? m_lastChompedLines : m_lastLines;
        const auto found = last.find(heredoc.name);
        return found != last.end() && found->second >= m_next;
    }

    void checkPlace(Reader& reader, Instruction& instruction) {
        if (instruction.kind == InstructionKind::From) {
            m_seenFrom = true;
        } else if (!m_seenFrom && instruction.kind != InstructionKind::Arg &&
                   instruction.kind != InstructionKind::Unknown) {
            reader.refuse(instruction, instruction.keyword, say("no build stage in current context"),
                          say("Only ARG may stand before the first FROM; move %1 behind it.", uppered(instruction.cmd)));
        }
    }

    void findStages() {
        for (std::size_t i = 0; i < m_doc.instructions.size(); ++i) {
            const Instruction& instruction = m_doc.instructions[i];
            if (instruction.kind == InstructionKind::From) {
                m_doc.stages.push_back({i, i + 1, instruction.range});
            } else if (!m_doc.stages.empty()) {
                m_doc.stages.back().end = i + 1;
                m_doc.stages.back().range.end = instruction.range.end;
            }
        }
        if (m_doc.stages.empty() && !m_doc.instructions.empty()) {
            m_doc.diagnostics.push_back({Severity::Error, std::string(kInstructionRule),
                                         say("dockerfile contains no stages to build"),
                                         say("Add a FROM line, for example: FROM alpine"),
                                         m_doc.instructions.back().range, {}});
        }
    }

    Document m_doc;
    std::size_t m_next = 0;
    bool m_directivesOver = false;
    bool m_seenFrom = false;
    std::unordered_map<std::string_view, std::size_t> m_lastLines;
    std::unordered_map<std::string_view, std::size_t> m_lastChompedLines;
    std::vector<std::string> m_comments;
};

} // namespace

Document parse(std::string text) { return FileParser(std::move(text)).parse(); }

} // namespace sw::dockerfile
