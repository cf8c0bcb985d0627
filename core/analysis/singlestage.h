#pragma once

#include "core/analysis/buildfiles.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

/// What if it were one stage: the size that the same program would have as an image of a single stage.
///
///     bytes = roots + own
///     roots = visible bytes of the root of each stage that the final one copies from, layers that they share counted once
///     own   = what the final stage's own steps add (those of the stages it is based on as well, unless
///             they are in the roots), without its own base
///
/// `copied` is the part of `own` that COPY --from stages brought: those bytes are in `roots` already, at another place.
namespace sw::analysis {

struct SingleStage {
    std::uint64_t bytes = 0;
    std::uint64_t roots = 0;
    std::uint64_t own = 0;
    std::uint64_t copied = 0;
    std::uint64_t shipped = 0;   ///< visible bytes of the image as it is
    std::uint64_t ownBase = 0;   ///< visible bytes of the final stage's external base, which would not be there
    struct Root {
        std::size_t stage = 0;
        std::uint64_t bytes = 0; ///< visible in it
        std::uint64_t counted = 0; ///< of those, not shared with an earlier one of the list
    };
    std::vector<Root> sources;   ///< stages copied from, in file order
    struct LeftBehind {
        std::size_t stage = 0;
        std::string path;        ///< clean; a file of a source whose content the image does not have
        std::uint64_t bytes = 0;
    };
    std::vector<LeftBehind> leftBehind; ///< the largest, at most kLeftBehind
    std::uint64_t leftBehindFiles = 0, leftBehindBytes = 0;
    bool multiStage() const { return !sources.empty(); }
};
inline constexpr std::size_t kLeftBehind = 50;

/// Of one of the build's stages. Without a stage that is copied from, `sources` is empty and `bytes` says nothing.
SingleStage singleStage(const BuildFiles& build, std::size_t stage, std::stop_token stop = {});

/// "single_stage" of `stw layers` (app/stw/README.md); null for an image of one stage.
std::string singleStageJson(const BuildFiles& build, const SingleStage& single);

} // namespace sw::analysis
