#include "core/sandbox/process/devicefilter.h"

#include "core/base/uniquefd.h"
#include "core/sandbox/process/files.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/magic.h>
#include <linux/sched.h>
#include <sstream>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sw::sandbox::process {

namespace {

constexpr const char* kGroups = "/sys/fs/cgroup";
constexpr std::string_view kPrefix = "stagewright-step-";
constexpr std::time_t kOld = 3600; ///< seconds: a group that is empty so long after it was made is nobody's

/// Where this process is; a child of that keeps whatever limits apply to it. Empty without version 2.
std::filesystem::path ownGroup() {
    struct statfs info {};
    if (::statfs(kGroups, &info) != 0 || info.f_type != CGROUP2_SUPER_MAGIC) {
        return {};
    }
    std::istringstream lines(readText("/proc/self/cgroup"));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("0::/")) {
            std::filesystem::path group = std::string(kGroups) + line.substr(3);
            // A process that is in a group of ours already (a job) makes no group below it.
            return group.filename().native().starts_with(kPrefix) ? group.parent_path() : group;
        }
    }
    return {};
}

long bpf(int command, bpf_attr& attributes) { return ::syscall(SYS_bpf, command, &attributes, sizeof(attributes)); }

constexpr std::uint8_t kLoad32 = BPF_LDX | BPF_MEM | BPF_W;

bpf_insn instruction(int code, int to, int from, int offset, int value) {
    bpf_insn out{};
    out.code = static_cast<std::uint8_t>(code);
    out.dst_reg = static_cast<std::uint8_t>(to & 0xF);
    out.src_reg = static_cast<std::uint8_t>(from & 0xF);
    out.off = static_cast<std::int16_t>(offset);
    out.imm = value;
    return out;
}

/// The program that decides: register 1 points to access and type, major, minor.
UniqueFd loadFilter() {
    const auto equals = [](int reg, int value, int skip) { return instruction(BPF_JMP | BPF_JEQ | BPF_K, reg, 0, skip, value); };
    const auto differs = [](int reg, int value, int skip) { return instruction(BPF_JMP | BPF_JNE | BPF_K, reg, 0, skip, value); };
    const auto atMost = [](int reg, int value, int skip) { return instruction(BPF_JMP | BPF_JLE | BPF_K, reg, 0, skip, value); };
    constexpr int kAllow = 21; // index of the last two instructions
    constexpr int kDeny = 19;
    const auto program = std::to_array<bpf_insn>({
        instruction(kLoad32, 2, 1, 0, 0),                        //  0  access and type
        instruction(BPF_ALU64 | BPF_MOV | BPF_X, 3, 2, 0, 0),    //  1
        instruction(BPF_ALU64 | BPF_AND | BPF_K, 3, 0, 0, 0xFFFF), // 2  type
        instruction(BPF_ALU64 | BPF_RSH | BPF_K, 2, 0, 0, 16),   //  3  access
        instruction(kLoad32, 4, 1, 4, 0),                        //  4  major
        instruction(kLoad32, 5, 1, 8, 0),                        //  5  minor
        equals(2, BPF_DEVCG_ACC_MKNOD, kAllow - 7),              //  6
        differs(3, BPF_DEVCG_DEV_CHAR, kDeny - 8),               //  7
        equals(4, 136, kAllow - 9),                              //  8  pts
        differs(4, 1, 6),                                        //  9  to 16
        equals(5, 3, kAllow - 11),                               // 10  null
        equals(5, 5, kAllow - 12),                               // 11  zero
        equals(5, 7, kAllow - 13),                               // 12  full
        equals(5, 8, kAllow - 14),                               // 13  random
        equals(5, 9, kAllow - 15),                               // 14  urandom
        instruction(BPF_JMP | BPF_JA, 0, 0, kDeny - 16, 0),      // 15
        differs(4, 5, kDeny - 17),                               // 16
        atMost(5, 2, kAllow - 18),                               // 17  tty, console, ptmx
        instruction(BPF_JMP | BPF_JA, 0, 0, kDeny - 19, 0),      // 18
        instruction(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0),    // 19  deny
        instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),             // 20
        instruction(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 1),    // 21  allow
        instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),             // 22
    });
    static constexpr std::array<char, 4> kLicence{"GPL"};
    bpf_attr attributes;
    std::memset(&attributes, 0, sizeof(attributes));
    attributes.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
    attributes.insns = reinterpret_cast<std::uintptr_t>(program.data());
    attributes.insn_cnt = static_cast<std::uint32_t>(program.size());
    attributes.license = reinterpret_cast<std::uintptr_t>(kLicence.data());
    return UniqueFd(static_cast<int>(bpf(BPF_PROG_LOAD, attributes)));
}

} // namespace

std::filesystem::path deviceGroupOf(const std::string& name) {
    const std::filesystem::path own = ownGroup();
    return own.empty() ? own : own / (std::string(kPrefix) + name);
}

std::filesystem::path makeDeviceGroup(const Context& context, const std::string& name) {
    std::filesystem::path group = context.isolation == Isolation::Root ? deviceGroupOf(name) : std::filesystem::path();
    if (group.empty() || (::mkdir(group.c_str(), 0755) != 0 && errno != EEXIST)) {
        return {};
    }
    const UniqueFd directory(::open(group.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const UniqueFd filter = loadFilter();
    if (!directory.valid() || !filter.valid()) {
        return {};
    }
    bpf_attr attributes;
    std::memset(&attributes, 0, sizeof(attributes));
    attributes.target_fd = static_cast<std::uint32_t>(directory.get());
    attributes.attach_bpf_fd = static_cast<std::uint32_t>(filter.get());
    attributes.attach_type = BPF_CGROUP_DEVICE;
    attributes.attach_flags = BPF_F_ALLOW_MULTI;
    return bpf(BPF_PROG_ATTACH, attributes) == 0 ? group : std::filesystem::path();
}

void enterDeviceGroup(const std::filesystem::path& group) {
    if (!group.empty()) {
        const UniqueFd members(::open((group / "cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
        static_cast<void>(::write(members.get(), "0", 1)); // where that fails the step is as it would be without a group
    }
}

pid_t forkIntoGroup(const std::filesystem::path& group) {
    const UniqueFd directory(::open(group.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory.valid()) {
        return -1;
    }
    clone_args arguments{};
    arguments.flags = CLONE_INTO_CGROUP;
    arguments.exit_signal = SIGCHLD;
    arguments.cgroup = static_cast<std::uint64_t>(directory.get());
    return static_cast<pid_t>(::syscall(SYS_clone3, &arguments, sizeof arguments));
}

void removeDeviceGroup(const std::filesystem::path& group) {
    if (group.empty()) {
        return;
    }
    ::rmdir(group.c_str());
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(group.parent_path(), error)) {
        struct stat info {};
        if (entry.path().filename().native().starts_with(kPrefix) && ::lstat(entry.path().c_str(), &info) == 0 &&
            info.st_mtim.tv_sec + kOld < ::time(nullptr)) {
            ::rmdir(entry.path().c_str()); // refused by the kernel while anybody is in it
        }
    }
}

} // namespace sw::sandbox::process
