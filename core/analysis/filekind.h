#pragma once

#include "core/oci/compactindex.h"

#include <string_view>

namespace sw::analysis {

/// Kinds of files that people tell apart at a glance.
enum class FileKind : std::uint8_t { Directory, Link, Library, Code, Media, Archive, Text, Program, Other };
inline constexpr std::size_t kFileKinds = 9;

/// By type, then by the end of the name, then by the right to execute. `entry` none: a directory that no layer names.
FileKind fileKind(std::string_view name, oci::EntryRef entry);

} // namespace sw::analysis
