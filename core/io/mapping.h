#pragma once

#include "core/base/result.h"

#include <string_view>
#include <utility>

namespace sw::io {

/// A whole file mapped for reading, for as long as this lives; the descriptor may be closed. What truncates the file meanwhile
/// makes reading it a fault, so only for files that nobody writes (committed layers).
class Mapping {
public:
    Mapping() = default; ///< of nothing
    /// Error Io: cannot be mapped. An empty file is mapped to no bytes.
    static Result<Mapping> of(int fd);
    ~Mapping();
    Mapping(Mapping&& other) noexcept : m_bytes(std::exchange(other.m_bytes, {})) {}
    Mapping& operator=(Mapping&& other) noexcept {
        std::swap(m_bytes, other.m_bytes);
        return *this;
    }

    std::string_view bytes() const { return m_bytes; }

private:
    explicit Mapping(std::string_view bytes) : m_bytes(bytes) {}

    std::string_view m_bytes;
};

} // namespace sw::io
