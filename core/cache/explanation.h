#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Why a step was or was not taken from the cache.
namespace sw::cache {

enum class Verdict {
    Hit,       ///< taken from the cache
    Run,       ///< will run / ran
    Unknown,   ///< depends on output not yet known (forecast only)
    Shared,    ///< the same operation as an earlier step; done once
    Metadata,  ///< no file-system work
    NotNeeded, ///< the stage is not needed for the target ("skipped" in a build report)
    Failed,
    Cancelled, ///< was running or waiting when the build stopped
};
/// Words of the JSON contract: forecast "hit|run|unknown|not-needed", report "hit|ran|shared|metadata|skipped|failed".
std::string_view forecastWord(Verdict verdict);
std::string_view reportWord(Verdict verdict);

enum class ReasonCode { // closed; the names are part of the JSON contract
    None,               // "" (a hit)
    FirstBuild,         // "first-build"
    CommandChanged,     // "command-changed": the instruction itself, with its flags
    ArgumentChanged,    // "argument-changed"
    EnvironmentChanged, // "environment-changed": a variable, or the user, the directory, the network that it runs with
    BaseImageChanged,   // "base-image-changed"
    FilesChanged,       // "files-changed"
    MountChanged,       // "mount-changed"
    CachePruned,        // "cache-pruned"
    NoCache,            // "no-cache"
    KnockOn,            // "knock-on" of line `root`
    EarlyCutoff,        // "early-cutoff": a hit although a step before ran, because it gave the same files
};
std::string_view reasonCodeName(ReasonCode code);
ReasonCode reasonCodeOf(std::string_view name); ///< None for an unknown name

struct Reason {
    ReasonCode code = ReasonCode::None;
    std::string text;                  ///< one sentence: "package.json changed"
    std::vector<std::string> evidence; ///< "modified package.json", "NODE_ENV: development -> production"; up to 20, then a count
    std::optional<int> rootLine;       ///< line of the root cause; the step's own line when it is the cause
    bool operator==(const Reason&) const = default;
};

} // namespace sw::cache
