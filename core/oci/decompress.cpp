#include "core/oci/decompress.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace sw::oci {

namespace {

constexpr std::size_t kInputSize = 128U << 10U;

/// The source with the bytes that were looked at put back in front.
class Peeked {
public:
    Peeked(io::ByteReader& source, std::string first) : m_source(source), m_first(std::move(first)) {}

    Result<std::size_t> read(char* buffer, std::size_t capacity) {
        if (m_taken < m_first.size()) {
            const std::size_t give = std::min(capacity, m_first.size() - m_taken);
            std::memcpy(buffer, m_first.data() + m_taken, give);
            m_taken += give;
            return give;
        }
        return m_source.read(buffer, capacity);
    }

    Result<void> skip(std::uint64_t bytes) {
        const auto here = std::min<std::uint64_t>(bytes, m_first.size() - m_taken);
        m_taken += static_cast<std::size_t>(here);
        if (bytes > here) {
            return m_source.skip(bytes - here);
        }
        return {};
    }

private:
    io::ByteReader& m_source;
    std::string m_first;
    std::size_t m_taken = 0;
};

class PlainReader final : public io::ByteReader {
public:
    PlainReader(io::ByteReader& source, std::string first) : m_input(source, std::move(first)) {}
    Result<std::size_t> read(char* buffer, std::size_t capacity) override {
        SW_TRY(const std::size_t got, m_input.read(buffer, capacity));
        m_position += got;
        return got;
    }
    Result<void> skip(std::uint64_t bytes) override {
        SW_CHECK(m_input.skip(bytes));
        m_position += bytes;
        return {};
    }
    std::uint64_t position() const override { return m_position; }

private:
    Peeked m_input;
    std::uint64_t m_position = 0;
};

class GzipReader final : public io::ByteReader {
public:
    GzipReader(io::ByteReader& source, std::string first) : m_input(source, std::move(first)), m_buffer(kInputSize) {
        inflateInit2(&m_stream, 15 + 16);
    }
    ~GzipReader() override { inflateEnd(&m_stream); }

    Result<std::size_t> read(char* buffer, std::size_t capacity) override {
        if (m_ended || capacity == 0) {
            return 0;
        }
        const auto room = static_cast<uInt>(std::min<std::size_t>(capacity, 1U << 30U));
        m_stream.next_out = reinterpret_cast<Bytef*>(buffer);
        m_stream.avail_out = room;
        while (m_stream.avail_out == room && !m_ended) {
            if (m_stream.avail_in == 0) {
                SW_CHECK(refill());
                if (m_ended) {
                    break;
                }
            }
            SW_CHECK(step());
        }
        const std::size_t got = room - m_stream.avail_out;
        m_position += got;
        return got;
    }
    std::uint64_t position() const override { return m_position; }

private:
    Result<void> refill() {
        SW_TRY(const std::size_t got, m_input.read(m_buffer.data(), m_buffer.size()));
        m_stream.next_in = reinterpret_cast<Bytef*>(m_buffer.data());
        m_stream.avail_in = static_cast<uInt>(got);
        if (got == 0) {
            m_ended = true;
            if (!m_betweenMembers) {
                return failure(ErrorCode::Corrupt, say("The gzip stream ends too early"));
            }
        }
        return {};
    }

    Result<void> step() {
        if (m_betweenMembers) {
            if (*m_stream.next_in != 0x1f) { // zero padding or trailing rubbish, which gzip itself passes over
                m_ended = true;
                return {};
            }
            inflateReset(&m_stream);
            m_betweenMembers = false;
        }
        const int status = ::inflate(&m_stream, Z_NO_FLUSH);
        if (status == Z_STREAM_END) {
            m_betweenMembers = true;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            m_ended = true;
            return failure(ErrorCode::Corrupt, say("The gzip stream is damaged"));
        }
        return {};
    }

    Peeked m_input;
    std::vector<char> m_buffer;
    z_stream m_stream{};
    bool m_betweenMembers = false;
    bool m_ended = false;
    std::uint64_t m_position = 0;
};

class ZstdReader final : public io::ByteReader {
public:
    ZstdReader(io::ByteReader& source, std::string first)
        : m_input(source, std::move(first)), m_buffer(kInputSize), m_context(ZSTD_createDCtx()) {
        ZSTD_DCtx_setParameter(m_context, ZSTD_d_windowLogMax, 27); // 128 MB: what zstd's own tool accepts unasked
    }
    ~ZstdReader() override { ZSTD_freeDCtx(m_context); }

    Result<std::size_t> read(char* buffer, std::size_t capacity) override {
        ZSTD_outBuffer out{buffer, capacity, 0};
        while (out.pos == 0 && capacity > 0 && !m_ended) {
            if (m_in.pos == m_in.size) {
                SW_TRY(const std::size_t got, m_input.read(m_buffer.data(), m_buffer.size()));
                m_in = {m_buffer.data(), got, 0};
                if (got == 0 && !m_flushing) {
                    m_ended = true;
                    if (!m_betweenFrames) {
                        return failure(ErrorCode::Corrupt, say("The zstd stream ends too early"));
                    }
                    break;
                }
            }
            const std::size_t before = m_in.pos;
            const std::size_t status = ZSTD_decompressStream(m_context, &out, &m_in);
            if (ZSTD_isError(status) != 0) {
                m_ended = true;
                return failure(ErrorCode::Corrupt, say("The zstd stream is damaged: %1", ZSTD_getErrorName(status)));
            }
            m_betweenFrames = status == 0;
            m_flushing = out.pos == out.size;
            if (m_in.pos == before && out.pos == 0) {
                m_flushing = false;
            }
        }
        m_position += out.pos;
        return out.pos;
    }
    std::uint64_t position() const override { return m_position; }

private:
    Peeked m_input;
    std::vector<char> m_buffer;
    ZSTD_DCtx* m_context;
    ZSTD_inBuffer m_in{nullptr, 0, 0};
    bool m_betweenFrames = false;
    bool m_flushing = false; ///< the decoder may still hold output
    bool m_ended = false;
    std::uint64_t m_position = 0;
};

} // namespace

StreamKind streamKind(std::string_view first) {
    if (first.starts_with("\x1f\x8b")) {
        return StreamKind::Gzip;
    }
    // 0x28b52ffd, or a skippable frame 0x184d2a5?
    if (first.starts_with("\x28\xb5\x2f\xfd") ||
        (first.size() >= 4 && (first[0] & 0xf0) == 0x50 && first.substr(1, 3) == "\x2a\x4d\x18")) {
        return StreamKind::Zstd;
    }
    if (first.starts_with("BZh") || first.starts_with(std::string_view("\xfd"
                                                                       "7zXZ\0",
                                                                       6))) {
        return StreamKind::Other;
    }
    return StreamKind::Plain;
}

Result<std::unique_ptr<io::ByteReader>> decompressing(io::ByteReader& source) {
    std::string first(8, '\0');
    SW_TRY(const std::size_t got, source.readFull(first.data(), first.size()));
    first.resize(got);
    switch (streamKind(first)) {
    case StreamKind::Gzip: return std::make_unique<GzipReader>(source, std::move(first));
    case StreamKind::Zstd: return std::make_unique<ZstdReader>(source, std::move(first));
    case StreamKind::Other:
        return failure(ErrorCode::Corrupt, say("It is compressed with bzip2 or xz, and images are with gzip or zstd: decompress it first"));
    case StreamKind::Plain: break;
    }
    return std::make_unique<PlainReader>(source, std::move(first));
}

} // namespace sw::oci
