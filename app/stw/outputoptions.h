#pragma once

#include "app/stw/buildoptions.h"

namespace sw::app {

/// --output, --load, --push, --annotation, --attest, --provenance, --sbom.
void addOutputOptions(CLI::App& command, BuildOptions& options);

/// Invalid (usage) errors name the option.
Result<void> readOutputOptions(const BuildOptions& options, build::BuildRequest& request);

} // namespace sw::app
