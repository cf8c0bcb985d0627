#include "core/plan/ports.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

namespace sw::plan {

namespace {

constexpr int kHighestPort = 65535;

struct PortRange {
    int first = 0;
    int last = 0;
};

std::optional<PortRange> parseRange(std::string_view text) {
    const auto number = [](std::string_view digits) -> std::optional<int> {
        int value = 0;
        const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        const bool whole = code == std::errc() && end == digits.data() + digits.size();
        return whole && value >= 0 && value <= kHighestPort ? std::optional(value) : std::nullopt;
    };
    const std::size_t dash = text.find('-');
    const std::optional<int> first = number(text.substr(0, dash));
    const std::optional<int> last = dash == std::string_view::npos ? first : number(text.substr(dash + 1));
    if (!first || !last || *last < *first) {
        return std::nullopt;
    }
    return PortRange{*first, *last};
}

} // namespace

Result<std::vector<std::string>> parsePorts(std::string_view word) {
    std::string protocol = "tcp";
    std::string_view ports = word;
    if (const std::size_t slash = word.find('/'); slash != std::string_view::npos) {
        ports = word.substr(0, slash);
        protocol = word.substr(slash + 1);
        std::ranges::transform(protocol, protocol.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (protocol.empty()) {
            protocol = "tcp";
        }
        if (protocol != "tcp" && protocol != "udp" && protocol != "sctp") {
            return failure(ErrorCode::Invalid, say("'%1' is not a protocol: use tcp, udp or sctp", protocol));
        }
    }
    std::string_view container = ports;
    if (const std::size_t colon = ports.rfind(':'); colon != std::string_view::npos) {
        container = ports.substr(colon + 1);
        std::string_view host = ports.substr(0, colon);
        if (const std::size_t address = host.rfind(':'); address != std::string_view::npos) {
            host = host.substr(address + 1);
        }
        const std::optional<PortRange> hostRange = parseRange(host);
        const std::optional<PortRange> range = parseRange(container);
        if (!host.empty() && (!hostRange || !range || hostRange->last - hostRange->first != range->last - range->first)) {
            return failure(ErrorCode::Invalid, say("'%1' has an invalid host port", word));
        }
    }
    const std::optional<PortRange> range = parseRange(container);
    if (!range) {
        return failure(ErrorCode::Invalid, say("'%1' is not a port: write a number from 0 to 65535, or first-last", word));
    }
    std::vector<std::string> out;
    for (int port = range->first; port <= range->last; ++port) {
        out.push_back(std::to_string(port) + "/" + protocol);
    }
    return out;
}

bool isSignal(std::string_view text) {
    static constexpr std::array<std::string_view, 36> names = {
        "ABRT", "ALRM", "BUS",  "CHLD",   "CLD",  "CONT", "FPE",  "HUP",  "ILL",  "INT",    "IO",   "IOT",
        "KILL", "PIPE", "POLL", "PROF",   "PWR",  "QUIT", "SEGV", "STKFLT", "STOP", "SYS",  "TERM", "TRAP",
        "TSTP", "TTIN", "TTOU", "URG",    "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX"};
    int number = 0;
    const std::size_t sign = text.starts_with('+') ? 1 : 0;
    const auto [end, code] = std::from_chars(text.data() + sign, text.data() + text.size(), number);
    if (code == std::errc() && end == text.data() + text.size()) {
        return number != 0; // BuildKit asks no more of a number
    }
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    std::string_view name = upper;
    if (name.starts_with("SIG")) {
        name.remove_prefix(3);
    }
    if (std::ranges::find(names, name) != names.end()) {
        return true;
    }
    for (const std::string_view base : {"RTMIN+", "RTMAX-"}) {
        if (name.starts_with(base)) {
            const std::string_view digits = name.substr(base.size());
            int offset = 0;
            const auto [last, status] = std::from_chars(digits.data(), digits.data() + digits.size(), offset);
            const bool isNumber = status == std::errc() && last == digits.data() + digits.size() && !digits.starts_with('0');
            return isNumber && offset >= 1 && offset <= (base == "RTMIN+" ? 15 : 14);
        }
    }
    return false;
}

} // namespace sw::plan
