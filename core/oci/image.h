#pragma once

#include "core/base/digest.h"
#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Image values of the OCI image specification 1.1 (config.md, manifest.md, image-index.md, descriptor.md).
namespace sw::oci {

namespace mediatype {
inline constexpr std::string_view kIndex = "application/vnd.oci.image.index.v1+json";
inline constexpr std::string_view kManifest = "application/vnd.oci.image.manifest.v1+json";
inline constexpr std::string_view kConfig = "application/vnd.oci.image.config.v1+json";
inline constexpr std::string_view kLayer = "application/vnd.oci.image.layer.v1.tar";
inline constexpr std::string_view kLayerGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
inline constexpr std::string_view kLayerZstd = "application/vnd.oci.image.layer.v1.tar+zstd";
inline constexpr std::string_view kDockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
inline constexpr std::string_view kDockerIndex = "application/vnd.docker.distribution.manifest.list.v2+json";
} // namespace mediatype

struct Platform {
    std::string os = "linux";
    std::string architecture = "amd64";
    std::string variant;
    std::string osVersion;

    std::string text() const; ///< "linux/amd64", "linux/arm/v7"
    static Result<Platform> parse(std::string_view text); ///< normalises (x86_64, aarch64, arm64/v8, arm -> arm/v7)
    static Platform host();
    bool operator==(const Platform&) const = default;
};

struct Healthcheck {
    std::vector<std::string> test; ///< {"NONE"}, {"CMD", ...} or {"CMD-SHELL", text}
    std::int64_t interval = 0, timeout = 0, startPeriod = 0, startInterval = 0; ///< ns, 0 = not set
    int retries = 0;
    bool operator==(const Healthcheck&) const = default;
};

struct HistoryEntry {
    std::string created; ///< RFC 3339, empty when unset
    std::string createdBy;
    std::string author;
    std::string comment;
    bool emptyLayer = false;
    bool operator==(const HistoryEntry&) const = default;
};

/// The image config. Fields that we do not know are kept as they were (`otherRoot`, `otherConfig`: raw JSON texts).
/// Lists distinguish absent from empty where it shows in the JSON.
struct ImageConfig {
    Platform platform;
    std::string created;
    std::string author;
    // "config"
    std::string user;
    std::vector<std::string> exposedPorts; ///< "80/tcp", sorted
    std::vector<std::pair<std::string, std::string>> env; ///< in order; the last of equal names wins and stands first place
    std::optional<std::vector<std::string>> entrypoint;
    std::optional<std::vector<std::string>> cmd;
    bool argsEscaped = false;
    std::vector<std::string> volumes; ///< sorted
    std::string workingDir;
    std::map<std::string, std::string> labels;
    std::string stopSignal;
    std::vector<std::string> onbuild;
    std::optional<std::vector<std::string>> shell;
    std::optional<Healthcheck> healthcheck;
    // "rootfs", "history"
    std::vector<Digest> diffIds;
    std::vector<HistoryEntry> history;
    std::string otherRoot;   ///< JSON object of unknown top-level members, or empty
    std::string otherConfig; ///< JSON object of unknown members of "config", or empty

    bool operator==(const ImageConfig&) const = default;
};

/// Deterministic JSON, members in the order in which BuildKit writes them. parse and serialise are inverse on values.
std::string serialiseConfig(const ImageConfig& config);
Result<ImageConfig> parseConfig(std::string_view json);

struct Descriptor {
    std::string mediaType;
    Digest digest;
    std::uint64_t size = 0;
    std::map<std::string, std::string> annotations;
    std::optional<Platform> platform;
    bool operator==(const Descriptor&) const = default;
};

struct Manifest {
    std::string mediaType{mediatype::kManifest};
    Descriptor config;
    std::vector<Descriptor> layers;
    std::map<std::string, std::string> annotations;
    bool operator==(const Manifest&) const = default;
};

struct ImageIndex {
    std::string mediaType{mediatype::kIndex};
    std::vector<Descriptor> manifests;
    std::map<std::string, std::string> annotations;
    bool operator==(const ImageIndex&) const = default;
};

std::string serialiseManifest(const Manifest& manifest);
Result<Manifest> parseManifest(std::string_view json);
std::string serialiseIndex(const ImageIndex& index);
Result<ImageIndex> parseImageIndex(std::string_view json);

/// Image names. "busybox" is docker.io/library/busybox:latest. parse and text are inverse up to normalisation.
struct Reference {
    std::string registry;   ///< "docker.io", "localhost:5000"
    std::string repository; ///< "library/busybox"
    std::string tag;        ///< "latest" when neither tag nor digest is given
    std::optional<Digest> digest;

    std::string text() const;     ///< normalised, whole
    std::string familiar() const; ///< as people write it: "busybox:latest" -> "busybox"
    static Result<Reference> parse(std::string_view text);
    bool operator==(const Reference&) const = default;
};

} // namespace sw::oci
