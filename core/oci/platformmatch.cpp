#include "core/oci/platformmatch.h"

#include <charconv>

namespace sw::oci {

namespace {

/// "v7" -> 7; nothing for "v8.1" and the like, which are names of their own.
std::optional<int> version(const std::string& variant) {
    int number = 0;
    const char* const end = variant.data() + variant.size();
    const auto [at, code] = std::from_chars(variant.data() + (variant.starts_with('v') ? 1 : 0), end, number);
    return code == std::errc() && at == end ? std::optional(number) : std::nullopt;
}

/// The variant that is meant by none.
std::string spelledOut(const Platform& platform) {
    if (!platform.variant.empty()) {
        return platform.variant;
    }
    return platform.architecture == "arm"     ? "v7"
           : platform.architecture == "arm64" ? "v8"
           : platform.architecture == "amd64" ? "v1"
                                              : "";
}

constexpr std::size_t kOtherArchitecture = 100; ///< behind every variant of the same

/// Steps down from `wanted` to `have` among numbered levels, `lowest` being the last.
std::optional<std::size_t> stepsDown(const std::string& wanted, const std::string& have, int lowest) {
    if (wanted == have) {
        return 0;
    }
    const std::optional<int> from = version(wanted);
    const std::optional<int> to = version(have);
    if (!from || !to || *to < lowest || *to > *from) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(*from - *to);
}

bool isAttestation(const Descriptor& manifest) {
    return manifest.annotations.contains("vnd.docker.reference.type") ||
           (manifest.platform && manifest.platform->architecture == "unknown");
}

} // namespace

std::optional<std::size_t> platformRank(const Platform& wanted, const Platform& have) {
    if (wanted.os != have.os) {
        return std::nullopt;
    }
    const std::string& to = wanted.architecture;
    const std::string& from = have.architecture;
    if (to == from) {
        const int lowest = to == "arm" ? 5 : 1;
        const bool levels = to == "arm" || to == "amd64" || to == "arm64";
        return levels ? stepsDown(spelledOut(wanted), spelledOut(have), lowest)
                      : wanted.variant == have.variant ? std::optional<std::size_t>(0) : std::nullopt;
    }
    if (to == "amd64" && from == "386") {
        return kOtherArchitecture;
    }
    if (to == "arm64" && from == "arm") {
        const std::optional<std::size_t> steps = stepsDown("v8", spelledOut(have), 5);
        return steps ? std::optional(kOtherArchitecture + *steps) : std::nullopt;
    }
    return std::nullopt;
}

const Descriptor* bestManifest(std::span<const Descriptor> manifests, const Platform& wanted) {
    const Descriptor* best = nullptr;
    std::size_t bestRank = 0;
    for (const Descriptor& manifest : manifests) {
        if (!manifest.platform || isAttestation(manifest)) {
            continue;
        }
        const std::optional<std::size_t> rank = platformRank(wanted, *manifest.platform);
        if (rank && (best == nullptr || *rank < bestRank)) {
            best = &manifest;
            bestRank = *rank;
        }
    }
    return best;
}

std::string platformList(std::span<const Descriptor> manifests) {
    std::string out;
    for (const Descriptor& manifest : manifests) {
        if (manifest.platform && !isAttestation(manifest)) {
            out += (out.empty() ? "" : ", ") + manifest.platform->text();
        }
    }
    return out;
}

} // namespace sw::oci
