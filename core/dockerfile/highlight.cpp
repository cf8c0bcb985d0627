#include "core/dockerfile/highlight.h"

#include "core/dockerfile/gotext.h"
#include "core/dockerfile/stagereferences.h"
#include "core/dockerfile/variableuse.h"

#include <algorithm>
#include <optional>

namespace sw::dockerfile {

namespace {

/// Paints kinds over a stretch of the file, later ones over earlier ones, and reads the result off as tokens.
class Canvas {
public:
    Canvas(const Document& document, const TextRange& range)
        : m_document(document), m_begin(range.start.offset), m_kinds(range.size(), kPlain) {}

    void paint(std::size_t begin, std::size_t end, TokenKind kind) {
        begin = std::max(begin, m_begin);
        end = std::min(end, m_begin + m_kinds.size());
        for (std::size_t at = begin; at < end; ++at) {
            m_kinds[at - m_begin] = static_cast<unsigned char>(kind);
        }
    }
    void paint(const TextRange& range, TokenKind kind) { paint(range.start.offset, range.end.offset, kind); }

    /// Line ends belong to no token, so that a token never spans lines (heredoc bodies are added apart).
    void readOff(std::vector<Token>& tokens) const {
        for (std::size_t at = 0; at < m_kinds.size();) {
            std::size_t end = at + 1;
            const bool isToken = m_kinds[at] != kPlain && !lineEnd(at);
            while (end < m_kinds.size() && m_kinds[end] == m_kinds[at] && !lineEnd(end)) {
                ++end;
            }
            if (isToken) {
                tokens.push_back({m_begin + at, end - at, static_cast<TokenKind>(m_kinds[at]), {}});
            }
            at = end;
        }
    }

private:
    static constexpr unsigned char kPlain = 0xFF;
    bool lineEnd(std::size_t at) const {
        const char c = m_document.text[m_begin + at];
        return c == '\n' || c == '\r';
    }

    const Document& m_document;
    std::size_t m_begin;
    std::vector<unsigned char> m_kinds;
};

class InstructionPainter {
public:
    InstructionPainter(const Document& document, Canvas& canvas) : m_document(document), m_canvas(canvas) {}

    void paint(const Instruction& instruction) {
        paintWords(instruction);
        for (const VariableUse& use : variableUses(m_document, instruction)) {
            paintVariable(use);
        }
        for (const Heredoc& heredoc : instruction.heredocs) {
            m_canvas.paint(heredoc.range, TokenKind::HeredocMarker);
            m_canvas.paint(heredoc.terminator, TokenKind::HeredocMarker);
        }
        paintContinuations(instruction);
    }

private:
    void paintWords(const Instruction& instruction) {
        const bool known = instruction.kind != InstructionKind::Unknown;
        m_canvas.paint(instruction.keyword, known ? TokenKind::Keyword : TokenKind::Error);
        for (const Flag& flag : instruction.flags) {
            paintFlag(flag);
        }
        if (instruction.json) {
            paintJson(instruction);
        } else {
            paintArguments(instruction);
        }
        if (instruction.sub) {
            paintWords(*instruction.sub);
        }
    }

    void paintFlag(const Flag& flag) {
        const std::size_t begin = flag.range.start.offset;
        const std::size_t end = flag.range.end.offset;
        const std::size_t value = flag.value ? flag.valueRange.start.offset : end;
        m_canvas.paint(begin, value, TokenKind::FlagName);
        if (!flag.value) {
            return;
        }
        m_canvas.paint(value - 1, value, TokenKind::Operator);
        m_canvas.paint(value, end, TokenKind::FlagValue);
        if (flag.name == "mount") {
            paintMount(value, end);
        }
    }

    void paintMount(std::size_t at, std::size_t end) {
        const std::string_view text = std::string_view(m_document.text).substr(0, end);
        while (at < end) {
            const std::size_t comma = std::min(text.find(',', at), end);
            const std::size_t equals = std::min(text.find('=', at), comma);
            m_canvas.paint(at, equals, TokenKind::FlagKey);
            m_canvas.paint(equals, std::min(equals + 1, comma), TokenKind::Operator);
            m_canvas.paint(comma, std::min(comma + 1, end), TokenKind::Operator);
            at = comma + 1;
        }
    }

    void paintJson(const Instruction& instruction) {
        const std::size_t first = instruction.kind == InstructionKind::Healthcheck ? 1 : 0;
        if (first == 1 && !instruction.args.empty()) {
            m_canvas.paint(instruction.argRanges[0], TokenKind::Keyword);
        }
        std::size_t from = instruction.flags.empty() ? instruction.keyword.end.offset
                                                     : instruction.flags.back().range.end.offset;
        if (first < instruction.argRanges.size()) {
            from = first == 1 ? instruction.argRanges[0].end.offset : from;
        }
        const std::size_t end = instruction.range.end.offset;
        for (; from < end; ++from) {
            if (std::string_view("[],").contains(m_document.text[from])) {
                m_canvas.paint(from, from + 1, TokenKind::Operator);
            }
        }
        for (std::size_t i = first; i < instruction.argRanges.size(); ++i) {
            m_canvas.paint(instruction.argRanges[i], TokenKind::String);
        }
    }

    void paintArguments(const Instruction& instruction) {
        switch (instruction.kind) {
        case InstructionKind::From: paintFrom(instruction); break;
        case InstructionKind::Env:
        case InstructionKind::Label: paintPairs(instruction); break;
        case InstructionKind::Arg: paintArgs(instruction); break;
        case InstructionKind::Copy:
        case InstructionKind::Add:
        case InstructionKind::Volume:
        case InstructionKind::Workdir: paintAll(instruction, TokenKind::Path); break;
        case InstructionKind::Expose: paintAll(instruction, TokenKind::Number); break;
        case InstructionKind::Run:
        case InstructionKind::Cmd:
        case InstructionKind::Entrypoint: paintShell(instruction, 0); break;
        case InstructionKind::Healthcheck:
            if (!instruction.argRanges.empty()) {
                m_canvas.paint(instruction.argRanges[0], TokenKind::Keyword);
                paintShell(instruction, 1);
            }
            break;
        default: break;
        }
    }

    void paintAll(const Instruction& instruction, TokenKind kind) {
        for (const TextRange& range : instruction.argRanges) {
            m_canvas.paint(range, kind);
            paintQuoted(range);
        }
    }

    void paintFrom(const Instruction& instruction) {
        for (std::size_t i = 0; i < instruction.argRanges.size(); ++i) {
            const bool as = i == 1 && equalFold(instruction.args[1], "as");
            m_canvas.paint(instruction.argRanges[i], i == 0   ? TokenKind::ImageReference
                                                     : as     ? TokenKind::Keyword
                                                     : i == 2 ? TokenKind::StageName
                                                              : TokenKind::Error);
        }
    }

    void paintPairs(const Instruction& instruction) {
        for (std::size_t i = 0; i + 2 < instruction.argRanges.size(); i += 3) {
            m_canvas.paint(instruction.argRanges[i], TokenKind::Key);
            m_canvas.paint(instruction.argRanges[i + 2], TokenKind::Operator);
            paintQuoted(instruction.argRanges[i + 1]);
        }
    }

    void paintArgs(const Instruction& instruction) {
        for (std::size_t i = 0; i < instruction.argRanges.size(); ++i) {
            const TextRange& range = instruction.argRanges[i];
            const std::size_t equals = std::min(instruction.args[i].find('='), range.size());
            const std::size_t at = range.start.offset + equals;
            m_canvas.paint(range.start.offset, at, TokenKind::Key);
            m_canvas.paint(at, std::min(at + 1, range.end.offset), TokenKind::Operator);
            paintQuoted(range);
        }
    }

    /// Quoted stretches of a word or of shell text.
    void paintQuoted(const TextRange& range) {
        const std::string_view text = m_document.text;
        for (std::size_t at = range.start.offset; at < range.end.offset; ++at) {
            const char c = text[at];
            if (c == m_document.escape) {
                ++at;
                continue;
            }
            if (c != '"' && c != '\'') {
                continue;
            }
            const std::size_t begin = at;
            for (++at; at < range.end.offset && text[at] != c; ++at) {
                at += c == '"' && text[at] == m_document.escape ? 1 : 0;
            }
            m_canvas.paint(begin, std::min(at + 1, range.end.offset), TokenKind::String);
        }
    }

    void paintShell(const Instruction& instruction, std::size_t first) {
        for (std::size_t i = first; i < instruction.argRanges.size(); ++i) {
            const TextRange& range = instruction.argRanges[i];
            for (std::size_t at = range.start.offset; at < range.end.offset; ++at) {
                if (std::string_view("&|;").contains(m_document.text[at])) {
                    m_canvas.paint(at, at + 1, TokenKind::Operator);
                }
            }
            paintQuoted(range);
        }
    }

    void paintVariable(const VariableUse& use) {
        m_canvas.paint(use.whole, TokenKind::Variable);
        const std::size_t end = use.whole.end.offset;
        if (m_document.text[use.whole.start.offset + 1] == '{' && end < m_document.text.size() &&
            m_document.text[end] == '}') {
            m_canvas.paint(end, end + 1, TokenKind::Variable);
        }
    }

    void paintContinuations(const Instruction& instruction) {
        const std::size_t end = instruction.heredocs.empty() ? instruction.range.end.offset
                                                             : instruction.heredocs.front().body.start.offset;
        std::size_t at = m_document.text.find('\n', instruction.range.start.offset);
        for (; at < end; at = m_document.text.find('\n', at + 1)) {
            std::size_t mark = at;
            while (mark > instruction.range.start.offset &&
                   std::string_view(" \t\r").contains(m_document.text[mark - 1])) {
                --mark;
            }
            if (mark > instruction.range.start.offset && m_document.text[mark - 1] == m_document.escape) {
                m_canvas.paint(mark - 1, mark, TokenKind::Continuation);
            }
        }
    }

    const Document& m_document;
    Canvas& m_canvas;
};

class Highlighter {
public:
    explicit Highlighter(const Document& document) : m_document(document) {}

    std::vector<Token> run() {
        for (const Directive& directive : m_document.directives) {
            Canvas canvas(m_document, directive.range);
            canvas.paint(directive.range, TokenKind::Directive);
            canvas.paint(directive.valueRange, TokenKind::DirectiveValue);
            canvas.readOff(m_tokens);
        }
        const std::vector<StageReference> references = stageReferences(m_document);
        auto reference = references.begin();
        auto comment = m_document.comments.begin();
        for (std::size_t i = 0; i < m_document.instructions.size(); ++i) {
            const Instruction& instruction = m_document.instructions[i];
            for (; comment != m_document.comments.end() &&
                   comment->range.start.offset < instruction.range.start.offset;
                 ++comment) {
                addComment(*comment);
            }
            Canvas canvas(m_document, instruction.range);
            InstructionPainter(m_document, canvas).paint(instruction);
            for (; reference != references.end() && reference->instruction == i; ++reference) {
                canvas.paint(reference->range, TokenKind::StageName);
            }
            for (; comment != m_document.comments.end() &&
                   comment->range.start.offset < instruction.range.end.offset;
                 ++comment) {
                canvas.paint(comment->range, TokenKind::Comment);
            }
            addInstruction(instruction, canvas);
        }
        for (; comment != m_document.comments.end(); ++comment) {
            addComment(*comment);
        }
        std::ranges::stable_sort(m_tokens, {}, &Token::offset);
        return std::move(m_tokens);
    }

private:
    void addComment(const Comment& comment) {
        m_tokens.push_back({comment.range.start.offset, comment.range.size(), TokenKind::Comment, {}});
    }

    void addInstruction(const Instruction& instruction, const Canvas& canvas) {
        const std::size_t first = m_tokens.size();
        canvas.readOff(m_tokens);
        for (const Heredoc& heredoc : instruction.heredocs) {
            const std::size_t begin = heredoc.body.start.offset;
            const std::size_t end = heredoc.body.end.offset;
            const auto inside = [&](const Token& token) { return token.offset >= begin && token.offset < end; };
            addBody(m_tokens, first, inside, begin, end, heredocLanguage(instruction, heredoc));
        }
    }

    /// A body is one token for each stretch between the variables in it.
    template <typename Inside>
    static void addBody(std::vector<Token>& tokens, std::size_t first, const Inside& inside, std::size_t begin,
                        std::size_t end, const std::string& language) {
        std::vector<Token> bodies;
        std::size_t from = begin;
        for (std::size_t i = first; i < tokens.size(); ++i) {
            if (!inside(tokens[i])) {
                continue;
            }
            if (tokens[i].offset > from) {
                bodies.push_back({from, tokens[i].offset - from, TokenKind::HeredocBody, language});
            }
            from = tokens[i].offset + tokens[i].length;
        }
        if (end > from) {
            bodies.push_back({from, end - from, TokenKind::HeredocBody, language});
        }
        tokens.insert(tokens.end(), bodies.begin(), bodies.end());
    }

    const Document& m_document;
    std::vector<Token> m_tokens;
};

} // namespace

std::vector<Token> highlight(const Document& document) { return Highlighter(document).run(); }

} // namespace sw::dockerfile
