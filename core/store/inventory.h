#pragma once

#include "core/store/store.h"

#include <cstdint>
#include <string>
#include <vector>

/// What the store holds piece by piece: how large, when last used, and what needs it.
namespace sw::store {

struct StoredLayer {
    LayerId id;
    std::uint64_t packed = 0; ///< bytes on disk of the tar and its index
    std::uint64_t tree = 0;   ///< bytes on disk of its directory form, 0 = there is none
    std::int64_t used = 0;    ///< seconds since the epoch
    std::vector<std::string> images; ///< names in the store that need it
};

/// The folder of a RUN --mount=type=cache.
struct StoredMount {
    std::string key;    ///< name of its folder: id, owner, mode and seed in one
    std::string id;     ///< as the Dockerfile says it (the target where it says none)
    std::string target;
    std::uint64_t bytes = 0, files = 0;
    std::int64_t used = 0;
};

struct Inventory {
    std::vector<StoredLayer> layers; ///< least recently used first
    std::vector<StoredMount> mounts; ///< least recently used first
};

/// The cache mounts alone, least recently used first.
Result<std::vector<StoredMount>> storedMounts(Store& store, std::stop_token stop);
/// Walks the store: linear in what it holds.
Result<Inventory> takeInventory(Store& store, std::stop_token stop);

/// Notes that a cache mount is in use now.
void noteMountUse(const std::filesystem::path& home);
/// Puts a cache mount into the trash. NotFound: there is none of that key. Busy: a step is using it.
Result<void> clearMount(Store& store, const std::string& key);

/// The size that the store may have; 0 = any. Kept with the store.
Result<std::uint64_t> sizeLimit(Store& store);
Result<void> setSizeLimit(Store& store, std::uint64_t bytes);
/// Frees what was not used for longest until the store is within its limit; bytes freed. Cheap while it is. What a named image
/// or a running build needs stays, also when the store is then larger than its limit.
Result<std::uint64_t> collectToLimit(Store& store, std::stop_token stop);

} // namespace sw::store
