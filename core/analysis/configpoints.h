#pragma once

#include "core/oci/image.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Environment, user and working directory between the instructions of an image, told by its history: only the last of these
/// states is in the configuration.
namespace sw::analysis {

/// What a step at some point would run with.
struct PointConfig {
    std::vector<std::pair<std::string, std::string>> env; ///< ENV, in the order of the finished image
    std::vector<std::pair<std::string, std::string>> args; ///< ARG in force, by name; "" for one without a value
    std::string user;       ///< as in USER; "" = root
    std::string workingDir; ///< "" = /
    bool operator==(const PointConfig&) const = default;
};

/// One instruction as the history tells it: BuildKit's "ENV A=1 B=two words", or Docker's older "/bin/sh -c #(nop) ENV A=1".
struct HistoryLine {
    std::string text;
    std::vector<std::string> names; ///< that an ENV or ARG sets, in order, where the source is known; else found in the text
};

/// States before the first line and after each: lines.size() + 1. What `end` (the finished configuration) has and no line sets
/// was there from the beginning; where a line cannot be told apart for certain, `end` decides. `start`: the state before, where
/// it is known.
std::vector<PointConfig> configPoints(const std::vector<HistoryLine>& lines, const oci::ImageConfig& end, const std::optional<PointConfig>& start = {});

} // namespace sw::analysis
