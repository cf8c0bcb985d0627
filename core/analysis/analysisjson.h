#pragma once

#include "core/analysis/accounts.h"
#include "core/analysis/filetree.h"
#include "core/io/json.h"

/// The shapes of `stw layers` and `stw files` (architecture: "The machine-readable side").
namespace sw::analysis {

io::Json accountsJson(const std::vector<LayerInput>& layers, const Accounts& accounts);

/// Visible files and directories (and, with marks, removed ones) below `root`, depth first.
io::Json filesJson(const FileTree& tree, FileTree::Id root);

/// "drwxr-sr-t"; type letter by entry.
std::string modeText(const oci::LayerEntry& entry);
std::string_view typeName(oci::EntryType type); ///< "file", "directory", "symlink", "hardlink", …

} // namespace sw::analysis
