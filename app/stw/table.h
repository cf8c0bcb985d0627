#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sw::app {

/// Rows in columns: numbers to the right, texts to the left, two spaces between. The last column is not padded.
class Table {
public:
    enum class Align { Left, Right };
    struct Column {
        std::string title;
        Align align = Align::Left;
    };

    explicit Table(std::vector<Column> columns) : m_columns(std::move(columns)) {}
    void add(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }
    bool empty() const { return m_rows.empty(); }
    /// With the titles, each line ended.
    std::string text() const;

private:
    std::vector<Column> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

/// "1 file", "12 files"
std::string fileCount(std::uint64_t files);
/// How many columns a UTF-8 text takes in a terminal: its code points.
std::size_t displayWidth(std::string_view text);
/// At most `width` columns, the cut shown as "…"; control characters become spaces.
std::string shortened(std::string_view text, std::size_t width);

} // namespace sw::app
