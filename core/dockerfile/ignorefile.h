#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// .dockerignore: reader and matcher (moby/patternmatcher; dockerfile-semantics 2.9).
namespace sw::dockerfile {

struct IgnorePattern {
    std::string text;    ///< cleaned, without '!'
    bool negated = false;
    int line = 0;        ///< 1-based in the ignore file, 0 when not from a file
    std::string source;  ///< the line as written
    bool operator==(const IgnorePattern&) const = default;
};

/// Patterns of an ignore file's text. Error: a malformed pattern, with its line.
Result<std::vector<IgnorePattern>> readIgnoreFile(std::string_view text);

/// Compiled patterns. Immutable, safe to share between threads.
class IgnoreMatcher {
public:
    IgnoreMatcher(); ///< ignores nothing
    static Result<IgnoreMatcher> compile(std::vector<IgnorePattern> patterns);
    static Result<IgnoreMatcher> compile(const std::vector<std::string>& patterns); ///< '!' in front negates

    /// State carried from a directory to its children, so that a walk costs one test per pattern and entry.
    struct ParentState {
        std::vector<std::uint32_t> matched; ///< ascending: patterns that matched this directory or one of its parents
        bool known = false;                 ///< it is the state of a directory
    };
    struct Verdict {
        bool ignored = false;
        int pattern = -1; ///< index of the last pattern that decided, -1 for none
        /// Pattern `pattern` cannot be read ("[b-a]"). That counts when a path gets to it and no earlier: a build whose
        /// context holds such a path is refused.
        bool malformed = false;
        ParentState state;
    };
    /// `path` is relative to the context root, clean. `parent` is the state of its directory (empty for the top).
    Verdict match(std::string_view path, const ParentState& parent) const;
    /// The same without a walk: tests all parents itself.
    Verdict match(std::string_view path) const;
    /// Is it worth descending into an ignored directory (could a '!' pattern re-include something below)?
    bool mayReincludeBelow(std::string_view directory) const;

    bool empty() const;
    const std::vector<IgnorePattern>& patterns() const;

private:
    struct Compiled;
    std::shared_ptr<const Compiled> m_compiled;
};

/// Go's filepath.Match on one path, component by component ('*', '?', '[..]', '\\' escapes).
Result<bool> matchGlob(std::string_view pattern, std::string_view path);

} // namespace sw::dockerfile
