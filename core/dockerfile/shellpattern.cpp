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
                return failure(ErrorCode::Invalid, say("invalid pattern (%1) in substitution: invalid escape '%2'", source, escape));
            }
            pattern.push_back({Element::Kind::Literal, next});
            ++i;
        } else {
            pattern.push_back({Element::Kind::Literal, runes[i]});
        }
    }
    return pattern;
}

/// The pattern from its end, escapes in front of what they escape. An open escape at the end comes to stand in front of
/// the character before it and escapes that: odd, but what BuildKit does.
std::string reversedPattern(std::string_view source) {
    const std::u32string runes = toRunes(source);
    std::u32string out(runes.size(), 0);
    std::size_t free = runes.size(); // filled from the end
    for (std::size_t i = 0; i < runes.size(); ++i) {
        if (runes[i] == '\\' && i + 1 < runes.size()) {
            out[--free] = runes[++i];
            out[--free] = '\\';
        } else {
            out[--free] = runes[i];
        }
    }
    return fromRunes(out);
}

/// Matches a pattern at a fixed start, preferring long or short text for each star from left to right. A pair of
/// pattern and text position is tried once for all starts, so the whole costs at most pattern times text.
class Matcher {
public:
    Matcher(const Pattern& pattern, std::u32string_view text, bool longest)
        : m_pattern(pattern), m_text(text), m_longest(longest),
          m_tried((pattern.size() + 1) * (text.size() + 1), 0) {}

    /// End of the match that begins at `start`.
    std::optional<std::size_t> matchAt(std::size_t start) {
        m_open = {{0, start}};
        while (!m_open.empty()) {
            const Place place = m_open.back();
            m_open.pop_back();
            if (place.element == m_pattern.size()) {
                return place.at;
            }
            char& tried = m_tried[place.element * (m_text.size() + 1) + place.at];
            if (tried == 0) {
                tried = 1;
                step(place);
            }
        }
        return std::nullopt;
    }

private:
    struct Place {
        std::size_t element;
        std::size_t at;
    };

    /// Puts what may follow on the list, the preferred one on top.
    void step(Place place) {
        const Element& wanted = m_pattern[place.element];
        const bool more = place.at < m_text.size();
        if (wanted.kind == Element::Kind::AnyText) {
            const Place enough{place.element + 1, place.at};
            const bool canGrow = more && m_text[place.at] != '\n';
            if (m_longest) {
                m_open.push_back(enough);
            }
            if (canGrow) {
                m_open.push_back({place.element, place.at + 1});
            }
            if (!m_longest) {
                m_open.push_back(enough);
            }
        } else if (more && (wanted.kind == Element::Kind::AnyOne ? m_text[place.at] != '\n'
                                                                 : m_text[place.at] == wanted.literal)) {
            m_open.push_back({place.element + 1, place.at + 1});
        }
    }

    const Pattern& m_pattern;
    std::u32string_view m_text;
    bool m_longest;
    std::vector<char> m_tried;
    std::vector<Place> m_open;
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
    SW_TRY(const Pattern compiled, compile(reversedPattern(pattern)));
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
