#pragma once

#include "core/build/events.h"
#include "core/build/workspace.h"

namespace sw::build {

/// What BuildKit's checks say of a file that nothing refuses, before its first step (dockerfile-semantics 3.1): at the vertex
/// that read it, each once for all platforms together.
struct Warnings {
    std::vector<WarningEvent> events; ///< vertex unset
    std::optional<Diagnostic> violation; ///< `# check=error=true`: the build is refused
};
Warnings warningsOf(Workspace& workspace);

/// The same, made only where it can refuse anything.
std::optional<Diagnostic> violationOf(Workspace& workspace);

} // namespace sw::build
