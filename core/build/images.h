#pragma once

#include "core/plan/buildplan.h"
#include "core/store/transfer.h"

#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace sw::build {

/// The external images of one build: what the store has, and what has to be fetched.
class ImageSet {
public:
    explicit ImageSet(std::shared_ptr<store::Store> store) : m_store(std::move(store)) {}

    struct Wanted {
        std::string reference;
        oci::Platform platform;
        bool operator==(const Wanted&) const = default;
    };

    /// For makePlan: answers from the store alone, and notes what it has not. With `strict`, only images that were
    /// looked up in this build (fetch) count: --pull.
    plan::ImageResolver resolver(bool strict);
    std::vector<Wanted> takeMissing();

    struct Fetched {
        bool changed = false; ///< the store has another image under this name now, or one for the first time
        std::optional<Digest> before;
    };
    /// Brings an image in (skopeo). With `pull` the registry is asked even if the store has one.
    Result<Fetched> fetch(const Wanted& wanted, bool pull, const store::TransferSink& progress, std::stop_token stop);

    /// Present after the resolver or fetch gave it.
    std::optional<store::Image> image(const std::string& reference, const oci::Platform& platform);
    std::optional<Fetched> fetched(const std::string& reference, const oci::Platform& platform);

private:
    using Key = std::pair<std::string, std::string>;
    static Key keyOf(const std::string& reference, const oci::Platform& platform) { return {reference, platform.text()}; }

    std::shared_ptr<store::Store> m_store;
    std::mutex m_mutex;
    std::map<Key, store::Image> m_images;
    std::map<Key, Fetched> m_fetched;
    std::vector<Wanted> m_missing;
};

} // namespace sw::build
