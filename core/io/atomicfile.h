#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace sw::io {

/// Replaces a file in one step: readers see the old or the new contents, never a part. Written beside it and renamed in.
Result<void> writeFileAtomically(const std::filesystem::path& file, std::string_view bytes, unsigned mode = 0644);

/// The whole of a file. NotFound when it is not there, Corrupt when it is longer than `limit`.
Result<std::string> readFile(const std::filesystem::path& file, std::uint64_t limit = UINT64_MAX);

/// Like mkdir -p; existing is fine.
Result<void> makeDirectories(const std::filesystem::path& directory);

/// rename(2) with both names in the error.
Result<void> renameFile(const std::filesystem::path& from, const std::filesystem::path& to);

/// A name that no other process or thread uses: "1234-5-17f3...".
std::string uniqueName();

} // namespace sw::io
