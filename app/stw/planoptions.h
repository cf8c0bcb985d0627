#pragma once

#include "app/stw/console.h"
#include "core/plan/arguments.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
}

/// How a Dockerfile is to be read, for the commands that look at it without building: graph and check.
namespace sw::app {

struct PlanOptions {
    std::string target;
    std::string platform;
    std::vector<std::string> buildArgs, buildContexts;
};

/// --target, --platform, --build-arg, --build-context
void addPlanOptions(CLI::App& command, PlanOptions& options);

/// Invalid (usage) errors name the option. Sources of named contexts stay as written: nothing of them is read.
Result<plan::Inputs> readPlanInputs(const PlanOptions& options);

/// "K=V" as it stands, "K" from the environment; a K that the environment has not is left out.
std::map<std::string, std::string> readBuildArguments(const std::vector<std::string>& arguments);

/// -f as given, else CONTEXT/Dockerfile, else CONTEXT/dockerfile when that one alone is there.
std::filesystem::path findDockerfile(const std::filesystem::path& context, const std::string& file);

} // namespace sw::app
