#include "core/oci/layertar.h"
#include "core/oci/tarnumbers.h"
#include "core/oci/tarwalker.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

/// The GNU sparse formats: old GNU (typeflag S), pax 0.0 and 0.1 (map in the records), pax 1.0 (map before the data).
namespace sw::oci {

namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kPieceLimit = 1U << 20U;

/// Pieces ascend, do not overlap, end within the file, and are as long as what is stored.
bool piecesAreGood(const std::vector<SparsePiece>& pieces, std::uint64_t stored, std::uint64_t size) {
    std::uint64_t end = 0;
    std::uint64_t sum = 0;
    for (const SparsePiece& piece : pieces) {
        if (piece.offset < end || piece.offset > size || piece.size > size - piece.offset) {
            return false;
        }
        end = piece.offset + piece.size;
        sum += piece.size;
    }
    return sum == stored && size <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
}

} // namespace

Result<void> TarWalker::readOldSparse(const char* block, TarMember& member) {
    const auto realSize = tarNumber({block + 483, 12});
    if (!realSize || *realSize < 0) {
        return corrupt("a sparse file has no valid size");
    }
    const auto take = [&](const char* table, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto offset = tarNumber({table + i * 24, 12});
            const auto size = tarNumber({table + i * 24 + 12, 12});
            if (!offset || !size || *offset < 0 || *size < 0) {
                return false;
            }
            if (*size > 0) {
                member.pieces.push_back({static_cast<std::uint64_t>(*offset), static_cast<std::uint64_t>(*size)});
            }
        }
        return true;
    };
    bool good = take(block + 386, 4);
    bool extended = block[482] != 0;
    std::array<char, kBlock> more{};
    while (good && extended) {
        SW_TRY(const bool got, readBlock(more.data()));
        good = got && take(more.data(), 21) && member.pieces.size() < kPieceLimit;
        extended = more[504] != 0;
    }
    member.type = '0';
    member.sparse = true;
    member.size = static_cast<std::uint64_t>(*realSize);
    if (!good || !piecesAreGood(member.pieces, member.stored, member.size)) {
        return corrupt("a sparse file has a wrong map");
    }
    return {};
}

Result<void> TarWalker::readPaxSparse(const Records& records, TarMember& member) {
    const auto text = [&](const char* key) {
        const auto found = records.find(key);
        return found == records.end() ? std::string() : found->second;
    };
    const bool inData = text("GNU.sparse.major") == "1";
    const std::string sizeText = inData ? text("GNU.sparse.realsize") : text("GNU.sparse.size");
    const auto realSize = decimal(sizeText);
    if (!realSize) {
        return corrupt("a sparse file has no valid size");
    }
    member.sparse = true;
    member.size = *realSize;
    if (const std::string name = text("GNU.sparse.name"); !name.empty()) {
        member.name = name;
    }
    if (inData) {
        return {}; // the map comes with the data
    }
    std::vector<std::uint64_t> numbers;
    const std::string map = text("GNU.sparse.map");
    for (std::size_t begin = 0; begin < map.size();) {
        const std::size_t comma = std::min(map.find(',', begin), map.size());
        const auto value = decimal(std::string_view(map).substr(begin, comma - begin));
        if (!value) {
            return corrupt("a sparse file has a wrong map");
        }
        numbers.push_back(*value);
        begin = comma + 1;
    }
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
        if (numbers[i + 1] > 0) {
            member.pieces.push_back({numbers[i], numbers[i + 1]});
        }
    }
    if (numbers.size() % 2 != 0 || !piecesAreGood(member.pieces, member.stored, member.size)) {
        return corrupt("a sparse file has a wrong map");
    }
    return {};
}

Result<void> TarWalker::readSparseMapFromData(TarMember& member) {
    std::string buffered;
    std::size_t at = 0;
    const auto readNumber = [&]() -> Result<std::uint64_t> {
        while (true) {
            const std::size_t end = buffered.find('\n', at);
            if (end != std::string::npos) {
                const auto value = decimal(std::string_view(buffered).substr(at, end - at));
                if (!value) {
                    break;
                }
                at = end + 1;
                return *value;
            }
            std::array<char, kBlock> block{};
            if (m_left < kBlock || buffered.size() - at > 32) {
                break;
            }
            SW_TRY(const bool got, readBlock(block.data()));
            if (!got) {
                break;
            }
            m_left -= kBlock;
            buffered.append(block.data(), block.size());
        }
        return corrupt("a sparse file has a wrong map");
    };
    SW_TRY(const std::uint64_t count, readNumber());
    if (count > kPieceLimit) {
        return corrupt("a sparse file has too many pieces");
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        SW_TRY(const std::uint64_t offset, readNumber());
        SW_TRY(const std::uint64_t size, readNumber());
        if (size > 0) {
            member.pieces.push_back({offset, size});
        }
    }
    member.stored = m_left;
    member.dataOffset = m_stream.position();
    member.headerBytes = static_cast<std::uint32_t>(member.dataOffset - member.headerOffset);
    if (!piecesAreGood(member.pieces, member.stored, member.size)) {
        return corrupt("a sparse file has a wrong map");
    }
    return {};
}

Result<std::size_t> readSparse(int fd, std::uint64_t tarOffset, const LayerEntry& entry, std::uint64_t offset, char* out,
                               std::size_t size) {
    io::FdReader stream(fd, tarOffset + entry.dataOffset, std::numeric_limits<std::int64_t>::max() / 2);
    TarWalker walker(stream);
    TarMember member;
    SW_TRY(const bool found, walker.next(member));
    if (!found || !member.sparse || member.size != entry.size) {
        return failure(ErrorCode::Corrupt, say("The layer does not hold '%1' where its index says", entry.path));
    }
    const std::uint64_t end = offset >= entry.size ? offset : offset + std::min<std::uint64_t>(size, entry.size - offset);
    const auto count = static_cast<std::size_t>(end - offset);
    std::memset(out, 0, count);
    std::uint64_t stored = tarOffset + entry.dataOffset + member.dataOffset;
    for (const SparsePiece& piece : member.pieces) {
        const std::uint64_t from = std::max(piece.offset, offset);
        const std::uint64_t to = std::min(piece.offset + piece.size, end);
        if (from < to) {
            io::FdReader part(fd, stored + (from - piece.offset), to - from);
            SW_TRY(const std::size_t got, part.readFull(out + (from - offset), static_cast<std::size_t>(to - from)));
            if (got != to - from) {
                return failure(ErrorCode::Corrupt, say("The layer ends within '%1'", entry.path));
            }
        }
        stored += piece.size;
    }
    return count;
}

} // namespace sw::oci
