#pragma once

#include "core/io/bytereader.h"
#include "core/oci/layerindex.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Walks over the headers of a tar stream: ustar, pax (typeflags x, g), GNU long names and old GNU, all four GNU sparse
/// formats, base-256 numbers. Every size and number is checked; what does not follow the format is Corrupt.
namespace sw::oci {

/// One piece of a sparse file: `size` stored bytes that belong at `offset`.
struct SparsePiece {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

struct TarMember {
    std::string name; ///< as written, not cleaned
    std::string link;
    char type = '0';              ///< 0 file, 1 hard link, 2 symlink, 3 char, 4 block, 5 directory, 6 fifo, others as they are
    std::uint32_t mode = 0;
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint64_t stored = 0;     ///< bytes that follow the headers, without padding
    std::uint64_t size = 0;       ///< logical size
    std::int64_t mtime = 0;
    std::uint32_t mtimeNs = 0;
    std::uint32_t devMajor = 0;
    std::uint32_t devMinor = 0;
    Xattrs xattrs;
    bool sparse = false;
    std::vector<SparsePiece> pieces; ///< of a sparse file, ascending
    std::uint64_t headerOffset = 0;  ///< of the first block that belongs to this member
    std::uint64_t dataOffset = 0;    ///< of the stored bytes
    std::uint32_t headerBytes = 0;
};

class TarWalker {
public:
    explicit TarWalker(io::ByteReader& stream) : m_stream(stream) {}

    /// Goes to the next member, past what is left of the present one. False at the end of the archive.
    Result<bool> next(TarMember& member);
    /// Reads stored bytes of the present member; 0 at its end.
    Result<std::size_t> readData(char* buffer, std::size_t capacity);
    /// Reads to the end of the stream, past end blocks and padding.
    Result<void> drain();

private:
    struct Header;
    using Records = std::map<std::string, std::string>;

    Result<bool> readBlock(char* block);
    Result<std::string> readSpecial(std::uint64_t size);
    Result<void> parseRecords(const std::string& text, Records& records);
    Result<void> fill(const char* block, const Records& records, TarMember& member);
    Result<void> applyRecords(const Records& records, TarMember& member);
    Result<void> readOldSparse(const char* block, TarMember& member);
    Result<void> readPaxSparse(const Records& records, TarMember& member);
    Result<void> readSparseMapFromData(TarMember& member);
    Failure corrupt(const std::string& what) const;

    io::ByteReader& m_stream;
    std::uint64_t m_left = 0;    ///< stored bytes of the present member not read yet
    std::uint64_t m_padding = 0; ///< after them
    bool m_ended = false;
};

/// The stored bytes of the walker's present member as a stream.
class MemberReader final : public io::ByteReader {
public:
    explicit MemberReader(TarWalker& walker) : m_walker(walker) {}
    Result<std::size_t> read(char* buffer, std::size_t capacity) override;
    std::uint64_t position() const override { return m_position; }

private:
    TarWalker& m_walker;
    std::uint64_t m_position = 0;
};

} // namespace sw::oci
