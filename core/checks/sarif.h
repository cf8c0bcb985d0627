#pragma once

#include "core/base/diagnostic.h"
#include "core/dockerfile/ast.h"
#include "core/io/json.h"

#include <optional>
#include <string>
#include <vector>

/// Findings as SARIF 2.1.0 (OASIS), for code scanning services and editors.
namespace sw::checks {

struct SarifInput {
    std::string file; ///< as the person named it; relative paths become relative URIs
    std::string version; ///< of the program
    const dockerfile::Document& document;
    std::vector<Diagnostic> findings;
    std::optional<Diagnostic> refusal; ///< what refuses a build: a result of rule "build-error"
};

/// The whole log: one run, the rules that have results, columns in Unicode code points (1-based). A result's fingerprint is
/// of its rule and the text of its instruction, so that it survives lines added elsewhere.
io::Json toSarif(const SarifInput& input);

} // namespace sw::checks
