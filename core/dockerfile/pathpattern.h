#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The pieces of which ignore files are made: Go's filepath.Clean, and the patterns of moby/patternmatcher.
namespace sw::dockerfile {

/// Shortest equivalent path: no "." and empty components, "x/.." dropped, a leading ".." kept; "." when empty.
std::string cleanPath(std::string_view path);

/// What every path that a pattern fits has, or a parent of it: few patterns share it, so the others need not be tried.
struct PathHint {
    enum class Kind {
        Path,           ///< is `text`
        Ancestor,       ///< lies below `text`
        Component,      ///< has a component `text`
        ComponentBegin, ///< has a component that begins with `text`, kLetters long
        Begin,          ///< begins with `text`, kLetters long
        End,            ///< ends with `text`, kLetters long
        None,           ///< nothing is known
    };
    static constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::None);
    static constexpr std::size_t kLetters = 3; ///< bytes

    Kind kind = Kind::None;
    std::string text;
};

/// One compiled pattern: '*' and '?' within a component, "**" across them, [classes], '\' escapes. Patterns with any of
/// these are Go regular expressions made by a translation that leaves '|' and '{n}' their meaning in such expressions.
class PathPattern {
public:
    /// Error: malformed. `text` is clean and without '!'.
    static Result<PathPattern> compile(std::string_view text);
    bool matches(std::string_view path) const;
    PathHint hint() const;

private:
    enum class Form { Exact, Prefix, Suffix, States };

    struct CharacterRange {
        char32_t first;
        char32_t last;
    };
    /// What stands on both sides of a place between two characters.
    struct Gap {
        std::optional<char32_t> before;
        std::optional<char32_t> after;
    };
    /// A step of the automaton. AnyTree and Inside together are "(.*/)?".
    struct Step {
        enum class Kind { One, Optional, Many, AnyTree, Inside, Start, End, WordBoundary } kind = Kind::One;
        bool negated = false;
        std::vector<CharacterRange> ranges;
        bool takes(char32_t c) const;
        bool holds(const Gap& gap) const; ///< of assertions; true for the others
    };
    using Steps = std::vector<Step>;
    /// Literal text that whatever fits begins and ends with: most paths are told apart by it alone.
    struct Ends {
        std::string begin;
        std::string end;
    };
    class ExpressionReader;

    static void close(const Steps& steps, std::vector<char>& states, std::size_t step, const Gap& gap);
    static bool search(const Steps& steps, std::string_view path);
    static std::optional<char32_t> literalOf(const Step& step);
    static Ends endsOf(const Steps& steps);
    static PathHint hintOf(const Ends& ends);
    static std::string literalBehindTree(const Steps& steps);

    Form m_form = Form::Exact;
    std::string m_text; ///< what Exact, Prefix and Suffix compare
    std::vector<Steps> m_alternatives;
    std::vector<Ends> m_ends; ///< of each alternative
};

} // namespace sw::dockerfile
