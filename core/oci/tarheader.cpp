#include "core/oci/tarheader.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <map>
#include <optional>
#include <string_view>

namespace sw::oci {

namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kNameSize = 100;
constexpr std::size_t kPrefixSize = 155;

struct SplitName {
    std::string_view prefix;
    std::string_view name;
};

bool isAscii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != 0; });
}

/// Where a name fits the ustar fields; Go's splitUSTARPath.
std::optional<SplitName> splitName(std::string_view name) {
    if (!isAscii(name)) {
        return std::nullopt;
    }
    if (name.size() <= kNameSize) {
        return SplitName{{}, name};
    }
    std::size_t length = name.size();
    if (length > kPrefixSize + 1) {
        length = kPrefixSize + 1;
    } else if (name.back() == '/') {
        --length;
    }
    const std::size_t slash = name.substr(0, length).rfind('/');
    if (slash == std::string_view::npos || slash == 0) {
        return std::nullopt;
    }
    const std::size_t rest = name.size() - slash - 1;
    if (rest > kNameSize || rest == 0 || slash > kPrefixSize) {
        return std::nullopt;
    }
    return SplitName{name.substr(0, slash), name.substr(slash + 1)};
}

bool fitsOctal(std::uint64_t value, std::size_t digits) { return value < (std::uint64_t{1} << (3 * digits)); }

/// Octal, zero-padded, NUL at the end of the field; 0 when it does not fit (a pax record says it then).
void putOctal(char* field, std::size_t size, std::uint64_t value) {
    value = fitsOctal(value, size - 1) ? value : 0;
    for (std::size_t i = size - 1; i-- > 0;) {
        field[i] = static_cast<char>('0' + (value & 7U));
        value >>= 3U;
    }
    field[size - 1] = '\0';
}

void putText(char* field, std::size_t size, std::string_view text) {
    text.copy(field, size);
}

std::string asciiOnly(std::string_view text, std::size_t limit) {
    std::string out;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x80 && c != 0 && out.size() < limit) {
            out += c;
        }
    }
    return out;
}

void putChecksum(char* block) {
    std::memset(block + 148, ' ', 8);
    unsigned sum = 0;
    for (std::size_t i = 0; i < kBlock; ++i) {
        sum += static_cast<unsigned char>(block[i]);
    }
    putOctal(block + 148, 7, sum);
    block[155] = ' ';
}

void appendBlock(std::string& out, const TarHeader& header, const SplitName& name) {
    std::array<char, kBlock> block{};
    putText(block.data(), kNameSize, name.name);
    putOctal(block.data() + 100, 8, header.mode);
    putOctal(block.data() + 108, 8, header.uid);
    putOctal(block.data() + 116, 8, header.gid);
    putOctal(block.data() + 124, 12, header.size);
    putOctal(block.data() + 136, 12, header.mtime < 0 ? 0 : static_cast<std::uint64_t>(header.mtime));
    block[156] = header.type;
    putText(block.data() + 157, kNameSize, asciiOnly(header.link, kNameSize));
    putText(block.data() + 257, 8, std::string_view("ustar\00000", 8));
    putOctal(block.data() + 329, 8, header.devMajor);
    putOctal(block.data() + 337, 8, header.devMinor);
    putText(block.data() + 345, kPrefixSize, name.prefix);
    putChecksum(block.data());
    out.append(block.data(), block.size());
}

std::string paxRecord(std::string_view key, std::string_view value) {
    const std::size_t bare = key.size() + value.size() + 3; // space, '=', newline
    std::size_t length = bare + std::to_string(bare).size();
    length = bare + std::to_string(length).size();
    std::string out = std::to_string(length) + " ";
    out += key;
    out += '=';
    out += value;
    out += '\n';
    return out;
}

std::string paxTime(std::int64_t seconds, std::uint32_t nanoseconds) {
    const bool negative = seconds < 0;
    if (negative && nanoseconds != 0) {
        seconds += 1;
        nanoseconds = 1'000'000'000U - nanoseconds;
    }
    std::string out = (negative ? "-" : "") + std::to_string(negative ? -seconds : seconds);
    if (nanoseconds != 0) {
        std::array<char, 16> digits{};
        std::snprintf(digits.data(), digits.size(), ".%09u", nanoseconds);
        out += digits.data();
        out.erase(out.find_last_not_of('0') + 1);
    }
    return out;
}

std::map<std::string, std::string> paxRecords(const TarHeader& header, bool nameFits) {
    std::map<std::string, std::string> records;
    if (!nameFits) {
        records["path"] = header.name;
    }
    if (header.link.size() > kNameSize || !isAscii(header.link)) {
        records["linkpath"] = header.link;
    }
    if (!fitsOctal(header.size, 11)) {
        records["size"] = std::to_string(header.size);
    }
    if (!fitsOctal(header.uid, 7)) {
        records["uid"] = std::to_string(header.uid);
    }
    if (!fitsOctal(header.gid, 7)) {
        records["gid"] = std::to_string(header.gid);
    }
    if (header.mtimeNs != 0 || header.mtime < 0 || !fitsOctal(static_cast<std::uint64_t>(header.mtime), 11)) {
        records["mtime"] = paxTime(header.mtime, header.mtimeNs);
    }
    if (header.xattrs != nullptr) {
        for (const auto& [name, value] : *header.xattrs) {
            records["SCHILY.xattr." + name] = value;
        }
    }
    return records;
}

} // namespace

char tarTypeOf(EntryType type) {
    switch (type) {
    case EntryType::File:
    case EntryType::Whiteout: return '0';
    case EntryType::HardLink: return '1';
    case EntryType::Symlink: return '2';
    case EntryType::CharDevice: return '3';
    case EntryType::BlockDevice: return '4';
    case EntryType::Directory: return '5';
    case EntryType::Fifo: return '6';
    }
    return '0';
}

std::string encodeTarHeader(const TarHeader& header) {
    const std::optional<SplitName> name = splitName(header.name);
    const auto records = paxRecords(header, name.has_value());
    std::string out;
    if (!records.empty()) {
        std::string text;
        for (const auto& [key, value] : records) {
            text += paxRecord(key, value);
        }
        TarHeader extended;
        extended.type = 'x';
        extended.size = text.size();
        const std::string extendedName = "PaxHeaders.0/" + asciiOnly(header.name, kNameSize - 13);
        appendBlock(out, extended, {{}, extendedName});
        out += text;
        out.append((kBlock - text.size() % kBlock) % kBlock, '\0');
    }
    const std::string fallback = asciiOnly(header.name, kNameSize);
    appendBlock(out, header, name.value_or(SplitName{{}, fallback}));
    return out;
}

} // namespace sw::oci
