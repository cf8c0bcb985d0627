#include "core/sandbox/launch.h"
#include "core/sandbox/network.h"
#include "core/sandbox/process/files.h"
#include "core/sandbox/protocol.h"
#include "core/sandbox/sandbox.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <format>
#include <sys/wait.h>
#include <unistd.h>

namespace sw::sandbox {

Result<Capabilities> askHelper(const std::filesystem::path& storeRoot, const std::filesystem::path& helper) {
    std::array<int, 2> fds{};
    if (::pipe2(fds.data(), O_CLOEXEC) != 0) {
        return failure(errnoError(say("cannot make a pipe"), errno));
    }
    UniqueFd reading(fds[0]);
    UniqueFd writing(fds[1]);
    SW_TRY(const Started program, startProgram({helper.native(), "probe", storeRoot.native()}, -1, writing.get()));
    writing.reset();
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t n = 0; (n = ::read(reading.get(), buffer.data(), buffer.size())) != 0;) {
        if (n > 0) {
            text.append(buffer.data(), static_cast<std::size_t>(n));
        } else if (errno != EINTR) {
            break;
        }
    }
    awaitEnd(program, 5000);
    return capabilitiesFromJson(Json::parse(text, nullptr, false));
}

namespace {

Probe networkProbe(const Result<SharedNetwork::Use>& use) {
    Probe probe{say("Network of RUN"), true, false, {}, {}};
    if (use && use->backend == NetworkBackend::Pasta) {
        probe.finding = say("Sandboxed: pasta connects each build's own network.");
        return probe;
    }
    if (use && use->backend == NetworkBackend::Slirp4netns) {
        probe.finding = say("Sandboxed: slirp4netns connects each build's own network.");
        return probe;
    }
    probe.ok = false;
    probe.finding = say("RUN uses the host's network: it can reach services on this machine's loopback address.");
    if (const UniqueFd tun(::open("/dev/net/tun", O_RDWR | O_CLOEXEC)); !tun.valid()) {
        probe.remedy = say("Cannot open /dev/net/tun; RUN uses the host network. sudo modprobe tun; sudo chmod 666 /dev/net/tun.");
    } else if (process::findProgram("pasta").empty() && process::findProgram("slirp4netns").empty()) {
        probe.remedy = say("Install passt or slirp4netns: sudo apt install passt.");
    } else {
        probe.remedy = say("The tools are there but do not work: %1", use ? use->complaint : use.error().message);
    }
    return probe;
}

/// Not a part of the sandbox, but of what this machine lets us say about RUN.
Probe shellCheckProbe() {
    Probe probe{say("ShellCheck"), true, false, say("The shell scripts of RUN are checked."), {}};
    if (process::findProgram("shellcheck").empty()) {
        probe.ok = false;
        probe.finding = say("The program shellcheck is not installed: the shell scripts of RUN are not checked.");
        probe.remedy = say("Install it: sudo apt install shellcheck (Fedora: ShellCheck).");
    }
    return probe;
}

} // namespace

Capabilities probeMachine(const std::filesystem::path& storeRoot, const std::filesystem::path& helper) {
    Result<Capabilities> asked = askHelper(storeRoot, helper);
    if (!asked) {
        Capabilities none;
        none.blocker = say("the program %1 does not start: %2", helper.native(), asked.error().message);
        none.probes.push_back({say("Sandbox process"), false, true, none.blocker, say("Install Stagewright again.")});
        none.probes.push_back(shellCheckProbe());
        return none;
    }
    if (asked->isolation != Isolation::None) {
        std::error_code error;
        const bool exists = std::filesystem::is_directory(storeRoot, error);
        const std::filesystem::path scratch =
            process::uniqueName(exists ? storeRoot : std::filesystem::temp_directory_path(error), ".stagewright-probe");
        const Result<SharedNetwork::Use> use = tryNetwork({helper, storeRoot, scratch});
        std::filesystem::remove_all(scratch, error);
        asked->probes.push_back(networkProbe(use));
        asked->network = use ? use->backend : NetworkBackend::Host;
    }
    asked->probes.push_back(shellCheckProbe());
    return std::move(*asked);
}

std::string Capabilities::summary() const {
    std::string text;
    switch (isolation) {
    case Isolation::Root:
        text = "root";
        break;
    case Isolation::UserMap:
        text = "rootless";
        break;
    case Isolation::SingleUid:
        text = "rootless, owners flattened";
        break;
    case Isolation::Chroot:
        text = "no isolation";
        break;
    case Isolation::None:
        return "cannot run";
    }
    return text + (network == NetworkBackend::Host ? ", host net" : ", sandboxed net");
}

} // namespace sw::sandbox
