#include "ui/models/ansitext.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace sw::ui {

namespace {

constexpr char kEscape = '\x1b';
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::size_t characterSize(unsigned char lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead < 0xE0) {
        return 2;
    }
    if (lead >= 0xE0 && lead < 0xF0) {
        return 3;
    }
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

bool isContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

/// Size of the escape sequence at the start of `text`; absent: it goes on behind the end of what is there.
std::optional<std::size_t> sequenceSize(std::string_view text) {
    if (text.size() < 2) {
        return std::nullopt;
    }
    if (text[1] == '[') {
        for (std::size_t i = 2; i < text.size(); ++i) {
            if (text[i] >= 0x40 && text[i] <= 0x7e) {
                return i + 1;
            }
        }
        return std::nullopt;
    }
    if (text[1] == ']' || text[1] == 'P' || text[1] == '_' || text[1] == '^') { // a string up to BEL or ESC backslash
        for (std::size_t i = 2; i < text.size(); ++i) {
            if (text[i] == '\a') {
                return i + 1;
            }
            if (text[i] == kEscape && i + 1 < text.size()) {
                return text[i + 1] == '\\' ? i + 2 : i;
            }
        }
        return std::nullopt;
    }
    if (text[1] == '(' || text[1] == ')' || text[1] == '#') {
        return text.size() < 3 ? std::nullopt : std::optional<std::size_t>(3);
    }
    return 2;
}

constexpr std::size_t kMaxPending = 4096; ///< a "sequence" that long is none

std::vector<int> numbers(std::string_view parameters) {
    std::vector<int> result;
    std::size_t at = 0;
    while (at <= parameters.size()) {
        const std::size_t end = std::min(parameters.find_first_of(";:", at), parameters.size());
        int value = 0;
        std::from_chars(parameters.data() + at, parameters.data() + end, value);
        result.push_back(value);
        at = end + 1;
    }
    return result;
}

/// "5;n" or "2;r;g;b" behind 38 or 48; moves `i` behind what it used.
std::int32_t extendedColor(const std::vector<int>& values, std::size_t& i) {
    const auto clamp = [](int v) { return static_cast<std::int32_t>(std::clamp(v, 0, 255)); };
    if (i + 2 < values.size() && values[i + 1] == 5) {
        i += 2;
        return clamp(values[i]);
    }
    if (i + 4 < values.size() && values[i + 1] == 2) {
        const std::int32_t color = clamp(values[i + 2]) << 16 | clamp(values[i + 3]) << 8 | clamp(values[i + 4]);
        i += 4;
        return AnsiStyle::kTrueColor + color;
    }
    i = values.size();
    return AnsiStyle::kDefault;
}

} // namespace

std::vector<AnsiLine> AnsiParser::feed(std::string_view bytes) {
    std::string joined;
    if (!m_pending.empty()) {
        joined = std::move(m_pending);
        m_pending.clear();
        joined.append(bytes);
        bytes = joined;
    }
    std::vector<AnsiLine> lines;
    std::size_t at = 0;
    while (at < bytes.size()) {
        if (const std::size_t size = plainLineSize(bytes.substr(at)); size != 0) {
            lines.push_back({std::string(bytes.substr(at, size - 1)), {}});
            at += size;
            continue;
        }
        const char c = bytes[at];
        if (c == kEscape) {
            const auto size = sequenceSize(bytes.substr(at));
            if (!size) {
                if (bytes.size() - at < kMaxPending) {
                    m_pending = bytes.substr(at);
                    return lines;
                }
                ++at;
                continue;
            }
            if (bytes[at + 1] == '[') {
                endSequence(bytes.substr(at + 2, *size - 3), bytes[at + *size - 1]);
            }
            at += *size;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            control(c, lines);
            ++at;
        } else {
            const std::size_t size = characterSize(static_cast<unsigned char>(c));
            std::size_t got = size == 0 ? 0 : 1;
            while (got != 0 && got < size && at + got < bytes.size() && isContinuation(bytes[at + got])) {
                ++got;
            }
            if (got == size && size != 0) {
                put(bytes.substr(at, size));
                at += size;
            } else if (got != 0 && at + got == bytes.size()) {
                m_pending = bytes.substr(at);
                return lines;
            } else {
                put(kReplacement);
                at += std::max<std::size_t>(got, 1);
            }
        }
        if (m_cells.size() >= kMaxLine) {
            control('\n', lines);
        }
    }
    return lines;
}

/// Size, with its newline, of a whole line that needs no terminal: plain ASCII in the default style. 0 when it does. Most
/// lines of a flood are such.
std::size_t AnsiParser::plainLineSize(std::string_view text) const {
    if (!m_cells.empty() || m_column != 0 || m_styleNow != 0) {
        return 0;
    }
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || end >= kMaxLine) {
        return 0;
    }
    const bool plain = std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), [](char c) { return c >= 0x20 && c < 0x7f; });
    return plain ? end + 1 : 0;
}

void AnsiParser::control(char c, std::vector<AnsiLine>& lines) {
    switch (c) {
    case '\n':
        lines.push_back(render());
        m_cells.clear();
        m_column = 0;
        if (m_styles.size() > 1024) { // styles of lines that are gone
            m_styles = {AnsiStyle{}};
            m_styleNow = styleIndex(m_style);
        }
        break;
    case '\r': m_column = 0; break;
    case '\b': m_column = m_column > 0 ? m_column - 1 : 0; break;
    case '\t':
        do {
            put(" ");
        } while (m_column % 8 != 0);
        break;
    default: break;
    }
}

void AnsiParser::put(std::string_view character) {
    Cell cell;
    std::ranges::copy(character, cell.bytes);
    cell.size = static_cast<std::uint8_t>(character.size());
    cell.style = m_styleNow;
    if (m_column < m_cells.size()) {
        m_cells[m_column] = cell;
    } else {
        m_cells.resize(m_column, Cell{.bytes = {' '}, .size = 1, .style = 0});
        m_cells.push_back(cell);
    }
    ++m_column;
}

void AnsiParser::endSequence(std::string_view parameters, char final) {
    const auto first = [parameters](int fallback) {
        const int value = numbers(parameters).front();
        return static_cast<std::size_t>(value > 0 ? value : fallback);
    };
    switch (final) {
    case 'm': setGraphics(parameters); break;
    case 'K':
        if (parameters == "2") {
            m_cells.clear();
        } else if (parameters == "1") {
            for (std::size_t i = 0; i <= m_column && i < m_cells.size(); ++i) {
                m_cells[i] = Cell{.bytes = {' '}, .size = 1, .style = 0};
            }
        } else if (m_column < m_cells.size()) {
            m_cells.resize(m_column);
        }
        break;
    case 'G': m_column = std::min(first(1) - 1, kMaxLine); break;
    case 'C': m_column = std::min(m_column + first(1), kMaxLine); break;
    case 'D': m_column -= std::min(m_column, first(1)); break;
    default: break;
    }
}

void AnsiParser::setGraphics(std::string_view parameters) {
    const std::vector<int> values = numbers(parameters);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int v = values[i];
        switch (v) {
        case 0: m_style = {}; break;
        case 1: m_style.bold = true; break;
        case 2: m_style.dim = true; break;
        case 3: m_style.italic = true; break;
        case 4: m_style.underline = true; break;
        case 7: m_style.inverse = true; break;
        case 9: m_style.strike = true; break;
        case 22: m_style.bold = m_style.dim = false; break;
        case 23: m_style.italic = false; break;
        case 24: m_style.underline = false; break;
        case 27: m_style.inverse = false; break;
        case 29: m_style.strike = false; break;
        case 38: m_style.foreground = extendedColor(values, i); break;
        case 39: m_style.foreground = AnsiStyle::kDefault; break;
        case 48: m_style.background = extendedColor(values, i); break;
        case 49: m_style.background = AnsiStyle::kDefault; break;
        default:
            if (v >= 30 && v <= 37) {
                m_style.foreground = v - 30;
            } else if (v >= 40 && v <= 47) {
                m_style.background = v - 40;
            } else if (v >= 90 && v <= 97) {
                m_style.foreground = v - 90 + 8;
            } else if (v >= 100 && v <= 107) {
                m_style.background = v - 100 + 8;
            }
        }
    }
    m_styleNow = styleIndex(m_style);
}

std::uint16_t AnsiParser::styleIndex(const AnsiStyle& style) {
    const auto found = std::ranges::find(m_styles, style);
    if (found != m_styles.end()) {
        return static_cast<std::uint16_t>(found - m_styles.begin());
    }
    if (m_styles.size() == UINT16_MAX) {
        return 0;
    }
    m_styles.push_back(style);
    return static_cast<std::uint16_t>(m_styles.size() - 1);
}

AnsiLine AnsiParser::current() const { return render(); }

AnsiLine AnsiParser::render() const {
    AnsiLine line;
    line.text.reserve(m_cells.size());
    for (const Cell& cell : m_cells) {
        const AnsiStyle& style = m_styles[cell.style];
        const auto start = static_cast<std::uint32_t>(line.text.size());
        line.text.append(cell.bytes, cell.size);
        if (style == AnsiStyle{}) {
            continue;
        }
        if (!line.runs.empty() && line.runs.back().style == style && line.runs.back().start + line.runs.back().size == start) {
            line.runs.back().size += cell.size;
        } else {
            line.runs.push_back({start, cell.size, style});
        }
    }
    return line;
}

} // namespace sw::ui
