#include "core/base/bytesize.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace sw {

namespace {

std::string fixed(double value, int decimals, char decimalPoint) {
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, value);
    std::string out = buffer.data();
    for (char& c : out) {
        if (c == '.') {
            c = decimalPoint;
        }
    }
    return out;
}

} // namespace

std::string formatBytes(std::int64_t bytes, char decimalPoint) {
    constexpr std::array<std::string_view, 6> units = {"B", "kB", "MB", "GB", "TB", "PB"};
    const std::string sign = bytes < 0 ? "-" : "";
    auto value = std::abs(static_cast<double>(bytes));
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000.0;
        ++unit;
    }
    const int decimals = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return sign + fixed(value, decimals, decimalPoint) + " " + std::string(units[unit]);
}

std::string formatSeconds(double seconds, char decimalPoint) {
    if (seconds < 0.9995) {
        return fixed(seconds * 1000.0, 0, decimalPoint) + " ms";
    }
    if (seconds < 99.95) {
        return fixed(seconds, 1, decimalPoint) + " s";
    }
    const auto whole = static_cast<long long>(std::llround(seconds));
    const std::string rest = std::to_string(whole % 60);
    return std::to_string(whole / 60) + " min " + (rest.size() < 2 ? "0" : "") + rest + " s";
}

} // namespace sw
