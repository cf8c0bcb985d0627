#include "core/sandbox/process/socketrelay.h"

#include "core/base/uniquefd.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace sw::sandbox::process {

namespace {

// Where the relay keeps them; nothing else but 0 - 2 is open in it.
constexpr int kListening = 3;
constexpr int kJob = 4; ///< a pidfd of the process that the relay is for
constexpr int kSpare = 16;

/// A socket address holds some hundred bytes only, so the folder is entered and its name alone is used.
Result<sockaddr_un> addressIn(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::string name = path.native();
    if (name.size() >= sizeof(address.sun_path)) {
        if (::chdir(path.parent_path().c_str()) != 0) {
            return failure(errnoError(say("cannot enter %1", path.parent_path().native()), errno));
        }
        name = path.filename().native();
    }
    if (name.size() >= sizeof(address.sun_path)) {
        return failure(ErrorCode::Invalid, say("the name of the socket %1 is too long", path.native()));
    }
    std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
    return address;
}

Result<UniqueFd> connectTo(const std::filesystem::path& path) {
    UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd.valid()) {
        return failure(errnoError(say("cannot make a socket"), errno));
    }
    SW_TRY(const sockaddr_un address, addressIn(path));
    if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        const Error reason = errnoError(say("cannot reach the socket %1", path.native()), errno);
        return failure(ErrorCode::NotFound, say("%1; is the agent running?", reason.message));
    }
    return fd;
}

Result<UniqueFd> listenAt(const RelaySpec& spec) {
    UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd.valid()) {
        return failure(errnoError(say("cannot make a socket"), errno));
    }
    SW_TRY(const sockaddr_un address, addressIn(spec.socket));
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 || ::listen(fd.get(), SOMAXCONN) != 0) {
        return failure(errnoError(say("cannot make the socket %1", spec.socket.native()), errno));
    }
    if (::chown(spec.socket.c_str(), spec.uid, spec.gid) != 0 && spec.ownerMatters) {
        return failure(errnoError(say("cannot set the owner of the socket %1", spec.socket.native()), errno));
    }
    if (::chmod(spec.socket.c_str(), spec.mode & 0777U) != 0) {
        return failure(errnoError(say("cannot set the mode of the socket %1", spec.socket.native()), errno));
    }
    return fd;
}

bool writeAll(int fd, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t n = ::send(fd, bytes, size, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        bytes += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

/// One message of the agent's protocol (OpenSSH PROTOCOL.agent): its length, four bytes, and what it counts. False at the
/// end, and when it is longer than any.
bool readMessage(int fd, std::vector<char>& message) {
    constexpr std::size_t longest = 256U << 10U;
    std::size_t wanted = 4;
    message.clear();
    while (message.size() < wanted) {
        std::array<char, 16384> buffer{};
        const ssize_t n = ::read(fd, buffer.data(), std::min(buffer.size(), wanted - message.size()));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        message.insert(message.end(), buffer.data(), buffer.data() + n);
        if (message.size() == 4 && wanted == 4) {
            std::size_t length = 0;
            for (const char byte : message) {
                length = length << 8U | static_cast<unsigned char>(byte);
            }
            if (length == 0 || length > longest) {
                return false;
            }
            wanted += length;
        }
    }
    return true;
}

/// Asks the agent what a step may ask: for its keys and for signatures. To add and remove keys, to lock it and what else would
/// change it is refused, as BuildKit refuses it.
void passOn(int inside, int outside) {
    constexpr char requestIdentities = 11;
    constexpr char signRequest = 13;
    constexpr std::array<char, 5> refusal = {0, 0, 0, 1, 5};
    std::vector<char> message;
    while (readMessage(inside, message)) {
        if (message[4] != requestIdentities && message[4] != signRequest) {
            if (!writeAll(inside, refusal.data(), refusal.size())) {
                return;
            }
            continue;
        }
        if (!writeAll(outside, message.data(), message.size()) || !readMessage(outside, message) ||
            !writeAll(inside, message.data(), message.size())) {
            return;
        }
    }
}

[[noreturn]] void serve(const std::filesystem::path& target) {
    ::signal(SIGCHLD, SIG_IGN);
    const pid_t self = ::getpid();
    for (;;) {
        std::array<pollfd, 2> waiting{{{kListening, POLLIN, 0}, {kJob, POLLIN, 0}}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) {
            ::_exit(1);
        }
        if (waiting[1].revents != 0) {
            ::_exit(0); // the job is over, and those that serve its connections end with this process
        }
        if (waiting[0].revents == 0) {
            continue;
        }
        const UniqueFd inside(::accept4(kListening, nullptr, nullptr, SOCK_CLOEXEC));
        if (!inside.valid()) {
            if (errno == EINTR || errno == ECONNABORTED) {
                continue;
            }
            ::_exit(1);
        }
        if (::fork() == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (::getppid() == self) {
                if (const Result<UniqueFd> outside = connectTo(target)) {
                    passOn(inside.get(), outside->get());
                }
            }
            ::_exit(0);
        }
    }
}

} // namespace

Result<void> startRelay(const RelaySpec& spec) {
    SW_CHECK(connectTo(spec.target)); // said now, not by a strange message of a program inside
    SW_TRY(const UniqueFd listening, listenAt(spec));
    const UniqueFd job(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0)));
    if (!job.valid()) {
        return failure(errnoError(say("cannot watch a process"), errno));
    }
    // Not a child of this process: the runtime, which it becomes, waits for all its children.
    const pid_t between = ::fork();
    if (between < 0) {
        return failure(errnoError(say("cannot start a process"), errno));
    }
    if (between == 0) {
        if (::fork() != 0) {
            ::_exit(0);
        }
        // The container's output ends when nobody holds it any more, so this process must not.
        const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        for (int fd = 0; fd < 3; ++fd) {
            ::dup2(null, fd);
        }
        const int socket = ::fcntl(listening.get(), F_DUPFD, kSpare);
        const int watched = ::fcntl(job.get(), F_DUPFD, kSpare);
        ::dup2(socket, kListening);
        ::dup2(watched, kJob);
        ::close_range(kJob + 1, ~0U, 0);
        serve(spec.target);
    }
    while (::waitpid(between, nullptr, 0) < 0 && errno == EINTR) {
    }
    return {};
}

} // namespace sw::sandbox::process
