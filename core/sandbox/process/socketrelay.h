#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>

/// A socket for a container that leads to an ssh agent of the host: with an owner and a mode of its own, whatever the host's
/// has. Keys can be listed and used, nothing else.
namespace sw::sandbox::process {

struct RelaySpec {
    std::filesystem::path socket; ///< to be made; its folder must exist
    std::filesystem::path target; ///< the host's
    std::uint32_t mode = 0600, uid = 0, gid = 0;
    bool ownerMatters = true;     ///< false where there is one id only
};

/// Makes the socket and passes on what comes to it, in a process of its own that ends with the calling one, whatever that
/// becomes by exec.
/// NotFound when nobody listens at the target.
Result<void> startRelay(const RelaySpec& spec);

} // namespace sw::sandbox::process
