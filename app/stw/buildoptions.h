#pragma once

#include "app/stw/console.h"
#include "core/build/build.h"
#include "core/build/sshagent.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace sw::app {

/// The inputs that build, forecast and context share, as they stand on the command line.
struct BuildOptions {
    std::string context = ".";
    std::string file;
    std::string target;
    std::vector<std::string> buildArgs, buildContexts, labels, platforms;
    std::vector<std::string> noCacheFilter;
    std::vector<std::string> cacheFrom, cacheTo;
    bool noCache = false, pull = false, reproducible = false;
    std::vector<std::string> secrets, ssh, addHosts, allow, ulimits;
    std::string shmSize, cgroupParent;
    std::string network = "default";
    bool hostCa = false;
    unsigned jobs = 0;

    // build only
    std::vector<std::string> tags, outputs, annotations, attests;
    std::string provenance, sbom;
    bool load = false, push = false;
    std::string progress = "auto", report, iidFile, metadataFile;
};

/// --target, --build-arg, … ; `full` adds what only a build understands.
void addBuildOptions(CLI::App& command, BuildOptions& options, bool full);

/// Opens the store for a context that has to be fetched; `offline` for a forecast.
struct ContextStore {
    std::function<Result<std::shared_ptr<store::Store>>()> open;
    bool offline = false;
    /// Agents for keys given as files go here, and have to live as long as the request; without a place none is started.
    std::vector<std::shared_ptr<build::SshAgent>>* agents = nullptr;
};

/// Invalid (usage) errors name the option. Reads the Dockerfile; a directory argument means its Dockerfile. A context may also
/// be an address, or "-" for standard input; without a store only a directory will do.
Result<build::BuildRequest> makeRequest(const BuildOptions& options, const ContextStore& contexts = {}, std::stop_token stop = {});

/// Says why there is no request. Wrong usage, but for a context that cannot be had (`fetching`: the store was opened for one),
/// what this machine lacks, and a stop.
void failRequest(Console& console, const Error& error, bool fetching);

/// The Dockerfile of a context: -f as given, else Dockerfile, else dockerfile.
std::filesystem::path dockerfileOf(const BuildOptions& options);

} // namespace sw::app
