#include "core/dockerfile/patternindex.h"

#include <algorithm>

namespace sw::dockerfile {

using Kind = PathHint::Kind;

void PatternIndex::add(const PathPattern& pattern) {
    PathHint hint = pattern.hint();
    if (hint.kind == Kind::None) {
        return addAlways();
    }
    m_byText[static_cast<std::size_t>(hint.kind)][std::move(hint.text)].push_back(m_count++);
}

void PatternIndex::find(Kind kind, std::string_view text, std::vector<std::uint32_t>& out) const {
    const Numbers& numbers = m_byText[static_cast<std::size_t>(kind)];
    if (numbers.empty()) {
        return;
    }
    if (const auto found = numbers.find(text); found != numbers.end()) {
        out.insert(out.end(), found->second.begin(), found->second.end());
    }
}

std::vector<std::uint32_t> PatternIndex::candidates(std::string_view path) const {
    constexpr std::size_t kFew = PathHint::kLetters;
    std::vector<std::uint32_t> out = m_always;
    if (path.size() >= kFew) {
        find(Kind::Begin, path.substr(0, kFew), out);
    }
    if (path.rfind('/') == 0) {
        find(Kind::Path, "/", out); // the parent of "/a"
    }
    for (std::size_t begin = 0; begin <= path.size();) { // each component, and the path as far as it
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view component = path.substr(begin, end - begin);
        const std::string_view whole = path.substr(0, end);
        find(Kind::Path, whole, out);
        find(Kind::Component, component, out);
        if (end < path.size()) {
            find(Kind::Ancestor, whole, out);
        }
        if (component.size() >= kFew) {
            find(Kind::ComponentBegin, component.substr(0, kFew), out);
        }
        if (whole.size() >= kFew) {
            find(Kind::End, whole.substr(whole.size() - kFew), out);
        }
        begin = end + 1;
    }
    std::ranges::sort(out);
    const auto repeated = std::ranges::unique(out);
    out.erase(repeated.begin(), repeated.end());
    return out;
}

} // namespace sw::dockerfile
