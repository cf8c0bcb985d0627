#pragma once

#include "core/build/cacheplace.h"
#include "core/cache/records.h"

#include <set>
#include <vector>

namespace sw::build {

/// Takes records and their layers in; the number of records that are new here.
Result<std::size_t> importCache(store::Store& store, cache::CacheIndex& index, const CachePlace& place, const store::TransferSink& progress,
                                std::stop_token stop);
/// Writes the records of these keys with their layers; the number of records.
Result<std::size_t> exportCache(store::Store& store, cache::CacheIndex& index, const CachePlace& place, const std::vector<Hash128>& keys,
                                const std::set<store::LayerId>& ofImage, const store::TransferSink& progress, std::stop_token stop);

} // namespace sw::build
