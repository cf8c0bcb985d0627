#include "core/analysis/capabilities.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace sw::analysis {

namespace {

constexpr std::array<std::string_view, 41> kNames = {
    "chown", "dac_override", "dac_read_search", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap", "linux_immutable", "net_bind_service",
    "net_broadcast", "net_admin", "net_raw", "ipc_lock", "ipc_owner", "sys_module", "sys_rawio", "sys_chroot", "sys_ptrace", "sys_pacct", "sys_admin",
    "sys_boot", "sys_nice", "sys_resource", "sys_time", "sys_tty_config", "mknod", "lease", "audit_write", "audit_control", "setfcap", "mac_override",
    "mac_admin", "syslog", "wake_alarm", "block_suspend", "audit_read", "perfmon", "bpf", "checkpoint_restore"};

std::uint32_t word(std::string_view value, std::size_t number) {
    std::uint32_t out = 0;
    for (std::size_t i = 4; i-- > 0;) {
        out = (out << 8U) | static_cast<unsigned char>(value[number * 4 + i]);
    }
    return out;
}

} // namespace

std::optional<std::string> capabilityText(std::string_view value) {
    if (value.size() < 4) {
        return std::nullopt;
    }
    const std::uint32_t magic = word(value, 0);
    const std::uint32_t version = magic >> 24U;
    const std::size_t words = version == 1 ? 1 : version == 2 || version == 3 ? 2 : 0; // of each set
    const std::size_t size = 4 + words * 8 + (version == 3 ? 4U : 0U);                 // the third has a root user id behind it
    if (words == 0 || value.size() != size) {
        return std::nullopt;
    }
    std::uint64_t permitted = 0;
    std::uint64_t inheritable = 0;
    for (std::size_t i = 0; i < words; ++i) {
        permitted |= static_cast<std::uint64_t>(word(value, 1 + 2 * i)) << (32 * i);
        inheritable |= static_cast<std::uint64_t>(word(value, 2 + 2 * i)) << (32 * i);
    }
    std::vector<std::pair<std::string, std::string>> groups; // rights, names
    for (std::size_t bit = 0; bit < 64; ++bit) {
        const bool p = ((permitted >> bit) & 1U) != 0;
        const bool i = ((inheritable >> bit) & 1U) != 0;
        if (!p && !i) {
            continue;
        }
        const std::string rights = std::string((magic & 1U) != 0 ? "e" : "") + (i ? "i" : "") + (p ? "p" : "");
        const std::string name = bit < kNames.size() ? "cap_" + std::string(kNames[bit]) : std::to_string(bit);
        const auto group = std::ranges::find(groups, rights, &std::pair<std::string, std::string>::first);
        if (group == groups.end()) {
            groups.emplace_back(rights, name);
        } else {
            group->second += "," + name;
        }
    }
    std::string out;
    for (const auto& [rights, names] : groups) {
        out += out.empty() ? names + "=" + rights : " " + names + "+" + rights;
    }
    return out.empty() ? "=" : out;
}

} // namespace sw::analysis
