#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

/// Text habits that the Dockerfile language took over from its first implementation: what counts as a blank, a letter
/// or a digit (Unicode, not the locale), how a broken UTF-8 byte reads, how near a misspelt word is to a known one.
namespace sw::dockerfile {

struct Rune {
    char32_t value = 0;
    std::size_t width = 0; ///< bytes; 1 for a broken byte, whose value is U+FFFD
};

/// The character at byte `at`, which must be inside the text.
Rune runeAt(std::string_view text, std::size_t at);
void appendRune(std::string& out, char32_t value);
std::u32string toRunes(std::string_view text);
std::string fromRunes(std::u32string_view runes);

bool isSpaceRune(char32_t value);  ///< Unicode White_Space
bool isLetterRune(char32_t value); ///< exact in ASCII, Latin, Greek and Cyrillic; by script block elsewhere
bool isDigitRune(char32_t value);

/// Begin and end of text[begin, end) without the blanks around it.
std::pair<std::size_t, std::size_t> trimmedSpan(std::string_view text, std::size_t begin, std::size_t end);
std::string_view trimmed(std::string_view text);

std::string lowered(std::string_view text); ///< ASCII
std::string uppered(std::string_view text); ///< ASCII
bool equalFold(std::string_view a, std::string_view b);

/// `"text"` with the usual escapes, as a message quotes what the user wrote.
std::string inQuotes(std::string_view text);

/// The candidate at an edit distance of at most 2, if there is one and the word is not itself a candidate.
std::optional<std::string> nearestName(std::string_view word, std::span<const std::string_view> candidates,
                                       bool caseSensitive = false);

} // namespace sw::dockerfile
