#include "app/stw/portforward.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sw::app {

namespace {

constexpr std::size_t kBuffer = 64U << 10U;

Result<std::uint16_t> parsePort(std::string_view text, const std::string& whole) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value > 65535) {
        return failure(ErrorCode::Invalid, "'" + whole + "' is no port mapping; write HOST:PORT, for example 8080:80");
    }
    return static_cast<std::uint16_t>(value);
}

/// One direction of a connection: what was read and could not yet be written.
struct Direction {
    int from = -1;
    int to = -1;
    std::vector<char> pending;
    bool ended = false;

    bool open() const { return !ended || !pending.empty(); }
    bool wantsRead() const { return !ended && pending.empty(); }

    void read() {
        pending.resize(kBuffer);
        const ssize_t n = ::recv(from, pending.data(), pending.size(), MSG_DONTWAIT);
        pending.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
        if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
            end();
        }
    }
    void write() {
        const ssize_t n = ::send(to, pending.data(), pending.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n > 0) {
            pending.erase(pending.begin(), pending.begin() + n);
        } else if (n < 0 && errno != EAGAIN && errno != EINTR) {
            pending.clear();
            end();
        }
    }
    void end() {
        ended = true;
        ::shutdown(to, SHUT_WR);
    }
};

} // namespace

Result<PortMapping> PortMapping::parse(const std::string& text) {
    PortMapping mapping;
    std::string_view rest = text;
    const std::size_t last = rest.rfind(':');
    SW_TRY(mapping.container, parsePort(rest.substr(last == std::string_view::npos ? 0 : last + 1), text));
    if (last == std::string_view::npos) {
        mapping.host = mapping.container;
        return mapping;
    }
    rest = rest.substr(0, last);
    const std::size_t first = rest.rfind(':');
    SW_TRY(mapping.host, parsePort(rest.substr(first == std::string_view::npos ? 0 : first + 1), text));
    if (first != std::string_view::npos) {
        mapping.address = rest.substr(0, first);
    }
    return mapping;
}

PortForwarder::~PortForwarder() {
    m_stopping = true;
    const std::uint64_t one = 1;
    static_cast<void>(::write(m_wake.get(), &one, sizeof(one)));
    for (auto& thread : m_threads) {
        thread.join();
    }
    for (int active = *m_active; active > 0; active = *m_active) {
        m_active->wait(active);
    }
}

Result<std::uint16_t> PortForwarder::listen(const PortMapping& mapping) {
    if (!m_wake.valid()) {
        m_wake = UniqueFd(::eventfd(0, EFD_CLOEXEC));
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(mapping.host);
    if (::inet_pton(AF_INET, mapping.address.c_str(), &address.sin_addr) != 1) {
        return failure(ErrorCode::Invalid, "'" + mapping.address + "' is no IPv4 address");
    }
    UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int yes = 1;
    ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 || ::listen(listener.get(), 64) != 0) {
        return failure(errnoError("cannot listen on port " + std::to_string(mapping.host), errno));
    }
    socklen_t size = sizeof(address);
    ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
    m_threads.emplace_back([this, fd = listener.get(), port = mapping.container] { acceptAll(fd, port); });
    m_listeners.push_back(std::move(listener));
    return ntohs(address.sin_port);
}

void PortForwarder::acceptAll(int listener, std::uint16_t port) {
    for (;;) {
        std::array<pollfd, 2> waiting{{{listener, POLLIN, 0}, {m_wake.get(), POLLIN, 0}}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) {
            return;
        }
        if (m_stopping) {
            return;
        }
        UniqueFd outside(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
        if (outside.valid()) {
            ++*m_active;
            std::thread([this, port, peer = std::move(outside), active = m_active]() mutable {
                carry(std::move(peer), port);
                --*active;
                active->notify_all();
            }).detach(); // the destructor waits for them
        }
    }
}

void PortForwarder::carry(UniqueFd outside, std::uint16_t port) const {
    const Result<UniqueFd> inside = m_dial(port);
    if (!inside) {
        return; // nothing listens there: the visitor's connection closes
    }
    std::array<Direction, 2> ways{{{outside.get(), inside->get(), {}, false}, {inside->get(), outside.get(), {}, false}}};
    while (!m_stopping && (ways[0].open() || ways[1].open())) {
        std::array<pollfd, 3> waiting{};
        for (std::size_t i = 0; i < 2; ++i) {
            const bool reads = ways[i].wantsRead();
            const bool writes = !ways[1 - i].pending.empty();
            waiting[i].fd = reads || writes ? ways[i].from : -1;
            waiting[i].events = static_cast<short>((reads ? POLLIN : 0) | (writes ? POLLOUT : 0));
        }
        waiting[2] = {m_wake.get(), POLLIN, 0};
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) {
            return;
        }
        for (std::size_t i = 0; i < 2; ++i) {
            if (ways[i].wantsRead() && (waiting[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
                ways[i].read();
            }
            if (!ways[i].pending.empty()) {
                ways[i].write();
            }
        }
    }
}

} // namespace sw::app
