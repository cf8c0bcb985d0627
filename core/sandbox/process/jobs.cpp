#include "core/sandbox/process/jobs.h"

#include "core/sandbox/process/bundle.h"
#include "core/sandbox/process/files.h"
#include "core/sandbox/process/layerjobs.h"
#include "core/sandbox/process/netns.h"
#include "core/sandbox/process/runjob.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <format>
#include <sys/syscall.h>
#include <unistd.h>

namespace sw::sandbox::process {

namespace {

[[noreturn]] void becomeContainer(const Context& context, Message& message) {
    Error error{ErrorCode::Internal, "a request to run a process came without its pipes", {}};
    const Result<RunSpec> spec = runSpecFromJson(message.body);
    std::filesystem::path directory = context.state;
    if (spec && message.fds.size() >= 2) {
        directory = runPaths(context, *spec, message.job).job;
        const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::dup2(null, 0);
        ::dup2(message.fds[0].get(), 1);
        ::dup2(message.fds[1].get(), 2);
        message.fds.clear();
        const RunNetwork network{message.body.value("networkNamespace", std::string(kHostNetwork)),
                                 message.body.value("forwarder", std::string())};
        error = runContainer(context, *spec, network, message.job);
    }
    static_cast<void>(makeDirectories(directory));
    static_cast<void>(writeText(directory / "error",
                                errorBody(error).dump(-1, ' ', false, Json::error_handler_t::replace)));
    ::_exit(125);
}

Result<Json> commit(const Context& context, const Message& message) {
    if (message.fds.empty()) {
        return failure(ErrorCode::Internal, say("a commit came without its file"));
    }
    SW_TRY(const oci::FinishedTar finished, commitUpper(context, message.body.at("upper").get<std::string>(),
                                                        pathsFromJson(message.body.at("trees")), message.fds.front().get()));
    const std::string index = oci::serialiseIndex(finished.index);
    return Json{{"diffId", finished.diffId.text()},
                {"index", Json::binary(std::vector<std::uint8_t>(index.begin(), index.end()))}};
}

/// The holder becomes a child of pid 1 when this job's process ends.
void networkUp(int socket, const Message& message) {
    const Result<pid_t> holder = startNetworkHolder();
    if (!holder) {
        sendReply(socket, message.job, failure(holder.error()));
        return;
    }
    if (message.body.value("slirp", false)) {
        if (const Result<void> up = startSlirp(*holder); !up) {
            ::kill(*holder, SIGKILL);
            sendReply(socket, message.job, failure(up.error()));
            return;
        }
    }
    const UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, *holder, 0)));
    const int fd = pidfd.get();
    sendReply(socket, message.job, Json{{"holder", *holder}}, std::span(&fd, pidfd.valid() ? 1U : 0U));
}

void connect(const Context& context, int socket, const Message& message) {
    pid_t pid = message.body.value("holder", 0);
    if (pid == 0) {
        const std::string text = readText(context.state / std::format("j{}", message.body.at("run").get<std::uint64_t>()) / "pid");
        std::from_chars(text.data(), text.data() + text.size(), pid);
    }
    if (pid == 0) {
        sendReply(socket, message.job, failure(ErrorCode::NotFound, say("no container with a network of its own is running")));
        return;
    }
    const Result<UniqueFd> connection = connectInside(pid, message.body.at("port").get<std::uint16_t>());
    if (!connection) {
        sendReply(socket, message.job, failure(connection.error()));
        return;
    }
    const int fd = connection->get();
    sendReply(socket, message.job, Json::object(), std::span(&fd, 1));
}

template <typename T> Result<Json> named(const char* name, const Result<T>& value) {
    return value ? Result<Json>(Json{{name, *value}}) : failure(value.error());
}

void answer(const Context& context, int socket, const Message& message, const std::filesystem::path& work) {
    const Json& body = message.body;
    switch (message.kind) {
    case MessageKind::Extract: {
        std::optional<LayerForms> like;
        if (const auto given = body.find("like"); given != body.end()) {
            like = LayerForms{given->at("tar").get<std::string>(), given->at("tree").get<std::string>()};
        }
        sendReply(socket, message.job,
                  named("leftOut", extractLayer(context, body.at("tar").get<std::string>(), body.at("tree").get<std::string>(), work, like)));
        return;
    }
    case MessageKind::Commit:
        sendReply(socket, message.job, commit(context, message));
        return;
    case MessageKind::DiskUse:
        sendReply(socket, message.job, named("bytes", diskUsage(body.at("directory").get<std::string>())));
        return;
    case MessageKind::NetworkUp:
        networkUp(socket, message);
        return;
    case MessageKind::Connect:
        connect(context, socket, message);
        return;
    default:
        sendReply(socket, message.job, failure(ErrorCode::Internal, say("the sandbox process does not know this request")));
    }
}

} // namespace

void sendReply(int socket, std::uint64_t job, const Result<Json>& result, std::span<const int> fds) {
    Json body;
    if (result) {
        body = *result;
        body["ok"] = true;
    } else {
        body = errorBody(result.error());
    }
    if (!sendMessage(socket, MessageKind::Reply, job, body, fds)) {
        ::_exit(0); // nobody listens any more
    }
}

void runJob(const Context& context, int socket, Message& message, const std::filesystem::path& work) {
    if (message.kind == MessageKind::Run) {
        becomeContainer(context, message);
    }
    try {
        answer(context, socket, message, work);
    } catch (const std::exception& e) {
        sendReply(socket, message.job, failure(ErrorCode::Internal, say("a malformed request: %1", e.what())));
    }
    ::_exit(0);
}

} // namespace sw::sandbox::process
