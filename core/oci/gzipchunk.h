#pragma once

#include <cstdint>
#include <string>

namespace sw::oci {

/// One piece of a gzip stream as pigz makes them: raw deflate primed with the end of the piece before, ending at a byte.
struct GzipChunk {
    std::string compressed;
    std::uint32_t crc = 0; ///< of the bytes
    bool good = false;
};

/// `level` 1 to 9 is zlib's. Negative: the usual one, which is ISA-L's where that library is there (several times as fast as zlib's
/// fastest and as small within a few per cent), else zlib's 6. The bytes depend on input, level and library alone.
GzipChunk compressChunk(const std::string& bytes, const std::string& dictionary, bool last, int level);

} // namespace sw::oci
