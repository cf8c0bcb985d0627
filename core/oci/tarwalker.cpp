#include "core/oci/tarwalker.h"

#include "core/oci/tarnumbers.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace sw::oci {

namespace {

constexpr std::size_t kBlock = 512;
constexpr std::uint64_t kSpecialLimit = 1U << 20U; ///< longest pax header or long name, as in Go's archive/tar

constexpr std::size_t kNameLimit = 4096;        ///< PATH_MAX: nothing longer can be a file

std::uint64_t paddingOf(std::uint64_t size) { return (kBlock - size % kBlock) % kBlock; }

/// tarNumber() of a field that is digits and then nothing, as nearly all are; else by that itself.
std::optional<std::int64_t> numberAt(const char* field, std::size_t size) {
    constexpr std::size_t most = 12; // digits, which fit
    std::int64_t value = 0;
    std::size_t at = 0;
    for (; at < std::min(size, most) && field[at] >= '0' && field[at] <= '7'; ++at) {
        value = value * 8 + (field[at] - '0');
    }
    return at > 0 && (at == size || field[at] == '\0') ? std::optional(value) : tarNumber({field, size});
}

/// Sum of the bytes of a block, eight at once: those at even and at odd places in lanes of 16 bits, which 64 words do not fill.
std::uint32_t sumOf(const char* block) {
    constexpr std::uint64_t lanes = 0x00FF00FF00FF00FFU;
    std::uint64_t even = 0;
    std::uint64_t odd = 0;
    for (std::size_t i = 0; i < kBlock; i += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, block + i, sizeof word);
        even += word & lanes;
        odd += word >> 8U & lanes;
    }
    std::uint32_t sum = 0;
    for (unsigned shift = 0; shift < 64; shift += 16) {
        sum += static_cast<std::uint32_t>((even >> shift & 0xFFFFU) + (odd >> shift & 0xFFFFU));
    }
    return sum;
}

bool checksumIsRight(const char* block) {
    constexpr std::size_t at = 148;
    constexpr std::size_t size = 8;
    const auto stated = numberAt(block + at, size);
    if (!stated) {
        return false;
    }
    std::uint32_t sum = sumOf(block) + size * ' '; // the field itself counts as blanks
    for (std::size_t i = at; i < at + size; ++i) {
        sum -= static_cast<unsigned char>(block[i]);
    }
    if (*stated == sum) {
        return true;
    }
    std::int64_t negative = 0; // some sum signed bytes
    for (std::size_t i = 0; i < kBlock; ++i) {
        negative += i < at || i >= at + size ? static_cast<unsigned char>(block[i]) >> 7U : 0;
    }
    return *stated == static_cast<std::int64_t>(sum) - 256 * negative;
}

bool isZero(const char* block) {
    return std::all_of(block, block + kBlock, [](char c) { return c == 0; });
}

std::string_view fieldText(const char* field, std::size_t size) { return {field, ::strnlen(field, size)}; }

/// As a new one, which keeps its room.
void clear(TarMember& member) {
    TarMember empty;
    empty.name = std::move(member.name);
    empty.link = std::move(member.link);
    empty.name.clear();
    empty.link.clear();
    member = std::move(empty);
}

/// Types that have no contents whatever their size field says (Go's isHeaderOnly).
bool isHeaderOnly(char type) { return type >= '1' && type <= '6'; }

} // namespace

Failure TarWalker::corrupt(const std::string& what) const {
    return failure(ErrorCode::Corrupt,
                   say("Broken tar archive at byte %1: %2", m_stream.position(), what));
}

Result<bool> TarWalker::readBlock(char* block) {
    SW_TRY(const std::size_t got, m_stream.readFull(block, kBlock));
    if (got != 0 && got != kBlock) {
        return corrupt("it ends within a header");
    }
    return got == kBlock;
}

Result<std::string> TarWalker::readSpecial(std::uint64_t size) {
    if (size > kSpecialLimit) {
        return corrupt("an extended header of " + std::to_string(size) + " bytes is too long");
    }
    std::string text(static_cast<std::size_t>(size), '\0');
    SW_TRY(const std::size_t got, m_stream.readFull(text.data(), text.size()));
    if (got != text.size()) {
        return corrupt("it ends within an extended header");
    }
    if (!m_stream.skip(paddingOf(size))) {
        return corrupt("it ends within an extended header");
    }
    return text;
}

Result<void> TarWalker::parseRecords(const std::string& text, Records& records) {
    std::string_view rest = text;
    std::string offset; // GNU.sparse 0.0 repeats its keys, so that they are gathered here into the 0.1 form
    while (!rest.empty() && rest.front() != '\0') {
        const std::size_t space = rest.find(' ');
        const auto length = space == std::string_view::npos ? std::nullopt : decimal(rest.substr(0, space));
        if (!length || *length < space + 3 || *length > rest.size() || rest[*length - 1] != '\n') {
            return corrupt("a pax record has a wrong length");
        }
        const std::string_view record = rest.substr(space + 1, *length - space - 2);
        const std::size_t equals = record.find('=');
        if (equals == std::string_view::npos || equals == 0) {
            return corrupt("a pax record has no key");
        }
        const std::string key(record.substr(0, equals));
        const std::string value(record.substr(equals + 1));
        if (key == "GNU.sparse.offset") {
            offset = value;
        } else if (key == "GNU.sparse.numbytes") {
            std::string& map = records["GNU.sparse.map"];
            map += (map.empty() ? "" : ",") + offset + "," + value;
        } else {
            records[key] = value;
        }
        rest.remove_prefix(*length);
    }
    return {};
}

Result<bool> TarWalker::next(TarMember& member) {
    clear(member);
    if (m_ended) {
        return false;
    }
    if (m_left + m_padding > 0 && !m_stream.skip(m_left + m_padding)) {
        m_ended = true;
        return corrupt("it ends within the contents of a file");
    }
    m_left = m_padding = 0;
    member.headerOffset = m_stream.position();
    Records records;
    std::optional<std::string> longName;
    std::optional<std::string> longLink;
    std::array<char, kBlock> block; // NOLINT: read at once
    while (true) {
        SW_TRY(const bool more, readBlock(block.data()));
        if (!more || isZero(block.data())) {
            m_ended = true;
            return false;
        }
        if (!checksumIsRight(block.data())) {
            return corrupt("a header has a wrong checksum");
        }
        const char type = block[156];
        const bool special = type == 'x' || type == 'X' || type == 'g' || type == 'L' || type == 'K';
        if (!special) {
            break;
        }
        const auto size = tarNumber({block.data() + 124, 12});
        if (!size || *size < 0) {
            return corrupt("an extended header has no valid size");
        }
        SW_TRY(std::string text, readSpecial(static_cast<std::uint64_t>(*size)));
        if (type == 'x' || type == 'X') {
            SW_CHECK(parseRecords(text, records));
        } else if (type == 'L') {
            longName = text.c_str(); // up to the NUL
        } else if (type == 'K') {
            longLink = text.c_str();
        }
        if (m_stream.position() - member.headerOffset > 4 * kSpecialLimit) {
            return corrupt("too many extended headers in a row");
        }
    }
    SW_CHECK(fill(block.data(), records, member));
    if (longName && !records.contains("path")) {
        member.name = *longName;
    }
    if (longLink && !records.contains("linkpath")) {
        member.link = *longLink;
    }
    if (member.name.find('\0') != std::string::npos || member.link.find('\0') != std::string::npos) {
        return corrupt("a name has a NUL in it");
    }
    if (member.name.size() > kNameLimit || member.link.size() > kNameLimit) {
        return corrupt("a name of " + std::to_string(std::max(member.name.size(), member.link.size())) + " bytes is too long");
    }
    if (member.type == '0' && !member.sparse && member.name.ends_with('/')) {
        member.type = '5'; // before ustar, directories were files with a slash
        member.size = member.stored = 0;
    }
    member.dataOffset = m_stream.position();
    member.headerBytes = static_cast<std::uint32_t>(member.dataOffset - member.headerOffset);
    m_left = member.stored;
    m_padding = paddingOf(member.stored);
    if (member.sparse && member.pieces.empty() && records.contains("GNU.sparse.major")) {
        SW_CHECK(readSparseMapFromData(member));
    }
    return true;
}

Result<void> TarWalker::fill(const char* block, const Records& records, TarMember& member) {
    const auto number = [&](std::size_t at, std::size_t size) { return numberAt(block + at, size); };
    const auto mode = number(100, 8);
    const auto uid = number(108, 8);
    const auto gid = number(116, 8);
    const auto size = number(124, 12);
    const auto mtime = number(136, 12);
    if (!mode || !uid || !gid || !size || !mtime) {
        return corrupt("a header has an invalid number");
    }
    member.type = block[156] == '\0' || block[156] == '7' ? '0' : block[156];
    member.name = fieldText(block, 100);
    member.link = fieldText(block + 157, 100);
    member.mode = static_cast<std::uint32_t>(*mode & 07777);
    member.uid = static_cast<std::uint32_t>(*uid);
    member.gid = static_cast<std::uint32_t>(*gid);
    member.mtime = *mtime;
    const bool posix = std::memcmp(block + 257, "ustar\0", 6) == 0;
    const bool gnu = std::memcmp(block + 257, "ustar ", 6) == 0;
    if (posix && block[345] != '\0') {
        member.name.insert(0, 1, '/').insert(0, fieldText(block + 345, 155));
    }
    if ((posix || gnu) && (member.type == '3' || member.type == '4')) {
        member.devMajor = static_cast<std::uint32_t>(number(329, 8).value_or(0));
        member.devMinor = static_cast<std::uint32_t>(number(337, 8).value_or(0));
    }
    if (*size < 0) {
        return corrupt("a file has a negative size");
    }
    member.stored = static_cast<std::uint64_t>(*size);
    if (const auto found = records.find("size"); found != records.end()) {
        const auto stated = decimal(found->second);
        if (!stated) {
            return corrupt("a pax size is not a number");
        }
        member.stored = *stated;
    }
    if (member.stored > std::numeric_limits<std::int64_t>::max() - 2 * kBlock) {
        return corrupt("a file has an impossible size");
    }
    if (isHeaderOnly(member.type)) {
        member.stored = 0;
    }
    member.size = member.stored;
    if (member.type == 'S') {
        SW_CHECK(readOldSparse(block, member));
    }
    return applyRecords(records, member);
}

Result<void> TarWalker::applyRecords(const Records& records, TarMember& member) {
    constexpr std::string_view xattrPrefix = "SCHILY.xattr.";
    for (const auto& [key, value] : records) {
        if (key == "path" && !value.empty()) {
            member.name = value;
        } else if (key == "linkpath" && !value.empty()) {
            member.link = value;
        } else if (key == "uid" || key == "gid") {
            const auto id = decimal(value);
            if (!id || *id > std::numeric_limits<std::uint32_t>::max()) {
                return corrupt("a pax " + key + " is not a valid number");
            }
            (key == "uid" ? member.uid : member.gid) = static_cast<std::uint32_t>(*id);
        } else if (key == "mtime") {
            if (!parsePaxTime(value, member.mtime, member.mtimeNs)) {
                return corrupt("a pax time is not a number");
            }
        } else if (key.starts_with(xattrPrefix)) {
            member.xattrs.emplace_back(key.substr(xattrPrefix.size()), value); // records are sorted by key
        }
    }
    if (member.type == '0' && (records.contains("GNU.sparse.major") || records.contains("GNU.sparse.map") ||
                               records.contains("GNU.sparse.size"))) {
        return readPaxSparse(records, member);
    }
    return {};
}

Result<std::size_t> TarWalker::readData(char* buffer, std::size_t capacity) {
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(capacity, m_left));
    if (want == 0) {
        return 0;
    }
    SW_TRY(const std::size_t got, m_stream.read(buffer, want));
    if (got == 0) {
        m_ended = true;
        m_left = m_padding = 0;
        return corrupt("it ends within the contents of a file");
    }
    m_left -= got;
    return got;
}

Result<void> TarWalker::drain() {
    std::vector<char> buffer(64 * 1024);
    while (true) {
        SW_TRY(const std::size_t got, m_stream.read(buffer.data(), buffer.size()));
        if (got == 0) {
            return {};
        }
    }
}

Result<std::size_t> MemberReader::read(char* buffer, std::size_t capacity) {
    SW_TRY(const std::size_t got, m_walker.readData(buffer, capacity));
    m_position += got;
    return got;
}

} // namespace sw::oci
