#include "core/build/build.h"
#include "core/build/buildrecords.h"
#include "core/build/timetext.h"
#include "core/io/sentencejson.h"

#include <nlohmann/json.hpp>

/// The report of architecture.md section 6, and back. Members beyond the contract (layers, config, ids) are what the window
/// needs to show a build of the past.
namespace sw::build {

namespace {

using Json = nlohmann::ordered_json;
constexpr int kSchema = 1;

Json timeJson(const std::optional<Time>& time) { return time ? Json(rfc3339(*time)) : Json(); }

std::optional<Time> timeOf(const Json& json) { return json.is_string() ? parseRfc3339(json.get<std::string>()) : std::nullopt; }

Json reasonJson(const cache::Reason& reason) {
    return {{"code", cache::reasonCodeName(reason.code)},
            {"text", reason.text},
            {"evidence", reason.evidence},
            {"root", reason.rootLine ? Json(*reason.rootLine) : Json()}};
}

cache::Reason reasonOf(const Json& json) {
    cache::Reason reason;
    reason.code = cache::reasonCodeOf(json.value("code", ""));
    reason.text = json.value("text", "");
    reason.evidence = json.value("evidence", std::vector<std::string>());
    if (json.contains("root") && json["root"].is_number()) {
        reason.rootLine = json["root"].get<int>();
    }
    return reason;
}

Json layersJson(const std::vector<store::LayerId>& layers) {
    Json out = Json::array();
    for (const store::LayerId& layer : layers) {
        out.push_back(layer.text());
    }
    return out;
}

std::vector<store::LayerId> layersOf(const Json& json) {
    std::vector<store::LayerId> out;
    for (const Json& item : json) {
        if (auto id = Digest::parse(item.get<std::string>())) {
            out.push_back(*id);
        }
    }
    return out;
}

Json stageJson(const StageResult& stage) {
    Json json = {{"name", stage.name}, {"index", stage.index}, {"base", stage.base},
                 {"state", stage.state}, {"bytes", stage.bytes}, {"files", stage.files}};
    json["layers"] = layersJson(stage.layers);
    json["base_layers"] = stage.baseLayers;
    json["layer_steps"] = stage.layerSteps;
    json["config"] = oci::serialiseConfig(stage.config);
    return json;
}

Json stepJson(const StepResult& step, const std::vector<StageResult>& stages) {
    Json json;
    json["stage"] = step.stage < stages.size() && !stages[step.stage].name.empty() ? Json(stages[step.stage].name) : Json(step.stage);
    json["stage_index"] = step.stage;
    json["line"] = step.line;
    json["instruction"] = step.text;
    json["instruction_index"] = step.instruction;
    json["verdict"] = cache::reportWord(step.verdict);
    json["reason"] = reasonJson(step.reason);
    json["start"] = timeJson(step.started);
    json["end"] = timeJson(step.completed);
    json["exit_code"] = step.exitCode ? Json(*step.exitCode) : Json();
    json["diff_id"] = step.layer ? Json(step.layer->text()) : Json();
    json["bytes"] = step.bytes;
    json["files"] = step.files;
    json["vertex"] = step.vertex ? Json(step.vertex->text()) : Json();
    return json;
}

cache::Verdict verdictOf(const std::string& word) {
    for (int i = 0; i <= static_cast<int>(cache::Verdict::Failed); ++i) {
        const auto verdict = static_cast<cache::Verdict>(i);
        if (verdict != cache::Verdict::Unknown && cache::reportWord(verdict) == word) {
            return verdict;
        }
    }
    return cache::Verdict::NotNeeded;
}

StepResult stepOf(const Json& json) {
    StepResult step;
    step.stage = json.value("stage_index", std::size_t{0});
    step.instruction = json.value("instruction_index", std::size_t{0});
    step.line = json.value("line", 0);
    step.text = json.value("instruction", "");
    step.verdict = verdictOf(json.value("verdict", "skipped"));
    step.reason = reasonOf(json.at("reason"));
    step.started = timeOf(json.at("start"));
    step.completed = timeOf(json.at("end"));
    if (json.at("exit_code").is_number()) {
        step.exitCode = json["exit_code"].get<int>();
    }
    if (json.at("diff_id").is_string()) {
        if (auto id = Digest::parse(json["diff_id"].get<std::string>())) {
            step.layer = *id;
        }
    }
    step.bytes = json.value("bytes", std::uint64_t{0});
    step.files = json.value("files", std::uint64_t{0});
    if (json.contains("vertex") && json["vertex"].is_string()) {
        if (auto id = Digest::parse(json["vertex"].get<std::string>())) {
            step.vertex = *id;
        }
    }
    return step;
}

StageResult stageOf(const Json& json) {
    StageResult stage;
    stage.name = json.value("name", "");
    stage.index = json.value("index", std::size_t{0});
    stage.base = json.value("base", "");
    stage.state = json.value("state", "");
    stage.bytes = json.value("bytes", std::uint64_t{0});
    stage.files = json.value("files", std::uint64_t{0});
    stage.layers = layersOf(json.at("layers"));
    stage.baseLayers = json.value("base_layers", std::size_t{0});
    stage.layerSteps = json.value("layer_steps", std::vector<std::size_t>());
    if (auto config = oci::parseConfig(json.value("config", "{}"))) {
        stage.config = std::move(*config);
    }
    return stage;
}

Json edgeJson(const EdgeTraffic& edge) {
    Json json = {{"from", edge.from}, {"to_line", edge.toLine}, {"bytes", edge.bytes}, {"files", edge.files}, {"of_bytes", edge.ofBytes}};
    json["from_stage"] = edge.fromStage ? Json(*edge.fromStage) : Json();
    json["stage"] = edge.stage;
    json["instruction_index"] = edge.instruction;
    return json;
}

EdgeTraffic edgeOf(const Json& json) {
    EdgeTraffic edge;
    edge.from = json.value("from", "");
    edge.toLine = json.value("to_line", 0);
    edge.bytes = json.value("bytes", std::uint64_t{0});
    edge.files = json.value("files", std::uint64_t{0});
    edge.ofBytes = json.value("of_bytes", std::uint64_t{0});
    if (json.contains("from_stage") && json["from_stage"].is_number()) {
        edge.fromStage = json["from_stage"].get<std::size_t>();
    }
    edge.stage = json.value("stage", std::size_t{0});
    edge.instruction = json.value("instruction_index", std::size_t{0});
    return edge;
}

Json imageJson(const std::optional<store::Image>& image, std::uint64_t bytes) {
    if (!image) {
        return {};
    }
    return {{"digest", image->manifestDigest.text()},
            {"config", image->configDigest.text()},
            {"layers", layersJson(image->layers)},
            {"bytes", bytes}};
}

Result<std::optional<store::Image>> imageOf(const Json& json) {
    if (!json.is_object()) {
        return std::optional<store::Image>();
    }
    store::Image image;
    SW_TRY(image.manifestDigest, Digest::parse(json.at("digest").get<std::string>()));
    SW_TRY(image.configDigest, Digest::parse(json.at("config").get<std::string>()));
    image.layers = layersOf(json.at("layers"));
    return std::optional(std::move(image));
}

/// "stages", "steps" and "edges" of a build, or of one platform of it.
void addParts(Json& json, const std::vector<StageResult>& stages, const std::vector<StepResult>& steps, const std::vector<EdgeTraffic>& edges) {
    json["stages"] = Json::array();
    for (const StageResult& stage : stages) {
        json["stages"].push_back(stageJson(stage));
    }
    json["steps"] = Json::array();
    for (const StepResult& step : steps) {
        json["steps"].push_back(stepJson(step, stages));
    }
    json["edges"] = Json::array();
    for (const EdgeTraffic& edge : edges) {
        json["edges"].push_back(edgeJson(edge));
    }
}

template<typename Part> // BuildResult or PlatformResult
void readParts(const Json& json, Part& part) {
    for (const Json& stage : json.at("stages")) {
        part.stages.push_back(stageOf(stage));
    }
    for (const Json& step : json.at("steps")) {
        part.steps.push_back(stepOf(step));
    }
    for (const Json& edge : json.at("edges")) {
        part.edges.push_back(edgeOf(edge));
    }
}

Json platformJson(const PlatformResult& platform) {
    Json json;
    json["platform"] = platform.platform.text();
    json["image"] = imageJson(platform.image, platform.shippedBytes);
    addParts(json, platform.stages, platform.steps, platform.edges);
    json["shipped_bytes"] = platform.shippedBytes;
    return json;
}

Result<PlatformResult> platformOf(const Json& json) {
    PlatformResult platform;
    SW_TRY(platform.platform, oci::Platform::parse(json.at("platform").get<std::string>()));
    SW_TRY(platform.image, imageOf(json.at("image")));
    readParts(json, platform);
    platform.shippedBytes = json.value("shipped_bytes", std::uint64_t{0});
    return platform;
}

Json errorJson(const BuildResult& result) {
    if (result.failure) {
        Json json = {{"message", result.failure->message.text()}, {"line", result.failure->line != 0 ? Json(result.failure->line) : Json()}};
        json["code"] = errorCodeName(result.failure->code);
        json["advice"] = result.failure->advice.text();
        json["last_lines"] = result.failure->lastLines;
        return json;
    }
    return result.cancelled ? Json{{"message", "the build was stopped"}, {"line", Json()}} : Json();
}

} // namespace

static Json wholeReport(const BuildResult& result) {
    Json json;
    json["schema"] = kSchema;
    json["build"] = result.id;
    json["image"] = imageJson(result.image, result.shippedBytes);
    json["target"] = result.target;
    addParts(json, result.stages, result.steps, result.edges);
    if (result.index) { // also of one platform, with attestations
        json["index"] = {{"digest", result.index->digest.text()}};
    }
    if (!result.platforms.empty()) {
        json["index"] = result.index ? Json{{"digest", result.index->digest.text()}} : Json();
        json["platforms"] = Json::array();
        for (const PlatformResult& platform : result.platforms) {
            json["platforms"].push_back(platformJson(platform));
        }
    }
    json["shipped_bytes"] = result.shippedBytes;
    json["built_bytes"] = result.builtBytes;
    json["peak_memory"] = result.peakMemory;
    json["cancelled"] = result.cancelled;
    json["start"] = rfc3339(result.started);
    json["end"] = rfc3339(result.completed);
    json["error"] = errorJson(result);
    return json;
}

static std::string written(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace); }

std::string reportJson(const BuildResult& result) { return written(wholeReport(result)); }

std::string recordJson(const BuildResult& result) {
    Json json = wholeReport(result);
    if (result.failure) {
        json[kRecordOnly] = {{"message", sentenceToJson<Json>(result.failure->message)}, {"advice", sentenceToJson<Json>(result.failure->advice)}};
    }
    return written(json);
}

Result<BuildResult> parseReport(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object() || json.value("schema", 0) != kSchema) {
        return failure(ErrorCode::Corrupt, say("the record of the build cannot be read"));
    }
    try {
        BuildResult result;
        result.id = json.value("build", "");
        result.target = json.value("target", "");
        readParts(json, result);
        SW_TRY(result.image, imageOf(json.at("image")));
        for (const Json& item : json.value("platforms", Json::array())) {
            SW_TRY(PlatformResult platform, platformOf(item));
            result.platforms.push_back(std::move(platform));
        }
        if (json.contains("index") && json["index"].is_object()) {
            store::IndexImage index;
            SW_TRY(index.digest, Digest::parse(json["index"].at("digest").get<std::string>()));
            for (const PlatformResult& platform : result.platforms) {
                if (platform.image) {
                    index.images.push_back(*platform.image);
                }
            }
            result.index = std::move(index);
        }
        result.shippedBytes = json.value("shipped_bytes", std::uint64_t{0});
        result.builtBytes = json.value("built_bytes", std::uint64_t{0});
        result.peakMemory = json.value("peak_memory", std::uint64_t{0});
        result.cancelled = json.value("cancelled", false);
        result.started = timeOf(json.at("start")).value_or(Time{});
        result.completed = timeOf(json.at("end")).value_or(Time{});
        if (json.at("error").is_object() && !result.cancelled) {
            BuildFailure failed;
            failed.message = json["error"].value("message", "");
            failed.line = json["error"].at("line").is_number() ? json["error"]["line"].get<int>() : 0;
            failed.advice = json["error"].value("advice", "");
            failed.lastLines = json["error"].value("last_lines", std::vector<std::string>());
            if (const auto own = json.find(kRecordOnly); own != json.end() && own->is_object()) {
                failed.message = sentenceFromJson(own->value("message", Json()), failed.message);
                failed.advice = sentenceFromJson(own->value("advice", Json()), failed.advice);
            }
            result.failure = std::move(failed);
        }
        return result;
    } catch (const nlohmann::json::exception&) {
        return failure(ErrorCode::Corrupt, say("the record of the build cannot be read"));
    }
}

} // namespace sw::build
