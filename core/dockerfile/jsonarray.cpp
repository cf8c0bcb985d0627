#include "core/dockerfile/jsonarray.h"

#include "core/dockerfile/gotext.h"

#include <algorithm>
#include <optional>

namespace sw::dockerfile {

namespace {

constexpr std::size_t kMaximumDepth = 10000;

/// A validating reader of one JSON text (RFC 8259). Nesting is kept on a list, not on the call stack.
class Reader {
public:
    Reader(std::string_view text, Span span) : m_text(text.substr(0, span.end)), m_at(span.begin) {}

    JsonArray read() {
        JsonArray result;
        skipBlanks();
        if (!take('[')) {
            return result;
        }
        bool onlyStrings = true;
        if (!readElements(result, onlyStrings)) {
            return {};
        }
        skipBlanks();
        if (m_at != m_text.size()) {
            return {};
        }
        result.outcome = onlyStrings ? JsonArray::Outcome::Strings : JsonArray::Outcome::NotStrings;
        return result;
    }

private:
    bool readElements(JsonArray& result, bool& onlyStrings) {
        skipBlanks();
        if (take(']')) {
            return true;
        }
        while (true) {
            skipBlanks();
            if (peek() == '"') {
                const std::size_t begin = m_at;
                std::string value;
                if (!readString(value)) {
                    return false;
                }
                result.strings.push_back(std::move(value));
                result.spans.push_back({begin, m_at});
            } else {
                onlyStrings = false;
                if (!skipValue()) {
                    return false;
                }
            }
            skipBlanks();
            if (take(']')) {
                return true;
            }
            if (!take(',')) {
                return false;
            }
        }
    }

    /// One value of any type. `open` holds the closing brackets that are still due.
    bool skipValue() {
        std::string open;
        while (true) {
            skipBlanks();
            if (take('[')) {
                skipBlanks();
                if (!take(']')) {
                    open += ']';
                    continue;
                }
            } else if (take('{')) {
                skipBlanks();
                if (!take('}')) {
                    open += '}';
                    if (!readKey()) {
                        return false;
                    }
                    continue;
                }
            } else if (!skipScalar()) {
                return false;
            }
            if (open.size() + 1 > kMaximumDepth) {
                return false;
            }
            if (!closeOrContinue(open)) {
                return false;
            }
            if (open.empty()) {
                return true;
            }
        }
    }

    /// After a value: closes what ends here, or takes the comma before the next value.
    bool closeOrContinue(std::string& open) {
        while (!open.empty()) {
            skipBlanks();
            if (take(open.back())) {
                open.pop_back();
                continue;
            }
            if (!take(',')) {
                return false;
            }
            return open.back() != '}' || readKey();
        }
        return true;
    }

    bool readKey() {
        skipBlanks();
        std::string ignored;
        if (!readString(ignored)) {
            return false;
        }
        skipBlanks();
        return take(':');
    }

    bool skipScalar() {
        if (peek() == '"') {
            std::string ignored;
            return readString(ignored);
        }
        for (const std::string_view word : {"true", "false", "null"}) {
            if (m_text.substr(m_at).starts_with(word)) {
                m_at += word.size();
                return true;
            }
        }
        return skipNumber();
    }

    bool skipNumber() {
        take('-');
        if (!take('0') && !skipDigits()) {
            return false;
        }
        if (take('.') && !skipDigits()) {
            return false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            return skipDigits();
        }
        return true;
    }

    bool skipDigits() {
        const std::size_t begin = m_at;
        while (peek() >= '0' && peek() <= '9') {
            ++m_at;
        }
        return m_at > begin;
    }

    bool readString(std::string& out) {
        if (!take('"')) {
            return false;
        }
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (static_cast<unsigned char>(c) < 0x20U) {
                return false;
            }
            if (c == '\\') {
                ++m_at;
                if (!readEscape(out)) {
                    return false;
                }
                continue;
            }
            const Rune rune = runeAt(m_text, m_at);
            appendRune(out, rune.value);
            m_at += rune.width;
        }
        return false;
    }

    bool readEscape(std::string& out) {
        if (m_at >= m_text.size()) {
            return false;
        }
        switch (m_text[m_at++]) {
        case '"': out += '"'; return true;
        case '\\': out += '\\'; return true;
        case '/': out += '/'; return true;
        case 'b': out += '\b'; return true;
        case 'f': out += '\f'; return true;
        case 'n': out += '\n'; return true;
        case 'r': out += '\r'; return true;
        case 't': out += '\t'; return true;
        case 'u': return readUnicodeEscape(out);
        default: return false;
        }
    }

    bool readUnicodeEscape(std::string& out) {
        const std::optional<char32_t> first = readHex4();
        if (!first) {
            return false;
        }
        char32_t value = *first;
        if (value >= 0xD800U && value <= 0xDBFFU && m_text.substr(m_at).starts_with("\\u")) {
            const std::size_t before = m_at;
            m_at += 2;
            const std::optional<char32_t> second = readHex4();
            if (!second) {
                return false;
            }
            if (*second >= 0xDC00U && *second <= 0xDFFFU) {
                value = 0x10000U + ((value - 0xD800U) << 10U) + (*second - 0xDC00U);
            } else {
                m_at = before; // a lone surrogate; the second escape stands for itself
            }
        }
        appendRune(out, value);
        return true;
    }

    std::optional<char32_t> readHex4() {
        if (m_at + 4 > m_text.size()) {
            return std::nullopt;
        }
        char32_t value = 0;
        for (int i = 0; i < 4; ++i) {
            const char c = m_text[m_at++];
            char32_t digit = 0;
            if (c >= '0' && c <= '9') {
                digit = static_cast<char32_t>(c - '0');
            } else if (c >= 'a' && c <= 'f') {
                digit = static_cast<char32_t>(c - 'a' + 10);
            } else if (c >= 'A' && c <= 'F') {
                digit = static_cast<char32_t>(c - 'A' + 10);
            } else {
                return std::nullopt;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            ++m_at;
        }
    }

    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool take(char c) {
        if (m_at < m_text.size() && m_text[m_at] == c) {
            ++m_at;
            return true;
        }
        return false;
    }

    std::string_view m_text;
    std::size_t m_at;
};

} // namespace

JsonArray readJsonArray(std::string_view text, Span rest) {
    const auto [begin, end] = trimmedSpan(text, rest.begin, rest.end);
    return Reader(text, {begin, rest.end}).read();
}

} // namespace sw::dockerfile
