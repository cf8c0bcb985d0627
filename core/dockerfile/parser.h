#pragma once

#include "core/dockerfile/ast.h"

#include <string>

namespace sw::dockerfile {

/// Never fails and never throws; linear in the size of the text. Errors are diagnostics in the document.
Document parse(std::string text);

} // namespace sw::dockerfile
