#include "core/plan/ports.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <optional>

namespace sw::plan {

namespace {

constexpr int kHighestPort = 65535;

struct PortRange {
    int first = 0;
    int last = 0;
};

/// Digits alone, without a sign.
std::optional<int> parsePort(std::string_view text) {
    int value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = code == std::errc() && end == text.data() + text.size() && !text.starts_with('-');
    return whole && value <= kHighestPort ? std::optional(value) : std::nullopt;
}

std::optional<PortRange> parseRange(std::string_view text) {
    const std::size_t dash = text.find('-');
    const std::optional<int> first = parsePort(text.substr(0, dash));
    const std::optional<int> last = dash == std::string_view::npos ? first : parsePort(text.substr(dash + 1));
    if (!first || !last || *last < *first) {
        return std::nullopt;
    }
    return PortRange{*first, *last};
}

/// "1.2.3.4", "::1", "[::1]"
bool isAddress(std::string_view text) {
    if (text.starts_with('[')) {
        if (!text.ends_with(']')) {
            return false;
        }
        text = text.substr(1, text.size() - 2);
    }
    const std::string address(text);
    in6_addr parsed{};
    return ::inet_pton(AF_INET, address.c_str(), &parsed) == 1 || ::inet_pton(AF_INET6, address.c_str(), &parsed) == 1;
}

/// "address:host:container", of which only the last is needed.
struct PortParts {
    std::string_view address, host, container;
};

PortParts splitParts(std::string_view word) {
    PortParts parts;
    const std::size_t last = word.rfind(':');
    if (last == std::string_view::npos) {
        parts.container = word;
        return parts;
    }
    parts.container = word.substr(last + 1);
    const std::string_view before = word.substr(0, last);
    const std::size_t colon = before.rfind(':');
    parts.host = colon == std::string_view::npos ? before : before.substr(colon + 1);
    parts.address = colon == std::string_view::npos ? std::string_view() : before.substr(0, colon);
    return parts;
}

} // namespace

Result<std::vector<std::string>> parsePorts(std::string_view word) {
    PortParts parts = splitParts(word);
    std::string protocol = "tcp";
    if (const std::size_t slash = parts.container.find('/'); slash != std::string_view::npos) {
        protocol = parts.container.substr(slash + 1);
        parts.container = parts.container.substr(0, slash);
        std::ranges::transform(protocol, protocol.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (protocol.empty()) {
            protocol = "tcp";
        }
        if (protocol != "tcp" && protocol != "udp" && protocol != "sctp") {
            return failure(ErrorCode::Invalid, say("'%1' is not a protocol: use tcp, udp or sctp", protocol));
        }
    }
    if (!parts.address.empty() && !isAddress(parts.address)) {
        return failure(ErrorCode::Invalid, say("'%1' is not an address: EXPOSE needs the container's port alone", parts.address));
    }
    const std::optional<PortRange> range = parseRange(parts.container);
    if (!range) {
        return failure(ErrorCode::Invalid, say("'%1' is not a port: write a number from 0 to 65535, or first-last", word));
    }
    if (!parts.host.empty()) { // several host ports may stand for one of the container
        const std::optional<PortRange> host = parseRange(parts.host);
        const bool one = range->first == range->last;
        if (!host || (!one && host->last - host->first != range->last - range->first)) {
            return failure(ErrorCode::Invalid, say("'%1' has an invalid host port", word));
        }
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
    std::int64_t number = 0;
    const std::size_t sign = text.starts_with('+') && !text.starts_with("+-") ? 1 : 0;
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
