#include "core/dockerfile/heredocs.h"

#include "core/dockerfile/shelllexer.h"

#include <algorithm>
#include <limits>

namespace sw::dockerfile {

namespace {

std::optional<std::string> unset(std::string_view /*name*/) { return std::nullopt; }

Result<Lexed> lexName(std::string_view text, bool rawQuotes) {
    ExpandOptions options;
    options.skipUnsetEnv = true;
    options.rawQuotes = rawQuotes;
    return lexShellText(text, unset, options);
}

std::ptrdiff_t countQuotes(std::string_view text) {
    return std::ranges::count(text, '\'') + std::ranges::count(text, '"');
}

bool isRegexBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

int readDescriptor(std::string_view digits) {
    long value = 0;
    for (const char c : digits) {
        value = std::min<long>(value * 10 + (c - '0'), std::numeric_limits<int>::max());
    }
    return static_cast<int>(value);
}

} // namespace

Result<std::optional<HeredocWord>> readHeredocWord(std::string_view word) {
    std::size_t at = 0;
    while (at < word.size() && word[at] >= '0' && word[at] <= '9') {
        ++at;
    }
    const std::string_view digits = word.substr(0, at);
    if (!word.substr(at).starts_with("<<")) {
        return std::nullopt;
    }
    at += 2;
    HeredocWord found;
    found.fd = readDescriptor(digits);
    found.chomp = at < word.size() && word[at] == '-';
    at += found.chomp ? 1 : 0;
    while (at < word.size() && isRegexBlank(word[at])) {
        ++at;
    }
    const std::string_view name = word.substr(at);
    if (name.empty() || name.contains('<')) {
        return std::nullopt;
    }
    SW_TRY(const Lexed plain, lexName(name, false));
    if (plain.words.size() != 1) {
        return std::nullopt;
    }
    SW_TRY(const Lexed raw, lexName(name, true));
    if (raw.words.size() != 1) {
        return failure(ErrorCode::Invalid, say("the heredoc name %1 can be read in two ways", name));
    }
    found.name = plain.words.front();
    found.expand = countQuotes(plain.words.front()) == countQuotes(raw.words.front());
    found.span = {0, word.size()};
    return found;
}

Result<std::vector<HeredocWord>> heredocsOnLine(std::string_view line) {
    std::vector<HeredocWord> found;
    if (!line.contains("<<")) {
        return found;
    }
    ExpandOptions options;
    options.rawQuotes = true;
    options.rawEscapes = true;
    options.skipUnsetEnv = true;
    const Result<Lexed> lexed = lexShellText(line, unset, options);
    if (!lexed) {
        return found;
    }
    for (std::size_t i = 0; i < lexed->words.size(); ++i) {
        SW_TRY(std::optional<HeredocWord> word, readHeredocWord(lexed->words[i]));
        if (word) {
            word->span = lexed->spans[i];
            found.push_back(std::move(*word));
        }
    }
    return found;
}

std::string cutLeadingTabs(std::string_view content) {
    std::string out;
    out.reserve(content.size());
    bool lineStart = true;
    for (const char c : content) {
        if (lineStart && c == '\t') {
            continue;
        }
        out += c;
        lineStart = c == '\n';
    }
    return out;
}

} // namespace sw::dockerfile
