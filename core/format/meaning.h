#pragma once

#include "core/dockerfile/ast.h"

#include <string>

namespace sw::format {

/// Empty when both documents mean the same: directives, instructions with their flags, words, JSON form, heredocs and
/// triggers, stages, comments and diagnostics. Otherwise one phrase with the line that differs first. Alike are keywords
/// in capitals and small letters, protocols of EXPOSE too, `ENV key value` and `ENV key=value`; a warning about a blank
/// line inside an instruction may be gone.
std::string meaningDifference(const dockerfile::Document& before, const dockerfile::Document& after);

} // namespace sw::format
