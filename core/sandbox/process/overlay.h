#pragma once

#include "core/base/result.h"
#include "core/sandbox/process/context.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <vector>

/// Overlay mounts of layer trees, and questions about a stack of trees that need no mount.
namespace sw::sandbox::process {

struct OverlayMount {
    std::vector<std::filesystem::path> trees; ///< lowest first; of equal ones the topmost counts
    std::filesystem::path below;              ///< a directory under all of them (mount stubs), or empty
    std::filesystem::path upper, work;        ///< both or none (read-only); on one file system; work must be fresh
    std::filesystem::path target;
};

/// The kernel takes no more lower directories.
inline constexpr std::size_t kMostTrees = 499;

/// Mounts. `scratch` is a new directory in which short names for the trees are made; mount options must fit in
/// one page. Changes the current directory. Unsupported, with the reason and the remedy, when the file system cannot.
Result<void> mountOverlay(const Context& context, const std::filesystem::path& scratch, const OverlayMount& mount);

/// What a stack of trees shows at a clean relative path, whiteouts and opaque directories honoured; nothing: absent.
/// Links on the way are not followed.
std::optional<struct stat> lookupInTrees(const Context& context, const std::vector<std::filesystem::path>& trees,
                                         const std::string& path);

/// The names that a stack of trees shows in a directory.
std::set<std::string> namesInTrees(const Context& context, const std::vector<std::filesystem::path>& trees, const std::string& directory);

/// True for overlay's mark of a deleted name.
inline bool isWhiteoutMark(const struct stat& info) { return S_ISCHR(info.st_mode) && info.st_rdev == 0; }
bool isOpaque(const Context& context, const std::filesystem::path& directory);

/// The sentence for an overlay mount that failed with `error`, with the remedy.
Sentence explainOverlayFailure(int error, const std::filesystem::path& store);

} // namespace sw::sandbox::process
