#pragma once

#include "core/build/build.h"

#include <functional>
#include <memory>

namespace sw::build {

/// Where a time may have to be asked for.
struct EpochSources {
    std::string context; ///< the address of a context that is fetched; empty for a folder
    std::function<Result<std::shared_ptr<store::Store>>()> open; ///< empty: nothing is fetched
    bool offline = false;
    std::stop_token stop;
};

/// SOURCE_DATE_EPOCH of a build: the build argument, else the environment, else a global ARG of the file (BuildKit
/// dockerfile2llb/epoch.go). A number of seconds; "context" or the name of a named context; or the name of a stage from scratch
/// with one remote ADD: the time of the commit, or Last-Modified, or of the newest file in an archive. A local folder has no
/// time of its own, so nothing is set then. Fills request.sourceDateEpoch and the build argument, so that ARG shows the number.
Result<void> readEpoch(BuildRequest& request, const EpochSources& sources);

} // namespace sw::build
