#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

/// The wildcards of ${name#pattern} and ${name/pattern/text}: '*' any text, '?' any character (neither takes a
/// newline), '\*', '\?' and '\\' for the characters themselves, '\}' and '\/' for what would end the pattern.
/// There are no brackets.
namespace sw::dockerfile {

/// Errors: an escape that is none of the above.
Result<std::string> trimMatchingPrefix(std::string_view pattern, std::string_view value, bool longest);
Result<std::string> trimMatchingSuffix(std::string_view pattern, std::string_view value, bool longest);
Result<std::string> replaceMatching(std::string_view pattern, std::string_view value, std::string_view replacement,
                                    bool all);

} // namespace sw::dockerfile
