#pragma once

#include "core/analysis/buildfiles.h"
#include "core/base/sentence.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// What a person would rather not have in an image, each with place, line and advice.
namespace sw::analysis {

enum class FindingLevel : std::uint8_t { Warning, Info };

struct Finding {
    std::string_view rule;       ///< name in findingRules()
    FindingLevel level = FindingLevel::Warning;
    std::string path;            ///< clean; of several files the folder they are in, or the largest
    std::uint64_t bytes = 0;     ///< that are at stake
    std::uint64_t files = 1;
    std::optional<std::size_t> layer; ///< that stored it
    Sentence message;
    Sentence advice;
};

struct FindingRule {
    std::string_view name;        ///< "PackageCacheLeft"
    FindingLevel level = FindingLevel::Warning;
    std::string_view description; ///< key of the translations
};
/// All rules, in the order in which findings are told.
const std::vector<FindingRule>& findingRules();

struct FindingInput {
    const StageFiles& stage;      ///< the image's layers with how each was made
    /// First bytes of a File of a layer, for rules that look into files; may be empty, then names alone decide.
    std::function<std::string(std::size_t layer, const oci::LayerEntry& file, std::size_t limit)> head;
};
/// By rule, within a rule by bytes, then path.
std::vector<Finding> findThings(const FindingInput& input, std::stop_token stop = {});
/// FindingInput::head by an image's contents.
std::function<std::string(std::size_t, const oci::LayerEntry&, std::size_t)> headReader(const ImageView& image);

/// Where a finding is to be mended: stage and line of its layer, of a base image those of the FROM. Empty, 0: not known.
struct FindingPlace {
    std::string stage;
    int line = 0;
};
FindingPlace placeOf(const Finding& finding, const StageFiles& stage);

/// "findings" of `stw layers` (app/stw/README.md).
std::string findingsJson(const std::vector<Finding>& findings, const StageFiles& stage);

} // namespace sw::analysis
