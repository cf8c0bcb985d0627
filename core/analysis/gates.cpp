#include "core/analysis/gates.h"

#include "core/base/bytesize.h"
#include "core/io/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace sw::analysis {

namespace {

struct MeasureName {
    std::string_view name;
    Measure measure;
};
constexpr std::array<MeasureName, 11> kMeasures = {{{"waste", Measure::Waste},
                                                    {"wasted", Measure::Waste},
                                                    {"size", Measure::Size},
                                                    {"visible", Measure::Size},
                                                    {"stored", Measure::Stored},
                                                    {"growth", Measure::Growth},
                                                    {"efficiency", Measure::Efficiency},
                                                    {"layers", Measure::Layers},
                                                    {"files", Measure::Files},
                                                    {"duplicates", Measure::Duplicates},
                                                    {"findings", Measure::Findings}}};

struct Unit {
    std::string_view name; ///< lower case
    double factor;
};
constexpr std::array<Unit, 16> kUnits = {{{"", 1}, {"b", 1}, {"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"tb", 1e12}, {"k", 1e3}, {"m", 1e6}, {"g", 1e9}, {"kib", 1024.0},
                                          {"mib", 1048576.0}, {"gib", 1073741824.0}, {"tib", 1099511627776.0}, {"ki", 1024.0}, {"mi", 1048576.0}, {"gi", 1073741824.0}}};

bool isBytes(Measure measure) {
    return measure == Measure::Waste || measure == Measure::Size || measure == Measure::Stored || measure == Measure::Growth || measure == Measure::Duplicates;
}

bool takesPercent(Measure measure) { return measure == Measure::Waste || measure == Measure::Growth || measure == Measure::Efficiency; }

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) {
        text.remove_prefix(1);
    }
    while (text.ends_with(' ')) {
        text.remove_suffix(1);
    }
    return text;
}

std::string numberText(double value) {
    char text[64];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

std::string valueText(const Gate& gate, double value) {
    if (gate.percent) {
        return numberText(value) + " %";
    }
    return isBytes(gate.measure) ? formatBytes(static_cast<std::int64_t>(value)) : numberText(value);
}

double measured(const Gate& gate, const GateFigures& figures, std::uint64_t baseline) {
    const auto share = [](double part, double whole) { return whole == 0 ? (part == 0 ? 0.0 : 100.0) : part / whole * 100; };
    switch (gate.measure) {
    case Measure::Waste: return gate.percent ? share(static_cast<double>(figures.wasted), static_cast<double>(figures.stored)) : static_cast<double>(figures.wasted);
    case Measure::Size: return static_cast<double>(figures.visible);
    case Measure::Stored: return static_cast<double>(figures.stored);
    case Measure::Growth: {
        const double growth = static_cast<double>(figures.visible) - static_cast<double>(baseline);
        return gate.percent ? share(growth, static_cast<double>(baseline)) : growth;
    }
    case Measure::Efficiency: return gate.percent ? figures.efficiency * 100 : figures.efficiency;
    case Measure::Layers: return static_cast<double>(figures.layers);
    case Measure::Files: return static_cast<double>(figures.files);
    case Measure::Duplicates: return static_cast<double>(figures.duplicates);
    case Measure::Findings: return static_cast<double>(figures.findings);
    }
    return 0;
}

} // namespace

Result<Gate> parseGate(std::string_view text) {
    Gate gate;
    gate.text = std::string(text);
    const std::size_t at = text.find_first_of("<>");
    if (at == std::string_view::npos) {
        return failure(ErrorCode::Invalid, say("'%1' is no rule: write a measure, > or <, and a value, as in waste>10MB", text));
    }
    const std::string name = lower(trimmed(text.substr(0, at)));
    const auto known = std::ranges::find(kMeasures, name, &MeasureName::name);
    if (known == kMeasures.end()) {
        return failure(ErrorCode::Invalid, say("'%1' cannot be measured: there are waste, size, stored, growth, efficiency, layers, files, duplicates and findings", name));
    }
    gate.measure = known->measure;
    const bool equal = at + 1 < text.size() && text[at + 1] == '=';
    gate.relation = text[at] == '>' ? (equal ? Gate::Relation::AtLeast : Gate::Relation::More) : (equal ? Gate::Relation::AtMost : Gate::Relation::Less);
    const std::string_view value = trimmed(text.substr(at + (equal ? 2 : 1)));
    const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), gate.limit);
    if (code != std::errc() || !(gate.limit >= 0) || gate.limit > 1e18) {
        return failure(ErrorCode::Invalid, say("'%1' in the rule '%2' is no number", value, text));
    }
    const std::string unit = lower(trimmed(value.substr(static_cast<std::size_t>(end - value.data()))));
    if (unit == "%") {
        gate.percent = true;
        if (!takesPercent(gate.measure)) {
            return failure(ErrorCode::Invalid, say("The rule '%1' has no percentage: only waste, growth and efficiency do", text));
        }
        return gate;
    }
    const auto factor = std::ranges::find(kUnits, unit, &Unit::name);
    if (factor == kUnits.end() || (!unit.empty() && !isBytes(gate.measure))) {
        return failure(ErrorCode::Invalid, say("'%1' in the rule '%2' is no unit of it: bytes are B, kB, MB, GB, KiB, MiB or GiB", unit, text));
    }
    gate.limit *= factor->factor;
    return gate;
}

GateFigures gateFigures(const Accounts& accounts, std::uint64_t findings) {
    GateFigures out;
    out.stored = accounts.stored;
    out.visible = accounts.visible;
    out.wasted = accounts.wasted;
    out.files = accounts.visibleFiles;
    out.layers = accounts.layers.size();
    out.efficiency = accounts.efficiency;
    out.findings = findings;
    for (const Duplicate& duplicate : accounts.duplicates) {
        out.duplicates += duplicate.bytes * (duplicate.paths.size() - 1);
    }
    return out;
}

Result<std::uint64_t> baselineSize(std::string_view layersJson) {
    SW_TRY(const io::Json document, io::parseJson(layersJson, {.bytes = SIZE_MAX}));
    const io::Json* visible = io::member(document, "visible");
    if (visible == nullptr || !visible->is_number_unsigned()) {
        return failure(ErrorCode::Invalid, say("it tells no visible bytes; 'stw layers IMAGE --format json' writes a baseline"));
    }
    return visible->get<std::uint64_t>();
}

Result<GateVerdict> judge(const Gate& gate, const GateFigures& figures, std::optional<std::uint64_t> baseline) {
    if (gate.measure == Measure::Growth && !baseline) {
        return failure(ErrorCode::Invalid, say("The rule '%1' needs a baseline: --baseline FILE, which 'stw layers IMAGE --format json' writes", gate.text));
    }
    GateVerdict out;
    out.gate = gate;
    out.actual = measured(gate, figures, baseline.value_or(0));
    switch (gate.relation) {
    case Gate::Relation::More: out.failed = out.actual > gate.limit; break;
    case Gate::Relation::AtLeast: out.failed = out.actual >= gate.limit; break;
    case Gate::Relation::Less: out.failed = out.actual < gate.limit; break;
    case Gate::Relation::AtMost: out.failed = out.actual <= gate.limit; break;
    }
    const std::string_view name = std::ranges::find(kMeasures, gate.measure, &MeasureName::measure)->name;
    out.sentence = out.failed ? say("%1 is %2: the rule '%3' fails", name, valueText(gate, out.actual), gate.text)
                              : say("%1 is %2: the rule '%3' holds", name, valueText(gate, out.actual), gate.text);
    return out;
}

} // namespace sw::analysis
