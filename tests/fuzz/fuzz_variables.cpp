#include "core/dockerfile/variables.h"
#include "tests/fuzz/promise.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace {

using namespace sw::dockerfile;
using sw::fuzz::require;

constexpr std::size_t kLongestValue = 7; ///< of the variables below

std::optional<std::string> valueOf(std::string_view name) {
    return name.size() % 3 == 0 ? std::nullopt : std::optional<std::string>(name.size() % 3 == 1 ? "a/b.c\nd" : "");
}

bool isAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

bool isPlain(char c) { return (c >= 'a' && c <= 'z') || c == '/' || c == '.' || c == '-' || c == '='; }

} // namespace

/// The first byte chooses the options, the rest is the word. That expansion ends is what the fuzzer's own limit sees.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    ExpandOptions options;
    options.escape = (data[0] & 1U) != 0 ? '`' : '\\';
    options.rawQuotes = (data[0] & 2U) != 0;
    options.rawEscapes = (data[0] & 4U) != 0;
    options.skipUnsetEnv = (data[0] & 8U) != 0;
    options.skipProcessQuotes = (data[0] & 16U) != 0;
    const std::string_view word(reinterpret_cast<const char*>(data) + 1, size - 1);
    std::set<std::string> asked;
    const VariableLookup lookup = [&](std::string_view name) {
        asked.emplace(name);
        return valueOf(name);
    };
    const auto whole = expandWord(word, lookup, options);
    const auto words = expandWords(word, lookup, options);
    require(whole.has_value() == words.has_value(), "one mode fails and the other does not");
    require(expandWord(word, lookup, options) == whole, "expanding twice gives two answers");
    if (!whole) {
        require(!whole.error().message.empty(), "an error without a message");
        return 0;
    }
    for (const std::string& name : whole->matched) {
        require(asked.contains(name) && valueOf(name).has_value(), "a matched name is not set");
    }
    for (const std::string& name : whole->unmatched) {
        require(asked.contains(name) && !valueOf(name).has_value(), "an unmatched name is set");
    }
    if (std::ranges::all_of(word, isPlain)) {
        require(whole->text == word && (word.empty() || *words == std::vector{std::string(word)}), "a plain word changes");
    }
    if (!word.contains('$')) {
        // A byte that is no UTF-8 becomes U+FFFD, three bytes, as in Go. Raw escapes keep the mark in double quotes, and again
        // with what it does not escape (FD/shell/lex.go, processDoubleQuote).
        const std::size_t longest = (std::ranges::all_of(word, isAscii) ? 1 : 3) + (options.rawEscapes ? 1 : 0);
        require(asked.empty() && whole->text.size() <= word.size() * longest, "a word without variables grows");
    } else if (!word.contains('/')) { // a replacement may be put in for every letter of a value
        require(whole->text.size() <= word.size() * kLongestValue, "a word grows by more than its values");
    }
    return 0;
}
