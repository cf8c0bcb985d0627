#pragma once

#include "core/analysis/compare.h"
#include "core/inspect/stagepoints.h"

namespace sw::inspect {

/// Says of each value that differs (configuration, environment, labels) which instruction gave it: of the second image, or of the
/// first where the second does not have it. What came with the base of a stage is given by its FROM. Not known are values that no
/// instruction gives (a platform, labels of the command line).
void nameInstructions(analysis::Comparison& comparison, const std::vector<StagePoint>& before, const std::string& stageBefore,
                      const std::vector<StagePoint>& after, const std::string& stageAfter);

} // namespace sw::inspect
