#pragma once

#include "core/analysis/imageview.h"
#include "core/io/json.h"

#include <string>
#include <string_view>

/// What the JSON documents of this folder share (architecture.md 6b).
namespace sw::analysis {

io::Json digestOrNull(const Digest& digest);
std::string_view typeName(oci::EntryType type); ///< "file", "hardlink", "symlink", ..
std::string octal(std::uint32_t mode);          ///< "0755"
io::Json textOrNull(const std::string& text);   ///< null for an empty one
io::Json lineOrNull(int line);                  ///< null for 0
/// Adds "layer", "stage", "line" and "created_by" of one of an image's layers.
void addOrigin(io::Json& out, const std::vector<LayerInput>& layers, std::size_t layer);

} // namespace sw::analysis
