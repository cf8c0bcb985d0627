#pragma once

#include "core/sandbox/sandbox.h"

#include <filesystem>

namespace sw::sandbox::process {

/// What this machine allows, each found out by doing it in a forked child; the network aside (that is tried from outside
/// of the sandbox). `store`: the build store, or where it will be.
Capabilities probe(const std::filesystem::path& store);

/// `stagewright-sandbox probe STORE`: prints them as JSON.
int probeMain(const std::filesystem::path& store);

} // namespace sw::sandbox::process
