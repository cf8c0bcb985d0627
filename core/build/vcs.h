#pragma once

#include <filesystem>
#include <map>
#include <stop_token>
#include <string>

namespace sw::build {

/// Where a directory stands in a git repository, as buildx tells it of local contexts (docker/buildx build/git.go): "source"
/// (address of the remote, without a password), "revision" (the commit; with "-dirty" when BUILDX_GIT_CHECK_DIRTY asks and
/// something is changed), "localdir:context" and "localdir:dockerfile" (relative to the repository). Empty where there is no
/// git or no repository, and with BUILDX_GIT_INFO=false.
std::map<std::string, std::string> versionControlOf(const std::filesystem::path& context, const std::filesystem::path& dockerfile,
                                                    std::stop_token stop);

} // namespace sw::build
