#include "core/base/text.h"

#include <algorithm>

namespace sw {

std::string applyEdits(std::string_view text, std::vector<TextEdit> edits) {
    std::ranges::stable_sort(edits, {}, [](const TextEdit& e) { return e.range.start.offset; });
    std::string out;
    std::size_t done = 0;
    for (const TextEdit& edit : edits) {
        const std::size_t begin = std::min(std::max(edit.range.start.offset, done), text.size());
        const std::size_t end = std::min(std::max(edit.range.end.offset, begin), text.size());
        out += text.substr(done, begin - done);
        out += edit.replacement;
        done = end;
    }
    return out += text.substr(done);
}

LineIndex::LineIndex(std::string_view text) : m_starts{0} {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        m_starts.push_back(at + 1);
    }
}

std::size_t LineIndex::lineStart(int line) const {
    const auto index = static_cast<std::size_t>(std::clamp(line, 1, lineCount()) - 1);
    return m_starts[index];
}

TextPosition LineIndex::at(std::size_t offset) const {
    const auto after = std::ranges::upper_bound(m_starts, offset);
    const auto line = static_cast<std::size_t>(after - m_starts.begin());
    return {offset, static_cast<int>(line), static_cast<int>(offset - m_starts[line - 1])};
}

} // namespace sw
