#include "core/cache/mountlist.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

namespace sw::cache {

namespace {

constexpr std::size_t kShortestKey = 8;

} // namespace

bool MountUse::isCalled(std::string_view name) const {
    if (stored.id == name || stored.key == name || (name.size() >= kShortestKey && stored.key.starts_with(name))) {
        return true;
    }
    return std::ranges::any_of(steps, [name](const StepPlace& place) {
        const std::string line = ":" + std::to_string(place.line);
        return place.dockerfile + line == name || std::filesystem::path(place.dockerfile).filename().string() + line == name;
    });
}

Result<std::vector<MountUse>> listMounts(store::Store& store, std::stop_token stop) {
    SW_TRY(std::vector<store::StoredMount> found, store::storedMounts(store, std::move(stop)));
    SW_TRY(auto index, CacheIndex::open(store.database()));
    SW_TRY(const auto steps, index.mountSteps());
    std::vector<MountUse> out;
    for (store::StoredMount& stored : found) {
        MountUse mount{std::move(stored), {}};
        std::ranges::copy_if(steps, std::back_inserter(mount.steps), [&mount](const StepPlace& place) { return place.of == mount.stored.key; });
        out.push_back(std::move(mount));
    }
    return out;
}

} // namespace sw::cache
