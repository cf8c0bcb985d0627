#pragma once

#include "core/build/layerbuilder.h"
#include "core/cache/records.h"
#include "core/store/store.h"

#include <functional>

/// Files that a step sees beside its root file system (an archive that is the context, the seed of a cache mount), packed as a
/// layer of the store.
namespace sw::build {

/// The layer that is known as `what` of `content`; `make` gathers it where the store has none.
Result<store::LayerId> packedLayer(store::Store& store, cache::CacheIndex& cache, std::string_view what, std::string_view content,
                                   const std::function<Result<LayerBuilder>()>& make, std::stop_token stop);

} // namespace sw::build
