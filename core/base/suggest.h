#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sw {

/// Number of insertions, deletions, replacements and swaps of neighbours between two words, case ignored.
std::size_t editDistance(std::string_view a, std::string_view b);

/// The candidate that a mistyped word most likely meant; absent when none is near (a third of its length, at most 3).
std::optional<std::string> suggest(std::string_view word, const std::vector<std::string>& candidates);

} // namespace sw
