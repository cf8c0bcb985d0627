#pragma once

#include "core/store/store.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

/// Images into and out of the store. Registry protocols, credentials, mirrors and the docker daemon are skopeo's
/// business; the user's own registries configuration and credentials are honoured by not touching them.
namespace sw::store {

struct TransferProgress {
    std::string item; ///< "sha256:1a2b..." or "config"
    std::uint64_t current = 0;
    std::uint64_t total = 0; ///< 0 = unknown
};
using TransferSink = std::function<void(const TransferProgress&)>;

/// Where an image comes from: docker-image://REF (or a bare reference), oci-layout://DIR[:TAG|@DIGEST], a directory with
/// oci-layout, docker-archive:FILE or a path of a docker/OCI archive (also gzip, zstd), docker-daemon:NAME.
struct ImageSource {
    enum class Kind { Registry, OciLayout, OciArchive, DockerArchive, DockerDaemon } kind = Kind::Registry;
    std::string location; ///< reference, directory, file or daemon name
    std::string selector; ///< tag or digest inside a layout or archive
    static Result<ImageSource> parse(std::string_view text);
};

/// Resolves to what the registry has now (network) without pulling layers: manifest digest for the platform.
Result<Digest> resolveDigest(const ImageSource& source, const oci::Platform& platform, std::stop_token stop);

/// Brings an image into the store and tags it (when `name` is not empty). One sentence in the error: name, why, what to do.
Result<Image> importImage(Store& store, const ImageSource& source, const oci::Platform& platform, std::string_view name,
                          const TransferSink& progress, std::stop_token stop);

enum class ExportFormat { OciDirectory, OciArchive, DockerArchive, RootTar, LocalDirectory };
struct ExportOptions {
    ExportFormat format = ExportFormat::OciArchive;
    std::filesystem::path destination;
    std::vector<std::string> names;                 ///< repository tags written into the archive
    oci::Compression compression = oci::Compression::None;
    std::map<std::string, std::string> annotations;
    std::optional<std::int64_t> clampTimes;         ///< SOURCE_DATE_EPOCH: newer times of *new* layers become this
    std::size_t keepLayers = 0;                     ///< lowest layers (of the base image), which clampTimes leaves alone
};
/// The same image with all times of its layers above `keepLayers`, of their history and of the image itself not after
/// `epoch` (seconds). Gives the image as it is when nothing is newer.
Result<Image> clampImage(Store& store, const Image& image, std::int64_t epoch, std::size_t keepLayers, std::stop_token stop);

/// Copies, never links into the store. The destination is written aside and renamed in.
Result<void> exportImage(Store& store, const Image& image, const ExportOptions& options, const TransferSink& progress,
                         std::stop_token stop);

Result<void> pushImage(Store& store, const Image& image, std::string_view reference, const TransferSink& progress,
                       std::stop_token stop);
/// "Load into Docker": the daemon of DOCKER_HOST or the default socket.
Result<void> loadIntoDocker(Store& store, const Image& image, std::string_view name, const TransferSink& progress,
                            std::stop_token stop);

} // namespace sw::store
