#include "core/sandbox/process/server.h"

#include "core/base/digest.h"
#include "core/sandbox/process/devicefilter.h"
#include "core/sandbox/process/files.h"
#include "core/sandbox/process/jobs.h"
#include "core/sandbox/process/runjob.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <format>
#include <poll.h>
#include <string_view>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sw::sandbox::process {

namespace {

constexpr std::size_t kMostLeftovers = 64;

std::uint64_t oomKills() {
    const std::string text = readText("/proc/vmstat");
    const std::size_t at = text.find("\noom_kill ");
    return at == std::string::npos ? 0 : std::strtoull(text.c_str() + at + 10, nullptr, 10);
}

pid_t readPid(const std::filesystem::path& file) {
    const std::string text = readText(file);
    pid_t pid = 0;
    std::from_chars(text.data(), text.data() + text.size(), pid);
    return pid;
}

/// Deletes everything in the trash, also what earlier runs of the program left there.
void emptyTrash(const std::filesystem::path& trash) {
    ::setpriority(PRIO_PROCESS, 0, 10);
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(trash, error)) {
        static_cast<void>(removeTree(entry.path()));
    }
}

} // namespace

void Server::reply(std::uint64_t job, const Result<Json>& result) const {
    sendReply(m_socket, job, result);
}

void Server::serve() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    const UniqueFd children(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
    m_oomKills = oomKills();
    static_cast<void>(Digest::ofSha256("")); // what that prepares every commit inherits
    for (;;) {
        std::array<pollfd, 2> waiting{{{m_socket, POLLIN, 0}, {children.get(), POLLIN, 0}}};
        const int patience = m_dying.empty() && m_leftovers.empty() ? -1 : 2;
        const int ready = ::poll(waiting.data(), waiting.size(), patience);
        if (ready < 0 && errno != EINTR) {
            break;
        }
        if ((ready == 0 || m_leftovers.size() > kMostLeftovers) && !m_leftovers.empty()) {
            cleanUpOne();
        }
        if (waiting[1].revents != 0) {
            signalfd_siginfo info{};
            while (::read(children.get(), &info, sizeof(info)) > 0) {
            }
            reap();
        }
        killCancelledRuns();
        if (waiting[0].revents != 0) {
            Result<std::optional<Message>> message = receiveMessage(m_socket);
            if (!message || !*message) {
                break;
            }
            handle(**message);
        }
    }
    while (!m_leftovers.empty()) {
        cleanUpOne();
    }
}

void Server::cleanUpOne() {
    cleanUpRun(m_leftovers.back());
    m_leftovers.pop_back();
}

void Server::handle(Message& message) {
    try {
        switch (message.kind) {
        case MessageKind::Cancel:
            cancel(message.job);
            return;
        case MessageKind::MakeUpper:
        case MessageKind::MakeDirectory:
        case MessageKind::KeepAsTree:
        case MessageKind::Discard:
            reply(message.job, answerAtOnce(message));
            return;
        default:
            start(message);
        }
    } catch (const std::exception& e) {
        reply(message.job, failure(ErrorCode::Internal, say("a malformed request: %1", e.what())));
    }
}

Result<Json> Server::answerAtOnce(const Message& message) {
    const Json& body = message.body;
    if (message.kind == MessageKind::MakeUpper) {
        const std::filesystem::path path = uniqueName(m_context.work, "upper");
        if (::mkdir(path.c_str(), 0755) != 0) {
            return failure(errnoError(say("cannot make %1", path.native()), errno));
        }
        return Json{{"path", path.native()}};
    }
    if (message.kind == MessageKind::MakeDirectory) {
        const std::filesystem::path path = body.at("path").get<std::string>();
        SW_CHECK(makeDirectories(path));
        if (::chown(path.c_str(), body.at("uid").get<uid_t>(), body.at("gid").get<gid_t>()) != 0 &&
            m_context.isolation != Isolation::SingleUid) {
            return failure(errnoError(say("cannot set the owner of %1", path.native()), errno));
        }
        if (::chmod(path.c_str(), body.at("mode").get<mode_t>() & 07777U) != 0) {
            return failure(errnoError(say("cannot set the mode of %1", path.native()), errno));
        }
        return Json::object();
    }
    if (message.kind == MessageKind::KeepAsTree) {
        const std::string upper = body.at("upper").get<std::string>();
        const std::string tree = body.at("tree").get<std::string>();
        if (::renameat2(AT_FDCWD, upper.c_str(), AT_FDCWD, tree.c_str(), RENAME_NOREPLACE) == 0) {
            return Json::object();
        }
        if (errno != EEXIST) {
            return failure(errnoError(say("cannot keep %1", tree), errno));
        }
        removeInBackground(upper); // somebody else has made the same layer
        return Json::object();
    }
    return discard(message);
}

void Server::removeInBackground(const std::filesystem::path& path) const {
    if (::fork() == 0) {
        ::close(m_socket);
        static_cast<void>(removeTree(path));
        ::_exit(0);
    }
}

Result<Json> Server::discard(const Message& message) {
    const std::filesystem::path directory = message.body.at("directory").get<std::string>();
    const std::filesystem::path trash = message.body.at("trash").get<std::string>();
    SW_CHECK(makeDirectories(trash));
    if (::rmdir(directory.c_str()) == 0 || errno == ENOENT) { // most steps that change nothing
        return Json::object();
    }
    const std::filesystem::path aside = uniqueName(trash, directory.filename().native());
    if (::rename(directory.c_str(), aside.c_str()) != 0 && errno != ENOENT) {
        return failure(errnoError(say("cannot discard %1", directory.native()), errno));
    }
    m_trash.insert(trash);
    emptyTrashInBackground();
    return Json::object();
}

/// One process at a time; what comes in meanwhile is for the next.
void Server::emptyTrashInBackground() {
    if (m_cleaner != 0 || m_trash.empty()) {
        return;
    }
    const std::filesystem::path trash = *m_trash.begin();
    m_trash.erase(m_trash.begin());
    m_cleaner = ::fork();
    if (m_cleaner == 0) {
        ::close(m_socket);
        emptyTrash(trash);
        ::_exit(0);
    }
    m_cleaner = std::max(m_cleaner, 0);
}

void Server::start(Message& message) {
    Job job;
    job.number = message.job;
    job.kind = message.kind;
    bool grouped = false;
    if (message.kind == MessageKind::Run) {
        const Result<RunSpec> spec = runSpecFromJson(message.body);
        if (!spec) {
            reply(message.job, failure(spec.error()));
            return;
        }
        const RunPaths paths = runPaths(m_context, *spec, message.job);
        job.directory = paths.job;
        job.work = paths.work;
        job.upper = spec->upper;
        // Of root alone: in a user namespace not every process can be looked at by its descriptors.
        if (message.body.value("emptyNetwork", false) && !spec->insecure && m_context.isolation == Isolation::Root) {
            job.network = m_networks.take();
            if (job.network.valid()) {
                message.body["networkNamespace"] = std::format("/proc/{}/fd/{}", ::getpid(), job.network.get());
            }
        }
        if (!m_triedDevices && !spec->insecure) {
            m_triedDevices = true;
            m_context.deviceGroup = makeDeviceGroup(m_context, m_context.state.filename().native());
        }
        grouped = !spec->insecure && !m_context.deviceGroup.empty();
    } else if (message.kind == MessageKind::Extract) {
        job.work = uniqueName(m_context.work, "extract");
    }
    pid_t pid = grouped ? forkIntoGroup(m_context.deviceGroup) : -1;
    if (pid == 0) {
        m_context.deviceGroup.clear(); // entered
    } else if (pid < 0) {
        pid = ::fork();
    }
    if (pid == 0) {
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        runJob(m_context, m_socket, message, job.work);
    }
    if (pid < 0) {
        reply(message.job, failure(errnoError(say("cannot start a process"), errno)));
        return;
    }
    m_jobs.emplace(pid, std::move(job));
}

void Server::cancel(std::uint64_t number) {
    for (auto& [pid, job] : m_jobs) {
        if (job.number != number || job.cancelled) {
            continue;
        }
        job.cancelled = true;
        if (job.kind == MessageKind::Run) {
            m_dying.insert(pid);
        } else {
            ::kill(pid, SIGKILL);
        }
    }
}

/// Kills the container's first process, and with it all others in it; crun then ends by itself. Before the container
/// exists there is nothing to kill, so this is tried again until it does.
void Server::killCancelledRuns() {
    std::erase_if(m_dying, [&](pid_t runtime) {
        const auto job = m_jobs.find(runtime);
        if (job == m_jobs.end()) {
            return true;
        }
        const pid_t container = readPid(job->second.directory / "pid");
        return container > 1 && ::kill(container, SIGKILL) == 0;
    });
}

/// Also processes that we do not know: orphans of the containers' and the jobs' are ours.
void Server::reap() {
    for (;;) {
        int status = 0;
        rusage usage{};
        const pid_t pid = ::wait4(-1, &status, WNOHANG, &usage);
        if (pid <= 0) {
            return;
        }
        if (pid == m_cleaner) {
            m_cleaner = 0;
            emptyTrashInBackground();
        }
        if (auto job = m_jobs.extract(pid)) {
            finish(job.mapped(), status, static_cast<std::uint64_t>(usage.ru_maxrss) * 1024U);
        }
    }
}

void Server::finish(Job& job, int status, std::uint64_t peak) {
    if (job.kind == MessageKind::Run) {
        const Result<Json> result = runReply(job, status, peak);
        takeBackMountPoints({job.directory, job.work}, job.upper);
        reply(job.number, result);
        if (job.network.valid()) { // its container is gone, and every process with it
            m_networks.giveBack(std::move(job.network));
        }
        m_leftovers.push_back({job.directory, job.work});
        return;
    }
    if (status == 0) {
        return; // it has answered for itself
    }
    if (!job.work.empty()) {
        removeInBackground(job.work);
    }
    if (job.cancelled) {
        reply(job.number, failure(ErrorCode::Cancelled, say("stopped")));
        return;
    }
    reply(job.number, failure(ErrorCode::Internal, say("a job of the sandbox process died (status %1)", status)));
}

Result<Json> Server::runReply(const Job& job, int status, std::uint64_t peak) {
    if (job.cancelled) {
        return failure(ErrorCode::Cancelled, say("stopped"));
    }
    if (const std::string text = readText(job.directory / "error"); !text.empty()) {
        return failure(errorFromBody(Json::parse(text, nullptr, false)));
    }
    const int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    bool outOfMemory = false;
    if (code == 128 + SIGKILL) {
        const std::uint64_t before = std::exchange(m_oomKills, oomKills());
        outOfMemory = m_oomKills != before;
    }
    return Json{{"exit", code}, {"peak", peak}, {"oom", outOfMemory}, {"log", readText(job.directory / "log")}};
}

} // namespace sw::sandbox::process
