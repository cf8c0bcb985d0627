#pragma once

#include "core/base/result.h"
#include "core/sandbox/process/bundle.h"
#include "core/sandbox/process/context.h"
#include "core/sandbox/process/runjob.h"

#include <string>
#include <vector>

/// The host side of the mounts of one RUN.
namespace sw::sandbox::process {

struct PreparedMount {
    std::string target; ///< as asked for, absolute
    bool directory = true;
    ContainerMount mount; ///< destination still to be set
};

/// Makes what each mount shows: overlays of trees, secret files on the job's tmpfs. In the job's mount namespace; same
/// order as `mounts`.
Result<std::vector<PreparedMount>> prepareMounts(const Context& context, const RunPaths& paths,
                                                 const std::vector<MountSpec>& mounts);

} // namespace sw::sandbox::process
