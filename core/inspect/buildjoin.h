#pragma once

#include "core/analysis/buildfiles.h"
#include "core/build/build.h"

namespace sw::inspect {

/// The stages of a recorded build with the indexes of their layers, as far as the store still has them (a stage whose layers
/// are gone has none). `platform`: of a build for several, which one; else ignored.
Result<analysis::BuildFiles> filesOfBuild(store::Store& store, const build::BuildResult& result, const std::filesystem::path& dockerfile,
                                          std::optional<std::size_t> platform = {});

/// The stage of the file whose whole root this one begins with: FROM of a stage name means the last stage of that name before
/// (dockerfile-semantics 2.4). nullptr: its base is an image, or nothing.
const build::StageResult* baseStageOf(const std::vector<build::StageResult>& stages, const build::StageResult& stage);

/// Line of the FROM that a stage begins with; 0: not known.
int fromLine(const std::vector<build::StepResult>& steps, const build::StageResult& stage);

/// By its number or name (the last of equal ones); nullptr when there is none.
const build::StageResult* findStage(const std::vector<build::StageResult>& stages, const std::string& name);

} // namespace sw::inspect
