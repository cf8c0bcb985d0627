#pragma once

#include "core/store/transfer.h"

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
    Digest manifest;
};

/// index.json, oci-layout, blobs/. With Compression::None the layers go as the store's manifest has them (those of a pulled
/// base stay compressed), so that the manifest digest is the store's; else all are of the one kind.
Result<ExportLayout> ociLayout(Store& store, const Image& image, const ExportOptions& options, const TransferSink& progress,
                               const std::stop_token& stop);
/// manifest.json, config and uncompressed layers, as `docker load` and podman read them.
Result<ExportLayout> dockerLayout(Store& store, const Image& image, const ExportOptions& options);

/// Writes aside and renames in. A folder is replaced only when it is empty or an OCI layout itself.
Result<void> writeFolder(const ExportLayout& layout, const std::filesystem::path& destination, bool linkFiles,
                         const TransferSink& progress, const std::stop_token& stop);
Result<void> writeArchive(const ExportLayout& layout, const std::filesystem::path& destination, const TransferSink& progress,
                          const std::stop_token& stop);

/// The visible root of the image as one tar without whiteouts, or as plain files (owned by the caller).
Result<void> writeRootTar(Store& store, const Image& image, const std::filesystem::path& destination, const TransferSink& progress,
                          const std::stop_token& stop);
Result<void> writeLocalFolder(Store& store, const Image& image, const std::filesystem::path& destination,
                              const TransferSink& progress, const std::stop_token& stop);

/// "busybox:latest", "ghcr.io/a/b:1": as docker lists names.
std::string dockerName(std::string_view name);

} // namespace sw::store
