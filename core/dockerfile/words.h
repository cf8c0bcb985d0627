#pragma once

#include "core/dockerfile/logicalline.h"

#include <string>
#include <string_view>
#include <vector>

/// How an instruction's text falls into keyword, flags and words (BuildKit frontend/dockerfile/parser/split_command.go
/// and line_parsers.go). Spans are offsets in the text given.
namespace sw::dockerfile {

/// "--name=value" with quotes and escapes removed; raw is the span as written.
struct FlagWord {
    std::string text;
    Span raw;
    std::size_t valueBegin = 0; ///< offset after '=' in the raw text, raw.end when there is none
};

struct SplitCommand {
    Span keyword;
    std::vector<FlagWord> flags;
    Span rest; ///< arguments, trimmed
};

SplitCommand splitCommand(std::string_view text, Span line);

/// Blank-separated words; quotes mean nothing.
std::vector<Span> splitBlanks(std::string_view text, Span rest);

struct QuotedWord {
    std::string text; ///< quotes and escapes kept
    Span span;
};
/// Blank-separated words where quotes and the escape character protect blanks.
std::vector<QuotedWord> splitQuoted(std::string_view text, Span rest, char escape);

/// The first word and what follows the blanks behind it, as "KEY rest of the line" needs it. `second` is absent
/// (begin == npos) when there is only one word.
struct FirstAndRest {
    Span first;
    Span second;
    bool hasSecond = false;
};
FirstAndRest splitFirst(std::string_view text, Span rest);

} // namespace sw::dockerfile
