#pragma once

#include "core/dockerfile/logicalline.h"
#include "core/dockerfile/variables.h"

#include <string>
#include <string_view>
#include <vector>

namespace sw::dockerfile {

/// Everything the lexer learns about one text. Public callers use variables.h; the heredoc finder also needs where
/// each word came from.
struct Lexed {
    std::string text;
    std::vector<std::string> words;
    std::vector<Span> spans; ///< of each word in the input
    std::set<std::string> matched;
    std::set<std::string> unmatched;
};

Result<Lexed> lexShellText(std::string_view input, const VariableLookup& lookup, const ExpandOptions& options);

} // namespace sw::dockerfile
