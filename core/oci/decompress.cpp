#include "core/oci/decompress.h"

#include "core/oci/gzipreader.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace sw::oci {

namespace {

constexpr std::size_t kInputSize = 128U << 10U;

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
    Result<void> skip(std::uint64_t bytes) override {
        m_passed.resize(ZSTD_DStreamOutSize());
        while (bytes > 0) {
            SW_TRY(const std::size_t got, read(m_passed.data(), static_cast<std::size_t>(std::min<std::uint64_t>(bytes, m_passed.size()))));
            if (got == 0) {
                return failure(ErrorCode::Corrupt, say("the stream ends before its contents do"));
            }
            bytes -= got;
        }
        return {};
    }
    std::uint64_t position() const override { return m_position; }

private:
    Peeked m_input;
    std::vector<char> m_buffer;
    std::vector<char> m_passed; ///< what is not looked at
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
