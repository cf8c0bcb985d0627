#include "core/io/bytereader.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace sw::io {

namespace {
constexpr std::size_t kBufferSize = 32 * 1024;
constexpr std::size_t kSmallRead = 2 * 1024; ///< after a leap: a tar header with its extension, not the contents behind it
constexpr std::uint64_t kLeap = 4 * 1024;

Failure endsTooEarly() { return failure(ErrorCode::Corrupt, say("the stream ends before its contents do")); }
} // namespace

Result<void> ByteReader::skip(std::uint64_t bytes) {
    std::vector<char> buffer(static_cast<std::size_t>(std::min<std::uint64_t>(bytes, 256 * 1024)));
    while (bytes > 0) {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, buffer.size()));
        SW_TRY(const std::size_t got, read(buffer.data(), want));
        if (got == 0) {
            return endsTooEarly();
        }
        bytes -= got;
    }
    return {};
}

Result<std::size_t> ByteReader::readFull(char* buffer, std::size_t capacity) {
    std::size_t done = 0;
    while (done < capacity) {
        SW_TRY(const std::size_t got, read(buffer + done, capacity - done));
        if (got == 0) {
            break;
        }
        done += got;
    }
    return done;
}

Result<std::string> ByteReader::readRest(std::uint64_t limit) {
    std::string out;
    std::array<char, 16 * 1024> buffer{};
    while (true) {
        SW_TRY(const std::size_t got, read(buffer.data(), buffer.size()));
        if (got == 0) {
            return out;
        }
        if (out.size() + got > limit) {
            return failure(ErrorCode::Corrupt, say("the text is longer than the %1 bytes allowed", limit));
        }
        out.append(buffer.data(), got);
    }
}

FdReader::FdReader(int fd) : m_fd(fd) {
    struct stat info {};
    if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
        m_seekable = true;
        m_size = static_cast<std::uint64_t>(info.st_size);
        m_buffer.resize(kBufferSize);
    }
}

FdReader::FdReader(int fd, std::uint64_t offset, std::uint64_t size)
    : m_fd(fd), m_seekable(true), m_offset(offset), m_size(size), m_buffer(kBufferSize) {}

Result<std::size_t> FdReader::readAt(std::uint64_t position, char* buffer, std::size_t capacity) {
    while (true) {
        const ssize_t got = m_seekable ? ::pread(m_fd, buffer, capacity, static_cast<off_t>(m_offset + position))
                                       : ::read(m_fd, buffer, capacity);
        if (got >= 0) {
            return static_cast<std::size_t>(got);
        }
        if (errno != EINTR) {
            return failure(errnoError(say("Cannot read"), errno));
        }
    }
}

Result<std::size_t> FdReader::read(char* buffer, std::size_t capacity) {
    if (!m_seekable) {
        SW_TRY(const std::size_t got, readAt(0, buffer, capacity));
        m_position += got;
        return got;
    }
    capacity = static_cast<std::size_t>(std::min<std::uint64_t>(capacity, m_size - std::min(m_size, m_position)));
    if (capacity == 0) {
        return 0;
    }
    const bool buffered = m_position >= m_bufferStart && m_position < m_bufferStart + m_bufferFill;
    if (!buffered && capacity >= m_buffer.size()) {
        SW_TRY(const std::size_t got, readAt(m_position, buffer, capacity));
        m_position += got;
        return got;
    }
    if (!buffered) {
        if (m_position == m_bufferStart + m_bufferFill) { // it goes on
            m_buffer.resize(std::min(2 * m_buffer.size(), kBufferSize));
        }
        m_bufferFill = 0;
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(m_buffer.size(), m_size - m_position));
        SW_TRY(m_bufferFill, readAt(m_position, m_buffer.data(), want));
        m_bufferStart = m_position;
    }
    const auto inBuffer = static_cast<std::size_t>(m_position - m_bufferStart);
    const std::size_t give = std::min(capacity, m_bufferFill - inBuffer);
    std::memcpy(buffer, m_buffer.data() + inBuffer, give);
    m_position += give;
    return give;
}

Result<void> FdReader::skip(std::uint64_t bytes) {
    if (!m_seekable) {
        return ByteReader::skip(bytes);
    }
    if (m_position > m_size || bytes > m_size - m_position) {
        return endsTooEarly();
    }
    m_position += bytes;
    if (m_position >= m_bufferStart + m_bufferFill + kLeap) {
        m_buffer.resize(kSmallRead);
    }
    return {};
}

Result<std::size_t> MemoryReader::read(char* buffer, std::size_t capacity) {
    const std::size_t give = std::min(capacity, m_bytes.size() - m_position);
    std::memcpy(buffer, m_bytes.data() + m_position, give);
    m_position += give;
    return give;
}

Result<void> writeAll(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t wrote = ::write(fd, bytes.data(), bytes.size());
        if (wrote < 0) {
            if (errno == EINTR) {
                continue;
            }
            return failure(errnoError(say("Cannot write"), errno));
        }
        bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return {};
}

} // namespace sw::io
