#include "core/build/events.h"

#include "core/base/base64.h"
#include "core/build/timetext.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sw::build {

namespace {

using Json = nlohmann::ordered_json;

Json toJson(const VertexEvent& event) {
    Json vertex;
    vertex["digest"] = event.digest.text();
    if (!event.inputs.empty()) {
        for (const Digest& input : event.inputs) {
            vertex["inputs"].push_back(input.text());
        }
    }
    vertex["name"] = event.name;
    if (event.started) {
        vertex["started"] = rfc3339(*event.started);
    }
    if (event.completed) {
        vertex["completed"] = rfc3339(*event.completed);
    }
    if (event.cached) {
        vertex["cached"] = true;
    }
    if (!event.error.empty()) {
        vertex["error"] = event.error.text();
    }
    return {{"vertexes", Json::array({vertex})}};
}

Json toJson(const StatusEvent& event) {
    Json status;
    status["id"] = event.id;
    status["vertex"] = event.vertex.text();
    if (event.total != 0) {
        status["total"] = event.total;
    }
    status["current"] = event.current;
    status["timestamp"] = rfc3339(event.timestamp);
    if (event.started) {
        status["started"] = rfc3339(*event.started);
    }
    if (event.completed) {
        status["completed"] = rfc3339(*event.completed);
    }
    return {{"statuses", Json::array({status})}};
}

Json toJson(const LogEvent& event) {
    Json log;
    log["vertex"] = event.vertex.text();
    log["stream"] = event.stream;
    log["data"] = base64(event.data);
    log["timestamp"] = rfc3339(event.timestamp);
    return {{"logs", Json::array({log})}};
}

Json toJson(const WarningEvent& event) {
    Json warning;
    warning["vertex"] = event.vertex.text();
    warning["level"] = event.level;
    warning["short"] = base64(event.message);
    for (const std::string& line : event.detail) {
        warning["detail"].push_back(base64(line));
    }
    if (!event.url.empty()) {
        warning["url"] = event.url;
    }
    if (event.source) {
        warning["sourceInfo"] = {{"filename", event.file}, {"data", base64(*event.source)}, {"language", "Dockerfile"}};
    }
    for (int line = event.line; line > 0 && line <= std::max(event.line, event.endLine); ++line) { // BuildKit: one range per line
        const Json place = {{"line", line}};
        warning["range"].push_back({{"start", place}, {"end", place}});
    }
    return {{"warnings", Json::array({warning})}};
}

} // namespace

std::string toRawJson(const BuildEvent& event) {
    return std::visit([](const auto& value) { return toJson(value); }, event).dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace sw::build
