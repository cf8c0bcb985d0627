#pragma once

#include "core/plan/buildplan.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sw::plan {

/// What a stage knows after some of its instructions: the state that the next instruction starts from, and that a child
/// stage inherits (dockerfile-semantics 2.4, last rule). A value.
struct StageState {
    OpId rootfs = 0;
    oci::ImageConfig config; ///< history: of the external base alone
    std::optional<std::size_t> planned; ///< index in BuildPlan::stages of the stage that ended so; absent for an external base
    /// Environment of steps: ENV and ARG in force, of equal names the later line (2.5).
    std::vector<std::pair<std::string, std::string>> env;
    std::set<std::string> argNames;  ///< names in env that come from ARG (not ENV): told apart in keys
    std::vector<std::pair<std::string, std::optional<std::string>>> buildArgs; ///< declared ARGs in order, for history
    std::string cwd = "/";
    oci::Platform platform;
    bool cmdSet = false; ///< CMD was seen in this very stage
    bool complete = true;

    std::optional<std::string> lookup(std::string_view name) const;
    void setEnv(const std::string& name, const std::string& value, bool fromArg);
    void setConfigEnv(const std::string& name, const std::string& value);
    /// Shell form made an argv: the SHELL (or /bin/sh -c) and the text as one word.
    std::vector<std::string> withShell(std::string text) const;
    /// Declared ARGs with their values as RUN's history shows them, each name once.
    std::vector<std::pair<std::string, std::string>> historyArguments() const;
    /// Where a relative path leads from the working directory; a trailing slash is kept.
    std::string absolute(std::string_view path) const;
};

inline constexpr std::string_view kDefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// State of a stage that begins on an image with this config (a scratch image: default config).
StageState stateFromConfig(const oci::ImageConfig& config, OpId rootfs, const oci::Platform& platform);

/// path.Join-like working directory: absolute paths stay as written, relative ones join and are cleaned.
std::string workingDirectory(std::string_view current, std::string_view requested);

} // namespace sw::plan
