#include "core/dockerfile/words.h"

#include "core/dockerfile/gotext.h"

namespace sw::dockerfile {

namespace {

/// The separator class of the language: [\t\v\f\r ], which is narrower than Unicode's blanks.
bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r'; }

/// BuildKit reads flags byte by byte, each as the character of that number (extractBuilderFlags): of what is not ASCII
/// every byte becomes a character of its own, and two of them are blanks.
bool isFlagBlank(char c) { return isBlank(c) || c == '\n' || c == '\x85' || c == '\xA0'; }

void appendFlagByte(std::string& text, char c) { appendRune(text, static_cast<unsigned char>(c)); }

/// Reads one flag word that starts with "--" at `at`; returns the offset behind it.
std::size_t readFlag(std::string_view text, std::size_t at, std::size_t end, FlagWord& flag) {
    const std::size_t begin = at;
    char quote = 0;
    bool hasValue = false;
    for (; at < end; ++at) {
        char c = text[at];
        if (quote == 0 && isFlagBlank(c)) {
            break;
        }
        if (quote == 0 ? (c == '"' || c == '\'') : c == quote) {
            quote = quote == 0 ? c : '\0';
            continue;
        }
        if (c == '\\') {
            if (at + 1 == end) {
                continue;
            }
            c = text[++at];
        } else if (c == '=' && !hasValue) {
            hasValue = true;
            flag.valueBegin = at + 1;
        }
        appendFlagByte(flag.text, c);
    }
    flag.raw = {begin, at};
    if (!hasValue) {
        flag.valueBegin = at;
    }
    return at;
}

} // namespace

FirstAndRest splitFirst(std::string_view text, Span rest) {
    FirstAndRest split;
    std::size_t at = rest.begin;
    while (at < rest.end && !isBlank(text[at])) {
        ++at;
    }
    split.first = {rest.begin, at};
    split.hasSecond = at < rest.end;
    while (at < rest.end && isBlank(text[at])) {
        ++at;
    }
    split.second = {at, rest.end};
    return split;
}

SplitCommand splitCommand(std::string_view text, Span line) {
    SplitCommand split;
    const auto [begin, end] = trimmedSpan(text, line.begin, line.end);
    const FirstAndRest parts = splitFirst(text, {begin, end});
    split.keyword = parts.first;
    std::size_t at = parts.second.begin;
    while (true) {
        while (at < end && isFlagBlank(text[at])) {
            ++at;
        }
        if (at + 1 >= end || text[at] != '-' || text[at + 1] != '-') {
            break;
        }
        FlagWord flag;
        at = readFlag(text, at, end, flag);
        if (flag.text == "--") {
            break;
        }
        split.flags.push_back(std::move(flag));
    }
    const auto [restBegin, restEnd] = trimmedSpan(text, at, end);
    split.rest = {restBegin, restEnd};
    return split;
}

std::vector<Span> splitBlanks(std::string_view text, Span rest) {
    std::vector<Span> words;
    for (std::size_t at = rest.begin; at < rest.end;) {
        std::size_t stop = at;
        while (stop < rest.end && !isBlank(text[stop])) {
            ++stop;
        }
        words.push_back({at, stop});
        at = stop;
        while (at < rest.end && isBlank(text[at])) {
            ++at;
        }
    }
    return words;
}

std::vector<QuotedWord> splitQuoted(std::string_view text, Span rest, char escape) {
    std::vector<QuotedWord> words;
    QuotedWord word;
    char quote = 0;
    bool inWord = false;
    const auto finish = [&](std::size_t end) {
        if (inWord && !word.text.empty()) {
            word.span.end = end;
            words.push_back(std::move(word));
        }
        word = {};
        inWord = false;
    };
    std::size_t at = rest.begin;
    while (at < rest.end) {
        const Rune rune = runeAt(text, at);
        if (quote == 0 && isSpaceRune(rune.value)) {
            finish(at);
            at += rune.width;
            continue;
        }
        if (!inWord) {
            inWord = true;
            word.span.begin = at;
        }
        const char c = text[at];
        if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        } else if (c == quote) {
            quote = 0;
        } else if (c == escape && quote != '\'') {
            if (at + 1 == rest.end) {
                ++at; // an escape character at the very end protects nothing and is dropped
                continue;
            }
            word.text += c;
            ++at;
            const Rune next = runeAt(text, at);
            word.text += text.substr(at, next.width);
            at += next.width;
            continue;
        }
        word.text += text.substr(at, rune.width);
        at += rune.width;
    }
    finish(rest.end);
    return words;
}

} // namespace sw::dockerfile
