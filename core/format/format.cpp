#include "core/format/format.h"

#include "core/dockerfile/gotext.h"
#include "core/dockerfile/parser.h"
#include "core/format/instructionlayout.h"
#include "core/format/meaning.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace sw::format {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF"; ///< a mark at the very beginning, text anywhere else

using dockerfile::Document;
using dockerfile::Instruction;
using dockerfile::InstructionKind;


/// Something that stands on lines of its own at the top level.
struct Item {
    enum class Kind { Directive, Comment, Instruction, Untouched } kind = Kind::Comment;
    std::size_t begin = 0; ///< in the file; of Untouched: with the blanks in front
    std::size_t end = 0;
    int firstLine = 1;
    int lastLine = 1;
    std::string text; ///< as it is to be
    bool beginsStage = false; ///< a FROM but the first, or the comment on top of one
};

bool isOpen(const Instruction& instruction) {
    return std::ranges::any_of(instruction.heredocs, [](const dockerfile::Heredoc& h) { return h.terminator.empty(); });
}

std::string_view withoutTail(std::string_view line) {
    const std::size_t last = line.find_last_not_of(" \t\r");
    return line.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

class Formatter {
public:
    explicit Formatter(const Document& document) : m_document(document), m_text(document.text) {
        m_start = m_text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
        m_lineEnd = usualLineEnd();
        m_indent = usualIndent();
    }

    Formatted format() {
        collectItems();
        markStages();
        Formatted out;
        std::size_t done = m_start;
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            std::string text;
            for (int lines = linesBefore(i); lines > 0; --lines) {
                text += m_lineEnd;
            }
            replace(out, done, m_items[i].end, text + m_items[i].text);
            done = m_items[i].end;
        }
        if (!m_openEnd) {
            replace(out, done, m_text.size(), m_items.empty() ? std::string() : std::string(m_lineEnd));
        }
        out.untouched = std::move(m_untouched);
        out.text = applyEdits(m_text, out.edits);
        return out;
    }

private:
    /// Of the lines outside heredocs, whose line ends are content.
    std::string_view usualLineEnd() const {
        std::size_t windows = 0;
        std::size_t all = 0;
        std::size_t at = 0;
        const auto count = [&](std::size_t end) {
            for (at = m_text.find('\n', at); at < end; at = m_text.find('\n', at + 1)) {
                ++all;
                windows += at > 0 && m_text[at - 1] == '\r' ? 1U : 0U;
            }
        };
        for (const Instruction& instruction : m_document.instructions) {
            for (const dockerfile::Heredoc& heredoc : instruction.heredocs) {
                count(heredoc.body.start.offset);
                at = std::max(at, heredoc.body.end.offset);
            }
        }
        count(m_text.size());
        return windows * 2 > all ? "\r\n" : "\n";
    }

    /// That of most commands over several lines, because theirs cannot change; else four blanks.
    std::string usualIndent() const {
        std::map<std::string, int> seen;
        for (const Instruction& instruction : m_document.instructions) {
            if (!instruction.valid) {
                continue;
            }
            const std::optional<std::string> indent = commandIndent(m_document, instruction);
            if (indent && (*indent == "\t" || (indent->size() <= 8 && indent->find('\t') == std::string::npos))) {
                ++seen[*indent];
            }
        }
        std::string usual(4, ' ');
        for (const auto& [indent, times] : seen) {
            const auto best = seen.find(usual);
            if (times > (best == seen.end() ? 0 : best->second)) {
                usual = indent;
            }
        }
        return usual;
    }

    void collectItems() {
        for (const dockerfile::Directive& directive : m_document.directives) {
            const bool blankValue = dockerfile::trimmed(directive.valueRange.in(m_text)).empty();
            const std::string_view line = directive.range.in(m_text);
            addItem(Item::Kind::Directive, directive.range, std::string(blankValue ? line : withoutTail(line)));
        }
        std::size_t comment = 0;
        for (const Instruction& instruction : m_document.instructions) {
            comment = addComments(comment, instruction.range.start.offset);
            while (comment < m_document.comments.size() &&
                   m_document.comments[comment].range.start.offset < instruction.range.end.offset) {
                ++comment; // inside the instruction
            }
            if (!addInstruction(instruction)) {
                return;
            }
        }
        addComments(comment, m_text.size() + 1);
    }

    /// The comments from number `first` that stand before `end`.
    std::size_t addComments(std::size_t first, std::size_t end) {
        const std::vector<dockerfile::Comment>& comments = m_document.comments;
        for (; first < comments.size() && comments[first].range.start.offset < end; ++first) {
            TextRange range = comments[first].range;
            if (isPragma(range.in(m_text))) {
                range = withIndent(range); // at another place it could mean something
            }
            addItem(Item::Kind::Comment, range, std::string(withoutTail(range.in(m_text))));
        }
        return first;
    }

    static bool isPragma(std::string_view comment) {
        const std::string text = dockerfile::lowered(dockerfile::trimmed(comment.substr(1)));
        return text.starts_with("check") || text.starts_with("hadolint");
    }

    TextRange withIndent(TextRange range) const {
        const std::size_t begin = std::max(m_document.lines.lineStart(range.start.line), m_start);
        return {m_document.lines.at(begin), range.end};
    }

    /// False when nothing behind it is certain.
    bool addInstruction(const Instruction& instruction) {
        std::optional<std::string> text;
        if (instruction.valid && !hasError(instruction)) {
            text = layInstruction(m_document, instruction, {m_lineEnd, m_indent});
        }
        if (text) {
            addItem(Item::Kind::Instruction, instruction.range, std::move(*text));
        } else {
            TextRange range = withIndent(instruction.range);
            m_openEnd = isOpen(instruction);
            if (m_openEnd) {
                range.end = m_document.lines.at(m_text.size());
            }
            m_untouched.push_back(range);
            addItem(Item::Kind::Untouched, range, std::string(range.in(m_text)));
        }
        if (instruction.kind == InstructionKind::From) {
            m_items.back().beginsStage = std::exchange(m_seenFrom, true);
        }
        return !m_openEnd;
    }

    bool hasError(const Instruction& instruction) {
        const std::vector<Diagnostic>& all = m_document.diagnostics; // sorted by their start
        while (m_diagnostic < all.size() && all[m_diagnostic].range.end.offset < instruction.range.start.offset) {
            ++m_diagnostic;
        }
        for (std::size_t i = m_diagnostic; i < all.size() && all[i].range.start.offset < instruction.range.end.offset; ++i) {
            if (all[i].severity == Severity::Error && all[i].rule == dockerfile::kSyntaxRule) {
                return true;
            }
        }
        return false;
    }

    void addItem(Item::Kind kind, const TextRange& range, std::string text) {
        m_items.push_back({kind, range.start.offset, range.end.offset, range.start.line, range.end.line, std::move(text), false});
    }

    /// The comments directly above a FROM belong to its stage.
    void markStages() {
        for (std::size_t i = m_items.size(); i-- > 1;) {
            const Item& above = m_items[i - 1];
            if (m_items[i].beginsStage && above.kind == Item::Kind::Comment && above.lastLine + 1 == m_items[i].firstLine) {
                m_items[i - 1].beginsStage = true;
                m_items[i].beginsStage = false;
            }
        }
    }

    int linesBefore(std::size_t i) const {
        const Item& item = m_items[i];
        if (i == 0) {
            return item.firstLine > 1 && (looksLikeDirective(item) || item.text.starts_with(kByteOrderMark)) ? 1 : 0;
        }
        const Item& before = m_items[i - 1];
        const int blank = item.firstLine - before.lastLine - 1;
        if (before.kind == Item::Kind::Untouched && item.kind == Item::Kind::Untouched) {
            return blank + 1;
        }
        return item.beginsStage || blank > 0 ? 2 : 1;
    }

    /// A comment that is no directive only because of the blank line above it.
    static bool looksLikeDirective(const Item& item) {
        return item.kind == Item::Kind::Comment && !dockerfile::parse(item.text).directives.empty();
    }

    void replace(Formatted& out, std::size_t begin, std::size_t end, std::string_view text) const {
        while (begin < end && !text.empty() && m_text[begin] == text.front()) {
            ++begin;
            text.remove_prefix(1);
        }
        while (begin < end && !text.empty() && m_text[end - 1] == text.back()) {
            --end;
            text.remove_suffix(1);
        }
        if (begin < end || !text.empty()) {
            out.edits.push_back({m_document.lines.range(begin, end), std::string(text)});
        }
    }

    const Document& m_document;
    std::string_view m_text;
    std::size_t m_start = 0;
    std::string_view m_lineEnd;
    std::string m_indent;
    std::vector<Item> m_items;
    std::vector<TextRange> m_untouched;
    std::size_t m_diagnostic = 0;
    bool m_seenFrom = false;
    bool m_openEnd = false; ///< the last item reaches to the end of the file and is not touched
};

} // namespace

Formatted format(const Document& document) {
    Formatted out = Formatter(document).format();
    if (!out.changed()) {
        return out;
    }
    std::string difference = meaningDifference(document, dockerfile::parse(out.text));
    if (!difference.empty()) {
        out = {document.text, {}, {}, std::move(difference)};
    }
    return out;
}

} // namespace sw::format
