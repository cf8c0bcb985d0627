#pragma once

#include "core/oci/annotations.h"
#include "core/store/store.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

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

enum class ExportFormat { OciDirectory, OciArchive, DockerDirectory, DockerArchive, RootTar, LocalDirectory };

/// A statement about an image that travels with it (in-toto), made when the manifest that it speaks of is known.
struct Attestation {
    std::string predicateType; ///< "https://slsa.dev/provenance/v1"
    std::string fileName;      ///< beside the files of a plain export: "provenance.json"
    std::function<std::string(const oci::Manifest& manifest)> predicate; ///< a JSON object
};

/// An image for one platform as it leaves the store.
struct PlatformImage {
    Image image;
    oci::Platform platform;
    std::size_t keepLayers = 0; ///< lowest layers (of the base image), which clampTimes leaves alone
    std::vector<Attestation> attestations;
};

/// What a name stands for: one image, or an index of one image per platform. Attestations make an index of a single one.
struct ExportSubject {
    std::vector<PlatformImage> platforms;
    bool index = false; ///< also of one platform
    oci::Annotations annotations; ///< of an index that is in the store: those of the export come on top
    bool isIndex() const;
};

struct ExportOptions {
    ExportFormat format = ExportFormat::OciArchive;
    std::filesystem::path destination;              ///< "-": standard output, for archives
    std::vector<std::string> names;                 ///< repository tags written into the archive
    /// None: as the store has them (layers of a pulled base stay compressed). Else what is not compressed yet becomes so.
    oci::Compression compression = oci::Compression::None;
    int compressionLevel = -1;                      ///< -1 = the usual one
    bool forceCompression = false;                  ///< every layer is of the kind that `compression` says
    bool attestationArtifacts = false;              ///< attestations as OCI artifacts with a `subject`
    std::optional<bool> ociMediaTypes;              ///< absent: Docker's words in the docker formats, else OCI's
    oci::Annotations annotations;
    bool insecureRegistry = false;                  ///< push over plain HTTP, or without looking at the certificate
    std::optional<std::int64_t> clampTimes;         ///< SOURCE_DATE_EPOCH: newer times of *new* layers become this
    std::size_t keepLayers = 0;                     ///< of a single image given without its platform: see PlatformImage
    std::optional<std::int64_t> created;            ///< for index.json; absent: what the image's configuration says
    // RootTar and LocalDirectory
    std::optional<std::int64_t> fileTimes;          ///< all files get this time
    std::optional<bool> platformSplit;              ///< a folder "linux_amd64" per platform; absent: with several platforms
    bool deleteOthers = false;                      ///< LocalDirectory: afterwards the folder holds the export alone
    std::string attestationPrefix;                  ///< of the names of attestations beside the files
};

struct Exported {
    oci::Descriptor descriptor;   ///< of the manifest or index that was written; empty for plain files
    std::optional<Digest> config; ///< of a single image
};
/// The same image with all times of its layers above `keepLayers`, of their history and of the image itself not after
/// `epoch` (seconds). Gives the image as it is when nothing is newer.
Result<Image> clampImage(Store& store, const Image& image, std::int64_t epoch, std::size_t keepLayers, std::stop_token stop);

/// Copies, never links into the store. The destination is written aside and renamed in.
Result<Exported> exportImage(Store& store, const ExportSubject& subject, const ExportOptions& options, const TransferSink& progress,
                             std::stop_token stop);
Result<void> exportImage(Store& store, const Image& image, const ExportOptions& options, const TransferSink& progress,
                         std::stop_token stop);
/// Puts manifests, attestations and index into the store, for a name to stand for.
Result<Exported> keepInStore(Store& store, const ExportSubject& subject, const oci::Annotations& annotations, std::stop_token stop);
/// What a name or digest of the store stands for, all platforms and attestations of an index; nullopt: no such name.
Result<std::optional<ExportSubject>> subjectNamed(Store& store, std::string_view nameOrDigest);

/// `options`: compression, annotations and media types; without a compression gzip, which every registry takes.
/// `byDigest`: under the digest alone, the tag is left as it is.
Result<Exported> pushImage(Store& store, const ExportSubject& subject, std::string_view reference, const ExportOptions& options,
                           bool byDigest, const TransferSink& progress, std::stop_token stop);
Result<void> pushImage(Store& store, const Image& image, std::string_view reference, const TransferSink& progress,
                       std::stop_token stop);
/// "Load into Docker": the daemon of DOCKER_HOST or the default socket, under all names of `options` (none: by its id). An
/// index goes whole to an engine that keeps indexes; another one takes this machine's platform out of it.
Result<Exported> loadIntoDocker(Store& store, const ExportSubject& subject, const ExportOptions& options, const TransferSink& progress,
                                std::stop_token stop);
Result<void> loadIntoDocker(Store& store, const Image& image, std::string_view name, const TransferSink& progress,
                            std::stop_token stop);

} // namespace sw::store
