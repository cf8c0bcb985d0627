#include "core/dockerfile/logicalline.h"

#include <algorithm>

namespace sw::dockerfile {

void LogicalLine::append(std::string_view piece, std::size_t sourceOffset) {
    if (!piece.empty() || m_pieces.empty()) {
        m_pieces.push_back({m_text.size(), sourceOffset});
    }
    m_text += piece;
}

std::size_t LogicalLine::sourceOf(std::size_t at) const {
    if (m_pieces.empty()) {
        return 0;
    }
    const auto after = std::ranges::upper_bound(m_pieces, at, {}, &Piece::begin);
    const Piece& piece = after == m_pieces.begin() ? m_pieces.front() : *std::prev(after);
    return piece.source + (at - piece.begin);
}

TextRange LogicalLine::range(Span span) const {
    if (span.empty()) {
        const std::size_t at = span.begin == 0 ? sourceOf(0) : sourceOf(span.begin - 1) + 1;
        return m_lines->range(at, at);
    }
    return m_lines->range(sourceOf(span.begin), sourceOf(span.end - 1) + 1);
}

} // namespace sw::dockerfile
