#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sw::ui {

/// How a run of terminal text looks. Colours: -1 default, 0-15 the theme's sixteen, 16-255 the xterm cube and greys,
/// from kTrueColor upwards 0xRRGGBB.
struct AnsiStyle {
    static constexpr std::int32_t kDefault = -1;
    static constexpr std::int32_t kTrueColor = 0x1000000;
    std::int32_t foreground = kDefault;
    std::int32_t background = kDefault;
    bool bold = false, dim = false, italic = false, underline = false, strike = false, inverse = false;
    bool operator==(const AnsiStyle&) const = default;
};

struct AnsiRun {
    std::uint32_t start = 0; ///< bytes in the line's text
    std::uint32_t size = 0;
    AnsiStyle style;
    bool operator==(const AnsiRun&) const = default;
};

/// One line as a terminal would show it: UTF-8 without control characters, and the runs that are not plain.
struct AnsiLine {
    std::string text;
    std::vector<AnsiRun> runs;
    bool operator==(const AnsiLine&) const = default;
};

/// Turns a byte stream into lines. Colours carry on from line to line; "\r" goes back to the start of the line and what
/// follows overwrites it (progress bars); "\b" and erase-in-line are obeyed; other sequences are dropped. Sequences and
/// UTF-8 characters may be split between two calls. Broken UTF-8 becomes U+FFFD.
class AnsiParser {
public:
    /// Lines that are complete now. The rest waits in current().
    std::vector<AnsiLine> feed(std::string_view bytes);
    /// The line being written, as it would show now; empty when nothing waits.
    AnsiLine current() const;
    bool hasCurrent() const { return !m_cells.empty(); }

    static constexpr std::size_t kMaxLine = 16384; ///< a longer line is cut into several

private:
    struct Cell {
        std::string_view::value_type bytes[4] = {};
        std::uint8_t size = 0;
        std::uint16_t style = 0; ///< index in m_styles
    };
    std::size_t plainLineSize(std::string_view text) const;
    void put(std::string_view character);
    void endSequence(std::string_view parameters, char final);
    void setGraphics(std::string_view parameters);
    void control(char c, std::vector<AnsiLine>& lines);
    AnsiLine render() const;
    std::uint16_t styleIndex(const AnsiStyle& style);

    std::vector<Cell> m_cells;
    std::size_t m_column = 0;
    AnsiStyle m_style;
    std::uint16_t m_styleNow = 0;
    std::vector<AnsiStyle> m_styles{AnsiStyle{}};
    std::string m_pending; ///< an unfinished escape sequence or character
};

} // namespace sw::ui
