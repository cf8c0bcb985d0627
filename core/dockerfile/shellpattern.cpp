#include "core/dockerfile/shellpattern.h"

#include "core/dockerfile/gotext.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace sw::dockerfile {

namespace {

struct Element {
    enum class Kind { Literal, AnyOne, AnyText } kind = Kind::Literal;
    char32_t literal = 0;
};
using Pattern = std::vector<Element>;

Result<Pattern> compile(std::string_view source) {
    Pattern pattern;
    const std::u32string runes = toRunes(source);
    for (std::size_t i = 0; i < runes.size(); ++i) {
        if (runes[i] == '*') {
            pattern.push_back({Element::Kind::AnyText, 0});
        } else if (runes[i] == '?') {
            pattern.push_back({Element::Kind::AnyOne, 0});
        } else if (runes[i] == '\\') {
            const char32_t next = i + 1 < runes.size() ? runes[i + 1] : U'\uFFFD';
            if (next != '}' && next != '/' && next != '*' && next != '?' && next != '\\') {
                std::string escape = "\\";
                appendRune(escape, next);
                return failure(ErrorCode::Invalid, "invalid pattern (" + std::string(source) +
                                                       ") in substitution: invalid escape '" + escape + "'");
            }
            pattern.push_back({Element::Kind::Literal, next});
            ++i;
        } else {
            pattern.push_back({Element::Kind::Literal, runes[i]});
        }
    }
    return pattern;
}

/// Matches a pattern at a fixed start, preferring long or short text for each star from left to right.
/// Pairs already known to fail are remembered, so the cost is bounded by pattern times text.
class Matcher {
public:
    Matcher(const Pattern& pattern, std::u32string_view text, bool longest)
        : m_pattern(pattern), m_text(text), m_longest(longest),
          m_failed((pattern.size() + 1) * (text.size() + 1), false) {}

    /// End of the match that begins at `start`.
    std::optional<std::size_t> matchAt(std::size_t start) {
        std::vector<Choice> choices;
        std::size_t element = 0;
        std::size_t at = start;
        while (true) {
            if (element == m_pattern.size()) {
                return at;
            }
            if (known(element, at) || !step(element, at, choices)) {
                if (!backtrack(element, at, choices)) {
                    return std::nullopt;
                }
            }
        }
    }

private:
    struct Choice {
        std::size_t element; ///< a star
        std::size_t from;    ///< where its text begins
        std::size_t next;    ///< the end to try next
        std::size_t limit;   ///< the farthest end
    };

    bool known(std::size_t element, std::size_t at) const { return m_failed[index(element, at)]; }
    std::size_t index(std::size_t element, std::size_t at) const { return element * (m_text.size() + 1) + at; }

    bool step(std::size_t& element, std::size_t& at, std::vector<Choice>& choices) {
        const Element& wanted = m_pattern[element];
        if (wanted.kind == Element::Kind::AnyText) {
            std::size_t limit = at;
            while (limit < m_text.size() && m_text[limit] != '\n') {
                ++limit;
            }
            const std::size_t first = m_longest ? limit : at;
            choices.push_back({element, at, first, limit});
            at = first;
            ++element;
            return true;
        }
        const bool fits = at < m_text.size() && (wanted.kind == Element::Kind::AnyOne ? m_text[at] != '\n'
                                                                                      : m_text[at] == wanted.literal);
        if (!fits) {
            m_failed[index(element, at)] = true;
            return false;
        }
        ++element;
        ++at;
        return true;
    }

    bool backtrack(std::size_t& element, std::size_t& at, std::vector<Choice>& choices) {
        while (!choices.empty()) {
            Choice& choice = choices.back();
            m_failed[index(choice.element + 1, choice.next)] = true;
            const bool exhausted = m_longest ? choice.next == choice.from : choice.next == choice.limit;
            if (exhausted) {
                m_failed[index(choice.element, choice.from)] = true;
                choices.pop_back();
                continue;
            }
            choice.next = m_longest ? choice.next - 1 : choice.next + 1;
            element = choice.element + 1;
            at = choice.next;
            return true;
        }
        return false;
    }

    const Pattern& m_pattern;
    std::u32string_view m_text;
    bool m_longest;
    std::vector<bool> m_failed;
};

struct Match {
    std::size_t begin;
    std::size_t end;
};

std::optional<Match> findFrom(Matcher& matcher, std::size_t from, std::size_t size) {
    for (std::size_t begin = from; begin <= size; ++begin) {
        if (const std::optional<std::size_t> end = matcher.matchAt(begin)) {
            return Match{begin, *end};
        }
    }
    return std::nullopt;
}

} // namespace

Result<std::string> trimMatchingPrefix(std::string_view pattern, std::string_view value, bool longest) {
    SW_TRY(const Pattern compiled, compile(pattern));
    const std::u32string text = toRunes(value);
    const std::optional<std::size_t> end = Matcher(compiled, text, longest).matchAt(0);
    return end ? fromRunes(std::u32string_view(text).substr(*end)) : std::string(value);
}

Result<std::string> trimMatchingSuffix(std::string_view pattern, std::string_view value, bool longest) {
    SW_TRY(Pattern compiled, compile(pattern));
    std::ranges::reverse(compiled);
    std::u32string text = toRunes(value);
    std::ranges::reverse(text);
    const std::optional<std::size_t> end = Matcher(compiled, text, longest).matchAt(0);
    if (!end) {
        return std::string(value);
    }
    text.erase(0, *end);
    std::ranges::reverse(text);
    return fromRunes(text);
}

Result<std::string> replaceMatching(std::string_view pattern, std::string_view value, std::string_view replacement,
                                    bool all) {
    SW_TRY(const Pattern compiled, compile(pattern));
    const std::u32string text = toRunes(value);
    const std::u32string_view view(text);
    Matcher matcher(compiled, view, true);
    std::string out;
    std::size_t done = 0;
    std::size_t from = 0;
    while (from <= text.size()) {
        const std::optional<Match> match = findFrom(matcher, from, text.size());
        if (!match) {
            break;
        }
        out += fromRunes(view.substr(done, match->begin - done));
        // An empty match directly behind the last one does not count.
        if (match->end > done || match->begin == 0) {
            out += replacement;
        }
        done = match->end;
        if (!all) {
            break;
        }
        from = match->end > from ? match->end : from + 1;
    }
    return out += fromRunes(view.substr(done));
}

} // namespace sw::dockerfile
