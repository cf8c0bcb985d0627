#pragma once

#include "core/analysis/imageview.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// What a build says about the layers that it made, as plain data: the join of bytes and lines.
namespace sw::analysis {

enum class Making : std::uint8_t {
    Base,    ///< came with an external base image
    Context, ///< COPY or ADD of the build context (or a named one)
    Stage,   ///< COPY --from a stage
    Image,   ///< COPY --from an external image
    Inline,  ///< COPY <<EOF
    Remote,  ///< ADD of an address
    Run,
    Workdir,
    Other,   ///< an image without a record whose history does not tell
};
std::string_view makingName(Making making); ///< "base", "context", "stage", ..

struct StageLayer {
    LayerInput input;         ///< with the stage and line that made it
    Making making = Making::Other;
    std::optional<std::size_t> fromStage; ///< Stage: index in BuildFiles::stages
    std::string fromName;     ///< stage, image or named context as the file names it; "" = the main context
    std::string instruction;  ///< source text; for a base the history text
    int fromLine = 0;         ///< Base: line of the FROM that brought it; 0: not known
    std::string fromTitle;    ///< and the stage that begins with it
    std::vector<std::string> sources; ///< of COPY and ADD, variables expanded
    std::string destination;  ///< absolute; a trailing slash is kept
};

struct StageFiles {
    std::string name;         ///< as written; "" without one
    std::string base;         ///< image or stage
    std::optional<std::size_t> baseStage;
    std::size_t baseLayers = 0; ///< of `layers`, how many came with the base
    std::vector<StageLayer> layers; ///< lowest first; empty: not built

    std::string title(std::size_t index) const { return name.empty() ? std::to_string(index) : name; }
    LayerList indexes() const;
    std::vector<LayerInput> inputs() const;
};

struct BuildFiles {
    std::vector<StageFiles> stages;
    std::size_t target = 0;
    std::filesystem::path context; ///< where it lay; may be gone by now, empty: not known
    bool recorded = true;          ///< false: an image of which only the history is known, as a single stage
};

/// An image that no build of ours made: one stage, told by its history.
BuildFiles filesOfImage(const ImageView& image);

/// Fills `making`, `sources` and `destination` of layers from history texts, of which the n-th that is no empty layer speaks
/// of the n-th layer. `fromStage`, `fromName` and `instruction` are there already where they are known.
void readHistory(StageFiles& stage, const oci::ImageConfig& config);

} // namespace sw::analysis
