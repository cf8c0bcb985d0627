#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sw::io {

/// Receives output as it comes, on the calling thread.
using OutputCallback = std::function<void(std::string_view bytes)>;

struct ProcessSpec {
    std::vector<std::string> args; ///< args[0] is the program: a path, or a name looked for in PATH
    std::vector<std::pair<std::string, std::string>> setEnv; ///< added to or replaced in our own environment
    std::vector<std::string> unsetEnv;
    std::filesystem::path directory; ///< to run in; empty: ours
    std::string input;               ///< given on its stdin, which is closed then
    OutputCallback onOutput;         ///< stdout; without it the output is collected
    OutputCallback onError;          ///< stderr; without it the output is collected
    /// Called several times a second while it runs, on the calling thread.
    std::function<void()> onTick;
};

struct ProcessResult {
    int exitCode = 0;   ///< 128 + signal when killed
    std::string output; ///< when no onOutput; at most kCollectLimit bytes, the first ones
    std::string errors; ///< when no onError; at most kCollectLimit bytes, the last ones
};

inline constexpr std::size_t kCollectLimit = 16U << 20U;

/// Runs a program and waits for its end and the end of its output. It gets a process group of its own; on stop the whole
/// group is ended (SIGTERM, after 500 ms SIGKILL) and Cancelled is given back. NotFound, naming the program, when there is
/// none. No descriptor of ours reaches it but the three standard ones. Safe with threads (vfork semantics, no handlers run).
Result<ProcessResult> runProcess(const ProcessSpec& spec, std::stop_token stop = {});

/// Where a program is, by PATH and the usual system folders (a desktop user's PATH often lacks /usr/sbin).
std::optional<std::filesystem::path> findProgram(std::string_view name);

} // namespace sw::io
