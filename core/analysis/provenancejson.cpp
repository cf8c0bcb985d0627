#include "core/analysis/provenancejson.h"

#include "core/analysis/jsonparts.h"
#include "core/base/bytesize.h"
#include "core/base/imagepath.h"

namespace sw::analysis {

namespace {

const StageLayer& layerOf(const BuildFiles& build, const Hop& hop) { return build.stages[hop.stage].layers[hop.layer]; }

/// The stage that wrote the line: of a layer that came with a base stage, that one.
std::string stageName(const BuildFiles& build, const Hop& hop) {
    const StageLayer& layer = layerOf(build, hop);
    return !layer.input.stage.empty() ? layer.input.stage : build.recorded ? build.stages[hop.stage].title(hop.stage) : std::string();
}

io::Json fromJson(const BuildFiles& build, const Hop& hop) {
    const StageLayer& layer = layerOf(build, hop);
    io::Json out = {{"kind", makingName(layer.making)}};
    if (layer.making == Making::Stage && layer.fromStage) {
        out["name"] = build.stages[*layer.fromStage].title(*layer.fromStage);
    } else {
        out["name"] = textOrNull(layer.fromName);
    }
    const bool address = layer.making == Making::Remote || layer.making == Making::Inline;
    out["path"] = !hop.sourcePath ? io::Json() : io::Json(layer.making == Making::Context || address ? *hop.sourcePath : absolutePath(*hop.sourcePath));
    if (hop.unpacked) {
        out["unpacked"] = true;
    }
    if (layer.making == Making::Context) {
        static constexpr std::array<std::string_view, 4> kNow = {"unknown", "same", "changed", "gone"};
        out["now"] = kNow[static_cast<std::size_t>(hop.now)];
    }
    return out;
}

io::Json beginningJson(const Beginning& begin) {
    return {{"kind", makingName(begin.making)}, {"name", begin.text()}, {"stage", textOrNull(begin.stage)}, {"line", lineOrNull(begin.line)}};
}

io::Json hopJson(const BuildFiles& build, const Hop& hop) {
    const StageLayer& layer = layerOf(build, hop);
    io::Json out = {{"how", deedName(hop.deed)}, {"by", makingName(hop.making)}};
    out["stage"] = textOrNull(stageName(build, hop));
    out["line"] = lineOrNull(layer.input.line);
    out["instruction"] = layer.instruction;
    out["layer"] = hop.layer;
    out["diff_id"] = digestOrNull(layer.input.diffId);
    out["path"] = absolutePath(hop.path);
    out["content_changed"] = hop.deed == Hop::Deed::Changed ? io::Json(hop.contentChanged) : io::Json();
    out["from"] = hop.sourcePath ? fromJson(build, hop) : io::Json();
    if (hop.couldSee) {
        io::Json copies = io::Json::array();
        for (const std::size_t at : hop.couldSee->copies) {
            const StageLayer& copy = build.stages[hop.stage].layers[at];
            copies.push_back({{"line", lineOrNull(copy.input.line)}, {"instruction", copy.instruction}});
        }
        out["could_see"] = {{"files", hop.couldSee->files},
                            {"bytes", hop.couldSee->bytes},
                            {"copied_before", std::move(copies)},
                            {"note", "the files that the step could see; what it really read is not known"}};
    }
    out["text"] = hopText(build, hop);
    return out;
}

} // namespace

std::string hopText(const BuildFiles& build, const Hop& hop) {
    const StageLayer& layer = layerOf(build, hop);
    const std::string stage = stageName(build, hop);
    const std::string place = layer.input.line > 0 ? "line " + std::to_string(layer.input.line) + (stage.empty() ? "" : " in '" + stage + "'")
                                                   : "layer " + std::to_string(hop.layer);
    const std::string at = absolutePath(hop.path);
    switch (hop.deed) {
    case Hop::Deed::Removed: return at + " was deleted by " + place;
    case Hop::Deed::Changed: return at + (hop.contentChanged ? " was changed by " : " was stored again with the same content by ") + place;
    case Hop::Deed::Made:
        if (hop.making == Making::Base) {
            const std::string& name = layer.fromName.empty() ? build.stages[hop.stage].base : layer.fromName;
            return at + " came with the base image" + (name.empty() ? "" : " " + name);
        }
        return at + " was made by " + place;
    case Hop::Deed::Copied: break;
    }
    const std::string source = hop.sourcePath.value_or("");
    std::string out = at + " was copied by " + place + " from ";
    if (layer.making == Making::Stage) {
        return out + absolutePath(source) + " in '" + build.stages[*layer.fromStage].title(*layer.fromStage) + "'";
    }
    if (layer.making == Making::Image) {
        return out + absolutePath(source) + " in the image " + layer.fromName;
    }
    if (layer.making == Making::Remote) {
        return out + source;
    }
    out += (hop.unpacked ? "the archive " : "") + source + (layer.fromName.empty() ? " in the context" : " in the context '" + layer.fromName + "'");
    return out + (hop.now == Hop::Now::Changed ? ", which has changed since" : hop.now == Hop::Now::Gone ? ", which is not there any more" : "");
}

std::string provenanceJson(const std::string& image, const BuildFiles& build, const Provenance& provenance, const OwningPackage* package) {
    io::Json steps = io::Json::array();
    for (const Hop& hop : provenance.hops) {
        steps.push_back(hopJson(build, hop));
    }
    io::Json document = {{"schema", "stagewright.provenance/1"}, {"image", image}, {"path", absolutePath(provenance.path)}};
    document["present"] = provenance.present;
    document["recorded"] = build.recorded;
    document["type"] = provenance.entry ? io::Json(typeName(provenance.entry.type())) : io::Json();
    document["bytes"] = provenance.entry ? io::Json(provenance.entry.size()) : io::Json();
    document["steps"] = std::move(steps);
    document["package"] = package == nullptr ? io::Json() : io::Json{{"name", package->name}, {"version", package->version}, {"type", package->type}};
    return io::dumpJson(document);
}

std::string originsJson(const std::string& image, const BuildFiles& build, const Origins& origins, const std::vector<const OriginFile*>& files) {
    io::Json sums = io::Json::array();
    for (const Origin& origin : origins.sums) {
        io::Json sum = beginningJson(origin.begin);
        sum["files"] = origin.files;
        sum["bytes"] = origin.bytes;
        sums.push_back(std::move(sum));
    }
    io::Json stages = io::Json::array();
    for (const auto& [stage, sum] : origins.throughStages) {
        stages.push_back({{"stage", build.stages[stage].title(stage)}, {"files", sum.first}, {"bytes", sum.second}});
    }
    io::Json list = io::Json::array();
    for (const OriginFile* file : files) {
        io::Json through = io::Json::array();
        for (const std::size_t stage : file->stages) {
            through.push_back(build.stages[stage].title(stage));
        }
        io::Json one = {{"path", absolutePath(file->path)}, {"bytes", file->bytes}, {"layer", file->layer}};
        one.update(beginningJson(file->begin));
        one["stages"] = std::move(through);
        one["source"] = file->sourcePath.empty() ? io::Json() : io::Json(file->sourcePath);
        list.push_back(std::move(one));
    }
    return io::dumpJson({{"schema", "stagewright.origins/1"}, {"image", image}, {"origins", std::move(sums)}, {"stages", std::move(stages)}, {"files", std::move(list)}});
}

} // namespace sw::analysis
