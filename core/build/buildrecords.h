#pragma once

#include "core/build/build.h"

namespace sw::build {

/// A new build's id: 12 hexadecimal digits, unlike any before.
std::string newBuildId();

/// Keeps a finished (or failed, or stopped) build.
Result<void> putBuildRecord(store::Store& store, const BuildRecord& record);

} // namespace sw::build
