#pragma once

#include "core/base/text.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sw::dockerfile {

/// A half-open piece of a logical line, in its own byte offsets.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool empty() const { return begin == end; }
    std::size_t size() const { return end - begin; }
    bool operator==(const Span&) const = default;
};

/// An instruction's text after its continuation lines were joined, which still knows where each byte stands in the
/// file. Parsers work on text() and turn their spans into file ranges at the end.
class LogicalLine {
public:
    explicit LogicalLine(const LineIndex& lines) : m_lines(&lines) {}

    void append(std::string_view piece, std::size_t sourceOffset);
    const std::string& text() const { return m_text; }
    std::string_view in(Span span) const { return std::string_view(m_text).substr(span.begin, span.size()); }
    Span all() const { return {0, m_text.size()}; }

    /// The range of a span in the file. It covers continuation marks inside the span, none around it.
    TextRange range(Span span) const;

private:
    std::size_t sourceOf(std::size_t at) const;

    struct Piece {
        std::size_t begin;  ///< in m_text
        std::size_t source; ///< in the file
    };
    const LineIndex* m_lines;
    std::string m_text;
    std::vector<Piece> m_pieces;
};

} // namespace sw::dockerfile
