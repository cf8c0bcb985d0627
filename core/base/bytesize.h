#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sw {

/// "0 B", "812 kB", "1.24 MB", "47.2 MB", "1.12 GB": decimal units, three significant digits.
/// `decimalPoint` follows the locale of the reader; the command line always uses '.'.
std::string formatBytes(std::int64_t bytes, char decimalPoint = '.');

/// "340 ms", "1.2 s", "14.0 s", "2 min 05 s".
std::string formatSeconds(double seconds, char decimalPoint = '.');

} // namespace sw
