#pragma once

#include "core/analysis/configpoints.h"
#include "core/inspect/openimage.h"

/// A stage seen between its instructions: how many of its layers are there, and what a step would run with.
namespace sw::inspect {

struct StagePoint {
    std::string text;     ///< source of the instruction that led here ("FROM node:18"), or what the history says of it
    int line = 0;         ///< of the Dockerfile; 0: not known
    std::optional<std::size_t> instruction; ///< index in the document that was built
    std::size_t layers = 0; ///< of the stage, that are there (a count)
    bool hasLayer = false;  ///< the instruction made one; else it changed metadata alone
    analysis::PointConfig config;
};

/// The stage as its base is (its FROM), then after each of its instructions. `base`: the configuration of an external base, where
/// it is known; of a stage of the same file it is looked up. Empty for a stage that was not built.
std::vector<StagePoint> pointsOfStage(const std::vector<build::StageResult>& stages, const std::vector<build::StepResult>& steps,
                                      const build::StageResult& stage, const std::optional<oci::ImageConfig>& base = {});

/// With the base as the store has it under its name.
std::vector<StagePoint> pointsOfStage(store::Store& store, const build::BuildResult& result, const build::StageResult& stage);

/// An image that no build of ours made: the empty root, then one point for each line of its history.
std::vector<StagePoint> pointsOfHistory(const analysis::ImageView& image);

/// Of an opened image: by the build that made it, or else by its history.
Result<std::vector<StagePoint>> pointsOf(const StoreOpener& store, const OpenedImage& image);

} // namespace sw::inspect
