#include "app/stw/checkreport.h"
#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/planoptions.h"
#include "core/checks/lint.h"
#include "core/checks/shell/shellcheck.h"
#include "core/dockerfile/parser.h"
#include "core/plan/buildplan.h"

#include <CLI/CLI.hpp>

#include <array>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <set>

namespace sw::app {

namespace {

namespace fs = std::filesystem;

struct CheckOptions {
    std::string context = ".";
    std::string file;
    PlanOptions plan;
    std::string config;
    std::vector<std::string> rules;
    std::vector<std::string> ignored;
    std::vector<std::string> trusted;
    std::vector<std::string> labels;
    bool strictLabels = false;
    std::string failOn;
    bool listRules = false;
    CheckFormat format = CheckFormat::Text;
};

std::set<checks::RuleSet> setsOf(const CheckOptions& options) {
    std::set<checks::RuleSet> sets;
    for (const std::string& name : options.rules) {
        if (name == "all") {
            return checks::LintSettings().sets;
        }
        if (const auto set = checks::ruleSetNamed(name)) {
            sets.insert(*set);
        }
    }
    return sets.empty() ? checks::LintSettings().sets : sets;
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

/// --config, else the project's, with what the options say on top.
Result<checks::LintConfig> configOf(const CheckOptions& options, const std::string& file) {
    const std::array<fs::path, 2> folders = {fs::path(options.context), fs::path(file).parent_path()};
    Result<checks::LintConfig> found = checks::LintConfig();
    if (options.config.empty()) {
        found = checks::findLintConfig(folders);
    } else {
        SW_TRY(const std::string text, readInput(options.config));
        found = withContext(checks::readLintConfig(text), "while reading " + options.config);
    }
    SW_TRY(checks::LintConfig config, std::move(found));
    config.ignored.insert(options.ignored.begin(), options.ignored.end());
    if (!options.trusted.empty()) {
        config.trustedRegistries = options.trusted;
    }
    for (const std::string& label : options.labels) {
        const std::size_t colon = label.rfind(':');
        const auto kind = checks::labelKindNamed(colon == std::string::npos ? std::string_view() : std::string_view(label).substr(colon + 1));
        if (!kind) {
            return failure(ErrorCode::Invalid, "--require-label is NAME:KIND, with text, rfc3339, semver, url, hash, spdx or email as KIND");
        }
        config.labels[label.substr(0, colon)] = *kind;
    }
    config.strictLabels = config.strictLabels || options.strictLabels;
    if (!options.failOn.empty()) {
        config.failOn = checks::severityNamed(options.failOn);
        config.neverFail = options.failOn == "none";
    }
    return config;
}

/// What the store has of the bases, so that what they set counts. Nothing is fetched.
std::map<std::size_t, checks::BaseImage> basesOf(const plan::StageGraph& graph, const plan::Inputs& inputs, const Console& console) {
    std::error_code error;
    if (!fs::exists(storeRoot(console), error)) {
        return {};
    }
    const auto store = openStore(console);
    return checks::basesOf(graph, inputs, [&](const std::string& reference, const oci::Platform& platform) -> std::optional<plan::ResolvedImage> {
        const auto image = store && !reference.contains("://") ? (*store)->image(reference, platform) : Result<std::optional<store::Image>>(std::nullopt);
        return image && *image ? std::optional(plan::ResolvedImage{(*image)->manifestDigest, (*image)->config}) : std::nullopt;
    });
}

void run(const CheckOptions& options, Console& console) {
    if (options.listRules) {
        return printRules(options.format);
    }
    const Result<plan::Inputs> inputs = readPlanInputs(options.plan);
    if (!inputs) {
        fail(console, inputs.error());
        console.exitCode = kUsage;
        return;
    }
    const std::string file = findDockerfile(options.context, options.file).string();
    const Result<std::string> text = readInput(file);
    const Result<dockerfile::IgnoreMatcher> ignore = ignoreOf(options, file);
    const Result<checks::LintConfig> config = configOf(options, file);
    for (const Error* error : {text ? nullptr : &text.error(), ignore ? nullptr : &ignore.error(),
                               config ? nullptr : &config.error()}) {
        if (error != nullptr) {
            return fail(console, *error);
        }
    }
    const dockerfile::Document document = dockerfile::parse(*text);
    const plan::StageGraph graph = plan::resolveStages(document, *inputs);
    const checks::LintSettings settings{setsOf(options), *config, false};
    checks::ShellChecker shell;
    const checks::Surroundings around{.inputs = *inputs, .ignore = &*ignore, .bases = basesOf(graph, *inputs, console), .onlyReached = true};
    checks::Lint lint = checks::lint(document, graph, around, settings, &shell);
    if (!lint.buildkit.refusal) { // what instructions mean is judged when they are lowered: COPY of a URL, a wrong --chmod
        const plan::BuildPlan plan = plan::makePlan(document, graph, *inputs, {});
        if (const Diagnostic* error = firstError(plan.diagnostics); error != nullptr) {
            lint.buildkit.refusal = *error;
        }
    }
    printCheck(lint, document, file, options.format, console);
    const checks::Report& report = lint.buildkit;
    if (report.refusal) {
        printDiagnostic(file, *report.refusal);
    } else if (report.violation) {
        printDiagnostic(file, *report.violation);
    }
    console.exitCode = checks::failsCheck(lint, settings.config) ? kRefused : kGood;
}

} // namespace

void addCheckCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("check", "Find what builds and could be better: BuildKit's checks, hadolint's, ShellCheck's, and our own");
    auto options = std::make_shared<CheckOptions>();
    command->add_option("CONTEXT", options->context, "The build context")->capture_default_str();
    command->add_option("-f,--file", options->file, "The Dockerfile (default: CONTEXT/Dockerfile)");
    addPlanOptions(*command, options->plan);
    command->add_option("--rules", options->rules, "Which sets of rules (default: all)")
        ->delimiter(',')
        ->check(CLI::IsMember({"all", "buildkit", "hadolint", "shell", "stages"}))
        ->option_text("buildkit,hadolint,shell,stages");
    command->add_option("--ignore", options->ignored, "A rule to leave out")->delimiter(',')->option_text("RULE");
    command->add_option("--fail-on", options->failOn,
                        "End with 1 from this severity on, counting every rule (default: by BuildKit's rules alone)")
        ->check(CLI::IsMember({"error", "warning", "info", "style", "none"}))
        ->option_text("error|warning|info|style|none");
    command->add_option("--config", options->config, "Instead of .hadolint.yaml in the context or beside the file")->option_text("FILE");
    command->add_option("--trusted-registry", options->trusted, "Base images come from these registries")->option_text("REGISTRY");
    command->add_option("--require-label", options->labels, "A label that the image must have")->option_text("NAME:KIND");
    command->add_flag("--strict-labels", options->strictLabels, "No labels but the required ones");
    command->add_flag("--list-rules", options->listRules, "Print all rules instead");
    static const std::map<std::string, CheckFormat> kFormats = {
        {"text", CheckFormat::Text}, {"json", CheckFormat::Json}, {"sarif", CheckFormat::Sarif}};
    command->add_option("--format", options->format, "text, json or SARIF 2.1.0")
        ->transform(CLI::CheckedTransformer(kFormats, CLI::ignore_case))
        ->option_text("text|json|sarif");
    command->callback([options, &console] { run(*options, console); });
}

} // namespace sw::app
