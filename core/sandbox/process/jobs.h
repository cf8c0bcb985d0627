#pragma once

#include "core/sandbox/process/context.h"
#include "core/sandbox/protocol.h"

#include <filesystem>
#include <span>

/// What a job's own process does.
namespace sw::sandbox::process {

void sendReply(int socket, std::uint64_t job, const Result<Json>& result, std::span<const int> fds = {});

/// Does the job of a message and ends the process. Every kind but Run answers for itself; a Run becomes the container
/// runtime, or leaves a file "error" in its directory. `work`: where an Extract unpacks.
[[noreturn]] void runJob(const Context& context, int socket, Message& message, const std::filesystem::path& work);

} // namespace sw::sandbox::process
