#pragma once

#include "core/store/store.h"

namespace sw::store {

/// How SOURCE_DATE_EPOCH limits the times of a layer's files.
enum class EpochRule {
    Limit, ///< later ones become the epoch
    Exact, ///< all become the epoch
};

/// The layer with such times: the same one where nothing changes, else another one that is in the store.
Result<LayerId> layerAtEpoch(Store& store, const LayerId& id, std::int64_t epoch, EpochRule rule, const std::stop_token& stop);

} // namespace sw::store
