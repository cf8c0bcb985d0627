#pragma once

#include "core/io/bytereader.h"

#include <memory>
#include <string_view>

/// Compressed streams as streams. Which compression it is, is told by the first bytes, never by a name.
namespace sw::oci {

enum class StreamKind { Plain, Gzip, Zstd, Other }; ///< Other: bzip2, xz and what else we know but do not read

StreamKind streamKind(std::string_view firstBytes);

/// A reader of the uncompressed bytes of `source` (kept alive by the caller). Broken or cut-off data is Corrupt.
/// Several gzip members or zstd frames in a row are one stream.
Result<std::unique_ptr<io::ByteReader>> decompressing(io::ByteReader& source);

} // namespace sw::oci
