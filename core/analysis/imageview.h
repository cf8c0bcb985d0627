#pragma once

#include "core/analysis/accounts.h"
#include "core/analysis/filetree.h"
#include "core/oci/image.h"
#include "core/oci/imagefiles.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// An image opened for looking, from wherever it is, without unpacking anything to disk.
namespace sw::analysis {

/// Reads the bytes of a File entry of one layer.
class ContentSource {
public:
    virtual ~ContentSource() = default;
    /// Calls `take` with the bytes in order; ends early when it returns false.
    virtual Result<void> read(std::size_t layer, const oci::LayerEntry& entry,
                              const std::function<bool(std::string_view bytes)>& take) const = 0;
};

struct ImageView {
    std::string name;   ///< as it was asked for
    Digest manifest;    ///< empty where there is none
    Digest configDigest;
    oci::ImageConfig config;
    std::vector<LayerInput> layers; ///< lowest first
    std::shared_ptr<const ContentSource> contents;

    LayerList indexes() const;
};

/// True when `place` is a folder with an OCI layout or an image archive (whose content then decides).
bool isImageFile(const std::filesystem::path& place);

/// The files of an image's folder or archive; of an archive that is compressed as a whole, inflated into memory.
Result<std::unique_ptr<oci::FileBag>> openImageBag(const std::filesystem::path& place, const std::stop_token& stop = {});

/// An OCI layout folder, an OCI or docker archive; archives may be gzip or zstd compressed as a whole, layers each.
/// Layers are indexed on all cores; `progress` is told bytes read, now and then, from any thread.
/// Without `hashContents` an uncompressed image is open as soon as its headers are read, but has no duplicates.
Result<ImageView> openImageFile(const std::filesystem::path& place, const std::string& selector, const oci::Platform& platform,
                                std::stop_token stop = {}, const std::function<void(std::uint64_t)>& progress = {},
                                bool hashContents = true);

/// The lowest layer that the history speaks of: who adds layers tells of them, so that what lacks a history is below.
std::size_t firstToldLayer(const oci::ImageConfig& config, std::size_t layers);

/// Joins history texts to layers: the n-th entry that is not empty speaks of the n-th layer from there.
void attributeHistory(std::vector<LayerInput>& layers, const oci::ImageConfig& config);

/// The documents of `stw layers` and `stw files` (architecture.md 6b).
std::string layersJson(const ImageView& image, const Accounts& accounts);
/// Everything below `path`; sizes in bytes, paths absolute.
std::string filesJson(const FileTree& tree, FileTree::Id below);

} // namespace sw::analysis
