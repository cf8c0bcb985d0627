#pragma once

#include <filesystem>

namespace sw::sandbox::process {

/// The process from its start to its end: enters the namespaces, serves the socket on descriptor 3. `state` (empty; gets
/// a tmpfs that only the process sees) and `work` are directories that exist. Returns the exit code.
int serveMain(const std::filesystem::path& state, const std::filesystem::path& work);

} // namespace sw::sandbox::process
