#include "core/build/images.h"

#include "core/oci/platformmatch.h"

#include <algorithm>

namespace sw::build {

namespace {

/// Sources with a scheme are no names: they are brought in anew (which is cheap when nothing changed) and not tagged.
bool isLocation(const std::string& reference) { return reference.contains("://") || reference.starts_with("docker-daemon:"); }

/// Names of the store stand for one image of any platform, or for several.
bool serves(const store::Image& image, const oci::Platform& platform) {
    return oci::platformRank(platform, image.config.platform).has_value();
}

/// What the store has under a name for a platform; nothing where it has it for others only.
Result<std::optional<store::Image>> stored(store::Store& store, const std::string& reference, const oci::Platform& platform) {
    auto image = store.image(reference, platform);
    if (!image && image.error().code == ErrorCode::NotFound) {
        return std::optional<store::Image>();
    }
    if (image && *image && !serves(**image, platform)) {
        return std::optional<store::Image>();
    }
    return image;
}

} // namespace

plan::ImageResolver ImageSet::resolver(bool strict) {
    return [this, strict](const std::string& reference, const oci::Platform& platform) -> std::optional<plan::ResolvedImage> {
        const std::lock_guard lock(m_mutex);
        const Key key = keyOf(reference, platform);
        auto known = m_images.find(key);
        if (known == m_images.end() && !strict && !isLocation(reference)) {
            if (auto found = stored(*m_store, reference, platform); found && *found) {
                known = m_images.emplace(key, std::move(**found)).first;
            }
        }
        if (known == m_images.end()) {
            const Wanted wanted{reference, platform};
            if (std::ranges::find(m_missing, wanted) == m_missing.end()) {
                m_missing.push_back(wanted);
            }
            return std::nullopt;
        }
        return plan::ResolvedImage{known->second.manifestDigest, known->second.config};
    };
}

std::vector<ImageSet::Wanted> ImageSet::takeMissing() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_missing, {});
}

Result<ImageSet::Fetched> ImageSet::fetch(const Wanted& wanted, bool pull, const store::TransferSink& progress, std::stop_token stop) {
    SW_TRY(const store::ImageSource source, store::ImageSource::parse(wanted.reference));
    const bool named = !isLocation(wanted.reference);
    std::optional<store::Image> before;
    if (named) {
        SW_TRY(before, stored(*m_store, wanted.reference, wanted.platform));
    }
    Fetched fetched;
    std::optional<store::Image> image;
    if (before) {
        fetched.before = before->manifestDigest;
    }
    if (before && pull && source.kind == store::ImageSource::Kind::Registry) {
        SW_TRY(const Digest digest, store::resolveDigest(source, wanted.platform, stop));
        if (digest == before->manifestDigest) {
            image = before;
        }
    } else if (before && !pull) {
        image = before;
    }
    if (!image) {
        SW_TRY(image, store::importImage(*m_store, source, wanted.platform, named ? wanted.reference : std::string(), progress, stop));
        fetched.changed = !before || before->manifestDigest != image->manifestDigest;
    }
    const std::lock_guard lock(m_mutex);
    m_images.insert_or_assign(keyOf(wanted.reference, wanted.platform), std::move(*image));
    m_fetched.insert_or_assign(keyOf(wanted.reference, wanted.platform), fetched);
    return fetched;
}

std::optional<store::Image> ImageSet::image(const std::string& reference, const oci::Platform& platform) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_images.find(keyOf(reference, platform));
    return found == m_images.end() ? std::nullopt : std::optional(found->second);
}

std::optional<ImageSet::Fetched> ImageSet::fetched(const std::string& reference, const oci::Platform& platform) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_fetched.find(keyOf(reference, platform));
    return found == m_fetched.end() ? std::nullopt : std::optional(found->second);
}

} // namespace sw::build
