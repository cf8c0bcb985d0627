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
    enum class Kind { Literal, AnyOne, Class } kind = Kind::Literal;
    char32_t literal = 0;
    bool negated = false;
    std::vector<ClassRange> ranges;

    bool takes(char32_t c) const {
        switch (kind) {
        case Kind::Literal: return c == literal;
        case Kind::AnyOne: return c != '/';
        case Kind::Class: break;
        }
        const bool listed =
            std::ranges::any_of(ranges, [c](const ClassRange& r) { return c >= r.low && c <= r.high; });
        return listed != negated;
    }
};

/// Reads a stretch of a pattern between two stars; absent when it is malformed.
class ChunkReader {
public:
    explicit ChunkReader(std::string_view text) : m_text(text) {}

    std::optional<std::vector<Element>> read() {
        std::vector<Element> elements;
        while (m_at < m_text.size()) {
            Element element;
            const char c = m_text[m_at];
            if (c == '?') {
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

using Elements = std::vector<Element>;

struct Chunk {
    bool star = false; ///< any text stands before it
    std::string_view text;
};

/// Takes the stars and what follows them, up to the next star that is in no brackets.
Chunk takeChunk(std::string_view& pattern) {
    Chunk chunk;
    while (pattern.starts_with('*')) {
        pattern.remove_prefix(1);
        chunk.star = true;
    }
    bool bracket = false;
    std::size_t end = 0;
    for (; end < pattern.size() && (pattern[end] != '*' || bracket); ++end) {
        if (pattern[end] == '\\') {
            end += end + 1 < pattern.size() ? 1 : 0;
        } else if (pattern[end] == '[' || pattern[end] == ']') {
            bracket = pattern[end] == '[';
        }
    }
    chunk.text = pattern.substr(0, end);
    pattern.remove_prefix(end);
    return chunk;
}

/// Do the elements fit at the beginning of the text?
bool fits(const Elements& elements, std::u32string_view text) {
    if (text.size() < elements.size()) {
        return false;
    }
    for (std::size_t i = 0; i < elements.size(); ++i) {
        if (!elements[i].takes(text[i])) {
            return false;
        }
    }
    return true;
}

} // namespace

/// Chunk by chunk from the left, as Go does it: what stands behind a chunk that does not fit is never looked at, so an
/// error there is none.
Result<bool> matchGlob(std::string_view pattern, std::string_view path) {
    const std::string_view whole = pattern;
    const std::u32string runes = toRunes(path);
    std::u32string_view text(runes);
    while (!pattern.empty()) {
        const Chunk chunk = takeChunk(pattern);
        if (chunk.star && chunk.text.empty()) {
            return !text.contains(U'/');
        }
        const std::optional<Elements> elements = ChunkReader(chunk.text).read();
        if (!elements) {
            return failure(ErrorCode::Invalid, say("syntax error in pattern %1", inQuotes(whole)));
        }
        const bool last = pattern.empty();
        std::size_t skip = 0;
        while (!fits(*elements, text.substr(skip)) || (last && text.size() != skip + elements->size())) {
            if (!chunk.star || skip >= text.size() || text[skip] == '/') {
                return false;
            }
            ++skip;
        }
        text.remove_prefix(skip + elements->size());
    }
    return text.empty();
}

} // namespace sw::dockerfile
