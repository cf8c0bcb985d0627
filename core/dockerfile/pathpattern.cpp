#include "core/dockerfile/pathpattern.h"

#include "core/dockerfile/gotext.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <ranges>
#include <span>
#include <utility>

namespace sw::dockerfile {

namespace {

constexpr char32_t kLastRune = 0x10FFFF;

Failure malformed(std::string_view text) {
    return failure(ErrorCode::Invalid, say("syntax error in pattern %1", inQuotes(text)));
}

struct Translation {
    std::string expression;
    enum class Form { Exact, Prefix, Suffix, Expression } form = Form::Exact;
};

/// The pattern as a regular expression, made exactly as moby/patternmatcher makes it, so that what it does inside
/// brackets is what everybody's ignore files got.
Translation translate(std::string_view text) {
    using Form = Translation::Form;
    Translation out;
    out.expression = "^";
    for (std::size_t at = 0; at < text.size();) {
        const bool first = at == 0;
        const char c = text[at++];
        if (c == '*' && at < text.size() && text[at] == '*') {
            ++at;
            if (at < text.size() && text[at] == '/') {
                ++at;
            }
            if (at < text.size()) {
                out.expression += "(.*/)?";
                out.form = Form::Expression;
            } else if (out.form == Form::Exact) {
                out.form = Form::Prefix;
            } else {
                out.expression += ".*";
                out.form = Form::Expression;
            }
            if (first) {
                out.form = Form::Suffix;
            }
        } else if (c == '*' || c == '?') {
            out.expression += c == '*' ? "[^/]*" : "[^/]";
            out.form = Form::Expression;
        } else if (std::string_view(".+()$").contains(c)) {
            out.expression += '\\';
            out.expression += c;
        } else if (c == '\\') {
            out.expression += c;
            if (at < text.size()) {
                const std::size_t width = runeAt(text, at).width;
                out.expression += text.substr(at, width);
                at += width;
                out.form = Form::Expression;
            }
        } else {
            out.expression += c;
            if (c == '[' || c == ']') {
                out.form = Form::Expression;
            }
        }
    }
    out.expression += '$';
    return out;
}

} // namespace

std::string cleanPath(std::string_view path) {
    const bool rooted = path.starts_with('/');
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string_view part = path.substr(at, end - at);
        at = end + 1;
        if (part.empty() || part == ".") {
            continue;
        }
        if (part != "..") {
            parts.push_back(part);
        } else if (!parts.empty() && parts.back() != "..") {
            parts.pop_back();
        } else if (!rooted) {
            parts.push_back(part);
        }
    }
    std::string out = rooted ? "/" : "";
    for (std::size_t i = 0; i < parts.size(); ++i) {
        out += i == 0 ? "" : "/";
        out += parts[i];
    }
    return out.empty() ? "." : out;
}

bool PathPattern::Step::takes(char32_t c) const {
    const bool listed =
        std::ranges::any_of(ranges, [c](const CharacterRange& r) { return c >= r.first && c <= r.last; });
    return listed != negated;
}

/// Reads the subset of Go's regular expressions that translate() can produce.
class PathPattern::ExpressionReader {
public:
    explicit ExpressionReader(std::string_view text) : m_text(text) {}

    bool read(std::vector<Steps>& alternatives) {
        alternatives.emplace_back();
        while (m_at < m_text.size()) {
            Steps& steps = alternatives.back();
            if (take("|")) {
                alternatives.emplace_back();
            } else if (take("(.*/)?")) {
                steps.push_back({Step::Kind::AnyTree, false, {}});
                steps.push_back({Step::Kind::Inside, false, {}});
            } else if (const std::optional<Repeat> repeat = readRepeat()) {
                if (!applyRepeat(steps, *repeat)) {
                    return false;
                }
            } else if (!readOne(steps)) {
                return false;
            }
        }
        return true;
    }

private:
    struct Repeat {
        int least;
        int most; ///< -1: any number
    };
    static constexpr int kMostRepeats = 1000;

    bool readOne(Steps& steps) {
        Step step;
        if (!readAtom(step)) {
            return false;
        }
        if (step.kind == Step::Kind::One && take("*")) {
            step.kind = Step::Kind::Many;
        }
        steps.push_back(std::move(step));
        return true;
    }

    /// "{2}", "{2,}", "{2,3}"; anything else in braces is plain text.
    std::optional<Repeat> readRepeat() {
        const std::size_t begin = m_at;
        const auto number = [&]() -> int {
            int value = -1;
            while (m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9') {
                value = std::min(std::max(value, 0) * 10 + (m_text[m_at++] - '0'), kMostRepeats + 1);
            }
            return value;
        };
        if (take("{")) {
            Repeat repeat{number(), -1};
            const bool open = repeat.least >= 0 && take(",");
            repeat.most = open ? number() : repeat.least;
            if (repeat.least >= 0 && take("}")) {
                return repeat;
            }
        }
        m_at = begin;
        return std::nullopt;
    }

    static bool applyRepeat(Steps& steps, const Repeat& repeat) {
        const bool tooMany = repeat.least > kMostRepeats || repeat.most > kMostRepeats;
        if (steps.empty() || tooMany || (repeat.most >= 0 && repeat.most < repeat.least)) {
            return false;
        }
        if (steps.back().kind != Step::Kind::One) {
            // Of an assertion once is enough; what is repeated already cannot be repeated again.
            return steps.back().kind == Step::Kind::Start || steps.back().kind == Step::Kind::WordBoundary;
        }
        const Step step = steps.back();
        steps.pop_back();
        steps.insert(steps.end(), static_cast<std::size_t>(repeat.least), step);
        Step more = step;
        more.kind = repeat.most < 0 ? Step::Kind::Many : Step::Kind::Optional;
        steps.insert(steps.end(), repeat.most < 0 ? 1U : static_cast<std::size_t>(repeat.most - repeat.least), more);
        return true;
    }

    bool readAtom(Step& step) {
        if (take("^") || take("$")) {
            step.kind = m_text[m_at - 1] == '^' ? Step::Kind::Start : Step::Kind::End;
            return true;
        }
        if (take(".")) {
            step.negated = true;
            step.ranges.push_back({'\n', '\n'});
            return true;
        }
        if (take("[")) {
            return readClass(step);
        }
        if (take("\\")) {
            return readAssertion(step) || readEscape(step.ranges, step.negated);
        }
        if (m_text[m_at] == '*') {
            return false; // nothing to repeat
        }
        const char32_t c = next();
        step.ranges.push_back({c, c});
        return true;
    }

    /// \b and its kin, which a pattern with Windows separators ("foo\bar") gets by accident.
    bool readAssertion(Step& step) {
        if (take("A")) {
            step.kind = Step::Kind::Start;
        } else if (take("z")) {
            step.kind = Step::Kind::End;
        } else if (startsWith("b") || startsWith("B")) {
            step.kind = Step::Kind::WordBoundary;
            step.negated = next() == 'B';
        } else {
            return false;
        }
        return true;
    }

    bool readClass(Step& step) {
        step.negated = take("^");
        for (bool first = true; first || !startsWith("]"); first = false) {
            if (m_at >= m_text.size()) {
                return false;
            }
            if (startsWith("[:") && m_text.find(":]", m_at + 2) != std::string_view::npos) {
                if (!readNamedClass(step.ranges)) {
                    return false;
                }
                continue;
            }
            if (!readClassItem(step)) {
                return false;
            }
        }
        return take("]");
    }

    bool readClassItem(Step& step) {
        if (startsWith("\\") && m_at + 1 < m_text.size() && isShorthand(m_text[m_at + 1])) {
            ++m_at;
            bool negated = false;
            std::vector<CharacterRange> ranges;
            if (!readEscape(ranges, negated)) {
                return false;
            }
            addRanges(step.ranges, std::move(ranges), negated);
            return true;
        }
        char32_t low = 0;
        if (!readClassRune(low)) {
            return false;
        }
        char32_t high = low;
        if (startsWith("-") && m_at + 1 < m_text.size() && m_text[m_at + 1] != ']') {
            ++m_at;
            if (!readClassRune(high) || high < low) {
                return false;
            }
        }
        step.ranges.push_back({low, high});
        return true;
    }

    bool readClassRune(char32_t& c) {
        if (m_at >= m_text.size()) {
            return false;
        }
        if (!take("\\")) {
            c = next();
            return true;
        }
        std::vector<CharacterRange> ranges;
        bool negated = false;
        if (!readEscape(ranges, negated) || ranges.size() != 1 || negated || ranges[0].first != ranges[0].last) {
            return false;
        }
        c = ranges[0].first;
        return true;
    }

    static bool isShorthand(char c) { return std::string_view("dDsSwW").contains(c); }

    /// What follows a backslash: a class such as \d, a control character, or punctuation for itself.
    bool readEscape(std::vector<CharacterRange>& ranges, bool& negated) {
        if (m_at >= m_text.size()) {
            return false;
        }
        const char32_t c = next();
        switch (c) {
        case 'D': negated = true; [[fallthrough]];
        case 'd': ranges = {{'0', '9'}}; return true;
        case 'S': negated = true; [[fallthrough]];
        case 's': ranges = {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}}; return true;
        case 'W': negated = true; [[fallthrough]];
        case 'w': ranges = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}; return true;
        case 'a': ranges = {{'\a', '\a'}}; return true;
        case 'f': ranges = {{'\f', '\f'}}; return true;
        case 't': ranges = {{'\t', '\t'}}; return true;
        case 'n': ranges = {{'\n', '\n'}}; return true;
        case 'r': ranges = {{'\r', '\r'}}; return true;
        case 'v': ranges = {{'\v', '\v'}}; return true;
        default: break;
        }
        const bool word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
        if ((word && c != '_') || c >= 0x80U) {
            return false;
        }
        ranges = {{c, c}};
        return true;
    }

    bool readNamedClass(std::vector<CharacterRange>& out) {
        struct Named {
            std::string_view name;
            std::vector<CharacterRange> ranges;
        };
        static const std::array<Named, 14> kNamed = {{
            {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
            {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
            {"ascii", {{0, 0x7F}}},
            {"blank", {{'\t', '\t'}, {' ', ' '}}},
            {"cntrl", {{0, 0x1F}, {0x7F, 0x7F}}},
            {"digit", {{'0', '9'}}},
            {"graph", {{'!', '~'}}},
            {"lower", {{'a', 'z'}}},
            {"print", {{' ', '~'}}},
            {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
            {"space", {{'\t', '\r'}, {' ', ' '}}},
            {"upper", {{'A', 'Z'}}},
            {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
            {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
        }};
        const std::size_t end = m_text.find(":]", m_at + 2);
        std::string_view name = m_text.substr(m_at + 2, end - m_at - 2);
        const bool negated = name.starts_with('^');
        name.remove_prefix(negated ? 1 : 0);
        const auto* found = std::ranges::find(kNamed, name, &Named::name);
        if (found == kNamed.end()) {
            return false;
        }
        m_at = end + 2;
        addRanges(out, found->ranges, negated);
        return true;
    }

    /// Adds sorted ranges, or what lies between them.
    static void addRanges(std::vector<CharacterRange>& out, std::vector<CharacterRange> ranges, bool negated) {
        if (!negated) {
            out.insert(out.end(), ranges.begin(), ranges.end());
            return;
        }
        char32_t from = 0;
        for (const CharacterRange& range : ranges) {
            if (range.first > from) {
                out.push_back({from, range.first - 1});
            }
            from = range.last + 1;
        }
        out.push_back({from, kLastRune});
    }

    bool startsWith(std::string_view what) const { return m_text.substr(m_at).starts_with(what); }
    bool take(std::string_view what) {
        const bool found = startsWith(what);
        m_at += found ? what.size() : 0;
        return found;
    }
    char32_t next() {
        const Rune rune = runeAt(m_text, m_at);
        m_at += rune.width;
        return rune.value;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

Result<PathPattern> PathPattern::compile(std::string_view text) {
    const Translation translation = translate(text);
    PathPattern pattern;
    switch (translation.form) {
    case Translation::Form::Exact:
        pattern.m_text = text;
        break;
    case Translation::Form::Prefix:
        pattern.m_form = Form::Prefix;
        pattern.m_text = text.substr(0, text.size() - 2);
        break;
    case Translation::Form::Suffix:
        pattern.m_form = Form::Suffix;
        pattern.m_text = text.substr(2);
        break;
    case Translation::Form::Expression:
        pattern.m_form = Form::States;
        if (!ExpressionReader(translation.expression).read(pattern.m_alternatives)) {
            return malformed(text);
        }
        std::ranges::transform(pattern.m_alternatives, std::back_inserter(pattern.m_ends), endsOf);
        break;
    }
    return pattern;
}

/// The one character that a step takes. U+FFFD is none: broken bytes read as it.
std::optional<char32_t> PathPattern::literalOf(const Step& step) {
    const bool one = step.kind == Step::Kind::One && !step.negated && step.ranges.size() == 1 && step.ranges[0].first == step.ranges[0].last;
    return one && step.ranges[0].first != 0xFFFD ? std::optional(step.ranges[0].first) : std::nullopt;
}

PathPattern::Ends PathPattern::endsOf(const Steps& steps) {
    Ends ends;
    if (!steps.empty() && steps.front().kind == Step::Kind::Start) {
        for (const Step& step : steps | std::views::drop(1)) {
            const std::optional<char32_t> literal = literalOf(step);
            if (!literal) {
                break;
            }
            appendRune(ends.begin, *literal);
        }
    }
    if (!steps.empty() && steps.back().kind == Step::Kind::End) {
        std::size_t first = steps.size() - 1;
        while (first > 0 && literalOf(steps[first - 1])) {
            --first;
        }
        for (const Step& step : std::span(steps).subspan(first, steps.size() - 1 - first)) {
            appendRune(ends.end, *literalOf(step));
        }
    }
    return ends;
}

/// "name" of "(.*/)?name..", with the slash where one follows.
std::string PathPattern::literalBehindTree(const Steps& steps) {
    constexpr std::size_t kBehind = 3; // the beginning, and the two steps of a tree
    std::string text;
    if (steps.size() > kBehind && steps[0].kind == Step::Kind::Start && steps[1].kind == Step::Kind::AnyTree) {
        for (const Step& step : steps | std::views::drop(kBehind)) {
            const std::optional<char32_t> literal = literalOf(step);
            if (!literal) {
                break;
            }
            appendRune(text, *literal);
            if (*literal == U'/') {
                break;
            }
        }
    }
    return text;
}

/// The longer of both ends, as far as whole components are known, else some letters of one.
PathHint PathPattern::hintOf(const Ends& ends) {
    using Kind = PathHint::Kind;
    constexpr std::size_t kFew = PathHint::kLetters;
    const std::size_t last = ends.end.rfind('/');
    const std::string component = last == std::string::npos ? std::string() : ends.end.substr(last + 1);
    const std::size_t slash = ends.begin.rfind('/');
    const std::string ancestor = slash == std::string::npos ? std::string() : ends.begin.substr(0, slash);
    if (!component.empty() || !ancestor.empty()) {
        return ancestor.size() > component.size() ? PathHint{Kind::Ancestor, ancestor} : PathHint{Kind::Component, component};
    }
    if (ends.begin.size() >= kFew) {
        return {Kind::Begin, ends.begin.substr(0, kFew)};
    }
    return ends.end.size() >= kFew ? PathHint{Kind::End, ends.end.substr(ends.end.size() - kFew)} : PathHint();
}

PathHint PathPattern::hint() const {
    switch (m_form) {
    case Form::Exact: return {PathHint::Kind::Path, m_text};
    case Form::Prefix: return hintOf({m_text, {}});
    case Form::Suffix: return hintOf({{}, m_text});
    case Form::States: break;
    }
    if (m_alternatives.size() != 1) {
        return {};
    }
    PathHint hint = hintOf(m_ends.front());
    if (hint.kind == PathHint::Kind::None || hint.kind == PathHint::Kind::End) {
        const std::string literal = literalBehindTree(m_alternatives.front());
        if (literal.size() > 1 && literal.ends_with('/')) {
            return {PathHint::Kind::Component, literal.substr(0, literal.size() - 1)};
        }
        if (literal.size() >= PathHint::kLetters) {
            return {PathHint::Kind::ComponentBegin, literal.substr(0, PathHint::kLetters)};
        }
    }
    return hint;
}

bool PathPattern::Step::holds(const Gap& gap) const {
    const auto isWord = [](std::optional<char32_t> c) {
        return c && (*c == '_' || (*c < 0x80U && (isLetterRune(*c) || isDigitRune(*c))));
    };
    switch (kind) {
    case Kind::Start: return !gap.before;
    case Kind::End: return !gap.after;
    case Kind::WordBoundary: return (isWord(gap.before) != isWord(gap.after)) != negated;
    default: return true;
    }
}

/// Marks a step and all that can be reached from it without a character.
void PathPattern::close(const Steps& steps, std::vector<char>& states, std::size_t step, const Gap& gap) {
    while (states[step] == 0) {
        states[step] = 1;
        if (step == steps.size() || !steps[step].holds(gap)) {
            return;
        }
        switch (steps[step].kind) {
        case Step::Kind::One:
        case Step::Kind::Inside: return;
        case Step::Kind::AnyTree:
            states[step + 1] = 1;
            step += 2;
            break;
        default: ++step; break;
        }
    }
}

/// Does any part of the path fit? The anchors are steps of their own.
bool PathPattern::search(const Steps& steps, std::string_view path) {
    const auto runeOrEnd = [&](std::size_t at) {
        return at < path.size() ? std::optional(runeAt(path, at).value) : std::nullopt;
    };
    std::vector<char> now(steps.size() + 1, 0);
    std::vector<char> then(steps.size() + 1, 0);
    close(steps, now, 0, {std::nullopt, runeOrEnd(0)});
    for (std::size_t at = 0; at < path.size() && now[steps.size()] == 0;) {
        const Rune rune = runeAt(path, at);
        at += rune.width;
        const Gap gap{rune.value, runeOrEnd(at)};
        std::ranges::fill(then, '\0');
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (now[i] == 0) {
                continue;
            }
            const Step& step = steps[i];
            if (step.kind == Step::Kind::Inside) {
                if (rune.value != '\n') {
                    close(steps, then, i, gap);
                }
                if (rune.value == '/') {
                    close(steps, then, i + 1, gap);
                }
            } else if (step.kind == Step::Kind::One || step.kind == Step::Kind::Optional) {
                if (step.takes(rune.value)) {
                    close(steps, then, i + 1, gap);
                }
            } else if (step.kind == Step::Kind::Many && step.takes(rune.value)) {
                close(steps, then, i, gap);
            }
        }
        close(steps, then, 0, gap);
        std::swap(now, then);
    }
    return now[steps.size()] != 0;
}

bool PathPattern::matches(std::string_view path) const {
    switch (m_form) {
    case Form::Exact: return path == m_text;
    case Form::Prefix: return path.starts_with(m_text);
    case Form::Suffix:
        return path.ends_with(m_text) || (m_text.starts_with('/') && path == std::string_view(m_text).substr(1));
    case Form::States: break;
    }
    for (std::size_t i = 0; i < m_alternatives.size(); ++i) {
        if (path.starts_with(m_ends[i].begin) && path.ends_with(m_ends[i].end) && search(m_alternatives[i], path)) {
            return true;
        }
    }
    return false;
}

} // namespace sw::dockerfile
