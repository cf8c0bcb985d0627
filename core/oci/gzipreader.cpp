#include "core/oci/gzipreader.h"

#include <zlib.h>

#ifdef SW_ISAL
#include <isa-l/igzip_lib.h>
#endif

#include <array>

namespace sw::oci {

namespace {

constexpr std::size_t kInputSize = 128U << 10U;
constexpr std::size_t kWindowSize = 256U << 10U;
constexpr std::size_t kMostAtOnce = 1U << 30U;

Failure tooShort() { return failure(ErrorCode::Corrupt, say("The gzip stream ends too early")); }
Failure damaged() { return failure(ErrorCode::Corrupt, say("The gzip stream is damaged")); }

} // namespace

/// The contents of one member after another, and the check that follows them.
class MemberInflater {
public:
    enum class State { More, Ended, Broken };

#ifdef SW_ISAL
    void begin() {
        isal_inflate_init(&m_state);
        m_state.crc_flag = ISAL_GZIP_NO_HDR_VER;
    }

    /// Reads from [in, in + *inSize) and writes to [out, out + *outSize); both sizes become what was read and written.
    State step(const char* in, std::size_t* inSize, char* out, std::size_t* outSize) {
        m_state.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(in)); // it does not write there
        m_state.avail_in = static_cast<std::uint32_t>(*inSize);
        m_state.next_out = reinterpret_cast<std::uint8_t*>(out);
        m_state.avail_out = static_cast<std::uint32_t>(*outSize);
        const int status = ::isal_inflate(&m_state);
        *inSize -= m_state.avail_in;
        *outSize -= m_state.avail_out;
        return status < 0 ? State::Broken : m_state.block_state == ISAL_BLOCK_FINISH ? State::Ended : State::More;
    }

private:
    inflate_state m_state;
#else
    MemberInflater() { inflateInit2(&m_state, -15); }
    ~MemberInflater() { inflateEnd(&m_state); }
    MemberInflater(const MemberInflater&) = delete;
    MemberInflater& operator=(const MemberInflater&) = delete;

    void begin() {
        inflateReset(&m_state);
        m_check = ::crc32(0, nullptr, 0);
        m_bytes = 0;
        m_trailer = 0;
        m_contentsEnded = false;
    }

    State step(const char* in, std::size_t* inSize, char* out, std::size_t* outSize) {
        const std::size_t all = *inSize;
        const std::size_t room = *outSize;
        *outSize = 0;
        std::size_t used = 0;
        if (!m_contentsEnded) {
            m_state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in));
            m_state.avail_in = static_cast<uInt>(all);
            m_state.next_out = reinterpret_cast<Bytef*>(out);
            m_state.avail_out = static_cast<uInt>(room);
            const int status = ::inflate(&m_state, Z_NO_FLUSH);
            used = all - m_state.avail_in;
            *outSize = room - m_state.avail_out;
            m_check = ::crc32(m_check, reinterpret_cast<const Bytef*>(out), static_cast<uInt>(*outSize));
            m_bytes += static_cast<std::uint32_t>(*outSize);
            if (status != Z_OK && status != Z_BUF_ERROR && status != Z_STREAM_END) {
                *inSize = used;
                return State::Broken;
            }
            m_contentsEnded = status == Z_STREAM_END;
        }
        for (; m_contentsEnded && used < all && m_trailer < 8; ++m_trailer, ++used) {
            const std::uint64_t wanted = static_cast<std::uint64_t>(m_bytes) << 32U | (m_check & 0xFFFFFFFFU);
            if (static_cast<unsigned char>(in[used]) != (wanted >> (8 * m_trailer) & 0xFFU)) {
                *inSize = used;
                return State::Broken;
            }
        }
        *inSize = used;
        return m_trailer == 8 ? State::Ended : State::More;
    }

private:
    z_stream m_state{};
    uLong m_check = 0;
    std::uint32_t m_bytes = 0;
    unsigned m_trailer = 0; ///< bytes of it that were right
    bool m_contentsEnded = false;
#endif
};

GzipReader::GzipReader(io::ByteReader& source, std::string first)
    : m_input(source, std::move(first)), m_buffer(kInputSize), m_inflater(std::make_unique<MemberInflater>()) {}
GzipReader::~GzipReader() = default;

/// False at the end of the source.
Result<bool> GzipReader::refill() {
    m_at = 0;
    SW_TRY(m_filled, m_input.read(m_buffer.data(), m_buffer.size()));
    return m_filled > 0;
}

/// The next one of a header.
Result<std::uint8_t> GzipReader::byte() {
    if (m_at == m_filled) {
        SW_TRY(const bool more, refill());
        if (!more) {
            return tooShort();
        }
    }
    const auto next = static_cast<std::uint8_t>(m_buffer[m_at++]);
    m_headerCheck = static_cast<std::uint32_t>(::crc32(m_headerCheck, &next, 1));
    return next;
}

Result<void> GzipReader::passText() {
    while (true) {
        SW_TRY(const std::uint8_t next, byte());
        if (next == 0) {
            return {};
        }
    }
}

/// Reads a header; false where there is none any more.
Result<bool> GzipReader::beginMember() {
    constexpr unsigned hasCheck = 2, hasExtra = 4, hasName = 8, hasComment = 16, unknown = 0xE0;
    if (m_at == m_filled) {
        SW_TRY(const bool more, refill());
        if (!more) {
            return m_first ? Result<bool>(tooShort()) : Result<bool>(false);
        }
    }
    if (!m_first && m_buffer[m_at] != 0x1f) { // zero padding or trailing rubbish, which gzip itself passes over
        return false;
    }
    m_headerCheck = static_cast<std::uint32_t>(::crc32(0, nullptr, 0));
    std::array<std::uint8_t, 10> head{};
    for (std::uint8_t& one : head) {
        SW_TRY(one, byte());
    }
    const unsigned flags = head[3];
    if (head[0] != 0x1f || head[1] != 0x8b || head[2] != Z_DEFLATED || (flags & unknown) != 0) {
        return damaged();
    }
    if ((flags & hasExtra) != 0) {
        SW_TRY(const std::uint8_t low, byte());
        SW_TRY(const std::uint8_t high, byte());
        for (unsigned left = low | static_cast<unsigned>(high) << 8U; left > 0; --left) {
            SW_CHECK(byte());
        }
    }
    if ((flags & hasName) != 0) {
        SW_CHECK(passText());
    }
    if ((flags & hasComment) != 0) {
        SW_CHECK(passText());
    }
    if ((flags & hasCheck) != 0) {
        const std::uint32_t wanted = m_headerCheck & 0xFFFFU;
        SW_TRY(const std::uint8_t low, byte());
        SW_TRY(const std::uint8_t high, byte());
        if ((low | static_cast<unsigned>(high) << 8U) != wanted) {
            return damaged();
        }
    }
    m_first = false;
    m_inMember = true;
    m_inflater->begin();
    return true;
}

/// At least one byte, unless the stream has ended.
Result<std::size_t> GzipReader::produce(char* buffer, std::size_t capacity) {
    if (m_broken) {
        return damaged();
    }
    std::size_t wrote = 0;
    while (wrote == 0 && !m_ended) {
        if (!m_inMember) {
            SW_TRY(const bool more, beginMember());
            m_ended = !more;
            continue;
        }
        std::size_t used = m_filled - m_at;
        wrote = std::min(capacity, kMostAtOnce);
        const MemberInflater::State state = m_inflater->step(m_buffer.data() + m_at, &used, buffer, &wrote);
        m_at += used;
        if (state == MemberInflater::State::Broken) {
            m_broken = true;
            return wrote > 0 ? Result<std::size_t>(wrote) : Result<std::size_t>(damaged()); // what came before it is given first
        }
        if (state == MemberInflater::State::More && wrote == 0) { // also without more input it may have had something to give
            if (m_at < m_filled && used == 0) {
                return damaged();
            }
            if (m_at == m_filled) {
                SW_TRY(const bool more, refill());
                if (!more) {
                    return tooShort();
                }
            }
        }
        m_inMember = state != MemberInflater::State::Ended;
    }
    return wrote;
}

/// Inflates the next piece into the window; false at the end.
Result<bool> GzipReader::fillWindow() {
    if (m_ended) {
        return false;
    }
    m_window.resize(kWindowSize);
    m_given = m_ready = 0;
    auto got = produce(m_window.data(), m_window.size());
    if (!got) {
        m_ended = true;
        return failure(got.error());
    }
    m_ready = *got;
    return m_ready > 0;
}

Result<void> GzipReader::skip(std::uint64_t bytes) {
    while (bytes > 0) {
        if (m_given == m_ready) {
            SW_TRY(const bool more, fillWindow());
            if (!more) {
                return failure(ErrorCode::Corrupt, say("the stream ends before its contents do"));
            }
        }
        const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, m_ready - m_given));
        m_given += here;
        m_position += here;
        bytes -= here;
    }
    return {};
}

Result<std::size_t> GzipReader::read(char* buffer, std::size_t capacity) {
    if (m_given == m_ready && capacity >= kWindowSize) {
        auto got = produce(buffer, capacity);
        m_ended = m_ended || !got;
        m_position += got.value_or(0);
        return got;
    }
    if (m_given == m_ready && capacity > 0) {
        SW_CHECK(fillWindow());
    }
    const std::size_t give = std::min(capacity, m_ready - m_given);
    if (give > 0) {
        std::memcpy(buffer, m_window.data() + m_given, give);
    }
    m_given += give;
    m_position += give;
    return give;
}

} // namespace sw::oci
