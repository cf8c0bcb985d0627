#include "core/dockerfile/shelllexer.h"

#include "core/dockerfile/gotext.h"
#include "core/dockerfile/shellpattern.h"

#include <optional>
#include <utility>

namespace sw::dockerfile {

namespace {

constexpr std::size_t kMaximumResult = 4U << 20U; ///< of one ${a//x/y}: nested ones multiply
constexpr int kMaximumNesting = 500; ///< of ${a:-${b:-...}}; beyond it the text is refused, not the stack broken

constexpr std::size_t kShownText = 200; ///< bytes of a text that a message quotes

using Character = std::optional<char32_t>;

std::string textOf(Character c) {
    std::string out;
    appendRune(out, c.value_or(0xFFFD));
    return out;
}

/// Collects words split at unprotected blanks.
class WordList {
public:
    void add(char32_t c, Span span) {
        if (isSpaceRune(c)) {
            if (m_inWord) {
                close();
            }
            return;
        }
        addRaw(c, span);
    }
    void addRaw(char32_t c, Span span) {
        begin(span);
        appendRune(m_word, c);
    }
    void addText(std::string_view text, Span span) {
        for (std::size_t at = 0; at < text.size();) {
            const Rune rune = runeAt(text, at);
            add(rune.value, span);
            at += rune.width;
        }
    }
    void addRawText(std::string_view text, Span span) {
        begin(span);
        m_word += text;
    }
    void finish() {
        if (!m_word.empty()) {
            close();
        }
    }
    std::vector<std::string> words;
    std::vector<Span> spans;

private:
    void begin(Span span) {
        if (m_word.empty()) {
            m_span.begin = span.begin;
        }
        m_span.end = span.end;
        m_inWord = true;
    }
    void close() {
        if (m_word.empty()) {
            return;
        }
        words.push_back(std::exchange(m_word, {}));
        spans.push_back(m_span);
        m_inWord = false;
    }
    std::string m_word;
    Span m_span;
    bool m_inWord = false;
};

class Lexer {
public:
    Lexer(std::string_view input, const VariableLookup& lookup, const ExpandOptions& options)
        : m_input(input), m_lookup(lookup), m_options(options), m_rawEscapes(options.rawEscapes) {
        if (m_input.starts_with("\xEF\xBB\xBF")) {
            m_at = 3;
        }
    }

    Result<Lexed> run() {
        WordList words;
        auto text = readUntil(std::nullopt, m_rawEscapes, &words);
        if (!text) {
            return failure(ErrorCode::Invalid,
                           say("failed to process %1: %2", inQuotes(m_input.substr(0, kShownText)), text.error().message));
        }
        m_result.text = std::move(*text);
        m_result.words = std::move(words.words);
        m_result.spans = std::move(words.spans);
        return std::move(m_result);
    }

private:
    Character peek() const {
        return m_at < m_input.size() ? Character(runeAt(m_input, m_at).value) : std::nullopt;
    }
    Character next() {
        if (m_at >= m_input.size()) {
            return std::nullopt;
        }
        const Rune rune = runeAt(m_input, m_at);
        m_at += rune.width;
        return rune.value;
    }
    static Failure bad(Sentence message) { return failure(ErrorCode::Invalid, std::move(message)); }
    char32_t escape() const { return static_cast<unsigned char>(m_options.escape); }

    /// Text up to an unprotected `stop` (to the end without one).
    Result<std::string> readUntil(Character stop, bool rawEscapes, WordList* words) {
        const bool outerRawEscapes = std::exchange(m_rawEscapes, rawEscapes);
        auto result = readUntilInner(stop, words);
        m_rawEscapes = outerRawEscapes;
        return result;
    }

    Result<std::string> readUntilInner(Character stop, WordList* words) {
        std::string out;
        WordList scratch;
        WordList& list = words != nullptr ? *words : scratch;
        while (const Character c = peek()) {
            const std::size_t begin = m_at;
            if (stop && *c == *stop) {
                next();
                return out;
            }
            if (*c == '$') {
                SW_TRY(const std::string value, readDollar());
                out += value;
                list.addText(value, {begin, m_at});
            } else if (*c == '<') {
                const std::string mark = readHeredocMark();
                out += mark;
                list.addRawText(mark, {begin, m_at});
            } else if (!m_options.skipProcessQuotes && (*c == '\'' || *c == '"')) {
                SW_TRY(const std::string value, *c == '"' ? readDoubleQuoted() : readSingleQuoted());
                out += value;
                list.addRawText(value, {begin, m_at});
            } else {
                readPlain(out, list);
            }
        }
        if (stop) {
            return bad(say("unexpected end of statement while looking for matching %1", textOf(stop)));
        }
        list.finish();
        return out;
    }

    void readPlain(std::string& out, WordList& list) {
        const std::size_t begin = m_at;
        char32_t c = *next();
        if (c != escape()) {
            list.add(c, {begin, m_at});
            appendRune(out, c);
            return;
        }
        if (m_rawEscapes) {
            list.addRaw(c, {begin, m_at});
            appendRune(out, c);
        }
        if (const Character protectedOne = next()) {
            c = *protectedOne;
            list.addRaw(c, {begin, m_at});
            appendRune(out, c);
        }
    }

    /// "<<" takes the blanks behind it into its word, so that "<< EOF" is one.
    std::string readHeredocMark() {
        next();
        if (peek() != Character('<')) {
            return "<";
        }
        next();
        std::string mark = "<<";
        while (peek() == Character(' ') || peek() == Character('\t') || peek() == Character('\r')) {
            appendRune(mark, *next());
        }
        return mark;
    }

    Result<std::string> readSingleQuoted() {
        std::string out;
        const auto quote = [&] {
            if (m_options.rawQuotes) {
                out += '\'';
            }
        };
        next();
        quote();
        while (const Character c = next()) {
            if (*c == '\'') {
                quote();
                return out;
            }
            appendRune(out, *c);
        }
        return bad(say("unexpected end of statement while looking for matching single-quote"));
    }

    Result<std::string> readDoubleQuoted() {
        std::string out;
        const auto quote = [&] {
            if (m_options.rawQuotes) {
                out += '"';
            }
        };
        next();
        quote();
        while (const Character c = peek()) {
            if (*c == '"') {
                next();
                quote();
                return out;
            }
            if (*c == '$') {
                SW_TRY(const std::string value, readDollar());
                out += value;
                continue;
            }
            next();
            if (*c != escape()) {
                appendRune(out, *c);
                continue;
            }
            if (m_rawEscapes) {
                appendRune(out, *c);
            }
            const Character following = peek();
            if (!following) {
                continue;
            }
            const bool protects = *following == '"' || *following == '$' || *following == escape();
            appendRune(out, protects ? *next() : *c);
        }
        return bad(say("unexpected end of statement while looking for matching double-quote"));
    }

    std::optional<std::string> valueOf(const std::string& name) {
        std::optional<std::string> value = m_lookup ? m_lookup(name) : std::nullopt;
        (value ? m_result.matched : m_result.unmatched).insert(name);
        return value;
    }

    Result<std::string> readDollar() {
        next();
        if (peek() != Character('{')) {
            const std::string name = readName();
            if (name.empty()) {
                return std::string("$");
            }
            const std::optional<std::string> value = valueOf(name);
            return !value && m_options.skipUnsetEnv ? "$" + name : value.value_or("");
        }
        next();
        const Character first = peek();
        if (!first) {
            return bad(say("syntax error: missing '}'"));
        }
        if (*first == '{' || *first == '}' || *first == ':') {
            return bad(say("syntax error: bad substitution"));
        }
        if (m_nesting >= kMaximumNesting) {
            return bad(say("syntax error: substitutions are nested too deeply"));
        }
        ++m_nesting;
        auto value = readBraced();
        --m_nesting;
        return value;
    }

    Result<std::string> readBraced() {
        const std::string name = readName();
        const Character c = next();
        if (c == Character('}')) {
            const std::optional<std::string> value = valueOf(name);
            return !value && m_options.skipUnsetEnv ? "${" + name + "}" : value.value_or("");
        }
        if (c == Character('/')) {
            return readReplacement(name);
        }
        if (c == Character(':')) {
            const Character modifier = next();
            return readModified(name, modifier, ":" + textOf(modifier), true);
        }
        if (c && (*c == '+' || *c == '-' || *c == '?' || *c == '#' || *c == '%')) {
            return readModified(name, c, textOf(c), false);
        }
        return bad(say("unsupported modifier (%1) in substitution", textOf(c)));
    }

    /// A failure at the end of the input is a missing brace, whatever was being read.
    Result<std::string> readOperand(char32_t stop, bool rawEscapes, const Sentence& missing) {
        auto word = readUntil(stop, rawEscapes, nullptr);
        if (!word && !peek()) {
            return bad(missing);
        }
        return word;
    }

    Result<std::string> readModified(const std::string& name, Character modifier, const std::string& shown,
                                     bool emptyIsUnset) {
        const bool pattern = modifier == Character('#') || modifier == Character('%');
        const auto unsupported = [&] { return bad(say("unsupported modifier (%1) in substitution", shown)); };
        if (emptyIsUnset && pattern) {
            return unsupported();
        }
        SW_TRY(std::string word, readOperand('}', pattern, say("syntax error: missing '}'")));
        const std::optional<std::string> value = valueOf(name);
        if (m_options.skipUnsetEnv && !value) {
            return "${" + name + shown + word + "}";
        }
        const bool missing = !value || (emptyIsUnset && value->empty());
        switch (modifier.value_or(0)) {
        case '-': return missing ? word : *value;
        case '+': return missing ? std::string() : word;
        case '?':
            if (!missing) {
                return *value;
            }
            if (word.empty()) {
                return bad(value ? say("%1: is not allowed to be empty", name) : say("%1: is not allowed to be unset", name));
            }
            return bad(say("%1: %2", name, word));
        case '#':
        case '%': return trim(*modifier, word, value.value_or(""));
        default: return unsupported();
        }
    }

    static Result<std::string> trim(char32_t side, std::string_view pattern, const std::string& value) {
        const bool longest = !pattern.empty() && static_cast<unsigned char>(pattern.front()) == side;
        if (longest) {
            pattern.remove_prefix(1);
        }
        return side == '%' ? trimMatchingSuffix(pattern, value, longest)
                           : trimMatchingPrefix(pattern, value, longest);
    }

    Result<std::string> readReplacement(const std::string& name) {
        const bool all = peek() == Character('/');
        if (all) {
            next();
        }
        SW_TRY(const std::string pattern, readOperand('/', true, say("syntax error: missing '/' in ${}")));
        SW_TRY(const std::string replacement, readOperand('}', true, say("syntax error: missing '}'")));
        const std::optional<std::string> value = valueOf(name);
        if (m_options.skipUnsetEnv && !value) {
            return "${" + name + (all ? "//" : "/") + pattern + "/" + replacement + "}";
        }
        SW_TRY(std::string replaced, replaceMatching(pattern, value.value_or(""), replacement, all));
        if (replaced.size() > kMaximumResult) {
            return bad(say("a substitution gives more than %1 MB of text", kMaximumResult >> 20U));
        }
        return replaced;
    }

    std::string readName() {
        std::string name;
        if (const Character c = peek(); c && isDigitRune(*c)) {
            while (peek() && isDigitRune(*peek())) {
                appendRune(name, *next());
            }
            return name;
        }
        if (const Character c = peek(); c && *c < 0x80U && std::string_view("@*#?-$!").contains(static_cast<char>(*c))) {
            appendRune(name, *next());
            return name;
        }
        while (const Character c = peek()) {
            if (!isLetterRune(*c) && !isDigitRune(*c) && *c != '_') {
                break;
            }
            appendRune(name, *next());
        }
        return name;
    }

    std::string_view m_input;
    std::size_t m_at = 0;
    const VariableLookup& m_lookup;
    const ExpandOptions& m_options;
    bool m_rawEscapes;
    int m_nesting = 0;
    Lexed m_result;
};

} // namespace

Result<Lexed> lexShellText(std::string_view input, const VariableLookup& lookup, const ExpandOptions& options) {
    return Lexer(input, lookup, options).run();
}

} // namespace sw::dockerfile
