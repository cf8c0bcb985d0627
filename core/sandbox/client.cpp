#include "core/sandbox/channel.h"
#include "core/sandbox/launch.h"
#include "core/sandbox/network.h"
#include "core/sandbox/process/files.h"
#include "core/sandbox/protocol.h"
#include "core/sandbox/sandbox.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <format>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sw::sandbox {

namespace {

constexpr int kEndPatienceMs = 2000;
constexpr std::size_t kReadSize = 64U << 10U;

Result<std::array<UniqueFd, 2>> makePipe() {
    std::array<int, 2> fds{};
    if (::pipe2(fds.data(), O_CLOEXEC) != 0) {
        return failure(errnoError(say("cannot make a pipe"), errno));
    }
    return std::array<UniqueFd, 2>{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

/// The runtime's log has lines "TIME: message"; its last message without the time is the reason.
std::string runtimeReason(std::string log) {
    while (!log.empty() && log.back() == '\n') {
        log.pop_back();
    }
    const std::size_t line = log.rfind('\n');
    std::string last = line == std::string::npos ? log : log.substr(line + 1);
    if (const std::size_t colon = last.find("Z: "); colon != std::string::npos) {
        last = last.substr(colon + 3);
    }
    return last;
}

class ProcessSandbox final : public Sandbox {
public:
    ProcessSandbox(std::filesystem::path state, Started process, UniqueFd socket)
        : m_state(std::move(state)), m_process(std::move(process)), m_channel(std::make_unique<Channel>(std::move(socket))) {}
    ~ProcessSandbox() override;

    Result<void> greet();
    SharedNetwork::Use network() { return m_network->use(); }

    const Capabilities& capabilities() const override { return m_capabilities; }
    Result<ExitStatus> run(const RunSpec& spec, const OutputSink& output, std::stop_token stop) override;
    Result<std::filesystem::path> makeUpper() override;
    Result<void> makeDirectory(const std::filesystem::path& path, std::uint32_t mode, std::uint32_t uid,
                               std::uint32_t gid) override;
    Result<void> extract(const std::filesystem::path& layerTar, const std::filesystem::path& tree, std::stop_token stop,
                         const std::optional<LayerForms>& like) override;
    Result<oci::FinishedTar> commit(const std::filesystem::path& upper, const std::vector<std::filesystem::path>& trees,
                                    int tarFd, std::stop_token stop) override;
    Result<void> keepAsTree(const std::filesystem::path& upper, const std::filesystem::path& tree) override;
    Result<void> discard(const std::filesystem::path& directory, const std::filesystem::path& trash) override;
    Result<std::uint64_t> diskUse(const std::filesystem::path& directory) override;
    Result<UniqueFd> connect(std::uint16_t port) override;

private:
    void chooseNetwork(const RunSpec& spec, const OutputSink& output, Json& body);
    Result<Message> pump(std::uint64_t job, PendingReply& reply, UniqueFd out, UniqueFd err, const OutputSink& output,
                         const std::stop_token& stop);

    std::filesystem::path m_state;
    Started m_process;
    std::unique_ptr<Channel> m_channel;
    std::unique_ptr<SharedNetwork> m_network;
    Capabilities m_capabilities;
    std::atomic<std::uint64_t> m_ownNetworkRun = 0;
};

ProcessSandbox::~ProcessSandbox() {
    m_network.reset();
    m_channel.reset(); // end of file on the socket ends the process and everything in its namespaces
    leaveToItsEnd(std::move(m_process), kEndPatienceMs);
    ::unlink((m_state / "pasta.pid").c_str());
    ::rmdir(m_state.c_str());
}

Result<void> ProcessSandbox::greet() {
    const std::shared_ptr<PendingReply> hello = m_channel->hello();
    pollfd waiting{hello->event.get(), POLLIN, 0};
    while (::poll(&waiting, 1, -1) < 0 && errno == EINTR) {
    }
    SW_TRY(const Message message, m_channel->take(0, *hello));
    m_capabilities.isolation = static_cast<Isolation>(message.body.value("isolation", 0));
    m_capabilities.canMakeDevices = message.body.value("canMakeDevices", false);
    m_capabilities.overlay = true;
    m_capabilities.network = likelyNetwork(m_capabilities.isolation == Isolation::Root);
    m_network = std::make_unique<SharedNetwork>(*m_channel, m_capabilities.network, m_state);
    return {};
}

void ProcessSandbox::chooseNetwork(const RunSpec& spec, const OutputSink& output, Json& body) {
    if (spec.network == NetworkMode::None) {
        body["networkNamespace"] = ""; // one with nothing but loopback
        body["emptyNetwork"] = true;   // which may have served another step before
        return;
    }
    body["networkNamespace"] = "host";
    if (spec.network == NetworkMode::Host) {
        return;
    }
    const SharedNetwork::Use use = m_network->use();
    if (!use.complaint.empty()) {
        output(2, std::format("stagewright: this step uses the host's network ({})\n", use.complaint.text()));
    }
    if (use.holder != 0) {
        body["networkNamespace"] = std::format("/proc/{}/ns/net", use.holder);
        body["forwarder"] = use.forwarder;
    } else if (spec.ownNetwork) {
        body["networkNamespace"] = "";
    }
}

/// Passes on what both pipes give, until both are at their end and the reply is there.
Result<Message> ProcessSandbox::pump(std::uint64_t job, PendingReply& reply, UniqueFd out, UniqueFd err,
                                     const OutputSink& output, const std::stop_token& stop) {
    const std::stop_callback onStop(stop, [&] { m_channel->cancel(job); });
    std::array<pollfd, 3> waiting{{{out.get(), POLLIN, 0}, {err.get(), POLLIN, 0}, {reply.event.get(), POLLIN, 0}}};
    std::vector<char> buffer(kReadSize);
    while (waiting[0].fd >= 0 || waiting[1].fd >= 0 || waiting[2].fd >= 0) {
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) {
            return failure(errnoError(say("cannot wait for the process's output"), errno));
        }
        for (std::size_t i = 0; i < 2; ++i) {
            if (waiting[i].fd < 0 || waiting[i].revents == 0) {
                continue;
            }
            const ssize_t n = ::read(waiting[i].fd, buffer.data(), buffer.size());
            if (n > 0) {
                output(static_cast<int>(i) + 1, std::string_view(buffer.data(), static_cast<std::size_t>(n)));
            } else if (n == 0 || errno != EINTR) {
                waiting[i].fd = -1;
            }
        }
        if (waiting[2].fd >= 0 && waiting[2].revents != 0) {
            waiting[2].fd = -1;
        }
    }
    return m_channel->take(job, reply);
}

Result<ExitStatus> ProcessSandbox::run(const RunSpec& spec, const OutputSink& output, std::stop_token stop) {
    if (stop.stop_requested()) {
        return failure(ErrorCode::Cancelled, say("stopped"));
    }
    Json body = runSpecToJson(spec);
    chooseNetwork(spec, output, body);
    SW_TRY(auto out, makePipe());
    SW_TRY(auto err, makePipe());
    const std::uint64_t job = m_channel->nextJob();
    if (spec.ownNetwork) {
        m_ownNetworkRun = job;
    }
    const std::shared_ptr<PendingReply> reply = m_channel->expect(job);
    const std::array<int, 2> ends{out[1].get(), err[1].get()};
    SW_CHECK(m_channel->send(MessageKind::Run, job, body, ends));
    out[1].reset();
    err[1].reset();
    SW_TRY(const Message message, pump(job, *reply, std::move(out[0]), std::move(err[0]), output, stop));
    ExitStatus status;
    status.code = message.body.value("exit", 0);
    status.peakMemory = message.body.value("peak", std::uint64_t{0});
    status.outOfMemory = message.body.value("oom", false);
    if (const std::string reason = runtimeReason(message.body.value("log", std::string())); !reason.empty() && status.code != 0) {
        output(2, reason + "\n");
        status.complaint = reason;
        // What a shell says of a command that is not there, or that cannot be executed.
        status.code = reason.contains("not found") || reason.contains("No such file") ? 127
                      : reason.contains("ermission denied")                           ? 126
                                                                                      : status.code;
    }
    return status;
}

Result<std::filesystem::path> ProcessSandbox::makeUpper() {
    SW_TRY(const Message reply, m_channel->request(MessageKind::MakeUpper, Json::object()));
    return std::filesystem::path(reply.body.value("path", std::string()));
}

Result<void> ProcessSandbox::makeDirectory(const std::filesystem::path& path, std::uint32_t mode, std::uint32_t uid,
                                           std::uint32_t gid) {
    SW_CHECK(m_channel->request(MessageKind::MakeDirectory,
                                {{"path", path.native()}, {"mode", mode}, {"uid", uid}, {"gid", gid}}));
    return {};
}

Result<void> ProcessSandbox::extract(const std::filesystem::path& layerTar, const std::filesystem::path& tree,
                                     std::stop_token stop, const std::optional<LayerForms>& like) {
    if (::access(tree.c_str(), F_OK) == 0) {
        return {};
    }
    Json body{{"tar", layerTar.native()}, {"tree", tree.native()}};
    if (like) {
        body["like"] = {{"tar", like->tar.native()}, {"tree", like->tree.native()}};
    }
    SW_CHECK(m_channel->request(MessageKind::Extract, body, {}, stop));
    return {};
}

Result<oci::FinishedTar> ProcessSandbox::commit(const std::filesystem::path& upper,
                                                const std::vector<std::filesystem::path>& trees, int tarFd,
                                                std::stop_token stop) {
    SW_TRY(const Message reply, m_channel->request(MessageKind::Commit,
                                                   {{"upper", upper.native()}, {"trees", pathsToJson(trees)}},
                                                   std::span(&tarFd, 1), stop));
    SW_TRY(Digest diffId, Digest::parse(reply.body.value("diffId", std::string())));
    const auto index = reply.body.find("index");
    if (index == reply.body.end() || !index->is_binary()) {
        return failure(ErrorCode::Corrupt, say("the sandbox process gave no index of the layer"));
    }
    const auto& bytes = index->get_binary();
    SW_TRY(oci::LayerIndex entries,
           oci::parseIndex(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())));
    return oci::FinishedTar{std::move(entries), std::move(diffId)};
}

Result<void> ProcessSandbox::keepAsTree(const std::filesystem::path& upper, const std::filesystem::path& tree) {
    SW_CHECK(m_channel->request(MessageKind::KeepAsTree, {{"upper", upper.native()}, {"tree", tree.native()}}));
    return {};
}

Result<void> ProcessSandbox::discard(const std::filesystem::path& directory, const std::filesystem::path& trash) {
    SW_CHECK(m_channel->request(MessageKind::Discard, {{"directory", directory.native()}, {"trash", trash.native()}}));
    return {};
}

Result<std::uint64_t> ProcessSandbox::diskUse(const std::filesystem::path& directory) {
    SW_TRY(const Message reply, m_channel->request(MessageKind::DiskUse, {{"directory", directory.native()}}));
    return reply.body.value("bytes", std::uint64_t{0});
}

Result<UniqueFd> ProcessSandbox::connect(std::uint16_t port) {
    SW_TRY(Message reply, m_channel->request(MessageKind::Connect, {{"port", port},
                                                                    {"holder", m_network->holder()},
                                                                    {"run", m_ownNetworkRun.load()}}));
    if (reply.fds.empty()) {
        return failure(ErrorCode::Corrupt, say("the sandbox process passed no connection"));
    }
    return std::move(reply.fds.front());
}

Result<std::unique_ptr<ProcessSandbox>> startProcess(const Sandbox::Options& options) {
    if (::access(options.helper.c_str(), X_OK) != 0) {
        return failure(ErrorCode::NotFound, say("the program %1 is missing; install Stagewright again", options.helper.native()));
    }
    SW_CHECK(process::makeDirectories(options.workDirectory));
    std::error_code pathError;
    const std::filesystem::path work = std::filesystem::canonical(options.workDirectory, pathError);
    const std::filesystem::path state = process::uniqueName(work, "sandbox");
    if (pathError || ::mkdir(state.c_str(), 0700) != 0) {
        return failure(errnoError(say("cannot make %1", state.native()), errno));
    }
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return failure(errnoError(say("cannot make a socket"), errno));
    }
    UniqueFd own(ends[0]);
    UniqueFd other(ends[1]);
    Result<Started> process =
        startProgram({options.helper.native(), "serve", state.native(), work.native()}, other.get(), -1);
    if (!process) {
        ::rmdir(state.c_str());
        return failure(process.error());
    }
    other.reset();
    auto sandbox = std::make_unique<ProcessSandbox>(state, std::move(*process), std::move(own));
    if (Result<void> ready = sandbox->greet(); !ready) {
        // The probes know the cause and the remedy better than the call that failed.
        const Result<Capabilities> seen = askHelper(options.storeRoot, options.helper);
        return failure(seen && !seen->blocker.empty() ? Error{ErrorCode::Unsupported, seen->blocker, {ready.error().sentence()}}
                                                      : ready.error());
    }
    return sandbox;
}

} // namespace

Result<std::unique_ptr<Sandbox>> Sandbox::start(Options options) {
    SW_TRY(std::unique_ptr<Sandbox> sandbox, startProcess(options));
    return sandbox;
}

Result<SharedNetwork::Use> tryNetwork(const Sandbox::Options& options) {
    SW_TRY(const std::unique_ptr<ProcessSandbox> sandbox, startProcess(options));
    return sandbox->network();
}

} // namespace sw::sandbox
