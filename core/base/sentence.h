#pragma once

#include <concepts>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sw {

/// One sentence for people: an English pattern and what stands in its numbered places, so that the window can say it in
/// the reader's language and `stw` in English.
///
///     diagnostic.message = say("the stage '%1' is not defined; did you mean '%2'?", name, nearest);
///     return failure(ErrorCode::NotFound, say("cannot pull %1: %2", reference, reason)); // reason: a Sentence itself
///
/// say() takes a literal, which resources/translations/update finds and the window translates (context "core"); that its
/// places are %1 .. %n with n arguments is checked when compiling. Arguments are names, numbers, paths, or Sentences.
/// Everything else converts by itself to a sentence that is shown as it is in every language: what another program said,
/// a name, bytes of the user's file. A sentence is never put together from pieces: say it whole, once for each case.
class Sentence {
public:
    Sentence() = default;
    // NOLINTBEGIN(google-explicit-constructor,hicpp-explicit-conversions): shown as it is
    Sentence(std::string text) : m_pattern(std::move(text)) {}
    Sentence(std::string_view text) : m_pattern(text) {}
    Sentence(const char* text) : m_pattern(text) {}
    // NOLINTEND(google-explicit-constructor,hicpp-explicit-conversions)

    /// What say() makes; `pattern` is a key of the translations. For readers of stored sentences.
    static Sentence translatable(std::string pattern, std::vector<Sentence> arguments);

    bool isTranslatable() const { return m_translatable; }
    const std::string& pattern() const { return m_pattern; } ///< the whole text when not translatable
    const std::vector<Sentence>& arguments() const { return m_arguments; }

    std::string text() const; ///< in English
    bool empty() const { return m_pattern.empty(); }

    bool operator==(const Sentence&) const = default;
    template <std::convertible_to<std::string_view> Text> bool operator==(const Text& other) const {
        return text() == std::string_view(other);
    }

private:
    std::string m_pattern;
    std::vector<Sentence> m_arguments;
    bool m_translatable = false;
};

/// Replaces %1 .. %9 by arguments[0] ..; a place without an argument stays. Arguments are not searched for places.
std::string fillPlaces(std::string_view pattern, const std::vector<std::string>& arguments);

/// A literal with the places %1 .. %Count, each at least once.
template <std::size_t Count> class SentencePattern {
public:
    // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions): a literal is a pattern
    consteval SentencePattern(const char* pattern) : m_pattern(pattern) {
        const std::string_view text(pattern);
        bool seen[10] = {};
        for (std::size_t i = 0; i + 1 < text.size(); ++i) {
            if (text[i] == '%' && text[i + 1] >= '1' && text[i + 1] <= '9') {
                seen[text[i + 1] - '0'] = true;
            }
        }
        for (std::size_t place = 1; place < 10; ++place) {
            if (seen[place] != (place <= Count)) {
                throw "the places of the sentence and its arguments do not match"; // NOLINT: ends the compilation
            }
        }
    }
    const char* text() const { return m_pattern; }

private:
    const char* m_pattern;
};

inline Sentence sentenceArgument(Sentence argument) { return argument; }
inline Sentence sentenceArgument(const std::filesystem::path& path) { return Sentence(path.native()); }
Sentence sentenceArgument(std::integral auto number) { return Sentence(std::to_string(number)); }
inline Sentence sentenceArgument(char character) { return Sentence(std::string(1, character)); }
template <std::convertible_to<std::string_view> Text>
    requires(!std::same_as<std::decay_t<Text>, std::filesystem::path>)
Sentence sentenceArgument(const Text& text) {
    return Sentence(std::string_view(text));
}

template <typename... Arguments>
Sentence say(SentencePattern<sizeof...(Arguments)> pattern, const Arguments&... arguments) {
    return Sentence::translatable(pattern.text(), {sentenceArgument(arguments)...});
}

/// Marks the literal of a table for the translations; it becomes Sentence::translatable(text, {}) later.
constexpr std::string_view sayLater(std::string_view pattern) { return pattern; }

/// What errno means ("No space left on device").
Sentence systemReason(int errorNumber);

} // namespace sw
