#pragma once

#include "core/dockerfile/ast.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Which --flags each instruction takes (BuildKit frontend/dockerfile/instructions: BFlags and its users).
namespace sw::dockerfile {

struct FlagRule {
    enum class Kind { Switch, Text, List };
    std::string_view name;
    Kind kind = Kind::Text;
    std::string_view hint; ///< shape of the value, for completion: "STAGE", "USER[:GROUP]"
};

std::span<const FlagRule> flagRules(InstructionKind kind);

/// The instruction that a misspelt word may mean.
std::optional<std::string> nearestInstruction(std::string_view word);

struct Reader;
/// True when the flags of an instruction fit; otherwise it is refused with the first that does not.
bool checkFlags(Reader& reader, Instruction& instruction);

} // namespace sw::dockerfile
