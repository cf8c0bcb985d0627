#include "core/oci/image.h"

#include "core/base/imagepath.h"

#include <sys/utsname.h>

#include <algorithm>
#include <cctype>

namespace sw::oci {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

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
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '.' || c == '-';
    });
}

} // namespace

std::string Platform::text() const {
    return os + "/" + architecture + (variant.empty() ? "" : "/" + variant);
}

Result<Platform> Platform::parse(std::string_view text) {
    const std::string given = lower(text);
    const std::vector<std::string_view> parts = splitPath(given);
    const bool bad = parts.empty() || parts.size() > 3 || given.starts_with('/') || given.ends_with('/') ||
                     given.find("//") != std::string::npos || !std::ranges::all_of(parts, isWord);
    if (bad) {
        return failure(ErrorCode::Invalid, say("'%1' is not os/architecture or os/architecture/variant", text));
    }
    Platform platform;
    platform.variant = parts.size() == 3 ? parts[2] : std::string_view();
    if (parts.size() == 1) { // an operating system or an architecture alone
        const Platform here = host();
        const bool isOs = given == "linux" || given == "windows" || given == "darwin" || given == "freebsd";
        platform.os = isOs ? given : here.os;
        platform.architecture = isOs ? here.architecture : given;
    } else {
        platform.os = parts[0];
        platform.architecture = parts[1];
    }
    normalise(platform);
    return platform;
}

Platform Platform::host() {
    static const Platform here = [] {
        Platform platform;
        utsname names{};
        if (::uname(&names) == 0) {
            platform.architecture = lower(names.machine);
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
