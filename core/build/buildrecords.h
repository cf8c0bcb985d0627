#pragma once

#include "core/build/build.h"

namespace sw::build {

/// A new build's id: 12 hexadecimal digits, unlike any before.
std::string newBuildId();

/// What a record holds: the report, and in a member of its own the sentences that can still be said in another language.
inline constexpr const char* kRecordOnly = "record";
std::string recordJson(const BuildResult& result);

/// How much of a build the cache spared: operations that it took from there, and that ran (or failed).
struct StepCounts {
    std::size_t cached = 0, ran = 0;
};
StepCounts countSteps(const std::vector<StepResult>& steps);

/// Keeps a finished (or failed, or stopped) build.
Result<void> putBuildRecord(store::Store& store, const BuildRecord& record);

} // namespace sw::build
