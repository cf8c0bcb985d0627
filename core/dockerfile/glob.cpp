#include "core/dockerfile/gotext.h"
#include "core/dockerfile/ignorefile.h"

#include <algorithm>
#include <optional>

namespace sw::dockerfile {

namespace {

struct ClassRange {
    char32_t low;
    char32_t high;
};

struct Element {
    enum class Kind { Literal, AnyOne, AnyText, Class } kind = Kind::Literal;
    char32_t literal = 0;
    bool negated = false;
    std::vector<ClassRange> ranges;

    bool takes(char32_t c) const {
        switch (kind) {
        case Kind::Literal: return c == literal;
        case Kind::AnyOne:
        case Kind::AnyText: return c != '/';
        case Kind::Class: break;
        }
        const bool listed =
            std::ranges::any_of(ranges, [c](const ClassRange& r) { return c >= r.low && c <= r.high; });
        return listed != negated;
    }
};

/// Reads a pattern of Go's filepath.Match; absent when it is malformed.
class GlobReader {
public:
    explicit GlobReader(std::string_view text) : m_text(text) {}

    std::optional<std::vector<Element>> read() {
        std::vector<Element> elements;
        while (m_at < m_text.size()) {
            Element element;
            const char c = m_text[m_at];
            if (c == '*') {
                ++m_at;
                element.kind = Element::Kind::AnyText;
                if (!elements.empty() && elements.back().kind == Element::Kind::AnyText) {
                    continue;
                }
            } else if (c == '?') {
                ++m_at;
                element.kind = Element::Kind::AnyOne;
            } else if (c == '[') {
                ++m_at;
                element.kind = Element::Kind::Class;
                if (!readClass(element)) {
                    return std::nullopt;
                }
            } else {
                if (c == '\\' && ++m_at == m_text.size()) {
                    return std::nullopt;
                }
                element.literal = next();
            }
            elements.push_back(std::move(element));
        }
        return elements;
    }

private:
    bool readClass(Element& element) {
        if (m_at < m_text.size() && m_text[m_at] == '^') {
            ++m_at;
            element.negated = true;
        }
        while (true) {
            if (m_at < m_text.size() && m_text[m_at] == ']' && !element.ranges.empty()) {
                ++m_at;
                return true;
            }
            const std::optional<char32_t> low = readRune();
            if (!low) {
                return false;
            }
            ClassRange range{*low, *low};
            if (m_text[m_at] == '-') {
                ++m_at;
                const std::optional<char32_t> high = readRune();
                if (!high) {
                    return false;
                }
                range.high = *high;
            }
            element.ranges.push_back(range);
        }
    }

    /// A class member; something must follow it.
    std::optional<char32_t> readRune() {
        if (m_at >= m_text.size() || m_text[m_at] == '-' || m_text[m_at] == ']') {
            return std::nullopt;
        }
        if (m_text[m_at] == '\\' && ++m_at >= m_text.size()) {
            return std::nullopt;
        }
        const Rune rune = runeAt(m_text, m_at);
        m_at += rune.width;
        if ((rune.value == 0xFFFD && rune.width == 1) || m_at >= m_text.size()) {
            return std::nullopt;
        }
        return rune.value;
    }

    char32_t next() {
        const Rune rune = runeAt(m_text, m_at);
        m_at += rune.width;
        return rune.value;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

bool matchElements(const std::vector<Element>& elements, std::u32string_view text) {
    std::size_t element = 0;
    std::size_t at = 0;
    std::optional<std::size_t> star; ///< the star to fall back to; an earlier one need never be tried again
    std::size_t starEnd = 0;
    while (at < text.size() || element < elements.size()) {
        if (element < elements.size()) {
            const Element& wanted = elements[element];
            if (wanted.kind == Element::Kind::AnyText) {
                star = element++;
                starEnd = at;
                continue;
            }
            if (at < text.size() && wanted.takes(text[at])) {
                ++element;
                ++at;
                continue;
            }
        }
        if (!star || starEnd >= text.size() || text[starEnd] == '/') {
            return false;
        }
        at = ++starEnd;
        element = *star + 1;
    }
    return true;
}

} // namespace

Result<bool> matchGlob(std::string_view pattern, std::string_view path) {
    const std::optional<std::vector<Element>> elements = GlobReader(pattern).read();
    if (!elements) {
        return failure(ErrorCode::Invalid, "syntax error in pattern " + inQuotes(pattern));
    }
    return matchElements(*elements, toRunes(path));
}

} // namespace sw::dockerfile
