#include "core/sandbox/process/bundle.h"

#include "core/sandbox/process/seccomp.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <format>
#include <nlohmann/json.hpp>
#include <sstream>
#include <sys/prctl.h>

namespace sw::sandbox::process {

namespace {

using Json = nlohmann::ordered_json;

/// By number (linux/capability.h).
constexpr std::array kCapabilities = {
    "CAP_CHOWN",          "CAP_DAC_OVERRIDE",  "CAP_DAC_READ_SEARCH", "CAP_FOWNER",           "CAP_FSETID",
    "CAP_KILL",           "CAP_SETGID",        "CAP_SETUID",          "CAP_SETPCAP",          "CAP_LINUX_IMMUTABLE",
    "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN",     "CAP_NET_RAW",          "CAP_IPC_LOCK",
    "CAP_IPC_OWNER",      "CAP_SYS_MODULE",    "CAP_SYS_RAWIO",       "CAP_SYS_CHROOT",       "CAP_SYS_PTRACE",
    "CAP_SYS_PACCT",      "CAP_SYS_ADMIN",     "CAP_SYS_BOOT",        "CAP_SYS_NICE",         "CAP_SYS_RESOURCE",
    "CAP_SYS_TIME",       "CAP_SYS_TTY_CONFIG", "CAP_MKNOD",          "CAP_LEASE",            "CAP_AUDIT_WRITE",
    "CAP_AUDIT_CONTROL",  "CAP_SETFCAP",       "CAP_MAC_OVERRIDE",    "CAP_MAC_ADMIN",        "CAP_SYSLOG",
    "CAP_WAKE_ALARM",     "CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ",      "CAP_PERFMON",          "CAP_BPF",
    "CAP_CHECKPOINT_RESTORE",
};

/// What a container of Docker and BuildKit has, one bit for each number; --security=insecure has all.
constexpr std::uint64_t kDefaultCapabilities = 0xa80425fb;

constexpr std::array kMaskedPaths = {
    "/proc/acpi",       "/proc/asound",      "/proc/interrupts", "/proc/kcore",  "/proc/keys",    "/proc/latency_stats",
    "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap",
};
constexpr std::array kReadOnlyPaths = {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"};

/// Only those that this machine lets us have: the runtime refuses to start with any other.
Json capabilities(bool insecure) {
    Json names = Json::array();
    for (std::size_t number = 0; number < kCapabilities.size(); ++number) {
        const bool wanted = insecure || ((kDefaultCapabilities >> number) & 1U) != 0;
        if (wanted && ::prctl(PR_CAPBSET_READ, number, 0, 0, 0) == 1) {
            names.push_back(kCapabilities[number]);
        }
    }
    Json sets = {{"bounding", names}, {"effective", names}, {"permitted", names}};
    if (insecure) {
        sets["inheritable"] = names;
        sets["ambient"] = names;
    }
    return sets;
}

/// What BuildKit gives to --security=insecure beside the usual nodes (util/entitlements/security/security_linux.go).
Json insecureDevices() {
    struct Node {
        const char* path;
        char type;
        int major;
        int minor;
    };
    constexpr std::array kNodes = {Node{"/dev/kmsg", 'c', 1, 11},    Node{"/dev/cuse", 'c', 10, 203},
                                   Node{"/dev/fuse", 'c', 10, 229},  Node{"/dev/kvm", 'c', 10, 232},
                                   Node{"/dev/net/tun", 'c', 10, 200}, Node{"/dev/loop-control", 'c', 10, 237}};
    constexpr int kLoops = 8;
    Json devices = Json::array();
    const auto add = [&](const std::string& path, char type, int major, int minor) {
        devices.push_back({{"path", path}, {"type", std::string(1, type)}, {"major", major}, {"minor", minor}, {"fileMode", 0600}});
    };
    for (const Node& node : kNodes) {
        add(node.path, node.type, node.major, node.minor);
    }
    for (int i = 0; i < kLoops; ++i) {
        add(std::format("/dev/loop{}", i), 'b', 7, i);
    }
    return devices;
}

Json rlimits(const RunSpec& spec) {
    const auto value = [](std::int64_t limit) { return limit < 0 ? UINT64_MAX : static_cast<std::uint64_t>(limit); };
    Json list = Json::array();
    for (const RunSpec::Ulimit& limit : spec.ulimits) {
        std::string name = "RLIMIT_" + limit.name;
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        list.push_back({{"type", name}, {"soft", value(limit.soft)}, {"hard", value(limit.hard)}});
    }
    return list;
}

Json mountJson(const ContainerMount& mount) {
    return {{"destination", mount.destination}, {"type", mount.type}, {"source", mount.source}, {"options", mount.options}};
}

Json standardMounts(const Context& context, const RunSpec& spec, bool hostNetwork) {
    std::vector<std::string> pts{"nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"};
    if (context.isolation != Isolation::SingleUid) {
        pts.emplace_back("gid=5"); // not mapped where there is one id only
    }
    // A fresh sysfs needs a network namespace of our own; else the host's is shown, read-only.
    const ContainerMount sys = hostNetwork && context.isolation != Isolation::Root
                                   ? ContainerMount{"/sys", "bind", "/sys", {"rbind", "rro", "nosuid", "noexec", "nodev"}}
                                   : ContainerMount{"/sys", "sysfs", "sysfs", {"nosuid", "noexec", "nodev", spec.insecure ? "rw" : "ro"}};
    const std::array<ContainerMount, 6> all{{
        {"/proc", "proc", "proc", {"nosuid", "noexec", "nodev"}},
        {"/dev", "tmpfs", "tmpfs", {"nosuid", "strictatime", "mode=755", "size=65536k"}},
        {"/dev/pts", "devpts", "devpts", pts},
        {"/dev/shm", "tmpfs", "shm",
         {"nosuid", "noexec", "nodev", "mode=1777", std::format("size={}k", std::max<std::uint64_t>(spec.shmSize / 1024, 1))}},
        {"/dev/mqueue", "mqueue", "mqueue", {"nosuid", "noexec", "nodev"}},
        sys,
    }};
    Json list = Json::array();
    for (const auto& mount : all) {
        list.push_back(mountJson(mount));
    }
    return list;
}

Json linuxSection(const Context& context, const RunSpec& spec, const std::string& network) {
    Json namespaces = Json::array({{{"type", "pid"}}, {{"type", "ipc"}}, {{"type", "uts"}}, {{"type", "mount"}}});
    if (network.empty()) {
        namespaces.push_back({{"type", "network"}});
    } else if (network != kHostNetwork) {
        namespaces.push_back({{"type", "network"}, {"path", network}});
    }
    Json section = {{"namespaces", std::move(namespaces)}};
    if (spec.insecure && context.isolation == Isolation::Root && context.canMakeDevices) {
        section["devices"] = insecureDevices();
    }
    if (!spec.insecure) {
        section["maskedPaths"] = kMaskedPaths;
        section["readonlyPaths"] = kReadOnlyPaths;
        const bool flattened = context.isolation == Isolation::SingleUid;
        if (seccompProgram(flattened).empty()) {
            section["seccomp"] = Json::parse(seccompProfile(flattened));
        }
    }
    return section;
}

bool isLoopback(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

} // namespace

std::string runtimeConfig(const Context& context, const RunSpec& spec, const BundleOptions& options) {
    Json process = {{"terminal", false},
                    {"user", {{"uid", spec.uid}, {"gid", spec.gid}, {"umask", 022}, {"additionalGids", spec.groups}}},
                    {"args", spec.args},
                    {"env", spec.env},
                    {"cwd", spec.cwd.empty() ? "/" : spec.cwd},
                    {"capabilities", capabilities(spec.insecure)},
                    {"noNewPrivileges", false}};
    if (!spec.ulimits.empty()) {
        process["rlimits"] = rlimits(spec);
    }
    Json mounts = standardMounts(context, spec, options.networkNamespace == kHostNetwork);
    for (const auto& mount : options.mounts) {
        mounts.push_back(mountJson(mount));
    }
    Json config = {{"ociVersion", "1.0.2"},
                   {"process", std::move(process)},
                   {"root", {{"path", options.rootfs}, {"readonly", false}}},
                   {"hostname", spec.hostname},
                   {"mounts", std::move(mounts)},
                   {"linux", linuxSection(context, spec, options.networkNamespace)}};
    const std::string_view program = seccompProgram(context.isolation == Isolation::SingleUid);
    if (!spec.insecure && !program.empty()) {
        config["annotations"] = {{"run.oci.seccomp_bpf_data", program}};
    }
    return config.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string hostsFile(const RunSpec& spec) {
    std::string text = std::format("127.0.0.1\tlocalhost {}\n::1\tlocalhost ip6-localhost ip6-loopback\n", spec.hostname);
    for (const auto& [name, address] : spec.extraHosts) {
        text += std::format("{}\t{}\n", address, name);
    }
    return text;
}

std::string resolvConf(const std::string& hostText, const std::string& systemdText, bool hostNetwork,
                       const std::string& forwarder) {
    if (hostNetwork) {
        return hostText;
    }
    std::string servers;
    std::string rest;
    const auto read = [&](const std::string& text) {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            std::istringstream words(line);
            std::string keyword;
            std::string value;
            words >> keyword >> value;
            if (keyword == "nameserver" && !isLoopback(value)) {
                servers += "nameserver " + value + "\n";
            } else if (keyword == "search" || keyword == "domain" || keyword == "options") {
                rest += line + "\n";
            }
        }
    };
    read(hostText);
    if (servers.empty() && forwarder.empty()) {
        rest.clear();
        read(systemdText);
    }
    if (!forwarder.empty()) {
        servers = "nameserver " + forwarder + "\n";
    }
    return servers + rest;
}

} // namespace sw::sandbox::process
