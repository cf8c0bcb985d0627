#pragma once

#include "core/build/decide.h"
#include "core/store/transfer.h"

namespace sw::build {

/// Lists of the software in the target, in the stages whose BUILDKIT_SBOM_SCAN_STAGE asks for it, and in the context where
/// BUILDKIT_SBOM_SCAN_CONTEXT does (BuildKit docs/attestations/sbom.md). One attestation each; the target's comes first.
Result<std::vector<store::Attestation>> packageLists(Workspace& workspace, const std::vector<Outcome>& outcomes, const std::stop_token& stop);

} // namespace sw::build
