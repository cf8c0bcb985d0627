#include "core/store/indeximage.h"

#include <algorithm>
#include <mutex>

namespace sw::store {

namespace {

std::mutex naming; ///< two platforms of one base may arrive at once

bool isAttestation(const oci::Descriptor& manifest) { return manifest.annotations.contains("vnd.docker.reference.type"); }

oci::Platform platformOf(const Image& image) { return image.config.platform; }

} // namespace

Result<IndexImage> putIndex(Store& store, const std::vector<Image>& images, const std::map<std::string, std::string>& annotations) {
    IndexImage out;
    out.images = images;
    out.index.annotations = annotations;
    for (const Image& image : images) {
        SW_TRY(const std::string bytes, store.blob(image.manifestDigest));
        oci::Descriptor manifest;
        manifest.mediaType = image.manifest.mediaType;
        manifest.digest = image.manifestDigest;
        manifest.size = bytes.size();
        manifest.platform = platformOf(image);
        out.index.manifests.push_back(std::move(manifest));
    }
    SW_TRY(out.digest, store.putBlob(oci::serialiseIndex(out.index)));
    return out;
}

Result<std::optional<IndexImage>> findIndex(Store& store, std::string_view nameOrDigest) {
    SW_TRY(const auto digest, store.resolveName(nameOrDigest));
    if (!digest) {
        return std::optional<IndexImage>();
    }
    SW_TRY(const std::string bytes, store.blob(*digest));
    IndexImage out;
    out.digest = *digest;
    auto index = oci::parseImageIndex(bytes);
    if (!index || index->manifests.empty()) {
        return std::optional<IndexImage>();
    }
    out.index.mediaType = index->mediaType;
    out.index.annotations = index->annotations;
    for (oci::Descriptor& manifest : index->manifests) {
        if (isAttestation(manifest)) {
            continue;
        }
        SW_TRY(auto image, store.image(manifest.digest.text(), manifest.platform.value_or(oci::Platform::host())));
        if (image) {
            manifest.platform = manifest.platform.value_or(platformOf(*image));
            out.index.manifests.push_back(std::move(manifest));
            out.images.push_back(std::move(*image));
        }
    }
    return std::optional(std::move(out));
}

Result<void> tagForPlatform(Store& store, std::string_view name, const Image& image, std::string_view origin) {
    const std::lock_guard lock(naming);
    std::vector<Image> all;
    SW_TRY(auto index, findIndex(store, name));
    if (index) {
        all = std::move(index->images);
    } else {
        SW_TRY(auto single, store.image(name, platformOf(image)));
        if (single) {
            all.push_back(std::move(*single));
        }
    }
    const auto same = std::ranges::find_if(all, [&](const Image& other) { return platformOf(other) == platformOf(image); });
    if (same != all.end()) {
        *same = image;
    } else {
        all.push_back(image);
    }
    if (all.size() == 1) {
        return store.tag(name, image.manifestDigest, origin);
    }
    SW_TRY(const IndexImage both, putIndex(store, all));
    return store.tag(name, both.digest, origin);
}

} // namespace sw::store
