#pragma once

#include "core/plan/stagegraph.h"

#include <optional>
#include <vector>

namespace sw::plan {

struct Refusal {
    Diagnostic diagnostic;
    Phase phase = Phase::Reading;
};

/// What a build of this file stops at: the first error in the order of the phases, in the last one the first line. It is
/// told at the first line of its instruction.
/// `planned`: the diagnostics of the BuildPlan.
std::optional<Refusal> firstRefusal(const dockerfile::Document& document, const StageGraph& graph,
                                    const std::vector<Diagnostic>& planned);

} // namespace sw::plan
