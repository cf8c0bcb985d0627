#pragma once

#include "core/dockerfile/ast.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The variables that an instruction sees, with their values as far as the text alone tells them (dockerfile-semantics
/// 2.4, 2.5). The environment of a base *image* is not known here. For hover and completion; the plan computes the
/// values that a build uses.
namespace sw::dockerfile {

struct ScopeVariable {
    enum class Origin {
        GlobalArg,  ///< ARG before the first FROM; seen by FROM lines
        Arg,        ///< ARG of the stage, or of a stage it is based on
        Env,        ///< ENV likewise
        Predefined, ///< TARGETPLATFORM and its kin in FROM lines and declared by "ARG NAME"; proxies in RUN
    };
    std::string name;
    Origin origin = Origin::Arg;
    std::optional<std::string> value; ///< absent when unset, or when it depends on what is not in the file
    TextRange declaration;            ///< the name in the ARG or ENV in force; empty for Predefined
    bool operator==(const ScopeVariable&) const = default;
};

/// In order of declaration, one per name (the one in force). `line` is 1-based; a declaration counts from the line
/// after its instruction on. `buildArgs` override defaults of ARG.
std::vector<ScopeVariable> variablesInScope(const Document& document, int line,
                                            const std::map<std::string, std::string>& buildArgs = {});

/// The one of a name, absent when there is none.
std::optional<ScopeVariable> variableInScope(const Document& document, int line, std::string_view name,
                                             const std::map<std::string, std::string>& buildArgs = {});

/// The earlier stage that the FROM of a stage names; absent for images. Variables in it are expanded with the defaults
/// of global ARGs.
std::optional<std::size_t> baseStageOf(const Document& document, std::size_t stage);

} // namespace sw::dockerfile
