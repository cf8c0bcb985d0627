#pragma once

#include "core/io/bytereader.h"
#include "core/oci/compactindex.h"

#include <stop_token>

namespace sw::oci {

/// indexTar (layertar.h) for looking, without a LayerIndex on the way and without the digest of the tree.
Result<std::shared_ptr<const CompactIndex>> indexTarCompactly(io::ByteReader& stream, bool hashContents, std::stop_token stop = {});

/// What CompactIndex::of says of more than it can hold.
Failure tooMuchToShow();

} // namespace sw::oci
