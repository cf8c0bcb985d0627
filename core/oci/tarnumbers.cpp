#include "core/oci/tarnumbers.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace sw::oci {

namespace {

std::optional<std::int64_t> base256(std::string_view field) {
    const bool negative = (static_cast<unsigned char>(field.front()) & 0x40U) != 0;
    std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
    for (std::size_t i = 0; i < field.size(); ++i) {
        auto byte = static_cast<std::uint64_t>(static_cast<unsigned char>(field[i]));
        if (i == 0) {
            byte = negative ? byte | 0x80U : byte & 0x7FU;
        }
        const std::uint64_t lost = value >> 55U; // what the next shift takes away, and the sign
        if (lost != (negative ? 0x1FFU : 0U)) {
            return std::nullopt;
        }
        value = (value << 8U) | byte;
    }
    return static_cast<std::int64_t>(value);
}

} // namespace

std::optional<std::int64_t> tarNumber(std::string_view field) {
    if (field.empty()) {
        return 0;
    }
    if ((static_cast<unsigned char>(field.front()) & 0x80U) != 0) {
        return base256(field);
    }
    const auto isBlank = [](char c) { return c == ' ' || c == '\0'; };
    while (!field.empty() && isBlank(field.front())) {
        field.remove_prefix(1);
    }
    while (!field.empty() && isBlank(field.back())) {
        field.remove_suffix(1);
    }
    field = field.substr(0, field.find('\0')); // what follows a NUL is nobody's
    while (!field.empty() && field.back() == ' ') {
        field.remove_suffix(1);
    }
    if (field.empty()) {
        return 0;
    }
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value, 8);
    if (error != std::errc{} || end != field.data() + field.size() ||
        value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

std::optional<std::uint64_t> decimal(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 10);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

bool parsePaxTime(std::string_view text, std::int64_t& seconds, std::uint32_t& nanoseconds) {
    const bool negative = text.starts_with('-');
    if (negative) {
        text.remove_prefix(1);
    }
    const std::size_t dot = text.find('.');
    const auto whole = decimal(text.substr(0, dot));
    if (!whole || *whole > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / 2)) {
        return false;
    }
    std::uint32_t fraction = 0;
    if (dot != std::string_view::npos) {
        const std::string_view digits = text.substr(dot + 1);
        if (std::ranges::any_of(digits, [](char c) { return c < '0' || c > '9'; })) {
            return false;
        }
        for (std::size_t i = 0; i < 9; ++i) {
            fraction = fraction * 10 + (i < digits.size() ? static_cast<std::uint32_t>(digits[i] - '0') : 0);
        }
    }
    seconds = static_cast<std::int64_t>(*whole);
    nanoseconds = fraction;
    if (negative) {
        seconds = -seconds;
        if (fraction != 0) {
            seconds -= 1;
            nanoseconds = 1'000'000'000U - fraction;
        }
    }
    return true;
}

} // namespace sw::oci
