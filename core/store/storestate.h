#pragma once

#include "core/store/database.h"
#include "core/store/store.h"
#include "core/store/workarea.h"

#include <list>
#include <mutex>
#include <optional>
#include <set>
#include <unordered_map>

/// What the sources of Store share.
namespace sw::store {

struct Store::State {
    std::filesystem::path root;
    std::unique_ptr<Database> database;
    std::optional<WorkArea> work;

    std::mutex mutex; ///< guards what follows
    std::unordered_map<Digest, std::weak_ptr<const Layer>> layers;
    std::unordered_map<Digest, std::weak_ptr<const SeenLayer>> seen;
    std::list<std::shared_ptr<const Layer>> recent; ///< kept open, newest first
    std::set<Digest> noted;                         ///< whose use was written down by this process

    std::filesystem::path layerDirectory(const LayerId& id) const { return root / "layers" / id.hex(); }
    std::filesystem::path blobFile(const Digest& digest) const { return root / "blobs" / "sha256" / digest.hex(); }
};

std::int64_t secondsNow();

} // namespace sw::store
