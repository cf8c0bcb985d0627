#include "core/oci/image.h"

#include "core/io/json.h"

#include <algorithm>
#include <array>

/// Image config JSON (OCI image-spec config.md; Docker's additions Healthcheck, OnBuild, Shell, ArgsEscaped). BuildKit writes
/// the top level with sorted members and "config" in the order of its struct; so do we.
namespace sw::oci {

using io::Json;

namespace {

constexpr std::array<std::string_view, 9> kRootMembers = {"architecture", "author", "config",  "created", "history",
                                                          "os",           "os.version", "rootfs", "variant"};
constexpr std::array<std::string_view, 13> kConfigMembers = {
    "User",   "ExposedPorts", "Env",         "Entrypoint",  "Cmd",     "Volumes", "WorkingDir",
    "Labels", "StopSignal",   "ArgsEscaped", "Healthcheck", "OnBuild", "Shell"};

void addText(Json& object, const char* name, const std::string& value) {
    if (!value.empty()) {
        object[name] = value;
    }
}

void addList(Json& object, const char* name, const std::optional<std::vector<std::string>>& list) {
    if (list && !list->empty()) {
        object[name] = *list;
    }
}

void addSet(Json& object, const char* name, const std::vector<std::string>& members) {
    if (members.empty()) {
        return;
    }
    Json set = Json::object();
    for (const std::string& member : members) {
        set[member] = Json::object();
    }
    object[name] = std::move(set);
}

void addOther(Json& object, const std::string& text) {
    if (text.empty()) {
        return;
    }
    if (const Result<Json> other = io::parseJson(text); other && other->is_object()) {
        for (const auto& [name, value] : other->items()) {
            object[name] = value;
        }
    }
}

Json healthcheckJson(const Healthcheck& h) {
    Json out = Json::object();
    addList(out, "Test", h.test);
    const auto number = [&](const char* name, std::int64_t value) {
        if (value != 0) {
            out[name] = value;
        }
    };
    number("Interval", h.interval);
    number("Timeout", h.timeout);
    number("StartPeriod", h.startPeriod);
    number("StartInterval", h.startInterval);
    number("Retries", h.retries);
    return out;
}

Json configJson(const ImageConfig& config) {
    Json out = Json::object();
    addText(out, "User", config.user);
    addSet(out, "ExposedPorts", config.exposedPorts);
    std::vector<std::string> env;
    for (const auto& [name, value] : config.env) {
        env.push_back(name + "=" + value);
    }
    addList(out, "Env", env);
    addList(out, "Entrypoint", config.entrypoint);
    addList(out, "Cmd", config.cmd);
    addSet(out, "Volumes", config.volumes);
    addText(out, "WorkingDir", config.workingDir);
    if (!config.labels.empty()) {
        out["Labels"] = config.labels;
    }
    addText(out, "StopSignal", config.stopSignal);
    if (config.argsEscaped) {
        out["ArgsEscaped"] = true;
    }
    if (config.healthcheck) {
        out["Healthcheck"] = healthcheckJson(*config.healthcheck);
    }
    addList(out, "OnBuild", config.onbuild);
    addList(out, "Shell", config.shell);
    addOther(out, config.otherConfig);
    return out;
}

Json historyJson(const HistoryEntry& entry) {
    Json out = Json::object();
    addText(out, "created", entry.created);
    addText(out, "created_by", entry.createdBy);
    addText(out, "author", entry.author);
    addText(out, "comment", entry.comment);
    if (entry.emptyLayer) {
        out["empty_layer"] = true;
    }
    return out;
}

std::vector<std::string> strings(const Json* list) {
    std::vector<std::string> out;
    if (list != nullptr && list->is_array()) {
        for (const Json& item : *list) {
            if (item.is_string()) {
                out.push_back(item.get<std::string>());
            }
        }
    }
    return out;
}

std::optional<std::vector<std::string>> optionalStrings(const Json& object, std::string_view name) {
    std::vector<std::string> list = strings(io::member(object, name));
    return list.empty() ? std::nullopt : std::optional(std::move(list)); // an empty one, or none of strings, says nothing
}

std::vector<std::string> setMembers(const Json& object, std::string_view name) {
    std::vector<std::string> out;
    if (const Json* set = io::member(object, name); set != nullptr && set->is_object()) {
        for (const auto& [member, value] : set->items()) {
            out.push_back(member);
        }
    }
    std::ranges::sort(out);
    return out;
}

/// Members by their names.
Json inOrder(const Json& object) {
    std::vector<std::string> names;
    for (const auto& [name, value] : object.items()) {
        names.push_back(name);
    }
    std::ranges::sort(names);
    Json sorted = Json::object();
    for (const std::string& name : names) {
        sorted[name] = object[name];
    }
    return sorted;
}

template <std::size_t N> std::string othersOf(const Json& object, const std::array<std::string_view, N>& known) {
    Json others = Json::object();
    for (const auto& [name, value] : object.items()) {
        if (std::ranges::find(known, name) == known.end()) {
            others[name] = value;
        }
    }
    return others.empty() ? std::string() : io::dumpJson(others);
}

void readConfig(const Json& object, ImageConfig& config) {
    config.user = io::stringOf(object, "User");
    config.exposedPorts = setMembers(object, "ExposedPorts");
    for (const std::string& pair : strings(io::member(object, "Env"))) {
        const std::size_t equals = pair.find('=');
        config.env.emplace_back(pair.substr(0, equals), equals == std::string::npos ? "" : pair.substr(equals + 1));
    }
    config.entrypoint = optionalStrings(object, "Entrypoint");
    config.cmd = optionalStrings(object, "Cmd");
    config.volumes = setMembers(object, "Volumes");
    config.workingDir = io::stringOf(object, "WorkingDir");
    if (const Json* labels = io::member(object, "Labels"); labels != nullptr && labels->is_object()) {
        for (const auto& [name, value] : labels->items()) {
            config.labels[name] = value.is_string() ? value.get<std::string>() : std::string();
        }
    }
    config.stopSignal = io::stringOf(object, "StopSignal");
    config.argsEscaped = io::boolOf(object, "ArgsEscaped");
    config.onbuild = strings(io::member(object, "OnBuild"));
    config.shell = optionalStrings(object, "Shell");
    if (const Json* health = io::member(object, "Healthcheck"); health != nullptr && health->is_object()) {
        Healthcheck h;
        h.test = strings(io::member(*health, "Test"));
        h.interval = io::integerOf(*health, "Interval");
        h.timeout = io::integerOf(*health, "Timeout");
        h.startPeriod = io::integerOf(*health, "StartPeriod");
        h.startInterval = io::integerOf(*health, "StartInterval");
        h.retries = static_cast<int>(io::integerOf(*health, "Retries"));
        config.healthcheck = std::move(h);
    }
    config.otherConfig = othersOf(object, kConfigMembers);
}

Result<void> readRootfs(const Json& root, ImageConfig& config) {
    const Json* rootfs = io::member(root, "rootfs");
    if (rootfs == nullptr) {
        return {};
    }
    for (const std::string& text : strings(io::member(*rootfs, "diff_ids"))) {
        SW_TRY(Digest digest, Digest::parse(text));
        config.diffIds.push_back(std::move(digest));
    }
    return {};
}

} // namespace

std::string serialiseConfig(const ImageConfig& config) {
    Json members = Json::object();
    addOther(members, config.otherRoot);
    members["architecture"] = config.platform.architecture;
    addText(members, "author", config.author);
    members["config"] = configJson(config);
    addText(members, "created", config.created);
    Json history = Json::array();
    for (const HistoryEntry& entry : config.history) {
        history.push_back(historyJson(entry));
    }
    if (!history.empty()) {
        members["history"] = std::move(history);
    }
    members["os"] = config.platform.os;
    addText(members, "os.version", config.platform.osVersion);
    Json diffIds = Json::array();
    for (const Digest& digest : config.diffIds) {
        diffIds.push_back(digest.text());
    }
    members["rootfs"] = Json{{"type", "layers"}, {"diff_ids", std::move(diffIds)}};
    addText(members, "variant", config.platform.variant);
    return io::dumpJson(inOrder(members));
}

Result<ImageConfig> parseConfig(std::string_view json) {
    SW_TRY(const Json root, io::parseJson(json));
    if (!root.is_object()) {
        return failure(ErrorCode::Corrupt, say("the image configuration is not a JSON object"));
    }
    ImageConfig config;
    config.platform.os = io::stringOf(root, "os", "linux");
    config.platform.architecture = io::stringOf(root, "architecture", "amd64");
    config.platform.variant = io::stringOf(root, "variant");
    config.platform.osVersion = io::stringOf(root, "os.version");
    config.created = io::stringOf(root, "created");
    config.author = io::stringOf(root, "author");
    if (const Json* object = io::member(root, "config"); object != nullptr && object->is_object()) {
        readConfig(*object, config);
    }
    SW_CHECK(readRootfs(root, config));
    if (const Json* history = io::member(root, "history"); history != nullptr && history->is_array()) {
        for (const Json& item : *history) {
            config.history.push_back({io::stringOf(item, "created"), io::stringOf(item, "created_by"),
                                      io::stringOf(item, "author"), io::stringOf(item, "comment"),
                                      io::boolOf(item, "empty_layer")});
        }
    }
    config.otherRoot = othersOf(inOrder(root), kRootMembers); // as they will be written
    return config;
}

} // namespace sw::oci
