#pragma once

#include "core/build/attest.h"
#include "core/build/decide.h"
#include "core/store/transfer.h"

#include <functional>

/// How a build came about, as SLSA provenance in the shape that BuildKit writes (moby/buildkit docs/attestations/
/// slsa-definitions.md, slsa.dev/provenance/v0.2 and v1). Values of secrets are never part of it.
namespace sw::build {

struct ProvenanceFacts {
    Workspace& workspace;
    const std::vector<Outcome>& outcomes;
    std::function<Digest(plan::OpId)> vertexOf;
    std::string buildId;
    Time started{}, completed{};
};

/// The statement to travel with an image. Keeps nothing of `facts`.
store::Attestation provenanceOf(const ProvenanceFacts& facts, const ProvenanceOptions& options);

/// What metadata files show of it: request and materials.
std::string provenanceSummary(const ProvenanceFacts& facts);

} // namespace sw::build
