#pragma once

#include "core/dockerfile/ast.h"
#include "core/io/json.h"

/// The parsed file in the form that README.md beside this describes.
namespace sw::app {

io::Json rangeJson(const TextRange& range);
io::Json diagnosticJson(const Diagnostic& diagnostic);
io::Json instructionJson(const dockerfile::Instruction& instruction, std::string_view text);
io::Json documentJson(const dockerfile::Document& document);

} // namespace sw::app
