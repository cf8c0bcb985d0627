#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sw {

/// Paths inside an image. The spelling used in layer indexes and keys is *relative and clean*:
/// no leading or trailing slash, no "." or "..", no empty component; the root is "".

/// Clean spelling of any path; ".." is clamped at the root ("a/../../b" is "b").
std::string cleanImagePath(std::string_view path);

/// `path` seen from `directory` (both may be absolute or relative to the root), clean.
std::string joinImagePath(std::string_view directory, std::string_view path);

std::string_view parentPath(std::string_view clean); ///< "" for top-level names and for the root
std::string_view baseName(std::string_view clean);

/// True for `directory` itself and everything below it. Both clean.
bool isWithin(std::string_view clean, std::string_view directory);

/// With a leading slash, for people and JSON.
std::string absolutePath(std::string_view clean);

std::vector<std::string_view> splitPath(std::string_view clean);

} // namespace sw
