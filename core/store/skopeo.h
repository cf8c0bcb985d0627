#pragma once

#include "core/oci/image.h"
#include "core/store/transfer.h"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

/// skopeo as a subprocess, and its errors as sentences.
namespace sw::store {

enum class TransferVerb { Pull, Push, LoadFromDocker, LoadIntoDocker };

struct SkopeoCall {
    TransferVerb verb = TransferVerb::Pull;
    std::string subject;            ///< image name, for errors
    std::vector<std::string> args;  ///< subcommand and its arguments
    std::optional<oci::Platform> platform;
    std::function<void()> onTick;
};

/// Runs skopeo with the user's own registries configuration and credentials; gives its stdout.
Result<std::string> runSkopeo(const SkopeoCall& call, std::stop_token stop);

/// Where the Docker daemon listens, from DOCKER_HOST; empty = skopeo's default. skopeo does not read the variable itself.
std::string dockerHost();

/// Writes an image of the Docker engine to a docker archive that is not there yet; `tick` is called now and then meanwhile.
Result<void> saveFromDocker(const std::string& name, const std::filesystem::path& archive, const std::function<void()>& tick, const std::stop_token& stop);

/// One sentence (name, why, what to do) for what skopeo wrote on stderr.
Error explainSkopeo(TransferVerb verb, std::string_view subject, std::string_view errors);

} // namespace sw::store
