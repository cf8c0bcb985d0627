#pragma once

#include "core/store/transfer.h"

#include <functional>
#include <string>
#include <variant>
#include <vector>

/// What an image consists of when it leaves the store: named parts that go into a folder or a tar.
namespace sw::store {

struct ExportPart {
    std::string name;                                     ///< "blobs/sha256/..."
    std::variant<std::string, std::filesystem::path> data; ///< bytes, or a file to copy
    std::uint64_t size = 0;
};

struct ExportLayout {
    std::vector<ExportPart> parts;        ///< in the order they are written
    std::vector<Store::Scratch> scratch;  ///< layers that were compressed for this
    oci::Descriptor root;                 ///< of the manifest, or of the index of several
    std::vector<oci::Manifest> manifests; ///< one per platform, in their order
};

/// Everything below blobs/: layers, configurations, manifests, attestations, and the index where the subject is one
/// (BuildKit exporter/containerimage/writer.go). A manifest that says what the store's says is the store's, byte for byte.
Result<ExportLayout> composeImage(Store& store, const ExportSubject& subject, const ExportOptions& options,
                                  const TransferSink& progress, const std::stop_token& stop);
/// The same with index.json and oci-layout.
Result<ExportLayout> ociLayout(Store& store, const ExportSubject& subject, const ExportOptions& options, const TransferSink& progress,
                               const std::stop_token& stop);
/// index.json with one entry per name (one without a name when there is none), and oci-layout.
void addLayoutFiles(ExportLayout& layout, const std::vector<std::string>& names);
/// That with manifest.json in addition, as `docker load`, podman and skopeo read it: for one platform. `anyPlatform`: of an
/// index, manifest.json speaks of this machine's platform.
Result<ExportLayout> dockerLayout(Store& store, const ExportSubject& subject, const ExportOptions& options, bool anyPlatform,
                                  const TransferSink& progress, const std::stop_token& stop);

/// Writes aside and renames in. A folder is replaced only when it is empty or an OCI layout itself.
Result<void> writeFolder(const ExportLayout& layout, const std::filesystem::path& destination, bool linkFiles,
                         const TransferSink& progress, const std::stop_token& stop);
Result<void> writeArchive(const ExportLayout& layout, const std::filesystem::path& destination, const TransferSink& progress,
                          const std::stop_token& stop);
/// Opens a file beside `destination`, lets `fill` write it, and renames it in; "-" is standard output.
Result<void> writeAside(const std::filesystem::path& destination, const std::function<Result<void>(int fd)>& fill);

/// The visible roots of the platforms as one tar without whiteouts, or as plain files (owned by the caller).
Result<void> writeRootTar(Store& store, const ExportSubject& subject, const ExportOptions& options, const TransferSink& progress,
                          const std::stop_token& stop);
Result<void> writeLocalFolder(Store& store, const ExportSubject& subject, const ExportOptions& options, const TransferSink& progress,
                              const std::stop_token& stop);

/// "2024-05-06T07:08:09Z"
std::string timeText(std::int64_t seconds);

/// "busybox:latest", "ghcr.io/a/b:1": as docker lists names.
std::string dockerName(std::string_view name);

} // namespace sw::store
