#pragma once

#include "core/base/result.h"
#include "core/base/uniquefd.h"

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

/// The network namespace that the RUNs of one sandbox share.
namespace sw::sandbox::process {

/// Brings the loopback device of the current network namespace up.
Result<void> raiseLoopback();

/// Starts a process that holds a new network namespace (loopback up) and does nothing else. Dies with its parent namespace.
Result<pid_t> startNetworkHolder();

/// Connects the holder's namespace to the outside through slirp4netns, which runs until the sandbox ends. Returns when it
/// is ready; the error carries its last words.
Result<void> startSlirp(pid_t holder);

/// Where slirp4netns answers names.
inline constexpr const char* kSlirpNameServer = "10.0.2.3";

/// A TCP connection to 127.0.0.1:port made inside the network namespace of `pid`. Moves the calling process there.
Result<UniqueFd> connectInside(pid_t pid, std::uint16_t port);

/// Network namespaces with nothing but loopback, for steps without a network. Making one takes longer than all else that the kernel
/// does for such a step, so one that no process is in any more serves the next step. (A step cannot change one: it lacks the
/// capability.) For the server, whose thread enters a new one for a moment.
class EmptyNetworks {
public:
    /// A descriptor of one that nobody uses; invalid when none can be made.
    UniqueFd take();
    void giveBack(UniqueFd network) { m_idle.push_back(std::move(network)); }

private:
    std::vector<UniqueFd> m_idle;
};

} // namespace sw::sandbox::process
