#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace sw::test {

/// The repository's root: $SW_SOURCE_DIR, which ctest sets, else the nearest folder above the
/// running program that holds tests/data. Empty when there is none.
inline std::filesystem::path sourceDir() {
    if (const char* given = std::getenv("SW_SOURCE_DIR")) {
        return given;
    }
    std::error_code error;
    auto folder = std::filesystem::read_symlink("/proc/self/exe", error);
    while (folder.has_relative_path()) {
        folder = folder.parent_path();
        if (std::filesystem::exists(folder / "tests" / "data", error)) {
            return folder;
        }
    }
    return {};
}

/// tests/data/<folder>: a case is a folder in it.
inline std::filesystem::path dataDir(const std::string& folder) {
    return sourceDir() / "tests" / "data" / folder;
}

} // namespace sw::test
