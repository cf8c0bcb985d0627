#include "core/dockerfile/gotext.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace sw::dockerfile {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Block {
    char32_t first;
    char32_t last;
};

/// Letters outside ASCII by block. Enough to tell a name from punctuation in any living script.
constexpr std::array kLetterBlocks = {
    Block{0x00AA, 0x00AA},   Block{0x00B5, 0x00B5},   Block{0x00BA, 0x00BA},   Block{0x00C0, 0x00D6},
    Block{0x00D8, 0x00F6},   Block{0x00F8, 0x02C1},   Block{0x0370, 0x0373},   Block{0x0376, 0x037D},
    Block{0x0386, 0x0386},   Block{0x0388, 0x03F5},   Block{0x03F7, 0x0481},   Block{0x048A, 0x0556},
    Block{0x0561, 0x0587},   Block{0x05D0, 0x05F2},   Block{0x0620, 0x064A},   Block{0x066E, 0x06D3},
    Block{0x0710, 0x072F},   Block{0x0904, 0x0939},   Block{0x0985, 0x09B9},   Block{0x0E01, 0x0E30},
    Block{0x0E40, 0x0E46},   Block{0x10A0, 0x10FF},   Block{0x1100, 0x11FF},   Block{0x1E00, 0x1FBC},
    Block{0x2C00, 0x2CE4},   Block{0x3041, 0x3096},   Block{0x30A1, 0x30FA},   Block{0x3105, 0x312F},
    Block{0x3400, 0x4DBF},   Block{0x4E00, 0x9FFF},   Block{0xA000, 0xA48C},   Block{0xAC00, 0xD7A3},
    Block{0xF900, 0xFA6D},   Block{0xFF21, 0xFF3A},   Block{0xFF41, 0xFF5A},   Block{0xFF66, 0xFFDC},
    Block{0x10000, 0x100FA}, Block{0x1D400, 0x1D6C0}, Block{0x20000, 0x323AF},
};

bool continuationByte(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

char32_t low6(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]) & 0x3FU; }

/// Edits between two words, or `limit` where there are as many or more.
std::size_t editDistance(std::string_view a, std::string_view b, std::size_t limit) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
        }
        if (std::ranges::min(row) >= limit) {
            return limit;
        }
    }
    return std::min(row[b.size()], limit);
}

} // namespace

Rune runeAt(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80U) {
        return {lead, 1};
    }
    if (lead >= 0xC2U && lead <= 0xDFU && continuationByte(text, at + 1)) {
        return {((lead & 0x1FU) << 6U) | low6(text, at + 1), 2};
    }
    if (lead >= 0xE0U && lead <= 0xEFU && continuationByte(text, at + 1) && continuationByte(text, at + 2)) {
        const char32_t value = ((lead & 0x0FU) << 12U) | (low6(text, at + 1) << 6U) | low6(text, at + 2);
        if (value >= 0x800U && (value < 0xD800U || value > 0xDFFFU)) {
            return {value, 3};
        }
    }
    if (lead >= 0xF0U && lead <= 0xF4U && continuationByte(text, at + 1) && continuationByte(text, at + 2) &&
        continuationByte(text, at + 3)) {
        const char32_t value = ((lead & 0x07U) << 18U) | (low6(text, at + 1) << 12U) | (low6(text, at + 2) << 6U) |
                               low6(text, at + 3);
        if (value >= 0x10000U && value <= 0x10FFFFU) {
            return {value, 4};
        }
    }
    return {kReplacement, 1};
}

void appendRune(std::string& out, char32_t value) {
    if (value > 0x10FFFFU || (value >= 0xD800U && value <= 0xDFFFU)) {
        value = kReplacement;
    }
    if (value < 0x80U) {
        out += static_cast<char>(value);
    } else if (value < 0x800U) {
        out += static_cast<char>(0xC0U | (value >> 6U));
        out += static_cast<char>(0x80U | (value & 0x3FU));
    } else if (value < 0x10000U) {
        out += static_cast<char>(0xE0U | (value >> 12U));
        out += static_cast<char>(0x80U | ((value >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (value & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | (value >> 18U));
        out += static_cast<char>(0x80U | ((value >> 12U) & 0x3FU));
        out += static_cast<char>(0x80U | ((value >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (value & 0x3FU));
    }
}

std::u32string toRunes(std::string_view text) {
    std::u32string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Rune rune = runeAt(text, at);
        out += rune.value;
        at += rune.width;
    }
    return out;
}

std::string fromRunes(std::u32string_view runes) {
    std::string out;
    out.reserve(runes.size());
    for (const char32_t rune : runes) {
        appendRune(out, rune);
    }
    return out;
}

bool isSpaceRune(char32_t value) {
    switch (value) {
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
    case ' ':
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000: return true;
    default: return value >= 0x2000U && value <= 0x200AU;
    }
}

bool isDigitRune(char32_t value) {
    return (value >= '0' && value <= '9') || (value >= 0x0660U && value <= 0x0669U) ||
           (value >= 0x06F0U && value <= 0x06F9U) || (value >= 0x0966U && value <= 0x096FU) ||
           (value >= 0xFF10U && value <= 0xFF19U);
}

bool isLetterRune(char32_t value) {
    if (value < 0x80U) {
        return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z');
    }
    const auto* after = std::ranges::upper_bound(kLetterBlocks, value, {}, &Block::first);
    return after != kLetterBlocks.begin() && value <= std::prev(after)->last;
}

std::pair<std::size_t, std::size_t> trimmedSpan(std::string_view text, std::size_t begin, std::size_t end) {
    while (begin < end) {
        const Rune rune = runeAt(text, begin);
        if (!isSpaceRune(rune.value)) {
            break;
        }
        begin += rune.width;
    }
    while (end > begin) {
        std::size_t last = end - 1;
        while (last > begin && end - last < 4 && continuationByte(text, last)) {
            --last;
        }
        const Rune rune = runeAt(text.substr(0, end), last);
        if (last + rune.width != end || !isSpaceRune(rune.value)) {
            break;
        }
        end = last;
    }
    return {begin, end};
}

std::string_view trimmed(std::string_view text) {
    const auto [begin, end] = trimmedSpan(text, 0, text.size());
    return text.substr(begin, end - begin);
}

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

std::string uppered(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return out;
}

bool equalFold(std::string_view a, std::string_view b) { return a.size() == b.size() && lowered(a) == lowered(b); }

std::string inQuotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\t': out += "\\t"; break;
        case '\r': out += "\\r"; break;
        default: out += c;
        }
    }
    return out += '"';
}

std::optional<std::string> nearestName(std::string_view word, std::span<const std::string_view> candidates,
                                       bool caseSensitive) {
    constexpr std::size_t kTooFar = 3;
    const std::string wanted = caseSensitive ? std::string(word) : lowered(word);
    std::size_t best = kTooFar;
    std::optional<std::string> found;
    for (const std::string_view candidate : candidates) {
        const std::string name = caseSensitive ? std::string(candidate) : lowered(candidate);
        if (name == wanted) {
            return std::nullopt;
        }
        if (name.size() >= wanted.size() + best || wanted.size() >= name.size() + best) {
            continue;
        }
        if (const std::size_t distance = editDistance(wanted, name, best); distance < best) {
            best = distance;
            found = std::string(candidate);
        }
    }
    return found;
}

} // namespace sw::dockerfile
