#pragma once

#include "core/analysis/buildfiles.h"
#include "core/build/build.h"

namespace sw::inspect {

/// The stages of a recorded build with the indexes of their layers, as far as the store still has them (a stage whose layers
/// are gone has none). `platform`: of a build for several, which one; else ignored.
Result<analysis::BuildFiles> filesOfBuild(store::Store& store, const build::BuildResult& result, const std::filesystem::path& dockerfile,
                                          std::optional<std::size_t> platform = {});

/// By its number or name (the last of equal ones); nullptr when there is none.
const build::StageResult* findStage(const std::vector<build::StageResult>& stages, const std::string& name);

} // namespace sw::inspect
