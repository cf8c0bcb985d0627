#pragma once

#include "core/dockerfile/ast.h"

#include <string>
#include <string_view>

namespace sw::dockerfile {

/// Rules of the diagnostics that parse() gives. An error of either refuses a build. kSyntaxRule is what BuildKit's
/// parser refuses, before it knows what an instruction means; kInstructionRule is what comes after that.
inline constexpr std::string_view kSyntaxRule = "syntax";
inline constexpr std::string_view kInstructionRule = "instruction";
inline constexpr std::string_view kEmptyContinuationRule = "NoEmptyContinuation"; ///< a warning

/// Never fails and never throws; linear in the size of the text. Errors are diagnostics in the document.
Document parse(std::string text);

} // namespace sw::dockerfile
