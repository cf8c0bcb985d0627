#include "core/dockerfile/ignorefile.h"

#include "core/dockerfile/gotext.h"
#include "core/dockerfile/patternindex.h"

#include <algorithm>
#include <optional>

namespace sw::dockerfile {

namespace {

constexpr std::size_t kMaximumLine = 65535;

/// Every parent of a path, the outermost first, then the path itself.
template <typename Test> bool anyOfPathAndParents(std::string_view path, const Test& test) {
    if (test(path)) {
        return true;
    }
    if (path.rfind('/') == 0 && test("/")) {
        return true; // the parent of "/a"
    }
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
        if (test(path.substr(0, slash))) {
            return true;
        }
    }
    return false;
}

Error located(Error error, const IgnorePattern& pattern) {
    if (pattern.line > 0) {
        error.message = say("%1 in line %2 of the ignore file", error.message, pattern.line);
    }
    return error;
}

} // namespace

Result<std::vector<IgnorePattern>> readIgnoreFile(std::string_view text) {
    std::vector<IgnorePattern> patterns;
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    int line = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view source = text.substr(at, end - at);
        at = end + 1;
        ++line;
        if (source.size() > kMaximumLine) {
            return failure(ErrorCode::Invalid, say("line %1 of the ignore file is too long", line));
        }
        if (source.ends_with('\r')) {
            source.remove_suffix(1);
        }
        std::string_view rest = trimmed(source);
        if (source.starts_with('#') || rest.empty()) {
            continue;
        }
        IgnorePattern pattern{{}, rest.starts_with('!'), line, std::string(source)};
        if (pattern.negated) {
            rest = trimmed(rest.substr(1));
        }
        if (!rest.empty()) {
            pattern.text = cleanPath(rest);
            if (pattern.text.size() > 1 && pattern.text.front() == '/') {
                pattern.text.erase(0, 1);
            }
        }
        patterns.push_back(std::move(pattern));
    }
    return patterns;
}

struct IgnoreMatcher::Compiled {
    std::vector<IgnorePattern> patterns;
    std::vector<std::optional<PathPattern>> tests; ///< absent: malformed
    PatternIndex index;
    bool anyNegated = false;
    /// Every negated pattern is a plain path (perhaps with "/*" or "/**" at its end): then a directory that is not on
    /// the way to one of `kept` holds nothing that could come back.
    bool onlyPlainNegated = true;
    std::vector<std::string> kept;
};

IgnoreMatcher::IgnoreMatcher() : m_compiled(std::make_shared<Compiled>()) {}

Result<IgnoreMatcher> IgnoreMatcher::compile(std::vector<IgnorePattern> patterns) {
    auto compiled = std::make_shared<Compiled>();
    for (IgnorePattern& pattern : patterns) {
        if (pattern.text.empty()) {
            if (!pattern.negated) {
                continue;
            }
            return Failure(located({ErrorCode::Invalid, "illegal exclusion pattern: \"!\"", {}}, pattern));
        }
        if (const Result<bool> valid = matchGlob(pattern.text, "."); !valid) {
            return Failure(located(valid.error(), pattern));
        }
        const Result<PathPattern> test = PathPattern::compile(pattern.text);
        if (pattern.negated) {
            compiled->anyNegated = true;
            std::string_view plain = pattern.text;
            for (const std::string_view ending : {"/**", "/*"}) {
                plain.remove_suffix(plain.ends_with(ending) ? ending.size() : 0);
            }
            compiled->onlyPlainNegated =
                compiled->onlyPlainNegated && plain.find_first_of("*?[]\\") == std::string_view::npos;
            compiled->kept.push_back(std::string(plain) + "/");
        }
        if (test) {
            compiled->index.add(*test);
        } else {
            compiled->index.addAlways();
        }
        compiled->tests.push_back(test ? std::optional(*test) : std::nullopt);
        compiled->patterns.push_back(std::move(pattern));
    }
    IgnoreMatcher matcher;
    matcher.m_compiled = std::move(compiled);
    return matcher;
}

Result<IgnoreMatcher> IgnoreMatcher::compile(const std::vector<std::string>& patterns) {
    std::vector<IgnorePattern> out;
    for (const std::string& source : patterns) {
        const std::string_view rest = trimmed(source);
        if (rest.empty()) {
            continue;
        }
        IgnorePattern pattern{cleanPath(rest), false, 0, source};
        if (pattern.text.front() == '!') {
            pattern.negated = true;
            pattern.text.erase(0, 1);
        }
        out.push_back(std::move(pattern));
    }
    return compile(std::move(out));
}

IgnoreMatcher::Verdict IgnoreMatcher::match(std::string_view path, const ParentState& parent) const {
    Verdict verdict;
    verdict.state.known = true;
    const std::vector<std::uint32_t> candidates = m_compiled->index.candidates(path);
    auto candidate = candidates.begin();
    auto inherited = parent.matched.begin();
    while (candidate != candidates.end() || inherited != parent.matched.end()) {
        bool matched = inherited != parent.matched.end() && (candidate == candidates.end() || *inherited <= *candidate);
        const std::uint32_t i = matched ? *inherited++ : *candidate;
        candidate += candidate != candidates.end() && *candidate == i ? 1 : 0;
        if (!matched) {
            // Only a pattern that would change the verdict so far is looked at.
            if (m_compiled->patterns[i].negated != verdict.ignored) {
                continue;
            }
            const std::optional<PathPattern>& test = m_compiled->tests[i];
            if (!test) {
                verdict.malformed = true;
                verdict.pattern = static_cast<int>(i);
                return verdict;
            }
            matched = parent.known ? test->matches(path)
                                   : anyOfPathAndParents(path, [&](std::string_view p) { return test->matches(p); });
        }
        if (matched) {
            verdict.state.matched.push_back(i);
            verdict.ignored = !m_compiled->patterns[i].negated;
            verdict.pattern = static_cast<int>(i);
        }
    }
    return verdict;
}

IgnoreMatcher::Verdict IgnoreMatcher::match(std::string_view path) const {
    const std::string clean = cleanPath(path);
    if (clean == ".") {
        return {};
    }
    return match(clean, ParentState{});
}

bool IgnoreMatcher::mayReincludeBelow(std::string_view directory) const {
    if (!m_compiled->anyNegated || !m_compiled->onlyPlainNegated) {
        return m_compiled->anyNegated;
    }
    const std::string inside = std::string(directory) + "/";
    return std::ranges::any_of(m_compiled->kept, [&](const std::string& kept) { return kept.starts_with(inside); });
}

bool IgnoreMatcher::empty() const { return m_compiled->patterns.empty(); }

const std::vector<IgnorePattern>& IgnoreMatcher::patterns() const { return m_compiled->patterns; }

} // namespace sw::dockerfile
