#include "core/analysis/layersreport.h"

#include "core/analysis/jsonparts.h"
#include "core/base/bytesize.h"

#include <map>

namespace sw::analysis {

namespace {

io::Json parsed(const std::string& text) { return io::parseJson(text, {.bytes = SIZE_MAX}).value_or(io::Json()); }

io::Json sumsJson(const LayersReport& report, const StageFiles& stage) {
    io::Json out = io::Json::array();
    for (const WasteSum& sum : report.accounts.wasteSums) {
        out.push_back({{"stored_by", sum.storedBy},
                       {"hidden_by", sum.hiddenBy},
                       {"stored_line", lineOrNull(stage.layers[sum.storedBy].input.line)},
                       {"hidden_line", lineOrNull(stage.layers[sum.hiddenBy].input.line)},
                       {"bytes", sum.bytes},
                       {"files", sum.files},
                       {"advice", wasteAdvice(stage, sum).text()}});
    }
    return out;
}

/// What crossed each edge, and what was built against what ships.
io::Json shipsJson(const LayersReport& report) {
    if (!report.build.recorded) {
        return {};
    }
    io::Json edges = io::Json::array();
    for (const ShippedEdge& edge : report.edges) {
        edges.push_back({{"from", edge.from}, {"to_line", edge.toLine}, {"bytes", edge.bytes}, {"files", edge.files}, {"of_bytes", edge.ofBytes}});
    }
    std::map<std::string, std::uint64_t> stages;
    std::uint64_t built = 0;
    std::map<std::string, bool> counted; // layers that stages share, once
    for (const StageFiles& stage : report.build.stages) {
        const Accounts accounts = account(stage.inputs());
        std::string chain;
        for (std::size_t i = 0; i < accounts.layers.size(); ++i) {
            chain = Hasher128::of(chain + stage.layers[i].input.diffId.hex()).hex();
            if (counted.try_emplace(chain, true).second) {
                built = static_cast<std::uint64_t>(static_cast<std::int64_t>(built) + accounts.layers[i].contribution);
            }
        }
    }
    return {{"built", built}, {"shipped", report.accounts.visible}, {"edges", std::move(edges)}};
}

io::Json rulesJson(const std::vector<GateVerdict>& rules) {
    io::Json out = io::Json::array();
    for (const GateVerdict& rule : rules) {
        out.push_back({{"rule", rule.gate.text}, {"failed", rule.failed}, {"actual", rule.actual}, {"limit", rule.gate.limit}, {"percent", rule.gate.percent}, {"message", rule.sentence.text()}});
    }
    return out;
}

io::Json packagesJson(const PackageOwners& owners, const StageFiles& stage) {
    io::Json out = io::Json::array();
    for (const PackageSize& size : owners.sizes()) {
        const OwningPackage& package = owners.packages()[size.package];
        out.push_back({{"name", package.name},
                       {"version", package.version},
                       {"type", package.type},
                       {"bytes", size.bytes},
                       {"files", size.files},
                       {"layer", size.layer},
                       {"line", size.layer < stage.layers.size() ? lineOrNull(stage.layers[size.layer].input.line) : io::Json()}});
    }
    return out;
}

} // namespace

Sentence wasteAdvice(const StageFiles& stage, const WasteSum& sum) {
    const LayerInput& stored = stage.layers[sum.storedBy].input;
    const LayerInput& hidden = stage.layers[sum.hiddenBy].input;
    const std::string bytes = formatBytes(static_cast<std::int64_t>(sum.bytes));
    if (sum.storedBy == sum.hiddenBy) {
        return say("Layer %1 stores %2 that it replaces itself: its tar has the same names several times", sum.storedBy, bytes);
    }
    if (stage.layers[sum.storedBy].making == Making::Base) {
        return hidden.line > 0 ? say("Line %1 hides %2 of the base image, which stay in it: choose a base without them", hidden.line, bytes)
                               : say("Layer %1 hides %2 of layer %3, both of the base image", sum.hiddenBy, bytes, sum.storedBy);
    }
    if (hidden.line > 0 && stored.line > 0) {
        return say("Line %1 hides %2 that line %3 stored: join the two steps, or do both in a stage of their own", hidden.line, bytes, stored.line);
    }
    return say("Layer %1 hides %2 that layer %3 stored: join the two steps, or do both in a stage of their own", sum.hiddenBy, bytes, sum.storedBy);
}

std::string layersReportJson(const LayersReport& report) {
    const StageFiles& stage = report.build.stages[report.stage];
    io::Json document = parsed(layersJson(report.image, report.accounts));
    document["waste_sums"] = sumsJson(report, stage);
    document["findings"] = parsed(findingsJson(report.findings, stage));
    document["ships"] = shipsJson(report);
    document["single_stage"] = report.single ? parsed(singleStageJson(report.build, *report.single)) : io::Json();
    document["rules"] = rulesJson(report.rules);
    if (report.packages != nullptr) {
        document["packages"] = packagesJson(*report.packages, stage);
        document["package_problems"] = report.packageProblems;
    }
    return io::dumpJson(document);
}

} // namespace sw::analysis
