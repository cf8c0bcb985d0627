#pragma once

#include "core/io/bytereader.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace sw::oci {

/// A source with the bytes that were looked at put back in front.
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

} // namespace sw::oci
