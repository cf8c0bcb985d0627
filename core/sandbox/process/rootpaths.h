#pragma once

#include "core/base/result.h"
#include "core/base/uniquefd.h"

#include <filesystem>
#include <string>

/// Paths inside a mounted root file system, with links followed inside that root only.
namespace sw::sandbox::process {

struct RootPath {
    std::string path;       ///< clean, relative to the root, all links followed
    bool exists = false;
    bool directory = false; ///< when it exists
};

/// Where an image path leads; parts that do not exist are taken as they are.
Result<RootPath> resolveInRoot(int root, const std::string& path);

/// Makes `path` below `root` (a plain host directory) with its parents: a directory, or an empty file.
Result<void> makeStub(const std::filesystem::path& root, const std::string& path, bool directory);

} // namespace sw::sandbox::process
