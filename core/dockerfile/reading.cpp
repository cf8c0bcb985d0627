#include "core/dockerfile/reading.h"

#include "core/dockerfile/gotext.h"
#include "core/dockerfile/jsonarray.h"
#include "core/dockerfile/words.h"

#include <algorithm>

namespace sw::dockerfile {

namespace {

constexpr int kMaximumDepth = 64; ///< of ONBUILD ONBUILD ...; deeper triggers are dropped, they are wrong anyway

/// Fills args of one instruction from the text behind its flags.
class ArgumentReader {
public:
    ArgumentReader(Reader& reader, const LogicalLine& line, Instruction& instruction)
        : m_reader(reader), m_line(line), m_instruction(instruction) {}

    void read(Span rest) {
        switch (m_instruction.kind) {
        case InstructionKind::Add:
        case InstructionKind::Copy:
        case InstructionKind::Volume: jsonOrWords(rest); break;
        case InstructionKind::Cmd:
        case InstructionKind::Entrypoint:
        case InstructionKind::Run:
        case InstructionKind::Shell: jsonOrText(rest); break;
        case InstructionKind::Arg:
            for (const QuotedWord& word : splitQuoted(m_line.text(), rest, m_reader.escape)) {
                add(word.text, word.span);
            }
            break;
        case InstructionKind::Env:
        case InstructionKind::Label: pairs(rest); break;
        case InstructionKind::Expose:
        case InstructionKind::From: words(rest); break;
        case InstructionKind::Maintainer:
        case InstructionKind::Stopsignal:
        case InstructionKind::User:
        case InstructionKind::Workdir: wholeText(rest); break;
        case InstructionKind::Healthcheck: healthcheck(rest); break;
        case InstructionKind::Onbuild: break;
        case InstructionKind::Unknown: add("", {rest.end, rest.end}); break;
        }
    }

private:
    void add(std::string_view text, Span span) {
        m_instruction.args.emplace_back(text);
        m_instruction.argRanges.push_back(m_line.range(span));
    }

    void words(Span rest) {
        for (const Span word : splitBlanks(m_line.text(), rest)) {
            add(m_line.in(word), word);
        }
    }

    void wholeText(Span rest) {
        if (!rest.empty()) {
            add(m_line.in(rest), rest);
        }
    }

    /// True when the text was JSON, well-typed or not.
    bool json(Span rest) {
        JsonArray array = readJsonArray(m_line.text(), rest);
        switch (array.outcome) {
        case JsonArray::Outcome::NotJson: return false;
        case JsonArray::Outcome::NotStrings:
            m_reader.syntaxError(m_instruction, m_line.range(rest),
                                 say("when using JSON array syntax, arrays must be comprised of strings only"),
                                 say("Put every element in double quotes."));
            return true;
        case JsonArray::Outcome::Strings: break;
        }
        m_instruction.json = true;
        for (std::size_t i = 0; i < array.strings.size(); ++i) {
            add(array.strings[i], array.spans[i]);
        }
        return true;
    }

    void jsonOrText(Span rest) {
        if (!json(rest)) {
            wholeText(rest);
        }
    }

    void jsonOrWords(Span rest) {
        if (!json(rest)) {
            words(rest);
        }
    }

    void healthcheck(Span rest) {
        const std::string& text = m_line.text();
        // ASCII blanks end the type; a Unicode blank is part of it.
        constexpr std::string_view kBlanks = " \t\n\v\f\r";
        const std::size_t typeEnd = std::min(text.find_first_of(kBlanks, rest.begin), rest.end);
        if (typeEnd == rest.begin) {
            return;
        }
        add(m_line.in({rest.begin, typeEnd}), {rest.begin, typeEnd});
        const std::size_t command = std::min(text.find_first_not_of(kBlanks, typeEnd), rest.end);
        jsonOrText({command, rest.end});
    }

    void pairs(Span rest) {
        const std::vector<QuotedWord> found = splitQuoted(m_line.text(), rest, m_reader.escape);
        if (found.empty()) {
            return;
        }
        if (!found.front().text.contains('=')) {
            legacyPair(rest);
            return;
        }
        for (const QuotedWord& word : found) {
            if (!word.text.contains('=')) {
                m_reader.syntaxError(m_instruction, m_line.range(word.span),
                                     say("Syntax error - can't find = in %1. Must be of the form: name=value", inQuotes(word.text)),
                                     say("Quote a value that holds blanks: name=\"a value\"."));
                return;
            }
        }
        for (const QuotedWord& word : found) {
            const std::size_t equals = word.text.find('=');
            const std::size_t at = word.span.begin + equals;
            add(word.text.substr(0, equals), {word.span.begin, at});
            add(word.text.substr(equals + 1), {at + 1, word.span.end});
            add("=", {at, at + 1});
        }
    }

    void legacyPair(Span rest) {
        const FirstAndRest split = splitFirst(m_line.text(), rest);
        if (!split.hasSecond) {
            const std::string name(instructionName(m_instruction.kind));
            m_reader.syntaxError(m_instruction, m_line.range(rest), say("%1 must have two arguments", name),
                                 say("Write %1 %2=value.", name, m_line.in(split.first)));
            return;
        }
        add(m_line.in(split.first), split.first);
        add(m_line.in(split.second), split.second);
        add("", {split.first.end, split.first.end});
    }

    Reader& m_reader;
    const LogicalLine& m_line;
    Instruction& m_instruction;
};

Flag makeFlag(const LogicalLine& line, const FlagWord& word) {
    Flag flag;
    const std::string_view text = std::string_view(word.text).substr(std::min<std::size_t>(2, word.text.size()));
    const std::size_t equals = text.find('=');
    flag.name = std::string(text.substr(0, equals));
    flag.raw = std::string(line.in(word.raw));
    flag.range = line.range(word.raw);
    flag.valueRange = line.range({word.raw.end, word.raw.end});
    if (equals != std::string_view::npos) {
        flag.value = std::string(text.substr(equals + 1));
        flag.valueRange = line.range({std::min(word.valueBegin, word.raw.end), word.raw.end});
    }
    return flag;
}

} // namespace

void Reader::syntaxError(Instruction& instruction, TextRange range, Sentence message, Sentence detail) {
    instruction.valid = false;
    diagnostics.push_back(
        {Severity::Error, std::string(kSyntaxRule), std::move(message), std::move(detail), range, {}});
}

void Reader::refuse(Instruction& instruction, TextRange range, Sentence message, Sentence detail,
                    std::vector<QuickFix> fixes) {
    instruction.valid = false;
    diagnostics.push_back({instructionSeverity, std::string(kInstructionRule), std::move(message), std::move(detail),
                           range, std::move(fixes)});
}

TextRange subRange(const Reader& reader, const TextRange& range, std::size_t begin, std::size_t size) {
    const std::string_view text = range.in(reader.text);
    TextPosition at = range.start;
    std::size_t i = 0;
    const auto step = [&] {
        at.offset += 1;
        at.column += 1;
        if (text[i] == '\n') {
            at.line += 1;
            at.column = 0;
        }
        ++i;
    };
    const auto lineEnd = [&](std::size_t from) { return std::min(text.find('\n', from), text.size()); };
    const auto skipContinuation = [&] {
        const bool escaped = i > 0 && text[i - 1] == reader.escape;
        while (i < text.size() && text[i] == reader.escape && !escaped && trimmed(text.substr(i + 1, lineEnd(i) - i - 1)).empty() && lineEnd(i) < text.size()) {
            std::size_t next = lineEnd(i) + 1;
            for (std::string_view line = trimmed(text.substr(next, lineEnd(next) - next)); next < text.size() && (line.empty() || line.starts_with('#'));
                 line = trimmed(text.substr(next, lineEnd(next) - next))) {
                next = std::min(lineEnd(next) + 1, text.size());
            }
            while (i < next) {
                step();
            }
        }
    };
    const auto walk = [&](std::size_t count) {
        for (; count > 0 && i < text.size(); --count) {
            skipContinuation();
            if (i < text.size()) {
                step();
            }
        }
    };
    walk(begin);
    if (size > 0) {
        skipContinuation(); // it begins behind the mark
    }
    TextRange part{at, at};
    walk(size);
    part.end = at;
    return part;
}

Instruction readInstruction(Reader& reader, const LogicalLine& line, Span span, int depth) {
    const SplitCommand split = splitCommand(line.text(), span);
    Instruction instruction;
    instruction.cmd = std::string(line.in(split.keyword));
    instruction.kind = instructionKind(instruction.cmd);
    instruction.keyword = line.range(split.keyword);
    instruction.original = std::string(line.in({split.keyword.begin, span.end}));
    instruction.range = line.range({split.keyword.begin, trimmedSpan(line.text(), span.begin, span.end).second});
    for (const FlagWord& word : split.flags) {
        instruction.flags.push_back(makeFlag(line, word));
    }
    ArgumentReader(reader, line, instruction).read(split.rest);
    if (instruction.kind == InstructionKind::Onbuild && !split.rest.empty() && depth < kMaximumDepth) {
        auto sub = std::make_shared<Instruction>(readInstruction(reader, line, split.rest, depth + 1));
        if (!sub->valid) {
            instruction.valid = false;
        }
        instruction.sub = std::move(sub);
    }
    return instruction;
}

bool mayHoldHeredocs(const Instruction& instruction) {
    const Instruction& holder =
        instruction.kind == InstructionKind::Onbuild && instruction.sub ? *instruction.sub : instruction;
    const bool kind = holder.kind == InstructionKind::Run || holder.kind == InstructionKind::Copy ||
                      holder.kind == InstructionKind::Add;
    return kind && !holder.json;
}

} // namespace sw::dockerfile
