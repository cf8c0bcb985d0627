#include "app/stw/planoptions.h"

#include <CLI/CLI.hpp>

#include <cstdlib>

namespace sw::app {

namespace fs = std::filesystem;

void addPlanOptions(CLI::App& command, PlanOptions& options) {
    const auto list = [&](const char* name, std::vector<std::string>& value, const char* help, const char* text) {
        command.add_option(name, value, help)->option_text(text)->allow_extra_args(false);
    };
    command.add_option("--target", options.target, "The stage that is wanted (default: the last)")->option_text("STAGE");
    command.add_option("--platform", options.platform, "os/architecture to build for")->option_text("PLATFORM");
    list("--build-arg", options.buildArgs, "Value of an ARG; without =V that of the environment", "K[=V]");
    list("--build-context", options.buildContexts, "Named context", "NAME=SRC");
}

Result<plan::Inputs> readPlanInputs(const PlanOptions& options) {
    plan::Inputs inputs;
    inputs.target = options.target;
    inputs.buildArgs = readBuildArguments(options.buildArgs);
    for (const std::string& context : options.buildContexts) {
        const std::size_t equals = context.find('=');
        if (equals == std::string::npos) {
            return failure(ErrorCode::Invalid, "--build-context '" + context + "' is not NAME=SOURCE");
        }
        inputs.namedContexts[plan::normaliseContextName(context.substr(0, equals))] = context.substr(equals + 1);
    }
    if (!options.platform.empty()) {
        SW_TRY(inputs.targetPlatform, withContext(oci::Platform::parse(options.platform), "in --platform"));
    }
    return inputs;
}

std::map<std::string, std::string> readBuildArguments(const std::vector<std::string>& arguments) {
    std::map<std::string, std::string> out;
    for (const std::string& argument : arguments) {
        const std::size_t equals = argument.find('=');
        if (equals != std::string::npos) {
            out[argument.substr(0, equals)] = argument.substr(equals + 1);
        } else if (const char* value = std::getenv(argument.c_str())) {
            out[argument] = value;
        }
    }
    return out;
}

fs::path findDockerfile(const fs::path& context, const std::string& file) {
    if (!file.empty()) {
        return file;
    }
    std::error_code error;
    const fs::path usual = context / "Dockerfile";
    const fs::path lower = context / "dockerfile";
    return !fs::exists(usual, error) && fs::exists(lower, error) ? lower : usual;
}

} // namespace sw::app
