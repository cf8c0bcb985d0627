#include "core/dockerfile/ignorefile.h"
#include "core/dockerfile/pathpattern.h"
#include "tests/fuzz/promise.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace {

using namespace sw::dockerfile;
using sw::fuzz::require;

constexpr std::size_t kLongestSimple = 24; ///< the reference below is exponential

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

/// Letters, slashes, '*', '?', and "**" as a whole component.
bool isSimplePattern(std::string_view text) {
    if (text.empty() || text.size() > kLongestSimple || text.starts_with('/')) {
        return false;
    }
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('/', begin), text.size());
        const std::string_view part = text.substr(begin, end - begin);
        const bool letters = std::ranges::all_of(part, [](char c) { return isLetter(c) || c == '*' || c == '?'; });
        if (!letters || part.empty() || (part != "**" && part.contains("**"))) {
            return false;
        }
        begin = end + 1;
    }
    return true;
}

bool isSimplePath(std::string_view path) {
    return !path.empty() && path.size() <= kLongestSimple && !path.starts_with('/') && !path.ends_with('/') && !path.contains("//") &&
           std::ranges::all_of(path, [](char c) { return isLetter(c) || c == '/'; });
}

/// The rules for one pattern and one path, said as simply as can be.
bool matchesSimply(std::string_view pattern, std::string_view path) {
    if (pattern.empty()) {
        return path.empty();
    }
    if (pattern.starts_with("**")) {
        pattern.remove_prefix(2);
        if (pattern.empty()) {
            return true;
        }
        pattern.remove_prefix(1); // its slash
        if (matchesSimply(pattern, path)) {
            return true;
        }
        for (std::size_t at = path.find('/'); at != std::string_view::npos; at = path.find('/', at + 1)) {
            if (matchesSimply(pattern, path.substr(at + 1))) {
                return true;
            }
        }
        return false;
    }
    const bool here = !path.empty() && path.front() != '/';
    if (pattern.front() == '*') {
        return matchesSimply(pattern.substr(1), path) || (here && matchesSimply(pattern, path.substr(1)));
    }
    const bool takes = pattern.front() == '?' ? here : !path.empty() && path.front() == pattern.front();
    return takes && matchesSimply(pattern.substr(1), path.substr(1));
}

/// The last pattern that matches the path or one of its parents decides.
bool ignoresSimply(const std::vector<IgnorePattern>& patterns, std::string_view path) {
    bool ignored = false;
    for (const IgnorePattern& pattern : patterns) {
        bool matches = matchesSimply(pattern.text, path);
        for (std::size_t at = path.find('/'); at != std::string_view::npos && !matches; at = path.find('/', at + 1)) {
            matches = matchesSimply(pattern.text, path.substr(0, at));
        }
        ignored = matches ? !pattern.negated : ignored;
    }
    return ignored;
}

} // namespace

/// The last line is a path, what stands before it an ignore file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t split = text.rfind('\n');
    const std::string_view path = split == std::string_view::npos ? text : text.substr(split + 1);
    require(cleanPath(cleanPath(path)) == cleanPath(path), "cleaning a clean path changes it");
    auto patterns = readIgnoreFile(text.substr(0, split == std::string_view::npos ? 0 : split));
    if (!patterns) {
        return 0;
    }
    for (const IgnorePattern& pattern : *patterns) {
        static_cast<void>(matchGlob(pattern.text, path));
    }
    const auto matcher = IgnoreMatcher::compile(std::move(*patterns));
    if (!matcher) {
        return 0;
    }
    const auto verdict = matcher->match(path);
    if (verdict.malformed) { // an error where a build meets it; nothing is decided
        require(verdict.pattern >= 0, "a malformed pattern is not named");
        return 0;
    }
    require(verdict.ignored == (verdict.pattern >= 0 && !matcher->patterns()[static_cast<std::size_t>(verdict.pattern)].negated),
            "the pattern that decided does not say so");
    static_cast<void>(matcher->match("below", verdict.state));
    const bool simple = isSimplePath(path) && matcher->patterns().size() <= 8 &&
                        std::ranges::all_of(matcher->patterns(), isSimplePattern, &IgnorePattern::text);
    if (simple) {
        require(verdict.ignored == ignoresSimply(matcher->patterns(), path), "the matcher and the reference differ");
        IgnoreMatcher::ParentState state;
        IgnoreMatcher::Verdict step;
        for (std::size_t end = 0; end < path.size(); ++end) { // the same by a walk
            end = std::min(path.find('/', end), path.size());
            step = matcher->match(path.substr(0, end), state);
            state = step.state;
        }
        // With exceptions it may: what would not have changed the verdict of a folder is not carried into it
        // (moby/patternmatcher, MatchesUsingParentResults).
        require(step.ignored == verdict.ignored || std::ranges::any_of(matcher->patterns(), &IgnorePattern::negated),
                "a walk gives another answer");
    }
    const std::size_t slash = path.rfind('/');
    if (simple && slash != std::string_view::npos && !verdict.ignored && matcher->match(path.substr(0, slash)).ignored) {
        require(matcher->mayReincludeBelow(path.substr(0, slash)), "a file is taken in again below a folder that is not looked into");
    }
    return 0;
}
