#pragma once

#include "core/build/events.h"

#include <QString>

#include <cstdint>

namespace sw::ui {

/// Numbers for people, in the reader's locale. Sizes: decimal units, three significant digits.
QString bytesText(std::uint64_t bytes);
QString signedBytesText(std::int64_t bytes); ///< "+1.24 MB", "−12.0 kB", "0 B"
QString exactBytesText(std::uint64_t bytes); ///< "43,120,551 bytes"
QString secondsText(double seconds);
QString dateText(build::Time time);
double secondsBetween(build::Time from, build::Time to);

} // namespace sw::ui
