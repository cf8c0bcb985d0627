#pragma once

#include "core/dockerfile/ast.h"

#include <string>
#include <vector>

/// Where variables are named in a file. For colours, hover, go-to-definition, rename and completion.
namespace sw::dockerfile {

struct VariableUse {
    std::string name;
    TextRange range;    ///< the name alone
    TextRange whole;    ///< "$name", or "${name" up to the operator or brace
    bool shell = false; ///< the shell of a step expands it, not the builder
    bool operator==(const VariableUse&) const = default;
};

/// All uses in one instruction, its flags and heredoc bodies, and in the trigger of ONBUILD; in file order.
/// Only names ([A-Za-z_][A-Za-z0-9_]*), not $1 or $@. Text in single quotes has none.
std::vector<VariableUse> variableUses(const Document& document, const Instruction& instruction);

/// A name given by ARG or ENV.
struct VariableDeclaration {
    std::string name;
    TextRange range;     ///< the name
    std::size_t instruction = 0; ///< index in Document::instructions
    std::size_t pair = 0;        ///< index in its PairArgs
    bool isEnv = false;
    bool hasValue = false;
    bool operator==(const VariableDeclaration&) const = default;
};
/// All declarations of a file, in file order.
std::vector<VariableDeclaration> variableDeclarations(const Document& document);

} // namespace sw::dockerfile
