#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>

/// Which statements about itself a build is asked for: --attest, --provenance, --sbom (BuildKit docs/attestations).
namespace sw::build {

struct ProvenanceOptions {
    bool max = false;        ///< with build arguments, steps, sources and their lines
    bool v1 = false;         ///< SLSA v1, else v0.2
    std::string builderId;
    bool reproducible = false; ///< what the person says of the build
};

struct AttestOptions {
    std::optional<ProvenanceOptions> provenance;
    bool sbom = false;
    bool any() const { return provenance || sbom; }

    /// "type=provenance,mode=max,version=v1", "type=sbom", with disabled=true to take it back.
    Result<void> addAttest(std::string_view text);
    /// What follows --provenance= and --sbom=: true, false, or attributes.
    Result<void> addProvenance(std::string_view text);
    Result<void> addSbom(std::string_view text);
};

} // namespace sw::build
