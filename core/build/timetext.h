#pragma once

#include "core/build/events.h"

#include <optional>
#include <string>
#include <string_view>

namespace sw::build {

std::string rfc3339(Time time);                              ///< UTC, nanoseconds, trailing zeros cut, as Go writes it
std::optional<Time> parseRfc3339(std::string_view text);
Time fromSeconds(std::int64_t secondsSinceEpoch);
std::int64_t toSeconds(Time time);

} // namespace sw::build
