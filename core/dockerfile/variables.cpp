#include "core/dockerfile/variables.h"

#include "core/dockerfile/shelllexer.h"

namespace sw::dockerfile {

Result<Expansion> expandWord(std::string_view word, const VariableLookup& lookup, const ExpandOptions& options) {
    SW_TRY(Lexed lexed, lexShellText(word, lookup, options));
    return Expansion{std::move(lexed.text), std::move(lexed.matched), std::move(lexed.unmatched)};
}

Result<std::vector<std::string>> expandWords(std::string_view word, const VariableLookup& lookup,
                                             const ExpandOptions& options) {
    SW_TRY(Lexed lexed, lexShellText(word, lookup, options));
    return std::move(lexed.words);
}

} // namespace sw::dockerfile
