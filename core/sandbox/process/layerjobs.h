#pragma once

#include "core/base/result.h"
#include "core/oci/layertar.h"
#include "core/sandbox/process/context.h"
#include "core/sandbox/sandbox.h"

#include <filesystem>
#include <optional>
#include <vector>

/// Layers between their packed and their directory form. Each runs in a process of its own, which these functions may
/// chroot.
namespace sw::sandbox::process {

/// Unpacks a layer tar into `tree` (made at `aside` on the same file system, renamed in). Whiteouts become overlay's marks,
/// device nodes are left out where they cannot be made, names of overlay's own attributes are escaped.
/// Files that are the same in `like`, another layer, are links to those of its tree. Returns how many entries were left out.
Result<std::size_t> extractLayer(const Context& context, const std::filesystem::path& tar,
                                 const std::filesystem::path& tree, const std::filesystem::path& aside,
                                 const std::optional<LayerForms>& like = {});

/// Writes what an upper changed against `trees` as a layer tar. Takes marks out of the upper that say nothing (opaque
/// flags on directories that hide nothing, whiteouts of names that are in no tree), so that it can serve as a tree too.
Result<oci::FinishedTar> commitUpper(const Context& context, const std::filesystem::path& upper,
                                     const std::vector<std::filesystem::path>& trees, int tarFd);

} // namespace sw::sandbox::process
