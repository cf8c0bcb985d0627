#include "core/io/subprocess.h"

#include "core/base/uniquefd.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

extern char** environ; // NOLINT: the name is POSIX's

namespace sw::io {

namespace {

constexpr auto kGrace = std::chrono::milliseconds(500);
constexpr int kTickMs = 100;
using Clock = std::chrono::steady_clock;

struct Pipe {
    UniqueFd read;
    UniqueFd write;
};

Result<Pipe> makePipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return failure(errnoError(say("Cannot make a pipe"), errno));
    }
    return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

std::vector<std::string> environmentOf(const ProcessSpec& spec) {
    std::vector<std::string> out;
    const auto isChanged = [&](std::string_view name) {
        return std::ranges::any_of(spec.setEnv, [&](const auto& set) { return set.first == name; }) ||
               std::ranges::find(spec.unsetEnv, name) != spec.unsetEnv.end();
    };
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        if (!isChanged(text.substr(0, text.find('=')))) {
            out.emplace_back(text);
        }
    }
    for (const auto& [name, value] : spec.setEnv) {
        out.push_back(name + "=" + value);
    }
    return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (std::string& text : texts) {
        out.push_back(text.data());
    }
    out.push_back(nullptr);
    return out;
}

struct SpawnPlan {
    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
    SpawnPlan() {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
    }
    ~SpawnPlan() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
};

Result<pid_t> spawn(const ProcessSpec& spec, const std::filesystem::path& program, int in, int out, int err) {
    SpawnPlan plan;
    posix_spawn_file_actions_adddup2(&plan.actions, in, 0);
    posix_spawn_file_actions_adddup2(&plan.actions, out, 1);
    posix_spawn_file_actions_adddup2(&plan.actions, err, 2);
    if (!spec.directory.empty()) {
        posix_spawn_file_actions_addchdir_np(&plan.actions, spec.directory.c_str());
    }
    posix_spawn_file_actions_addclosefrom_np(&plan.actions, 3);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&plan.attributes, &none);
    posix_spawnattr_setsigdefault(&plan.attributes, &all);
    posix_spawnattr_setpgroup(&plan.attributes, 0);
    posix_spawnattr_setflags(&plan.attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::vector<std::string> args = spec.args;
    std::vector<std::string> environment = environmentOf(spec);
    pid_t pid = -1;
    const int error = ::posix_spawn(&pid, program.c_str(), &plan.actions, &plan.attributes, pointers(args).data(),
                                    pointers(environment).data());
    if (error != 0) {
        return failure(errnoError(say("Cannot start '%1'", program.string()), error));
    }
    return pid;
}

void setNonBlocking(int fd) { ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK); }

class Conversation {
public:
    Conversation(const ProcessSpec& spec, pid_t pid, UniqueFd in, UniqueFd out, UniqueFd err, std::stop_token stop)
        : m_spec(spec), m_pid(pid), m_in(std::move(in)), m_out(std::move(out)), m_err(std::move(err)), m_stop(std::move(stop)) {
        setNonBlocking(m_in.get());
        if (m_spec.input.empty()) {
            m_in.reset();
        }
    }

    Result<ProcessResult> run() {
        int status = 0;
        bool ended = false;
        while (!ended || m_out.valid() || m_err.valid()) {
            endWhenStopped();
            if (!ended) {
                ended = ::waitpid(m_pid, &status, WNOHANG) == m_pid;
                m_endedAt = Clock::now();
            } else if (Clock::now() - m_endedAt > kGrace && m_killing) {
                break; // something it left behind holds the pipes
            }
            exchange(ended || m_killing ? 10 : kTickMs, ended);
            if (m_spec.onTick) {
                m_spec.onTick();
            }
        }
        if (m_stop.stop_requested() && m_killing) {
            return failure(ErrorCode::Cancelled, say("Stopped"));
        }
        m_result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        return std::move(m_result);
    }

private:
    void endWhenStopped() {
        if (!m_killing && m_stop.stop_requested()) {
            m_killing = true;
            m_killedAt = Clock::now();
            ::kill(-m_pid, SIGTERM);
        } else if (m_killing && Clock::now() - m_killedAt > kGrace) {
            ::kill(-m_pid, SIGKILL);
        }
    }

    void exchange(int timeout, bool ended) {
        std::array<pollfd, 3> set = {pollfd{m_in.get(), POLLOUT, 0}, pollfd{m_out.get(), POLLIN, 0}, pollfd{m_err.get(), POLLIN, 0}};
        // The end of the process makes no event here: it is met by its pipes closing, or by the next look.
        ::poll(set.data(), set.size(), m_out.valid() || m_err.valid() ? timeout : (ended ? 0 : 5));
        if (m_in.valid() && set[0].revents != 0) {
            feed();
        }
        if (m_out.valid() && set[1].revents != 0) {
            drain(m_out, m_spec.onOutput, [this](std::string_view bytes) {
                m_result.output += bytes.substr(0, kCollectLimit - std::min(kCollectLimit, m_result.output.size()));
            });
        }
        if (m_err.valid() && set[2].revents != 0) {
            drain(m_err, m_spec.onError, [this](std::string_view bytes) {
                m_result.errors += bytes;
                if (m_result.errors.size() > 2 * kCollectLimit) {
                    m_result.errors.erase(0, m_result.errors.size() - kCollectLimit);
                }
            });
        }
    }

    void feed() {
        const std::string_view rest = std::string_view(m_spec.input).substr(m_fed);
        const ssize_t wrote = ::write(m_in.get(), rest.data(), rest.size());
        m_fed += wrote > 0 ? static_cast<std::size_t>(wrote) : 0;
        if (m_fed == m_spec.input.size() || (wrote < 0 && errno != EAGAIN && errno != EINTR)) {
            m_in.reset();
        }
    }

    template <typename Keep> void drain(UniqueFd& fd, const OutputCallback& callback, const Keep& keep) {
        std::array<char, 16 * 1024> buffer{};
        const ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
        if (got > 0) {
            const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
            callback ? callback(bytes) : keep(bytes);
        } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
            fd.reset();
        }
    }

    const ProcessSpec& m_spec;
    pid_t m_pid;
    UniqueFd m_in;
    UniqueFd m_out;
    UniqueFd m_err;
    std::stop_token m_stop;
    ProcessResult m_result;
    std::size_t m_fed = 0;
    bool m_killing = false;
    Clock::time_point m_killedAt;
    Clock::time_point m_endedAt;
};

/// SIGPIPE must not end us when the program does not read its input.
class IgnorePipeSignal {
public:
    IgnorePipeSignal() {
        sigemptyset(&m_pipe);
        sigaddset(&m_pipe, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before);
    }
    ~IgnorePipeSignal() {
        if (sigismember(&m_before, SIGPIPE) == 0) {
            const timespec now{};
            while (::sigtimedwait(&m_pipe, nullptr, &now) > 0) {
            }
        }
        ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    IgnorePipeSignal(const IgnorePipeSignal&) = delete;
    IgnorePipeSignal& operator=(const IgnorePipeSignal&) = delete;

private:
    sigset_t m_pipe{};
    sigset_t m_before{};
};

} // namespace

std::optional<std::filesystem::path> findProgram(std::string_view name) {
    if (name.find('/') != std::string_view::npos) {
        return ::access(std::string(name).c_str(), X_OK) == 0 ? std::optional<std::filesystem::path>(name) : std::nullopt;
    }
    const char* path = std::getenv("PATH");
    const std::string folders = std::string(path == nullptr ? "" : path) + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
    for (std::size_t begin = 0; begin <= folders.size();) {
        const std::size_t end = std::min(folders.find(':', begin), folders.size());
        const auto candidate = std::filesystem::path(folders.substr(begin, end - begin)) / name;
        std::error_code error;
        if (end > begin && std::filesystem::is_regular_file(candidate, error) && ::access(candidate.c_str(), X_OK) == 0) {
            return candidate;
        }
        begin = end + 1;
    }
    return std::nullopt;
}

Result<ProcessResult> runProcess(const ProcessSpec& spec, std::stop_token stop) {
    if (spec.args.empty()) {
        return failure(ErrorCode::Internal, say("No program to run"));
    }
    const auto program = findProgram(spec.args.front());
    if (!program) {
        return failure(ErrorCode::NotFound, say("The program '%1' is not installed", spec.args.front()));
    }
    if (stop.stop_requested()) {
        return failure(ErrorCode::Cancelled, say("Stopped"));
    }
    SW_TRY(Pipe in, makePipe());
    SW_TRY(Pipe out, makePipe());
    SW_TRY(Pipe err, makePipe());
    const IgnorePipeSignal quiet;
    SW_TRY(const pid_t pid, spawn(spec, *program, in.read.get(), out.write.get(), err.write.get()));
    in.read.reset();
    out.write.reset();
    err.write.reset();
    return Conversation(spec, pid, std::move(in.write), std::move(out.read), std::move(err.read), std::move(stop)).run();
}

} // namespace sw::io
