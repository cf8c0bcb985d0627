#pragma once

#include "core/base/result.h"
#include "core/sandbox/channel.h"
#include "core/sandbox/launch.h"
#include "core/sandbox/sandbox.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

/// The network that the RUNs of one Sandbox share, made when the first of them needs it.
namespace sw::sandbox {

/// What looks usable here without trying: pasta for an ordinary user, slirp4netns for root or where there is no pasta,
/// both only with /dev/net/tun; else the host's network.
NetworkBackend likelyNetwork(bool root);

/// Configures the namespace of process `holder` (a pid in this process's view) with pasta, from outside of the sandbox:
/// it does not work inside. It runs until it is killed. `readyFile`: a path that it makes when it is ready.
Result<Started> startPasta(pid_t holder, const std::filesystem::path& readyFile);

/// The pid in our own view of the process behind a pidfd that came from another pid namespace; 0 when it is gone.
pid_t pidOf(int pidfd);

class SharedNetwork {
public:
    struct Use {
        NetworkBackend backend = NetworkBackend::Host;
        pid_t holder = 0;       ///< pid inside the sandbox
        std::string forwarder;  ///< name server inside
        Sentence complaint;     ///< why it is the host's network against expectation; said once
    };

    SharedNetwork(Channel& channel, NetworkBackend expected, std::filesystem::path scratch)
        : m_channel(channel), m_expected(expected), m_scratch(std::move(scratch)) {}
    ~SharedNetwork();
    SharedNetwork(const SharedNetwork&) = delete;
    SharedNetwork& operator=(const SharedNetwork&) = delete;

    /// Makes it the first time. Where that fails the host's network is used from then on.
    Use use();
    /// The holder if there is one already.
    pid_t holder();

private:
    Result<void> bringUp(NetworkBackend backend);

    Channel& m_channel;
    NetworkBackend m_expected;
    std::filesystem::path m_scratch;
    std::mutex m_mutex;
    std::optional<Use> m_use;
    Started m_pasta;
};

/// What `stagewright-sandbox probe` says of this machine; everything but the network.
Result<Capabilities> askHelper(const std::filesystem::path& storeRoot, const std::filesystem::path& helper);

/// Starts a sandbox, makes its network and ends it again.
Result<SharedNetwork::Use> tryNetwork(const Sandbox::Options& options);

} // namespace sw::sandbox
