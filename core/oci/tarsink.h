#pragma once

#include "core/base/digest.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace sw::oci {

/// Writes a stream to a descriptor (not owned) and makes its SHA-256, both on a thread of its own once there is more
/// than a buffer full, so that reading, hashing of contents and this overlap. Errors come back at finish() at the latest.
class DigestSink {
public:
    explicit DigestSink(int fd);
    ~DigestSink();
    DigestSink(const DigestSink&) = delete;
    DigestSink& operator=(const DigestSink&) = delete;

    /// Free room in the present buffer, never empty; call advance() with what was put there.
    char* room(std::size_t& size);
    void advance(std::size_t used);
    void write(std::string_view bytes);
    void zeros(std::size_t count);
    std::uint64_t written() const { return m_written; }
    /// True once writing failed; the rest is dropped.
    bool failed() const;
    Result<Digest> finish();

private:
    struct State;
    void handOver();
    std::unique_ptr<State> m_state;
    std::uint64_t m_written = 0;
};

} // namespace sw::oci
