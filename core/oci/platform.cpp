#include "core/oci/image.h"

#include "core/base/ascii.h"

#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

namespace sw::oci {

namespace {

/// containerd/platforms normalizeArch: other names of an architecture, and the variant that is meant by none.
void normalise(Platform& platform) {
    std::string& arch = platform.architecture;
    std::string& variant = platform.variant;
    if (arch == "i386") {
        arch = "386";
        variant.clear();
    } else if (arch == "x86_64" || arch == "x86-64" || arch == "amd64") {
        arch = "amd64";
        if (variant == "v1") {
            variant.clear();
        }
    } else if (arch == "aarch64" || arch == "arm64") {
        arch = "arm64";
        if (variant == "8" || variant == "v8") {
            variant.clear();
        }
    } else if (arch == "armhf") {
        arch = "arm";
        variant = "v7";
    } else if (arch == "armel") {
        arch = "arm";
        variant = "v6";
    } else if (arch == "arm") {
        if (variant.empty() || variant == "7") {
            variant = "v7";
        } else if (variant == "5" || variant == "6" || variant == "8") {
            variant.insert(0, "v");
        }
    }
    if (platform.os == "macos") {
        platform.os = "darwin";
    }
}

bool isWord(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; });
}

/// "windows(10.0.17763)": the version in brackets, "" without one; absent when the brackets are wrong.
std::optional<std::string_view> takeVersion(std::string_view& os) {
    const std::size_t open = os.find('(');
    if (open == std::string_view::npos) {
        return std::string_view();
    }
    std::string_view version = os.substr(open + 1);
    os = os.substr(0, open);
    const bool closed = version.ends_with(')');
    version.remove_suffix(closed ? 1 : 0);
    const bool good = closed && std::ranges::all_of(version, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '.' || c == '-';
    });
    return good ? std::optional(version) : std::nullopt;
}

bool isKnownOs(std::string_view os) {
    static constexpr std::array<std::string_view, 17> kKnown = {"aix", "android", "darwin", "dragonfly", "freebsd", "hurd",
        "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd", "plan9", "solaris", "windows", "zos"};
    return std::ranges::find(kKnown, os) != kKnown.end();
}

bool isKnownArchitecture(std::string_view arch) {
    static constexpr std::array<std::string_view, 24> kKnown = {"386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be",
        "ppc64", "ppc64le", "loong64", "mips", "mipsle", "mips64", "mips64le", "mips64p32", "mips64p32le", "ppc", "riscv",
        "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm"};
    return std::ranges::find(kKnown, arch) != kKnown.end();
}

} // namespace

std::string Platform::text() const {
    return os + "/" + architecture + (variant.empty() ? "" : "/" + variant);
}

/// containerd/platforms Parse. A word alone must be a known system or architecture; pairs are taken as they are.
Result<Platform> Platform::parse(std::string_view text) {
    const std::string given = lowerCase(text);
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= given.size();) {
        const std::size_t end = std::min(given.find('/', begin), given.size());
        parts.push_back(std::string_view(given).substr(begin, end - begin));
        begin = end + 1;
    }
    const std::optional<std::string_view> version = takeVersion(parts.front());
    if (parts.size() > 3 || !version || !std::ranges::all_of(parts, isWord)) {
        return failure(ErrorCode::Invalid, say("'%1' is not os/architecture or os/architecture/variant", text));
    }
    Platform platform;
    platform.os = parts[0];
    platform.osVersion = *version;
    platform.architecture = parts.size() > 1 ? parts[1] : parts[0];
    platform.variant = parts.size() == 3 ? parts[2] : std::string_view();
    normalise(platform);
    if (parts.size() > 1) {
        return platform;
    }
    const Platform here = host();
    if (isKnownOs(platform.os)) {
        platform.architecture = here.architecture;
        platform.variant = here.variant;
    } else if (isKnownArchitecture(platform.architecture)) {
        platform.os = here.os;
    } else {
        return failure(ErrorCode::Invalid, say("'%1' is no operating system or architecture that is known", text));
    }
    return platform;
}

Platform Platform::host() {
    static const Platform here = [] {
        Platform platform;
        utsname names{};
        if (::uname(&names) == 0) {
            platform.architecture = lowerCase(names.machine);
            if (platform.architecture.starts_with("armv")) {
                platform.variant = platform.architecture.substr(3, 2);
                platform.architecture = "arm";
            }
        }
        normalise(platform);
        return platform;
    }();
    return here;
}

} // namespace sw::oci
