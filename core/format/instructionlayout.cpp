#include "core/format/instructionlayout.h"

#include "core/dockerfile/gotext.h"

#include <algorithm>
#include <vector>

namespace sw::format {

namespace {

using dockerfile::Document;
using dockerfile::Instruction;
using dockerfile::InstructionKind;
using dockerfile::trimmedSpan;

/// What an instruction consists of, in order: words and the punctuation of JSON arrays, line breaks and comments between
/// them. Several breaks between two words are one.
struct Piece {
    enum class Kind { Text, Punctuation, Break, Comment } kind = Kind::Text;
    std::size_t begin = 0; ///< in the file
    std::size_t end = 0;
    std::optional<std::string> replacement;
    bool isCommand = false; ///< text of a command, whose blanks count
};

bool isInlineBlank(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r'; }

bool isLineTail(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// The line that begins at `begin`, up to its line end or `limit`.
std::size_t lineEndOf(std::string_view text, std::size_t begin, std::size_t limit) {
    return std::min(text.find('\n', begin), limit);
}

std::string_view withoutTail(std::string_view line) {
    while (!line.empty() && isLineTail(line.back())) {
        line.remove_suffix(1);
    }
    return line;
}

/// "80/TCP" -> "80/tcp"
std::optional<std::string> lowerProtocol(std::string_view word) {
    const std::size_t slash = word.rfind('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string protocol = dockerfile::lowered(word.substr(slash + 1));
    const bool known = protocol == "tcp" || protocol == "udp" || protocol == "sctp";
    return known ? std::optional(std::string(word.substr(0, slash + 1)) + protocol) : std::nullopt;
}

/// "KEY rest of line" as KEY=value, when the value surely expands to the same text: no quote, no escape character, so
/// that double quotes around it protect its blanks and change nothing else.
std::optional<std::string> modernPair(std::string_view key, std::string_view value) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
               c == '/';
    };
    if (!std::ranges::all_of(key, plain) || value.find_first_of("\"'\\`\n\r") != std::string_view::npos) {
        return std::nullopt;
    }
    bool blank = value.empty();
    for (std::size_t at = 0; at < value.size();) {
        const dockerfile::Rune rune = dockerfile::runeAt(value, at);
        blank = blank || dockerfile::isSpaceRune(rune.value);
        at += rune.width;
    }
    const std::string quote = blank ? "\"" : "";
    return std::string(key) + "=" + quote + std::string(value) + quote;
}

class Splitter {
public:
    Splitter(const Document& document, const Instruction& instruction)
        : m_text(document.text), m_escape(document.escape), m_instruction(instruction) {}

    /// The words with commands and replacements marked, without what lies between them.
    std::vector<Piece> words() {
        add(m_instruction.keyword, dockerfile::uppered(m_instruction.cmd));
        for (const dockerfile::Flag& flag : m_instruction.flags) {
            add(flag.range);
        }
        addArguments();
        for (const dockerfile::Heredoc& heredoc : m_instruction.heredocs) {
            join(heredoc.range);
        }
        return std::move(m_pieces);
    }

    /// All pieces up to `end`; absent when there is something that is not understood.
    std::optional<std::vector<Piece>> pieces(std::size_t end) {
        const std::vector<Piece> all = words();
        m_pieces.clear();
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (i > 0 && !between(all[i - 1].end, all[i].begin)) {
                return std::nullopt;
            }
            m_pieces.push_back(all[i]);
        }
        return between(all.back().end, end) ? std::optional(std::move(m_pieces)) : std::nullopt;
    }

private:
    void add(const TextRange& range, std::optional<std::string> replacement = {}, bool isCommand = false) {
        if (!range.empty()) {
            m_pieces.push_back({Piece::Kind::Text, range.start.offset, range.end.offset, std::move(replacement), isCommand});
        }
    }

    void addArguments() {
        const std::vector<TextRange>& ranges = m_instruction.argRanges;
        switch (m_instruction.kind) {
        case InstructionKind::Env:
        case InstructionKind::Label: addPairs(); return;
        case InstructionKind::Onbuild:
            if (m_instruction.sub) {
                add(m_instruction.sub->range, {}, true);
            }
            return;
        default: break;
        }
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            const std::string_view word = ranges[i].in(m_text);
            switch (m_instruction.kind) {
            case InstructionKind::From: add(ranges[i], i == 1 ? std::optional(dockerfile::uppered(word)) : std::nullopt); break;
            case InstructionKind::Healthcheck:
                add(ranges[i], i == 0 ? std::optional(dockerfile::uppered(word)) : std::nullopt, i > 0 && !m_instruction.json);
                break;
            case InstructionKind::Expose: add(ranges[i], lowerProtocol(word)); break;
            case InstructionKind::Cmd:
            case InstructionKind::Entrypoint:
            case InstructionKind::Maintainer:
            case InstructionKind::Run:
            case InstructionKind::Shell:
            case InstructionKind::Stopsignal:
            case InstructionKind::User:
            case InstructionKind::Workdir: add(ranges[i], {}, !m_instruction.json); break;
            default: add(ranges[i]); break;
            }
        }
    }

    void addPairs() {
        const std::vector<std::string>& args = m_instruction.args;
        const std::vector<TextRange>& ranges = m_instruction.argRanges;
        for (std::size_t i = 0; i + 2 < args.size(); i += 3) {
            const std::size_t begin = ranges[i].start.offset;
            if (!args[i + 2].empty()) { // key=value
                m_pieces.push_back({Piece::Kind::Text, begin, std::max(ranges[i + 1].end.offset, ranges[i + 2].end.offset), {}, false});
                continue;
            }
            const std::string_view key = ranges[i].in(m_text);
            const std::string_view value = ranges[i + 1].in(m_text);
            std::optional<std::string> modern = modernPair(key, value);
            if (modern && withoutBreak(ranges[i].end.offset, ranges[i + 1].start.offset)) {
                m_pieces.push_back({Piece::Kind::Text, begin, ranges[i + 1].end.offset, std::move(modern), false});
            } else {
                add(ranges[i]);
                add(ranges[i + 1], {}, true);
            }
        }
    }

    bool withoutBreak(std::size_t begin, std::size_t end) const {
        return m_text.substr(begin, end - begin).find('\n') == std::string_view::npos;
    }

    /// Words that share a stretch of text are one: the blanks between them count.
    void join(const TextRange& range) {
        const auto touches = [&](const Piece& piece) {
            return piece.begin < range.end.offset && piece.end > range.start.offset;
        };
        const auto first = std::ranges::find_if(m_pieces, touches);
        if (first == m_pieces.end()) {
            return;
        }
        auto last = std::next(first);
        while (last != m_pieces.end() && touches(*last)) {
            first->end = std::max(first->end, last->end);
            ++last;
        }
        m_pieces.erase(std::next(first), last);
    }

    /// Blanks, continuation marks, comments, "--" and JSON punctuation between two words.
    bool between(std::size_t at, std::size_t end) {
        while (at < end) {
            const char c = m_text[at];
            if (isInlineBlank(c)) {
                ++at;
            } else if (c == m_escape) {
                std::size_t mark = at + 1;
                while (mark < end && isLineTail(m_text[mark])) {
                    ++mark;
                }
                if (mark < end && m_text[mark] != '\n') {
                    return false;
                }
                m_pieces.push_back({Piece::Kind::Break, at, mark, {}, false});
                at = skipLines(std::min(mark + 1, end), end);
            } else if (m_instruction.json && (c == '[' || c == ']' || c == ',')) {
                m_pieces.push_back({Piece::Kind::Punctuation, at, at + 1, {}, false});
                ++at;
            } else if (m_text.substr(at, 2) == "--" && at + 2 < end && isInlineBlank(m_text[at + 2])) {
                m_pieces.push_back({Piece::Kind::Text, at, at + 2, {}, false});
                at += 2;
            } else {
                return false;
            }
        }
        return at == end || end < at;
    }

    /// From the start of a line over comments and blank lines.
    std::size_t skipLines(std::size_t at, std::size_t end) {
        while (at < end) {
            const std::size_t lineEnd = lineEndOf(m_text, at, end);
            const std::size_t start = trimmedSpan(m_text, at, lineEnd).first;
            if (start < lineEnd && m_text[start] != '#') {
                break;
            }
            if (start < lineEnd) {
                m_pieces.push_back({Piece::Kind::Comment, start, lineEnd, {}, false});
            }
            at = std::min(lineEnd + 1, end);
        }
        return at;
    }

    std::string_view m_text;
    char m_escape;
    const Instruction& m_instruction;
    std::vector<Piece> m_pieces;
};

class Layouter {
public:
    Layouter(std::string_view text, char escape, std::string_view lineEnd, std::string indent)
        : m_text(text), m_escape(escape), m_lineEnd(lineEnd), m_indent(std::move(indent)) {}

    std::optional<std::string> lay(const std::vector<Piece>& pieces) {
        for (const Piece& piece : pieces) {
            switch (piece.kind) {
            case Piece::Kind::Break: m_break = true; break;
            case Piece::Kind::Comment: m_comments.push_back(withoutTail(slice(piece.begin, piece.end))); break;
            case Piece::Kind::Punctuation: layPunctuation(m_text[piece.begin]); break;
            case Piece::Kind::Text: layText(piece); break;
            }
        }
        if (m_break) { // continued to the end of the file
            m_out += std::string(" ") + m_escape;
            for (const std::string_view comment : m_comments) {
                m_out += m_lineEnd;
                m_out += m_indent;
                m_out += comment;
            }
        } else if (m_out.ends_with(m_escape) && !m_out.ends_with(std::string(2, m_escape))) {
            return std::nullopt; // a blank that is none of the blanks behind a mark keeps it from being one
        }
        return std::move(m_out);
    }

private:
    std::string_view slice(std::size_t begin, std::size_t end) const { return m_text.substr(begin, end - begin); }

    void layPunctuation(char c) {
        if (c == ',') { // stands behind its element, a break comes after it
            m_out += ',';
            m_glue = false;
            return;
        }
        separate(c == ']', c == ']' ? std::string_view() : std::string_view(m_indent));
        m_out += c;
        m_glue = c == '[';
    }

    void layText(const Piece& piece) {
        separate(false, m_indent);
        m_glue = false;
        if (piece.replacement) {
            m_out += *piece.replacement;
        } else {
            layLines(slice(piece.begin, piece.end));
        }
    }

    void separate(bool glued, std::string_view indent) {
        if (m_break) {
            breakLine(indent);
        } else if (!m_out.empty() && !m_glue && !glued) {
            m_out += ' ';
        }
    }

    void breakLine(std::string_view indent) {
        m_out += std::string(" ") + m_escape;
        m_out += m_lineEnd;
        for (const std::string_view comment : m_comments) {
            m_out += m_indent;
            m_out += comment;
            m_out += m_lineEnd;
        }
        m_comments.clear();
        m_break = false;
        m_out += indent;
    }

    /// Text that may go over several lines, each but the last with a mark at its end, with comments between them.
    void layLines(std::string_view text) {
        std::size_t end = lineEndOf(text, 0, text.size());
        m_out += end == text.size() ? text : withoutTail(text.substr(0, end));
        std::vector<std::string_view> comments;
        while (end < text.size()) {
            const std::size_t begin = end + 1;
            end = lineEndOf(text, begin, text.size());
            const std::size_t start = trimmedSpan(text, begin, end).first;
            const std::string_view line = text.substr(begin, end - begin);
            if (start == end && end < text.size()) {
                continue;
            }
            if (start < end && text[start] == '#') {
                comments.push_back(withoutTail(text.substr(start, end - start)));
                continue;
            }
            const std::string_view indent = text.substr(begin, start - begin);
            for (const std::string_view comment : comments) {
                m_out += m_lineEnd;
                m_out += indent;
                m_out += comment;
            }
            comments.clear();
            m_out += m_lineEnd;
            m_out += end == text.size() ? line : withoutTail(line);
        }
    }

    std::string_view m_text;
    char m_escape;
    std::string_view m_lineEnd;
    std::string m_indent;
    std::string m_out;
    bool m_break = false;
    bool m_glue = false; ///< the next word follows without a blank
    std::vector<std::string_view> m_comments;
};

} // namespace

std::optional<std::string> commandIndent(const Document& document, const Instruction& instruction) {
    for (const Piece& piece : Splitter(document, instruction).words()) {
        if (!piece.isCommand) {
            continue;
        }
        const std::string_view text = std::string_view(document.text).substr(0, piece.end);
        for (std::size_t at = lineEndOf(text, piece.begin, piece.end); at < piece.end;) {
            const std::size_t begin = at + 1;
            at = lineEndOf(text, begin, piece.end);
            const std::size_t start = std::min(text.find_first_not_of(" \t", begin), at);
            if (start < at && text[start] != '#' && text[start] != '\r') {
                return start > begin ? std::optional(std::string(text.substr(begin, start - begin))) : std::nullopt;
            }
        }
    }
    return std::nullopt;
}

std::optional<std::string> layInstruction(const Document& document, const Instruction& instruction, const Style& style) {
    const std::string_view text = document.text;
    if (instruction.keyword.start != instruction.range.start) {
        return std::nullopt; // begins with a continuation mark
    }
    std::size_t end = instruction.range.end.offset;
    std::string_view bodies;
    if (!instruction.heredocs.empty()) {
        const std::size_t body = instruction.heredocs.front().body.start.offset;
        bodies = text.substr(body, end - body);
        end = body;
        while (end > instruction.range.start.offset && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
            --end;
        }
    }
    std::optional<std::vector<Piece>> pieces = Splitter(document, instruction).pieces(end);
    if (!pieces) {
        return std::nullopt;
    }
    const std::string indent = commandIndent(document, instruction).value_or(style.indent);
    std::optional<std::string> out = Layouter(text, document.escape, style.lineEnd, indent).lay(*pieces);
    if (out && !instruction.heredocs.empty()) {
        *out += style.lineEnd;
        *out += bodies;
    }
    return out;
}

} // namespace sw::format
