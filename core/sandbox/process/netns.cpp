#include "core/sandbox/process/netns.h"

#include "core/sandbox/process/entry.h"
#include "core/sandbox/process/files.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sw::sandbox::process {

namespace {

constexpr int kSlirpTimeoutMs = 5000;

Result<std::array<UniqueFd, 2>> makePipe(int flags) {
    std::array<int, 2> fds{};
    if (::pipe2(fds.data(), flags) != 0) {
        return failure(errnoError(say("cannot make a pipe"), errno));
    }
    return std::array<UniqueFd, 2>{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

void execSlirp(int ready, int words, pid_t holder) {
    const std::string program = findProgram("slirp4netns");
    // Descriptors 3 and up are closed before exec; the ready pipe becomes 3.
    const int null = ::open("/dev/null", O_RDWR);
    ::dup2(null, 0);
    ::dup2(words, 1);
    ::dup2(words, 2);
    ::dup2(ready, 3);
    resetProcess(4);
    const std::string pid = std::to_string(holder);
    ::execl(program.c_str(), program.c_str(), "--configure", "--mtu=65520", "--disable-host-loopback", "-r", "3", pid.c_str(),
            "tap0", nullptr);
    ::_exit(127);
}

std::string readAvailable(int fd) {
    std::string text;
    std::array<char, 1024> buffer{};
    pollfd waiting{fd, POLLIN, 0};
    while (::poll(&waiting, 1, 200) > 0) {
        const ssize_t n = ::read(fd, buffer.data(), buffer.size());
        if (n <= 0) {
            break;
        }
        text.append(buffer.data(), static_cast<std::size_t>(n));
    }
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    return text.substr(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
}

} // namespace

Result<void> raiseLoopback() {
    const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    std::strncpy(request.ifr_name, "lo", IFNAMSIZ - 1);
    if (!socket.valid() || ::ioctl(socket.get(), SIOCGIFFLAGS, &request) != 0) {
        return failure(errnoError(say("cannot see the loopback device"), errno));
    }
    request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP | IFF_RUNNING);
    if (::ioctl(socket.get(), SIOCSIFFLAGS, &request) != 0) {
        return failure(errnoError(say("cannot bring the loopback device up"), errno));
    }
    return {};
}

Result<pid_t> startNetworkHolder() {
    SW_TRY(auto pipe, makePipe(O_CLOEXEC));
    const pid_t pid = ::fork();
    if (pid < 0) {
        return failure(errnoError(say("cannot start the network's process"), errno));
    }
    if (pid == 0) {
        Result<void> up;
        if (::unshare(CLONE_NEWNET) != 0) {
            up = failure(errnoError(say("cannot make a network namespace"), errno));
        } else {
            up = raiseLoopback();
        }
        const std::string text = up ? std::string("+") : up.error().text();
        static_cast<void>(::write(pipe[1].get(), text.data(), text.size()));
        if (!up) {
            ::_exit(1);
        }
        resetProcess(0);
        for (;;) {
            ::pause();
        }
    }
    pipe[1].reset();
    std::array<char, 512> answer{};
    const ssize_t n = ::read(pipe[0].get(), answer.data(), answer.size());
    if (n >= 1 && answer[0] == '+') {
        return pid;
    }
    return failure(ErrorCode::Unsupported, std::string(answer.data(), n > 0 ? static_cast<std::size_t>(n) : 0));
}

UniqueFd EmptyNetworks::take() {
    if (!m_idle.empty()) {
        UniqueFd idle = std::move(m_idle.back());
        m_idle.pop_back();
        return idle;
    }
    const UniqueFd own(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    if (!own.valid() || ::unshare(CLONE_NEWNET) != 0) {
        return {};
    }
    UniqueFd made(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    const bool up = raiseLoopback().has_value();
    const bool back = ::setns(own.get(), CLONE_NEWNET) == 0;
    return up && back ? std::move(made) : UniqueFd();
}

Result<void> startSlirp(pid_t holder) {
    if (findProgram("slirp4netns").empty()) {
        return failure(ErrorCode::Unsupported, say("slirp4netns is not installed"));
    }
    SW_TRY(auto ready, makePipe(O_CLOEXEC));
    SW_TRY(auto words, makePipe(O_CLOEXEC));
    const pid_t pid = ::fork();
    if (pid < 0) {
        return failure(errnoError(say("cannot start slirp4netns"), errno));
    }
    if (pid == 0) {
        execSlirp(ready[1].get(), words[1].get(), holder);
    }
    ready[1].reset();
    words[1].reset();
    pollfd waiting{ready[0].get(), POLLIN, 0};
    char byte = 0;
    if (::poll(&waiting, 1, kSlirpTimeoutMs) > 0 && ::read(ready[0].get(), &byte, 1) == 1) {
        return {};
    }
    Error error{ErrorCode::Unsupported, "slirp4netns does not work here: " + readAvailable(words[0].get()), {}};
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    return failure(std::move(error));
}

Result<UniqueFd> connectInside(pid_t pid, std::uint16_t port) {
    const UniqueFd space(::open(std::format("/proc/{}/ns/net", pid).c_str(), O_RDONLY | O_CLOEXEC));
    if (!space.valid() || ::setns(space.get(), CLONE_NEWNET) != 0) {
        return failure(errnoError(say("cannot enter the container's network"), errno));
    }
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!socket.valid() || ::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
        return failure(ErrorCode::Network, say("nothing answers on port %1 of the container", port));
    }
    return socket;
}

} // namespace sw::sandbox::process
