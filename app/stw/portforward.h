#pragma once

#include "core/base/result.h"
#include "core/base/uniquefd.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace sw::app {

/// "HOST:PORT", "PORT" (the same on both sides) or "ADDRESS:HOST:PORT"; HOST 0 takes any free port.
struct PortMapping {
    std::string address = "127.0.0.1"; ///< numeric IPv4 address to listen on
    std::uint16_t host = 0;
    std::uint16_t container = 0;
    static Result<PortMapping> parse(const std::string& text);
};

/// Listens on the host's ports and carries connections into a container.
class PortForwarder {
public:
    /// A connection to a port inside; may be called by several threads.
    using Dial = std::function<Result<UniqueFd>(std::uint16_t port)>;

    explicit PortForwarder(Dial dial) : m_dial(std::move(dial)) {}
    ~PortForwarder(); ///< closes everything, also connections under way
    PortForwarder(const PortForwarder&) = delete;
    PortForwarder& operator=(const PortForwarder&) = delete;

    /// Gives the port that it listens on. Error: the port is taken, or not permitted.
    Result<std::uint16_t> listen(const PortMapping& mapping);

private:
    void acceptAll(int listener, std::uint16_t port);
    void carry(UniqueFd outside, std::uint16_t port) const;

    Dial m_dial;
    std::atomic<bool> m_stopping = false;
    UniqueFd m_wake; ///< an eventfd that stays readable once stopping
    std::shared_ptr<std::atomic<int>> m_active = std::make_shared<std::atomic<int>>(0); ///< connections
    std::vector<UniqueFd> m_listeners;
    std::vector<std::thread> m_threads;
};

} // namespace sw::app
