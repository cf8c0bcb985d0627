#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sw {

/// A place in a UTF-8 text. offset: bytes from the start; line: 1-based; column: 0-based UTF-8 bytes.
struct TextPosition {
    std::size_t offset = 0;
    int line = 1;
    int column = 0;
    auto operator<=>(const TextPosition&) const = default;
};

/// Half-open: end is the first position after the text.
struct TextRange {
    TextPosition start;
    TextPosition end;

    bool empty() const { return start.offset == end.offset; }
    std::size_t size() const { return end.offset - start.offset; }
    bool contains(std::size_t offset) const { return offset >= start.offset && offset < end.offset; }
    std::string_view in(std::string_view text) const { return text.substr(start.offset, size()); }
    bool operator==(const TextRange&) const = default;
};

/// One replacement; the only way any view changes a document. Ranges of several edits in one list
/// refer to the same original text and do not overlap.
struct TextEdit {
    TextRange range;
    std::string replacement;
    bool operator==(const TextEdit&) const = default;
};

std::string applyEdits(std::string_view text, std::vector<TextEdit> edits);

/// Byte offset of each line start; answers line and column of an offset in O(log n). '\n' ends a line.
class LineIndex {
public:
    LineIndex() : m_starts{0} {}
    explicit LineIndex(std::string_view text);
    int lineCount() const { return static_cast<int>(m_starts.size()); }
    std::size_t lineStart(int line) const; ///< line is 1-based and clamped
    TextPosition at(std::size_t offset) const;
    TextRange range(std::size_t begin, std::size_t end) const { return {at(begin), at(end)}; }

private:
    std::vector<std::size_t> m_starts;
};

} // namespace sw
