#pragma once

#include "core/dockerfile/ast.h"

namespace sw::dockerfile {

/// The text of a document, composed from its nodes and what lies between them: print(parse(x)) == x.
std::string print(const Document& document);

} // namespace sw::dockerfile
