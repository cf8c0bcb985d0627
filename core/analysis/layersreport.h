#pragma once

#include "core/analysis/findings.h"
#include "core/analysis/gates.h"
#include "core/analysis/packagesizes.h"
#include "core/analysis/singlestage.h"

/// Everything that `stw layers` tells of an image.
namespace sw::analysis {

/// Advice on one pair of layers: "line 14 hides 100 MB that line 9 stored: join the two steps, ..".
Sentence wasteAdvice(const StageFiles& stage, const WasteSum& sum);

/// Bytes that crossed a COPY --from edge, of what was there.
struct ShippedEdge {
    std::string from;
    int toLine = 0;
    std::uint64_t bytes = 0, files = 0, ofBytes = 0;
};

struct LayersReport {
    const ImageView& image;
    const BuildFiles& build;
    std::size_t stage = 0;       ///< of the build, that the image is
    Accounts accounts;
    std::vector<Finding> findings;
    std::vector<ShippedEdge> edges; ///< of the build; into the image's stage and those that it came of
    std::optional<SingleStage> single;
    std::vector<GateVerdict> rules;
    const PackageOwners* packages = nullptr;
    std::vector<std::string> packageProblems; ///< databases that were not read
};

/// The document (architecture.md 6b, app/stw/README.md).
std::string layersReportJson(const LayersReport& report);

} // namespace sw::analysis
