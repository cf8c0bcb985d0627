#pragma once

#include "core/analysis/packagesizes.h"
#include "core/analysis/provenance.h"

namespace sw::analysis {

/// The documents of `stw provenance` (app/stw/README.md).
std::string provenanceJson(const std::string& image, const BuildFiles& build, const Provenance& provenance, const OwningPackage* package);
/// `files`: those to be listed; the sums are of all.
std::string originsJson(const std::string& image, const BuildFiles& build, const Origins& origins, const std::vector<const OriginFile*>& files);
/// A hop as a person reads it: "copied by line 15 from /app/x in builder".
std::string hopText(const BuildFiles& build, const Hop& hop);

} // namespace sw::analysis
