#include "core/sandbox/launch.h"

#include "core/sandbox/sandbox.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ;

namespace sw::sandbox {

Result<Started> startProgram(const std::vector<std::string>& args, int socket, int output, bool quiet) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (output >= 0) {
        ::posix_spawn_file_actions_adddup2(&actions, output, 1);
    } else {
        ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    }
    if (quiet) {
        ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    }
    if (socket >= 0) {
        ::posix_spawn_file_actions_adddup2(&actions, socket, 3);
    }
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);

    std::vector<char*> words;
    for (const auto& word : args) {
        words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    Started started;
    const int error = ::posix_spawn(&started.pid, words[0], &actions, &attributes, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        return failure(errnoError(say("cannot start %1", args.front()), error));
    }
    started.pidfd = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, started.pid, 0)));
    return started;
}

int awaitEnd(const Started& program, int patienceMs) {
    if (program.pid <= 0) {
        return 0;
    }
    pollfd waiting{program.pidfd.get(), POLLIN, 0};
    if (!program.pidfd.valid() || ::poll(&waiting, 1, patienceMs) <= 0) {
        ::kill(program.pid, SIGKILL);
    }
    int status = 0;
    while (::waitpid(program.pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

void leaveToItsEnd(Started program, int patienceMs) {
    if (program.pid > 0) {
        std::thread([program = std::move(program), patienceMs] { awaitEnd(program, patienceMs); }).detach();
    }
}

std::filesystem::path helperPath() {
    if (const char* given = std::getenv("STAGEWRIGHT_SANDBOX"); given != nullptr && *given != '\0') {
        return given;
    }
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    const std::filesystem::path name = "stagewright-sandbox";
    // Beside the program (installed, and the build tree's bin/), from the build tree's tests, or where packages put it.
    for (const auto& candidate : {program / name, program / "../bin" / name, program / "../libexec/stagewright" / name}) {
        if (::access(candidate.c_str(), X_OK) == 0) {
            return candidate.lexically_normal();
        }
    }
    return program / name;
}

} // namespace sw::sandbox
