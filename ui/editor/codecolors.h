#pragma once

#include "core/dockerfile/ast.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sw::ui {

class ShellColors;

/// Styles of a whole Dockerfile, one per byte (codestyles.h). Structure comes from the parser's ranges, never from guessing by
/// words; shell text inside RUN, CMD and heredocs comes from KSyntaxHighlighting, with our variables and flags on top.
/// Keeps the shell colours of instructions that did not change.
class CodeColors {
public:
    CodeColors();
    ~CodeColors();
    std::vector<std::uint8_t> styles(const dockerfile::Document& document);

private:
    std::unique_ptr<ShellColors> m_shell;
};

/// Comments and '!' of an ignore file.
std::vector<std::uint8_t> ignoreFileStyles(std::string_view text);

/// Scintilla fold levels per line: stages, and heredocs and long instructions inside them.
std::vector<int> foldLevels(const dockerfile::Document& document);

} // namespace sw::ui
