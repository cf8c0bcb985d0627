#include "core/oci/compactbuilder.h"
#include "core/oci/layerindex.h"

#include <algorithm>
#include <bit>
#include <cstring>

/// The stored form of a LayerIndex, version 1. Numbers are LEB128 varints unless said otherwise.
///
///   file   := "SWLI" version(1 byte) count tarBytes contentBytes headerBytes tree(16) entry* check(16)
///   entry  := shared suffixLength suffix     path: `shared` bytes of the one before, then the suffix
///             type|flags<<4 (1 byte)         flags: 1 opaque, 2 sparse, 4 implied, 8 has xattrs
///             mode uid gid mtime(zigzag) mtimeNs headerBytes
///             File: size dataOffset content(16) ; HardLink, Symlink: text ; devices: major minor
///             [ count (text text)* ]         xattrs
///   text   := length bytes
///   check  := XXH3-128 of all bytes before it, high and low half, little-endian
namespace sw::oci {

namespace {

constexpr std::string_view kMagic = "SWLI";
constexpr char kVersion = 1;
constexpr std::size_t kCheckSize = 16;

class Writer {
public:
    std::string out;

    void varint(std::uint64_t value) {
        while (value >= 0x80) {
            out += static_cast<char>(value | 0x80U);
            value >>= 7U;
        }
        out += static_cast<char>(value);
    }
    void text(std::string_view bytes) {
        varint(bytes.size());
        out += bytes;
    }
    void fixed(std::uint64_t value) {
        for (int i = 0; i < 8; ++i) {
            out += static_cast<char>(value >> (8 * i));
        }
    }
    void hash(const Hash128& value) {
        fixed(value.high);
        fixed(value.low);
    }
};

class Reader {
public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) {}
    bool good() const { return m_good; }
    std::size_t left() const { return m_rest.size(); }

    std::uint64_t varint() {
        if (!m_rest.empty() && static_cast<unsigned char>(m_rest.front()) < 0x80) { // nearly always
            const auto value = static_cast<unsigned char>(m_rest.front());
            m_rest.remove_prefix(1);
            return value;
        }
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint64_t next = byte();
            value |= (next & 0x7FU) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        m_good = false;
        return 0;
    }
    std::uint32_t number32() {
        const std::uint64_t value = varint();
        m_good = m_good && value <= UINT32_MAX;
        return static_cast<std::uint32_t>(value);
    }
    std::string_view take(std::uint64_t size) {
        if (size > m_rest.size()) {
            m_good = false;
            m_rest = {};
            return {};
        }
        const std::string_view out = m_rest.substr(0, static_cast<std::size_t>(size));
        m_rest.remove_prefix(static_cast<std::size_t>(size));
        return out;
    }
    std::string_view text() { return take(varint()); }
    std::uint64_t byte() {
        const std::string_view one = take(1);
        return one.empty() ? 0 : static_cast<unsigned char>(one.front());
    }
    std::uint64_t fixed() {
        const std::string_view bytes = take(8);
        std::uint64_t value = 0;
        if constexpr (std::endian::native == std::endian::little) {
            if (!bytes.empty()) {
                std::memcpy(&value, bytes.data(), bytes.size());
            }
        } else {
            for (std::size_t i = 0; i < bytes.size(); ++i) {
                value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
            }
        }
        return value;
    }
    Hash128 hash() {
        const std::uint64_t high = fixed();
        return {high, fixed()};
    }

private:
    std::string_view m_rest;
    bool m_good = true;
};

std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1U));
}

bool isDevice(EntryType type) { return type == EntryType::CharDevice || type == EntryType::BlockDevice; }
bool isLink(EntryType type) { return type == EntryType::HardLink || type == EntryType::Symlink; }

void writeEntry(Writer& writer, const LayerEntry& entry, std::string_view previous) {
    const auto mismatch = std::ranges::mismatch(entry.path, previous);
    const auto shared = static_cast<std::size_t>(mismatch.in1 - entry.path.begin());
    writer.varint(shared);
    writer.text(std::string_view(entry.path).substr(shared));
    const unsigned flags = (entry.opaque ? 1U : 0U) | (entry.sparse ? 2U : 0U) | (entry.implied ? 4U : 0U) |
                           (entry.xattrs.empty() ? 0U : 8U);
    writer.out += static_cast<char>(static_cast<unsigned>(entry.type) | flags << 4U);
    writer.varint(entry.mode);
    writer.varint(entry.uid);
    writer.varint(entry.gid);
    writer.varint(zigzag(entry.mtime));
    writer.varint(entry.mtimeNs);
    writer.varint(entry.headerBytes);
    if (entry.type == EntryType::File) {
        writer.varint(entry.size);
        writer.varint(entry.dataOffset);
        writer.hash(entry.content);
    } else if (isLink(entry.type)) {
        writer.text(entry.link);
    } else if (isDevice(entry.type)) {
        writer.varint(entry.devMajor);
        writer.varint(entry.devMinor);
    }
    if (!entry.xattrs.empty()) {
        writer.varint(entry.xattrs.size());
        for (const auto& [name, value] : entry.xattrs) {
            writer.text(name);
            writer.text(value);
        }
    }
}

/// Where the next path differs from the one before, and how it goes on; it must be the greater, unless it is the first.
struct NextPath {
    std::size_t shared = 0;
    std::string_view suffix;
};
bool readPath(Reader& reader, std::string_view before, bool first, NextPath& path) {
    const std::uint64_t shared = reader.varint();
    path.suffix = reader.text();
    if (!reader.good() || shared > before.size() || (!first && path.suffix <= before.substr(static_cast<std::size_t>(shared)))) {
        return false;
    }
    path.shared = static_cast<std::size_t>(shared);
    return true;
}

/// All but the path. Attributes are put in `xattrs`.
bool readEntry(Reader& reader, CompactEntry& entry, Xattrs& xattrs) {
    const std::uint64_t kind = reader.byte();
    if ((kind & 0xFU) > static_cast<unsigned>(EntryType::Whiteout)) {
        return false;
    }
    entry.type = static_cast<EntryType>(kind & 0xFU);
    entry.opaque = (kind & 0x10U) != 0;
    entry.sparse = (kind & 0x20U) != 0;
    entry.implied = (kind & 0x40U) != 0;
    entry.mode = reader.number32();
    entry.uid = reader.number32();
    entry.gid = reader.number32();
    entry.mtime = unzigzag(reader.varint());
    entry.mtimeNs = reader.number32();
    entry.headerBytes = reader.number32();
    if (entry.type == EntryType::File) {
        entry.size = reader.varint();
        entry.dataOffset = reader.varint();
        entry.content = reader.hash();
    } else if (isLink(entry.type)) {
        entry.link = reader.text();
    } else if (isDevice(entry.type)) {
        entry.devMajor = reader.number32();
        entry.devMinor = reader.number32();
    }
    if ((kind & 0x80U) != 0) {
        xattrs.clear();
        const std::uint64_t count = reader.varint();
        for (std::uint64_t i = 0; i < count && reader.good(); ++i) {
            std::string name(reader.text());
            xattrs.emplace_back(std::move(name), reader.text());
        }
        entry.xattrs = &xattrs;
    }
    return reader.good();
}

Failure broken() { return failure(ErrorCode::Corrupt, say("The index of a layer is damaged; 'stw store verify' repairs it")); }

} // namespace

std::string serialiseIndex(const LayerIndex& index) {
    Writer writer;
    writer.out.reserve(index.entries.size() * 64 + 128);
    writer.out += kMagic;
    writer.out += kVersion;
    writer.varint(index.entries.size());
    writer.varint(index.tarBytes);
    writer.varint(index.contentBytes);
    writer.varint(index.headerBytes);
    writer.hash(index.treeDigest());
    std::string_view previous;
    for (const LayerEntry& entry : index.entries) {
        writeEntry(writer, entry, previous);
        previous = entry.path;
    }
    writer.hash(Hasher128::of(writer.out));
    return std::move(writer.out);
}

namespace {

/// What comes before the entries; gives their number.
Result<std::size_t> readHead(std::string_view bytes, Reader& reader, LayerSums& sums) {
    constexpr std::size_t smallestEntry = 9;
    if (bytes.size() < kMagic.size() + 1 + kCheckSize || !bytes.starts_with(kMagic)) {
        return broken();
    }
    if (bytes[kMagic.size()] != kVersion) {
        return failure(ErrorCode::Corrupt, say("The index of a layer has a version that this program does not know"));
    }
    const std::string_view body = bytes.substr(0, bytes.size() - kCheckSize);
    Reader check(bytes.substr(body.size()));
    if (check.hash() != Hasher128::of(body)) {
        return broken();
    }
    reader = Reader(body.substr(kMagic.size() + 1));
    const std::uint64_t count = reader.varint();
    sums.tarBytes = reader.varint();
    sums.contentBytes = reader.varint();
    sums.headerBytes = reader.varint();
    sums.tree = reader.hash();
    if (!reader.good() || count > reader.left() / smallestEntry) {
        return broken();
    }
    return static_cast<std::size_t>(count);
}

} // namespace

Result<LayerIndex> parseIndex(std::string_view bytes) {
    Reader reader({});
    LayerSums sums;
    SW_TRY(const std::size_t count, readHead(bytes, reader, sums));
    LayerIndex index;
    index.tarBytes = sums.tarBytes;
    index.contentBytes = sums.contentBytes;
    index.headerBytes = sums.headerBytes;
    index.tree = sums.tree;
    index.entries.reserve(count);
    std::string path;
    Xattrs xattrs;
    for (std::size_t i = 0; i < count; ++i) {
        NextPath next;
        CompactEntry entry;
        if (!readPath(reader, path, i == 0, next) || !readEntry(reader, entry, xattrs)) {
            return broken();
        }
        path.resize(next.shared);
        path += next.suffix;
        index.entries.push_back(entry.with(path));
    }
    if (reader.left() != 0) {
        return broken();
    }
    return index;
}

Result<std::shared_ptr<const CompactIndex>> parseCompactIndex(std::string_view bytes) {
    Reader reader({});
    LayerSums sums;
    SW_TRY(const std::size_t count, readHead(bytes, reader, sums));
    CompactBuilder builder(count);
    Xattrs xattrs;
    for (std::size_t i = 0; i < count; ++i) {
        NextPath next;
        CompactEntry entry;
        if (!readPath(reader, builder.path(), i == 0, next) || !readEntry(reader, entry, xattrs) || !builder.add(next.shared, next.suffix, entry)) {
            return broken();
        }
    }
    if (reader.left() != 0) {
        return broken();
    }
    return std::move(builder).finish(sums);
}

} // namespace sw::oci
