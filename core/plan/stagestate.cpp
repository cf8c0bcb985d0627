#include "core/plan/stagestate.h"

#include "core/base/imagepath.h"

#include <algorithm>
#include <unordered_map>

namespace sw::plan {

std::optional<std::string> StageState::lookup(std::string_view name) const {
    const auto found = std::ranges::find(env, name, &std::pair<std::string, std::string>::first);
    return found == env.end() ? std::nullopt : std::optional(found->second);
}

void StageState::setEnv(const std::string& name, const std::string& value, bool fromArg) {
    const auto found = std::ranges::find(env, name, &std::pair<std::string, std::string>::first);
    if (found != env.end()) {
        found->second = value;
    } else {
        env.emplace_back(name, value);
    }
    if (fromArg) {
        argNames.insert(name);
    } else {
        argNames.erase(name);
    }
}

void StageState::setConfigEnv(const std::string& name, const std::string& value) {
    const auto found = std::ranges::find(config.env, name, &std::pair<std::string, std::string>::first);
    if (found != config.env.end()) {
        found->second = value;
    } else {
        config.env.emplace_back(name, value);
    }
}

std::vector<std::string> StageState::withShell(std::string text) const {
    std::vector<std::string> args =
        config.shell && !config.shell->empty() ? *config.shell : std::vector<std::string>{"/bin/sh", "-c"};
    args.push_back(std::move(text));
    return args;
}

std::vector<std::pair<std::string, std::string>> StageState::historyArguments() const {
    std::unordered_map<std::string_view, const std::string*> values;
    for (const auto& [name, value] : env) {
        values.emplace(name, &value);
    }
    std::vector<std::pair<std::string, std::string>> out;
    std::unordered_map<std::string_view, std::size_t> places;
    for (const auto& [name, value] : buildArgs) {
        const auto known = values.find(name);
        std::string shown = known == values.end() ? value.value_or("") : *known->second;
        if (const auto [place, isNew] = places.emplace(name, out.size()); isNew) {
            out.emplace_back(name, std::move(shown));
        } else {
            out[place->second].second = std::move(shown);
        }
    }
    return out;
}

std::string StageState::absolute(std::string_view path) const {
    std::string out = absolutePath(joinImagePath(cwd, path));
    const bool intoDirectory = path.empty() || path.ends_with('/') || path == "." || path.ends_with("/.");
    if (intoDirectory && !out.ends_with('/')) {
        out += '/';
    }
    return out;
}

StageState stateFromConfig(const oci::ImageConfig& config, OpId rootfs, const oci::Platform& platform) {
    StageState state;
    state.rootfs = rootfs;
    state.config = config;
    state.config.otherRoot.clear(); // what the base says of its own making is not ours to say
    state.config.otherConfig.clear();
    state.platform = platform;
    for (const auto& [name, value] : config.env) {
        state.setEnv(name, value, false);
    }
    if (!state.lookup("PATH")) {
        state.setEnv("PATH", std::string(kDefaultPath), false);
        state.setConfigEnv("PATH", std::string(kDefaultPath));
    }
    state.cwd = config.workingDir.empty() ? "/" : absolutePath(cleanImagePath(config.workingDir));
    return state;
}

std::string workingDirectory(std::string_view current, std::string_view requested) {
    if (requested.starts_with('/')) {
        return std::string(requested);
    }
    if (requested.empty() && current.starts_with('/')) { // a variable that is not set: nothing is joined, so nothing is cleaned
        return std::string(current);
    }
    return absolutePath(joinImagePath(current.empty() ? "/" : current, requested));
}

} // namespace sw::plan
