#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sw::analysis {

/// A line of a comparison of two texts; lines keep no line end.
struct DiffLine {
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    std::string_view text; ///< points into the text it came from
    bool operator==(const DiffLine&) const = default;
};

/// The shortest way from one list of lines to the other (Myers); removed lines before added ones. Where more than 2,000 lines
/// differ, all between the first and the last difference is told as replaced, so that time and memory stay bounded.
std::vector<DiffLine> compareLines(const std::vector<std::string_view>& before, const std::vector<std::string_view>& after);

std::vector<std::string_view> linesOf(std::string_view text);

/// True for bytes that a person would not read as text: a NUL, or many control characters.
bool isBinary(std::string_view bytes);

/// As `diff -u` writes it, with three lines around each change; empty for equal texts.
std::string unifiedDiff(std::string_view before, std::string_view after, std::string_view beforeName, std::string_view afterName);

} // namespace sw::analysis
