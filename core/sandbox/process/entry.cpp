#include "core/sandbox/process/entry.h"

#include "core/io/sentencejson.h"
#include "core/sandbox/process/files.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <format>
#include <grp.h>
#include <linux/magic.h>
#include <pwd.h>
#include <sched.h>
#include <sstream>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sw::sandbox::process {

namespace {

constexpr unsigned kWantedIds = 65536;

std::vector<IdRange> rangesOf(const std::string& text, const std::string& name, const std::string& number, char separator) {
    std::vector<IdRange> ranges;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t first = line.find(separator);
        const std::size_t second = first == std::string::npos ? first : line.find(separator, first + 1);
        if (second == std::string::npos) {
            continue;
        }
        const std::string owner = line.substr(0, first);
        IdRange range;
        std::from_chars(line.data() + first + 1, line.data() + second, range.start);
        std::from_chars(line.data() + second + 1, line.data() + line.size(), range.count);
        if ((owner == name || owner == number) && range.count > 0) {
            ranges.push_back(range);
        }
    }
    return ranges;
}

/// `getsubids NAME` prints "0: NAME START COUNT" for users whose ranges come from a directory service.
std::vector<IdRange> rangesOfService(const std::string& name, bool group) {
    const std::string program = findProgram("getsubids");
    if (program.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-@") !=
                               std::string::npos) {
        return {};
    }
    std::vector<IdRange> ranges;
    const std::string command = program + (group ? " -g " : " ") + name + " 2>/dev/null";
    if (FILE* pipe = ::popen(command.c_str(), "r")) {
        std::array<char, 256> owner{};
        IdRange range;
        while (std::fscanf(pipe, "%*d: %255s %u %u", owner.data(), &range.start, &range.count) == 3) {
            ranges.push_back(range);
        }
        ::pclose(pipe);
    }
    return ranges;
}

/// Runs newuidmap or newgidmap for process `pid`: id 0 is the caller's, then the subordinate ones. Gives its words on failure.
Result<void> mapIds(const char* tool, pid_t pid, unsigned own, const std::vector<IdRange>& ranges) {
    const std::string program = findProgram(tool);
    if (program.empty()) {
        return failure(ErrorCode::Unsupported, say("%1 is not installed", tool));
    }
    std::vector<std::string> words{program, std::to_string(pid), "0", std::to_string(own), "1"};
    unsigned inside = 1;
    for (const IdRange& range : ranges) {
        words.insert(words.end(), {std::to_string(inside), std::to_string(range.start), std::to_string(range.count)});
        inside += range.count;
    }
    std::vector<char*> args;
    for (auto& word : words) {
        args.push_back(word.data());
    }
    args.push_back(nullptr);
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        return failure(errnoError(say("cannot start newuidmap"), errno));
    }
    UniqueFd reading(pipe[0]);
    UniqueFd writing(pipe[1]);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(writing.get(), STDERR_FILENO);
        ::execv(program.c_str(), args.data());
        ::_exit(127);
    }
    writing.reset();
    std::string words2;
    std::array<char, 512> buffer{};
    for (ssize_t n = 0; (n = ::read(reading.get(), buffer.data(), buffer.size())) > 0;) {
        words2.append(buffer.data(), static_cast<std::size_t>(n));
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (status != 0) {
        while (!words2.empty() && words2.back() == '\n') {
            words2.pop_back();
        }
        return failure(ErrorCode::Unsupported, say("%1 failed: %2", tool, words2));
    }
    return {};
}

/// The child that stays in the parent's namespace and maps the ids when told to. Ends with 0 when both maps are written;
/// its reason otherwise goes down the pipe.
[[noreturn]] void runMapper(int go, int report, pid_t target, uid_t uid, gid_t gid) {
    char byte = 0;
    if (::read(go, &byte, 1) != 1) {
        ::_exit(1);
    }
    const std::vector<IdRange> uids = subordinateIds("/etc/subuid", uid);
    const std::vector<IdRange> gids = subordinateIds("/etc/subgid", uid);
    Result<void> done;
    if (uids.empty() || gids.empty()) {
        done = failure(ErrorCode::Unsupported, say("no subordinate ids in /etc/subuid and /etc/subgid"));
    } else {
        done = mapIds("newuidmap", target, uid, uids);
        if (done) {
            done = mapIds("newgidmap", target, gid, gids);
        }
    }
    if (!done) {
        const std::string text = sentenceToJson<nlohmann::json>(done.error().message).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        static_cast<void>(::write(report, text.data(), text.size()));
        ::_exit(1);
    }
    ::_exit(0);
}

Result<void> mapOneId(uid_t uid, gid_t gid) {
    SW_CHECK(writeExisting("/proc/self/setgroups", "deny"));
    SW_CHECK(writeExisting("/proc/self/gid_map", std::format("0 {} 1", gid)));
    return writeExisting("/proc/self/uid_map", std::format("0 {} 1", uid));
}

Result<void> becomeNamespaceRoot(bool allGroups) {
    if (::setresgid(0, 0, 0) != 0 || ::setresuid(0, 0, 0) != 0 || (allGroups && ::setgroups(0, nullptr) != 0)) {
        return failure(errnoError(say("cannot become root of the user namespace"), errno));
    }
    return {};
}

Result<void> bindRootAgain() {
    const std::filesystem::path spare = "/tmp";
    if (::mount("/", spare.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0 || ::chdir(spare.c_str()) != 0 ||
        ::mount(".", "/", nullptr, MS_MOVE, nullptr) != 0 || ::chroot(".") != 0 || ::chdir("/") != 0) {
        return failure(errnoError(say("cannot leave the chroot that this program runs in"), errno));
    }
    return {};
}

} // namespace

std::vector<IdRange> subordinateIds(const char* file, uid_t uid) {
    const passwd* user = ::getpwuid(uid);
    const std::string name = user == nullptr ? std::string() : user->pw_name;
    std::vector<IdRange> ranges = rangesOf(readText(file), name, std::to_string(uid), ':');
    if (ranges.empty() && !name.empty()) {
        ranges = rangesOfService(name, std::string_view(file).ends_with("gid"));
    }
    // The kernel takes 340 lines; nobody needs more ids than one full range.
    unsigned total = 0;
    std::vector<IdRange> chosen;
    for (const IdRange& range : ranges) {
        if (total >= kWantedIds || chosen.size() >= 300) {
            break;
        }
        chosen.push_back(range);
        total += range.count;
    }
    return chosen;
}

Result<UserNamespace> enterUserNamespace() {
    const uid_t uid = ::geteuid();
    const gid_t gid = ::getegid();
    const pid_t self = ::getpid();
    std::array<int, 2> goPipe{};
    std::array<int, 2> reportPipe{};
    if (::pipe2(goPipe.data(), O_CLOEXEC) != 0 || ::pipe2(reportPipe.data(), O_CLOEXEC) != 0) {
        return failure(errnoError(say("cannot make a pipe"), errno));
    }
    UniqueFd goRead(goPipe[0]);
    UniqueFd goWrite(goPipe[1]);
    UniqueFd reportRead(reportPipe[0]);
    UniqueFd reportWrite(reportPipe[1]);
    const pid_t mapper = ::fork();
    if (mapper == 0) {
        goWrite.reset();
        runMapper(goRead.get(), reportWrite.get(), self, uid, gid);
    }
    if (mapper < 0) {
        return failure(errnoError(say("cannot start the id mapper"), errno));
    }
    reportWrite.reset();
    const int error = ::unshare(CLONE_NEWUSER) == 0 ? 0 : errno;
    if (error == 0) {
        static_cast<void>(::write(goWrite.get(), "g", 1));
    }
    goWrite.reset();
    UserNamespace result;
    std::string report;
    std::array<char, 1024> buffer{};
    for (ssize_t n = 0; (n = ::read(reportRead.get(), buffer.data(), buffer.size())) > 0;) {
        report.append(buffer.data(), static_cast<std::size_t>(n));
    }
    int status = 0;
    while (::waitpid(mapper, &status, 0) < 0 && errno == EINTR) {
    }
    if (error != 0) {
        return failure(errnoError(say("cannot make a user namespace"), error));
    }
    if (status == 0) {
        result.isolation = Isolation::UserMap;
        SW_CHECK(becomeNamespaceRoot(true));
        return result;
    }
    result.isolation = Isolation::SingleUid;
    result.shortfall = sentenceFromJson(nlohmann::json::parse(report, nullptr, false));
    SW_CHECK(withContext(mapOneId(uid, gid), say("while mapping one user id (%1)", result.shortfall)));
    SW_CHECK(becomeNamespaceRoot(false));
    return result;
}

Result<void> enterMountNamespace() {
    if (::unshare(CLONE_NEWNS | CLONE_NEWPID) != 0) {
        return failure(errnoError(say("cannot make mount and process namespaces"), errno));
    }
    return {};
}

Result<void> settleMounts() {
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
        if (errno != EINVAL) {
            return failure(errnoError(say("cannot make the mounts private"), errno));
        }
        SW_CHECK(bindRootAgain());
        if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
            return failure(errnoError(say("cannot make the mounts private"), errno));
        }
    }
    // crun refuses version 1 hierarchies beside a version 2 tree that has a controller; we use no cgroups at all.
    struct statfs info {};
    if (::statfs("/sys/fs/cgroup/unified", &info) == 0 && info.f_type == CGROUP2_SUPER_MAGIC &&
        ::mount("/sys/fs/cgroup/unified", "/sys/fs/cgroup", nullptr, MS_BIND, nullptr) != 0) {
        return failure(errnoError(say("cannot put the cgroup2 tree in the place of the mixed one"), errno));
    }
    return {};
}

Result<void> mountProc() {
    if (::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) != 0) {
        const int error = errno;
        if (error == EPERM) {
            return failure(ErrorCode::Unsupported,
                           say("the container around this program masks /proc; start it with --security-opt systempaths=unconfined"));
        }
        return failure(errnoError(say("cannot mount /proc"), error));
    }
    return {};
}

void resetProcess(int keep) {
    for (int number = 1; number < NSIG; ++number) {
        if (number != SIGKILL && number != SIGSTOP) {
            ::signal(number, SIG_DFL);
        }
    }
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::close_range(static_cast<unsigned>(keep), ~0U, 0);
    ::umask(022);
}

bool inInitialUserNamespace() {
    unsigned inside = 0;
    unsigned outside = 0;
    unsigned count = 0;
    const std::string map = readText("/proc/self/uid_map");
    return std::sscanf(map.c_str(), "%u %u %u", &inside, &outside, &count) == 3 && inside == 0 && outside == 0 &&
           count == 0xffffffffU;
}

} // namespace sw::sandbox::process
