#pragma once

#include "core/analysis/buildfiles.h"
#include "core/build/build.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

/// Images for looking, with what a build of ours says about them.
namespace sw::inspect {

struct OpenOptions {
    std::string platform;             ///< empty: this machine's, or of a build of ours for others the first
    std::filesystem::path dockerfile; ///< whose last build @STAGE means; empty: Dockerfile here, else the last build of all
    bool hashContents = true;
};

struct OpenedImage {
    analysis::ImageView view;
    std::optional<build::BuildRecord> record; ///< the build that made it
    std::optional<build::BuildResult> result; ///< what the record says; of a build for several platforms, of the chosen one
    std::size_t stage = 0;                    ///< index in result->stages that the view shows
};

/// The store is opened only for images that are in it.
using StoreOpener = std::function<Result<std::shared_ptr<store::Store>>()>;

/// Whether IMAGE is a folder or a file and is read where it is.
bool isImageFile(const std::string& image);

/// IMAGE of the command line, in this order: a folder that holds oci-layout, a docker or OCI archive, docker-daemon:NAME,
/// @STAGE of the last build, a build id, a name in the store. Layers that a recorded build made carry stage and line.
Result<OpenedImage> openImage(const StoreOpener& store, const std::string& image, const OpenOptions& options, std::stop_token stop);

/// A stack of layers of the store as a view.
Result<analysis::ImageView> viewOfLayers(std::shared_ptr<store::Store> store, const std::vector<store::LayerId>& layers,
                                         const oci::ImageConfig& config);

/// A stage of a recorded build.
Result<analysis::ImageView> viewOfStage(std::shared_ptr<store::Store> store, const build::BuildResult& result, const build::StageResult& stage);

/// What the build says about the image's files; without one, what its history says. `stage` is the one that the image is.
struct JoinedFiles {
    analysis::BuildFiles build;
    std::size_t stage = 0;
};
Result<JoinedFiles> filesOf(const StoreOpener& store, const OpenedImage& image);

} // namespace sw::inspect
