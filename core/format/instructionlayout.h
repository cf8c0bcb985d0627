#pragma once

#include "core/dockerfile/ast.h"

#include <optional>
#include <string>
#include <string_view>

/// The layout of one instruction. Internal to this folder.
namespace sw::format {

struct Style {
    std::string_view lineEnd = "\n";
    std::string indent = "    "; ///< of continuation lines
};

/// The instruction's lines without the last line end; absent when something in it is not understood, so that it is to
/// be left alone.
std::optional<std::string> layInstruction(const dockerfile::Document& document, const dockerfile::Instruction& instruction,
                                          const Style& style);

/// The blanks in front of the second line of a command in shell form, which are part of the command; absent when it has
/// no second line or it begins without blanks.
std::optional<std::string> commandIndent(const dockerfile::Document& document, const dockerfile::Instruction& instruction);

} // namespace sw::format
