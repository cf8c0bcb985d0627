#pragma once

#include "app/stw/console.h"
#include "core/analysis/imageview.h"
#include "core/store/store.h"

#include <memory>
#include <stop_token>
#include <string>

namespace sw::app {

struct OpenOptions {
    std::string platform;            ///< empty: this machine's
    std::string dockerfile;          ///< whose last build @STAGE means; empty: Dockerfile here, else the last build of all
    bool hashContents = true;
};

/// IMAGE of the command line, in this order: a folder that holds oci-layout, a docker or OCI archive, docker-daemon:NAME,
/// @STAGE of the last build, a build id, a name in the store. Layers that a recorded build made carry stage and line.
Result<analysis::ImageView> openImage(const Console& console, const std::string& image, const OpenOptions& options, std::stop_token stop);

/// A stack of layers of the store as a view.
Result<analysis::ImageView> viewOfLayers(std::shared_ptr<store::Store> store, const std::vector<store::LayerId>& layers,
                                         const oci::ImageConfig& config);

} // namespace sw::app
