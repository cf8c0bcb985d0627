#include "app/stw/commands.h"
#include "app/stw/documentjson.h"
#include "app/stw/options.h"
#include "core/checks/checks.h"
#include "core/dockerfile/parser.h"
#include "core/plan/arguments.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>

namespace sw::app {

namespace {

namespace fs = std::filesystem;

struct CheckOptions {
    std::string context = ".";
    std::string file;
    std::string target;
    std::string platform;
    std::vector<std::string> buildArgs;
    Format format = Format::Text;
};

Result<plan::Inputs> readInputs(const CheckOptions& options) {
    plan::Inputs inputs;
    inputs.target = options.target;
    for (const std::string& argument : options.buildArgs) {
        const std::size_t equals = argument.find('=');
        if (equals != std::string::npos) {
            inputs.buildArgs[argument.substr(0, equals)] = argument.substr(equals + 1);
        } else if (const char* value = std::getenv(argument.c_str())) {
            inputs.buildArgs[argument] = value;
        }
    }
    if (!options.platform.empty()) {
        SW_TRY(inputs.targetPlatform, oci::Platform::parse(options.platform));
    }
    return inputs;
}

/// The file to check: -f, else CONTEXT/Dockerfile, else CONTEXT/dockerfile.
std::string fileOf(const CheckOptions& options) {
    if (!options.file.empty()) {
        return options.file;
    }
    const fs::path upper = fs::path(options.context) / "Dockerfile";
    const fs::path lower = fs::path(options.context) / "dockerfile";
    std::error_code error;
    return (!fs::exists(upper, error) && fs::exists(lower, error) ? lower : upper).string();
}

/// The ignore rules of the context: FILE.dockerignore, else CONTEXT/.dockerignore, else none.
Result<dockerfile::IgnoreMatcher> ignoreOf(const CheckOptions& options, const std::string& file) {
    std::error_code error;
    for (const fs::path& path : {fs::path(file + ".dockerignore"), fs::path(options.context) / ".dockerignore"}) {
        if (!fs::is_regular_file(path, error)) {
            continue;
        }
        SW_TRY(const std::string text, readInput(path.string()));
        SW_TRY(std::vector<dockerfile::IgnorePattern> patterns, dockerfile::readIgnoreFile(text));
        return withContext(dockerfile::IgnoreMatcher::compile(std::move(patterns)), "while reading " + path.string());
    }
    return dockerfile::IgnoreMatcher();
}

io::Json findingJson(const Diagnostic& finding) {
    io::Json json = diagnosticJson(finding);
    json["fix"] = json["fixes"].empty() ? io::Json() : json["fixes"].front();
    json.erase("fixes");
    return json;
}

io::Json reportJson(const checks::Report& report) {
    io::Json warnings = io::Json::array();
    for (const Diagnostic& finding : report.findings) {
        warnings.push_back(findingJson(finding));
    }
    io::Json error;
    if (report.refusal) {
        error = {{"message", report.refusal->message}, {"line", report.refusal->range.start.line}};
    }
    return {{"schema", "stagewright.check/1"}, {"warnings", std::move(warnings)}, {"error", std::move(error)}};
}

void printReport(const checks::Report& report, const std::string& file, const Console& console) {
    for (const Diagnostic& finding : report.findings) {
        printLine(file + ":" + std::to_string(finding.range.start.line) + ": " + finding.rule + ": " + finding.message);
        if (console.verbose && !finding.detail.empty()) {
            printLine("    " + finding.detail);
        }
    }
    if (!console.quiet) {
        printLine(report.findings.empty() ? "No warnings." : std::to_string(report.findings.size()) + " warnings.");
    }
}

void run(const CheckOptions& options, Console& console) {
    const std::string file = fileOf(options);
    const Result<std::string> text = readInput(file);
    const Result<plan::Inputs> inputs = readInputs(options);
    const Result<dockerfile::IgnoreMatcher> ignore = ignoreOf(options, file);
    for (const Error* error : {text ? nullptr : &text.error(), inputs ? nullptr : &inputs.error(),
                               ignore ? nullptr : &ignore.error()}) {
        if (error != nullptr) {
            return fail(console, *error);
        }
    }
    const dockerfile::Document document = dockerfile::parse(*text);
    const plan::StageGraph graph = plan::resolveStages(document, *inputs);
    const checks::Report report = checks::check(document, graph, {*inputs, &*ignore, {}});
    if (options.format == Format::Json) {
        printJson(reportJson(report));
    } else {
        printReport(report, file, console);
    }
    if (report.refusal) {
        printDiagnostic(file, *report.refusal);
    } else if (!report.violation.empty()) {
        std::cerr << file << ": " << report.violation << '\n';
    }
    console.exitCode = report.refusal || !report.findings.empty() ? kRefused : kGood;
}

} // namespace

void addCheckCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("check", "Find what builds and could be better: BuildKit's build checks");
    auto options = std::make_shared<CheckOptions>();
    command->add_option("CONTEXT", options->context, "The build context")->capture_default_str();
    command->add_option("-f,--file", options->file, "The Dockerfile (default: CONTEXT/Dockerfile)");
    command->add_option("--target", options->target, "The stage to build");
    command->add_option("--platform", options->platform, "The platform to build for");
    command->add_option("--build-arg", options->buildArgs, "K=V, or K from the environment");
    addFormatOption(*command, options->format);
    command->callback([options, &console] { run(*options, console); });
}

} // namespace sw::app
