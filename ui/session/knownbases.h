#pragma once

#include "core/plan/buildplan.h"
#include "core/store/store.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace sw::ui {

/// What a store has of the base images of a file, remembered from one look to the next. Nothing is fetched. For several threads.
class KnownBases {
public:
    std::optional<plan::ResolvedImage> find(store::Store& store, const std::string& reference, const oci::Platform& platform) {
        const std::scoped_lock lock(m_mutex);
        const auto key = std::pair(reference, platform.text());
        if (const auto known = m_known.find(key); known != m_known.end()) {
            return known->second;
        }
        std::optional<plan::ResolvedImage> out;
        if (!reference.contains("://")) {
            if (const auto image = store.image(reference, platform); image && *image) {
                out = plan::ResolvedImage{(*image)->manifestDigest, (*image)->config};
            }
        }
        return m_known[key] = std::move(out);
    }
    /// The store has changed.
    void forget() {
        const std::scoped_lock lock(m_mutex);
        m_known.clear();
    }

private:
    std::mutex m_mutex;
    std::map<std::pair<std::string, std::string>, std::optional<plan::ResolvedImage>> m_known; ///< by reference and platform; absent: not in the store
};

} // namespace sw::ui
