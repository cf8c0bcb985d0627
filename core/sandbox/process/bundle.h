#pragma once

#include "core/sandbox/process/context.h"

#include <string>
#include <vector>

/// The OCI runtime configuration of one RUN: BuildKit's defaults (capabilities, namespaces, masks, system call filter).
namespace sw::sandbox::process {

struct ContainerMount {
    std::string destination;
    std::string type; ///< "bind", "tmpfs", ...
    std::string source;
    std::vector<std::string> options;
};

struct BundleOptions {
    /// Path of a network namespace to join; "" = a fresh one; kHostNetwork = none.
    std::string networkNamespace;
    std::vector<ContainerMount> mounts; ///< after the standard ones
    std::string rootfs;                 ///< absolute
};
inline constexpr const char* kHostNetwork = "host";

/// config.json. Bytes of arguments and variables that are no UTF-8 are replaced: JSON cannot carry them.
std::string runtimeConfig(const Context& context, const RunSpec& spec, const BundleOptions& options);

/// /etc/hosts of a container.
std::string hostsFile(const RunSpec& spec);

/// /etc/resolv.conf of a container: the host's name servers; with a network of its own only those that can be reached
/// from there, or `forwarder` where the network has one.
std::string resolvConf(const std::string& hostText, const std::string& systemdText, bool hostNetwork,
                       const std::string& forwarder);

} // namespace sw::sandbox::process
