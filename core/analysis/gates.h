#pragma once

#include "core/analysis/accounts.h"
#include "core/base/sentence.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Rules for CI: "waste>10MB" fails an image that wastes more.
namespace sw::analysis {

enum class Measure : std::uint8_t { Waste, Size, Stored, Growth, Efficiency, Layers, Files, Duplicates, Findings };

struct Gate {
    std::string text;        ///< as written
    Measure measure = Measure::Waste;
    enum class Relation : std::uint8_t { More, AtLeast, Less, AtMost } relation = Relation::More;
    double limit = 0;        ///< bytes, a count, or percent
    bool percent = false;    ///< of the stored bytes (waste), of the baseline (growth), of 1 (efficiency)
};

/// MEASURE RELATION VALUE: waste, size, stored, growth, efficiency, layers, files, duplicates, findings; > >= < <=; a number
/// with B, kB, MB, GB, KiB, MiB, GiB or %. Invalid tells what is wrong and how it should be.
Result<Gate> parseGate(std::string_view text);

/// The figures that rules are about.
struct GateFigures {
    std::uint64_t stored = 0, visible = 0, wasted = 0, files = 0, layers = 0;
    std::uint64_t duplicates = 0; ///< bytes that copies of other files take
    std::uint64_t findings = 0;   ///< warnings
    double efficiency = 1;
};
GateFigures gateFigures(const Accounts& accounts, std::uint64_t findings);

/// The visible bytes that a document of `stw layers --format json` tells.
Result<std::uint64_t> baselineSize(std::string_view layersJson);

struct GateVerdict {
    Gate gate;
    bool failed = false;
    double actual = 0; ///< in the unit of the limit
    Sentence sentence; ///< "size is 120 MB, more than 100 MB allows"
};
/// Invalid: a growth without a baseline.
Result<GateVerdict> judge(const Gate& gate, const GateFigures& figures, std::optional<std::uint64_t> baseline);

} // namespace sw::analysis
