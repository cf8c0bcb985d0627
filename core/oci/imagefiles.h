#pragma once

#include "core/base/uniquefd.h"
#include "core/io/bytereader.h"
#include "core/oci/image.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// Images that lie in files: OCI layouts, OCI archives, docker archives. Read where they are, nothing is unpacked.
namespace sw::oci {

/// Named byte strings: a folder, or a plain tar.
class FileBag {
public:
    virtual ~FileBag() = default;
    /// Corrupt when there is no such name.
    virtual Result<std::unique_ptr<io::ByteReader>> open(const std::string& name) const = 0;
    virtual Result<std::uint64_t> sizeOf(const std::string& name) const = 0;
    bool has(const std::string& name) const { return sizeOf(name).has_value(); }
    Result<std::string> readText(const std::string& name, std::uint64_t limit = 16U << 20U) const;
};

/// A folder. Names do not lead out of it.
Result<std::unique_ptr<FileBag>> openFolder(const std::filesystem::path& folder);
/// An uncompressed tar file: walked once by its headers. Links within the tar are followed.
Result<std::unique_ptr<FileBag>> openTar(UniqueFd fd, std::stop_token stop = {});

struct StoredLayer {
    std::string file;              ///< name in the bag
    Digest diffId;                 ///< as the config states it
    std::optional<Descriptor> blob; ///< as the manifest states it; none in docker archives
};

struct StoredImage {
    std::string configBytes;
    ImageConfig config;
    std::optional<Manifest> manifest;
    std::string manifestBytes;     ///< empty in docker archives
    std::vector<StoredLayer> layers;
    std::vector<std::string> names; ///< that the archive gives it
};

/// Finds the one image that `selector` (tag, name or digest; empty: the only one) and platform choose. The error lists what
/// there is. Docker archives (manifest.json) and OCI layouts (index.json) are told apart by their files.
Result<StoredImage> findImage(const FileBag& bag, const std::string& selector, const Platform& platform);

} // namespace sw::oci
