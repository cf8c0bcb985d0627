#pragma once

#include "core/dockerfile/ast.h"
#include "core/io/json.h"

/// The parsed file in the form that README.md beside this describes.
namespace sw::app {

io::Json rangeJson(const TextRange& range);
/// With a document, an error's `line` is the first of its instruction, as a build tells it; `range` is the very place.
io::Json diagnosticJson(const Diagnostic& diagnostic, const dockerfile::Document* document = nullptr);
int lineOf(const Diagnostic& diagnostic, const dockerfile::Document& document);
io::Json instructionJson(const dockerfile::Instruction& instruction, std::string_view text);
io::Json documentJson(const dockerfile::Document& document);

} // namespace sw::app
