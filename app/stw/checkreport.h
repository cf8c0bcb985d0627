#pragma once

#include "app/stw/console.h"
#include "core/checks/lint.h"
#include "core/dockerfile/ast.h"

#include <string>

/// The three forms of what `stw check` found (README.md beside this).
namespace sw::app {

enum class CheckFormat { Text, Json, Sarif };

void printCheck(const checks::Lint& lint, const dockerfile::Document& document, const std::string& file, CheckFormat format,
                const Console& console);

/// All rules with set, severity and description.
void printRules(CheckFormat format);

} // namespace sw::app
