#pragma once

#include "core/base/result.h"
#include "core/base/uniquefd.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

/// File helpers of the sandbox process. None of them follows a link in the last component unless it says so.
namespace sw::sandbox::process {

/// Whole text of a small file (also of /proc); empty when it cannot be read.
std::string readText(const std::filesystem::path& path);
Result<void> writeText(const std::filesystem::path& path, std::string_view text, unsigned mode = 0644);
/// For /proc files that take one write: no creation, no truncation.
Result<void> writeExisting(const std::filesystem::path& path, std::string_view text);

/// Missing directories of a path, mode 0755. Existing ones stay as they are.
Result<void> makeDirectories(const std::filesystem::path& path);

/// Deletes a file or a directory with everything below; what is not there is no error. Directories without permission
/// bits are opened by the rights of namespace root.
Result<void> removeTree(const std::filesystem::path& path);

/// Bytes that a tree takes on disk (blocks), hard links once.
Result<std::uint64_t> diskUsage(const std::filesystem::path& path);

/// A path that no file has yet: "DIRECTORY/STEM-PID-RANDOM".
std::filesystem::path uniqueName(const std::filesystem::path& directory, std::string_view stem);

/// Program in PATH or, failing that, in the usual system directories (a desktop's PATH lacks /usr/sbin). Empty: none.
std::string findProgram(std::string_view name);

/// A sealed copy of a program in memory. crun makes one of itself and executes it anew at every start, lest a container
/// overwrite it through /proc; started from such a copy it does not. Invalid where the system has no executable memfds.
UniqueFd sealedCopy(const std::string& program);

/// The file system a path lies on, as people call it ("nfs", "ext4"); "0x..." when unknown.
std::string fileSystemName(const std::filesystem::path& path);

} // namespace sw::sandbox::process
