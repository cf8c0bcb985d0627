#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The outside world behind small interfaces.
namespace sw::io {

/// A stream that is read forward. Archives, compressed blobs and files within archives are all read through it.
class ByteReader {
public:
    ByteReader() = default;
    virtual ~ByteReader() = default;
    ByteReader(const ByteReader&) = delete;
    ByteReader& operator=(const ByteReader&) = delete;

    /// Puts up to `capacity` bytes into the buffer; 0 means the end. May give fewer than asked for.
    virtual Result<std::size_t> read(char* buffer, std::size_t capacity) = 0;
    /// Passes over bytes without looking at them. Corrupt when the stream ends before.
    virtual Result<void> skip(std::uint64_t bytes);
    /// Bytes read or passed over so far.
    virtual std::uint64_t position() const = 0;

    /// Reads until the buffer is full or the stream ends; gives the count.
    Result<std::size_t> readFull(char* buffer, std::size_t capacity);
    /// Reads the rest; Corrupt when it is longer than `limit`.
    Result<std::string> readRest(std::uint64_t limit);
};

/// A part of a seekable file (pread; the descriptor is not owned and its offset is not moved), or a pipe from where it is.
class FdReader final : public ByteReader {
public:
    explicit FdReader(int fd);
    /// [offset, offset + size) of a seekable file.
    FdReader(int fd, std::uint64_t offset, std::uint64_t size);

    Result<std::size_t> read(char* buffer, std::size_t capacity) override;
    Result<void> skip(std::uint64_t bytes) override;
    std::uint64_t position() const override { return m_position; }

private:
    Result<std::size_t> readAt(std::uint64_t position, char* buffer, std::size_t capacity);

    int m_fd = -1;
    bool m_seekable = false;
    std::uint64_t m_offset = 0;   ///< of the part in the file
    std::uint64_t m_size = 0;     ///< of the part; only when seekable
    std::uint64_t m_position = 0; ///< in the part
    std::vector<char> m_buffer;   ///< holds [m_bufferStart, m_bufferStart + m_bufferFill) of the part
    std::uint64_t m_bufferStart = 0;
    std::size_t m_bufferFill = 0;
};

/// Bytes that are already in memory. The caller keeps them alive.
class MemoryReader final : public ByteReader {
public:
    explicit MemoryReader(std::string_view bytes) : m_bytes(bytes) {}
    Result<std::size_t> read(char* buffer, std::size_t capacity) override;
    std::uint64_t position() const override { return m_position; }

private:
    std::string_view m_bytes;
    std::size_t m_position = 0;
};

/// Writes all of it, over short writes and EINTR.
Result<void> writeAll(int fd, std::string_view bytes);

} // namespace sw::io
