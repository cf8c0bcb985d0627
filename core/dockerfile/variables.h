#pragma once

#include "core/base/result.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Variable expansion of Dockerfile words (BuildKit frontend/dockerfile/shell/lex.go; dockerfile-semantics 2.3).
namespace sw::dockerfile {

/// Value of a name, absent when unset.
using VariableLookup = std::function<std::optional<std::string>(std::string_view name)>;

struct Expansion {
    std::string text;
    std::set<std::string> matched;   ///< names that were used and set
    std::set<std::string> unmatched; ///< names that were used and unset
    bool operator==(const Expansion&) const = default;
};

struct ExpandOptions {
    char escape = '\\';
    bool rawQuotes = false;      ///< keep quotes as written
    bool rawEscapes = false;     ///< keep escape characters
    bool skipUnsetEnv = false;   ///< leave unset variables as they are written
    bool skipProcessQuotes = false; ///< quotes are ordinary characters (heredoc bodies)
};

/// One word in, one word out. Error: bad substitution, `${x:?message}` of an unset x, unterminated quote.
Result<Expansion> expandWord(std::string_view word, const VariableLookup& lookup, const ExpandOptions& options = {});

/// One word in, any number out: unquoted blanks in values split (ENV, EXPOSE, VOLUME and friends).
Result<std::vector<std::string>> expandWords(std::string_view word, const VariableLookup& lookup,
                                             const ExpandOptions& options = {});

} // namespace sw::dockerfile
