#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sw::ui {

/// Styles of embedded text by a definition of KSyntaxHighlighting.
/// Its columns are UTF-16 units, ours are UTF-8 bytes: lines that are not ASCII are translated. Results are kept by text.
class ShellColors {
public:
    ShellColors();
    ~ShellColors();
    /// One style per byte of `text`, which may have many lines.
    const std::vector<std::uint8_t>& styles(std::string_view text, std::string_view definition = "Bash");
    void forgetUnused(); ///< drops what was not asked for since the last call

private:
    struct Entry {
        std::vector<std::uint8_t> styles;
        bool used = true;
    };
    struct Highlighter;
    std::unique_ptr<Highlighter> m_highlighter;
    std::unordered_map<std::string, Entry> m_kept;
};

} // namespace sw::ui
