#pragma once

#include "core/dockerfile/pathpattern.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Of many patterns the few that may fit a path, found by what they say literally. Internal to this folder.
namespace sw::dockerfile {

class PatternIndex {
public:
    /// Patterns come in order, each with the next number.
    void add(const PathPattern& pattern);
    /// One that has to be tried on every path.
    void addAlways() { m_always.push_back(m_count++); }

    /// Ascending. Every pattern that fits the path or one of its parents is among them; most others are not.
    std::vector<std::uint32_t> candidates(std::string_view path) const;

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    using Numbers = std::unordered_map<std::string, std::vector<std::uint32_t>, TextHash, std::equal_to<>>;

    void find(PathHint::Kind kind, std::string_view text, std::vector<std::uint32_t>& out) const;

    std::array<Numbers, PathHint::kKinds> m_byText;
    std::vector<std::uint32_t> m_always;
    std::uint32_t m_count = 0;
};

} // namespace sw::dockerfile
