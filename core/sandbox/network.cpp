#include "core/sandbox/network.h"

#include "core/sandbox/process/files.h"

#include <array>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <format>
#include <poll.h>
#include <string_view>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sw::sandbox {

namespace {

constexpr int kReadyMs = 5000;
constexpr const char* kSlirpForwarder = "10.0.2.3";
/// Link-local, so nothing of the host is hidden behind it; pasta passes on what is asked there to the host's own server.
constexpr const char* kPastaForwarder = "169.254.1.1";

bool canOpenTun() {
    const UniqueFd tun(::open("/dev/net/tun", O_RDWR | O_CLOEXEC));
    return tun.valid();
}

/// Waits until the file is there or the program ended.
bool awaitFile(const std::filesystem::path& file, const Started& program) {
    const UniqueFd watch(::inotify_init1(IN_CLOEXEC));
    ::inotify_add_watch(watch.get(), file.parent_path().c_str(), IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO);
    std::array<char, 4096> events{};
    while (process::readText(file).empty()) {
        std::array<pollfd, 2> waiting{{{watch.get(), POLLIN, 0}, {program.pidfd.get(), POLLIN, 0}}};
        if (::poll(waiting.data(), waiting.size(), kReadyMs) <= 0 || waiting[1].revents != 0) {
            return !process::readText(file).empty() && waiting[1].revents == 0;
        }
        static_cast<void>(::read(watch.get(), events.data(), events.size()));
    }
    return true;
}

} // namespace

NetworkBackend likelyNetwork(bool root) {
    if (!canOpenTun()) {
        return NetworkBackend::Host;
    }
    if (!root && !process::findProgram("pasta").empty()) {
        return NetworkBackend::Pasta;
    }
    return process::findProgram("slirp4netns").empty() ? NetworkBackend::Host : NetworkBackend::Slirp4netns;
}

pid_t pidOf(int pidfd) {
    const std::string text = process::readText(std::format("/proc/self/fdinfo/{}", pidfd));
    const std::size_t at = text.find("Pid:");
    pid_t pid = 0;
    if (at != std::string::npos) {
        const std::size_t start = text.find_first_not_of(" \t", at + 4);
        std::from_chars(text.data() + std::min(start, text.size()), text.data() + text.size(), pid);
    }
    return pid > 0 ? pid : 0;
}

Result<Started> startPasta(pid_t holder, const std::filesystem::path& readyFile) {
    const std::string program = process::findProgram("pasta");
    if (program.empty()) {
        return failure(ErrorCode::Unsupported, say("pasta is not installed"));
    }
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        return failure(errnoError(say("cannot make a pipe"), errno));
    }
    UniqueFd reading(pipe[0]);
    UniqueFd writing(pipe[1]);
    SW_TRY(Started started,
           startProgram({program, "-f", "-q", "--config-net", "-t", "none", "-u", "none", "-T", "none", "-U", "none",
                         "--no-map-gw", "--dns-forward", kPastaForwarder, "-P", readyFile.native(), std::to_string(holder)},
                        -1, writing.get()));
    writing.reset();
    if (awaitFile(readyFile, started)) {
        return started;
    }
    ::kill(started.pid, SIGKILL);
    awaitEnd(started, 1000);
    return failure(ErrorCode::Unsupported, say("pasta does not work here"));
}

SharedNetwork::~SharedNetwork() {
    if (m_pasta.pid > 0) { // by its pid: it would outlive the namespace
        ::kill(m_pasta.pid, SIGTERM);
        leaveToItsEnd(std::move(m_pasta), 200);
    }
}

pid_t SharedNetwork::holder() {
    const std::lock_guard lock(m_mutex);
    return m_use ? m_use->holder : 0;
}

Result<void> SharedNetwork::bringUp(NetworkBackend backend) {
    SW_TRY(const Message reply,
           m_channel.request(MessageKind::NetworkUp, {{"slirp", backend == NetworkBackend::Slirp4netns}}));
    m_use->backend = backend;
    m_use->holder = reply.body.value("holder", 0);
    m_use->forwarder = kSlirpForwarder;
    if (backend == NetworkBackend::Pasta) {
        const pid_t holder = reply.fds.empty() ? 0 : pidOf(reply.fds.front().get());
        if (holder == 0) {
            return failure(ErrorCode::Unsupported, say("the sandbox's network process cannot be seen from here"));
        }
        SW_TRY(m_pasta, startPasta(holder, m_scratch / "pasta.pid"));
        m_use->forwarder = kPastaForwarder;
    }
    return {};
}

SharedNetwork::Use SharedNetwork::use() {
    const std::lock_guard lock(m_mutex);
    if (m_use) {
        Use again = *m_use;
        again.complaint = {};
        return again;
    }
    m_use = Use{};
    if (m_expected != NetworkBackend::Host) {
        Result<void> up = bringUp(m_expected);
        if (!up && m_expected == NetworkBackend::Pasta) { // the other one may work where the first does not
            up = bringUp(NetworkBackend::Slirp4netns);
        }
        if (!up) {
            m_use = Use{NetworkBackend::Host, 0, {}, up.error().message};
        }
    }
    return *m_use;
}

} // namespace sw::sandbox
