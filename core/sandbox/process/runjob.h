#pragma once

#include "core/base/result.h"
#include "core/sandbox/process/context.h"

#include <filesystem>
#include <string>

/// One RUN: mounts in a mount namespace of its own (so that they end with it), then crun.
namespace sw::sandbox::process {

struct RunPaths {
    std::filesystem::path job;  ///< on the state tmpfs: bundle, secrets, pid file, runtime's log
    std::filesystem::path work; ///< overlay work directories, on the store's file system
};
RunPaths runPaths(const Context& context, const RunSpec& spec, std::uint64_t job);

struct RunNetwork {
    std::string namespacePath; ///< as BundleOptions::networkNamespace
    std::string forwarder;     ///< address of a name server inside, or empty
};

/// In the job's own process, descriptors 1 and 2 already the container's. Returns only on failure.
Error runContainer(const Context& context, RunSpec spec, const RunNetwork& network, std::uint64_t job);

/// In the server, after the job's process ended: takes mount points that had to be made in the upper out of it again.
void takeBackMountPoints(const RunPaths& paths, const std::filesystem::path& upper);

/// And deletes what the job left elsewhere.
void cleanUpRun(const RunPaths& paths);

} // namespace sw::sandbox::process
