#include "app/stw/table.h"

#include <algorithm>

namespace sw::app {

namespace {
bool isContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }
} // namespace

std::string fileCount(std::uint64_t files) { return std::to_string(files) + (files == 1 ? " file" : " files"); }

std::size_t displayWidth(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !isContinuation(c); }));
}

std::string shortened(std::string_view text, std::size_t width) {
    std::string out;
    std::size_t used = 0;
    const bool cut = displayWidth(text) > width;
    for (const char c : text) {
        if (!isContinuation(c) && ++used > (cut ? width - 1 : width)) {
            break;
        }
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    }
    return cut ? out + "…" : out;
}

std::string Table::text() const {
    std::vector<std::size_t> widths;
    for (const Column& column : m_columns) {
        widths.push_back(displayWidth(column.title));
    }
    for (const auto& row : m_rows) {
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) {
            widths[i] = std::max(widths[i], displayWidth(row[i]));
        }
    }
    std::string out;
    const auto line = [&](const auto& cellOf) {
        std::string written;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const std::string& cell = cellOf(i);
            const std::string padding(widths[i] - std::min(widths[i], displayWidth(cell)), ' ');
            written += i == 0 ? "" : "  ";
            written += m_columns[i].align == Align::Right ? padding + cell : cell + padding;
        }
        written.erase(written.find_last_not_of(' ') + 1);
        out += written + "\n";
    };
    line([&](std::size_t i) -> const std::string& { return m_columns[i].title; });
    for (const auto& row : m_rows) {
        line([&](std::size_t i) -> const std::string& { return row.at(i); });
    }
    return out;
}

} // namespace sw::app
