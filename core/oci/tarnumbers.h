#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// Numbers as tar headers spell them.
namespace sw::oci {

/// A numeric header field: octal text (spaces and NULs around it), or base-256 when its first bit is set. An empty
/// field is 0. Nothing when it is neither or does not fit.
std::optional<std::int64_t> tarNumber(std::string_view field);

/// Only digits, at least one, that fit.
std::optional<std::uint64_t> decimal(std::string_view text);

/// "1700000000.123456789" or "-1.5"; digits after the ninth are cut off.
bool parsePaxTime(std::string_view text, std::int64_t& seconds, std::uint32_t& nanoseconds);

} // namespace sw::oci
