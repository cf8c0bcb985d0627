#include "core/oci/gzipchunk.h"

#include <zlib.h>

#ifdef SW_ISAL
#include <isa-l/igzip_lib.h>

#include <vector>
#endif

namespace sw::oci {

namespace {

constexpr int kZlibLevel = 6;

Bytef* input(const std::string& bytes) { // neither library writes there
    return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

bool withZlib(std::string& out, const std::string& bytes, const std::string& dictionary, bool last, int level) {
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        return false;
    }
    if (!dictionary.empty()) {
        deflateSetDictionary(&stream, input(dictionary), static_cast<uInt>(dictionary.size()));
    }
    out.resize(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 64);
    stream.next_in = input(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int status = ::deflate(&stream, last ? Z_FINISH : Z_SYNC_FLUSH);
    const bool good = last ? status == Z_STREAM_END : status == Z_OK && stream.avail_in == 0;
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return good;
}

#ifdef SW_ISAL
bool withIsal(std::string& out, const std::string& bytes, const std::string& dictionary, bool last) {
    constexpr std::uint32_t level = 1;
    std::vector<std::uint8_t> scratch(ISAL_DEF_LVL1_DEFAULT);
    isal_zstream stream;
    isal_deflate_init(&stream);
    stream.level = level;
    stream.level_buf = scratch.data();
    stream.level_buf_size = static_cast<std::uint32_t>(scratch.size());
    stream.gzip_flag = IGZIP_DEFLATE;
    stream.flush = last ? NO_FLUSH : SYNC_FLUSH;
    stream.end_of_stream = last ? 1 : 0;
    if (!dictionary.empty()) {
        isal_deflate_set_dict(&stream, input(dictionary), static_cast<std::uint32_t>(dictionary.size()));
    }
    out.resize(bytes.size() + bytes.size() / 64 + 1024); // what cannot be made smaller is stored, with a few bytes for each block
    stream.next_in = input(bytes);
    stream.avail_in = static_cast<std::uint32_t>(bytes.size());
    stream.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    stream.avail_out = static_cast<std::uint32_t>(out.size());
    const bool good = isal_deflate(&stream) == COMP_OK && stream.avail_in == 0 && stream.avail_out > 0;
    out.resize(stream.total_out);
    return good;
}
#endif

} // namespace

GzipChunk compressChunk(const std::string& bytes, const std::string& dictionary, bool last, int level) {
    GzipChunk out;
#ifdef SW_ISAL
    if (level < 0) {
        out.good = withIsal(out.compressed, bytes, dictionary, last);
    }
#endif
    if (!out.good) {
        out.good = withZlib(out.compressed, bytes, dictionary, last, level < 0 ? kZlibLevel : level);
    }
    out.crc = static_cast<std::uint32_t>(::crc32(::crc32(0, nullptr, 0), input(bytes), static_cast<uInt>(bytes.size())));
    return out;
}

} // namespace sw::oci
