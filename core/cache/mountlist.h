#pragma once

#include "core/cache/records.h"
#include "core/store/inventory.h"

#include <string>
#include <string_view>
#include <vector>

namespace sw::cache {

/// The folder of a RUN --mount=type=cache, with the steps that used it, the latest first.
struct MountUse {
    store::StoredMount stored;
    std::vector<StepPlace> steps;

    /// Is that its key (or 8 digits of it), its id, or FILE:LINE of a step?
    bool isCalled(std::string_view name) const;
};

/// Least recently used first.
Result<std::vector<MountUse>> listMounts(store::Store& store, std::stop_token stop);

} // namespace sw::cache
