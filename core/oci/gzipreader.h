#pragma once

#include "core/oci/peeked.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sw::oci {

class MemberInflater;

/// The uncompressed bytes of a gzip stream (RFC 1952): one or more members, each with its header (and the header's check, where
/// there is one), its contents, their checksum and their length. What follows the last member and does not begin like another one
/// is passed over, as gzip itself does. Inflates with ISA-L where that is built in, else with zlib.
class GzipReader final : public io::ByteReader {
public:
    GzipReader(io::ByteReader& source, std::string first);
    ~GzipReader() override;

    Result<std::size_t> read(char* buffer, std::size_t capacity) override;
    Result<void> skip(std::uint64_t bytes) override;
    std::uint64_t position() const override { return m_position; }

private:
    Result<bool> fillWindow();
    Result<std::size_t> produce(char* buffer, std::size_t capacity);
    Result<bool> refill();
    Result<std::uint8_t> byte();
    Result<bool> beginMember();
    Result<void> passText();

    Peeked m_input;
    std::vector<char> m_buffer;   ///< compressed; [m_at, m_filled) is to be read
    std::size_t m_at = 0, m_filled = 0;
    std::vector<char> m_window;   ///< uncompressed, for those who read a little; [m_given, m_ready) is to be given
    std::size_t m_given = 0, m_ready = 0;
    std::unique_ptr<MemberInflater> m_inflater;
    std::uint32_t m_headerCheck = 0;
    bool m_inMember = false;
    bool m_first = true;
    bool m_broken = false; ///< told by the next read
    bool m_ended = false;
    std::uint64_t m_position = 0;
};

} // namespace sw::oci
