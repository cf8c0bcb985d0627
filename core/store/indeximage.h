#pragma once

#include "core/store/store.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Images of several platforms under one name.
namespace sw::store {

/// A multi-platform image: an index (a blob of the store) over images of the store, one for each platform.
struct IndexImage {
    Digest digest;             ///< of the index
    oci::ImageIndex index;     ///< its first images.size() manifests are those of `images`, in order, with their platforms
    std::vector<Image> images;
};

/// Stores an index over `images` in the order given. The name is the caller's to give (Store::tag with the index's digest).
Result<IndexImage> putIndex(Store& store, const std::vector<Image>& images, const std::map<std::string, std::string>& annotations = {});

/// What a name or a digest stands for, where that is an index; nothing for a single image and for what is not there.
/// Manifests that the store does not hold (other platforms of a registry's index) are left out of `images` and `index`.
Result<std::optional<IndexImage>> findIndex(Store& store, std::string_view nameOrDigest);

/// Gives `name` to an image beside those of other platforms that have the name already: a base image of two platforms is
/// one name for an index of ours. Replaces an image of the same platform.
Result<void> tagForPlatform(Store& store, std::string_view name, const Image& image, std::string_view origin);

} // namespace sw::store
