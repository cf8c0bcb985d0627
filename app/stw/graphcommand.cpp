#include "app/stw/commands.h"
#include "app/stw/documentjson.h"
#include "app/stw/options.h"
#include "app/stw/planoptions.h"
#include "core/checks/checks.h"
#include "core/dockerfile/parser.h"
#include "core/plan/buildplan.h"
#include "core/plan/refusal.h"

#include <memory>

namespace sw::app {

namespace {

struct GraphOptions {
    std::string file;
    PlanOptions plan;
    std::string format = "text";
    bool showPlan = false;
};

std::string_view howOf(plan::EdgeKind kind) {
    return kind == plan::EdgeKind::From ? "from" : kind == plan::EdgeKind::Copy ? "copy" : "mount";
}

io::Json graphJson(const dockerfile::Document& document, const plan::StageGraph& graph, const std::vector<Diagnostic>& diagnostics) {
    std::vector<io::Json> usesOf(graph.stages.size(), io::Json::array());
    for (const plan::Edge& edge : graph.edges) {
        if (edge.kind != plan::EdgeKind::From) {
            usesOf[edge.stage].push_back({{"how", howOf(edge.kind)},
                                          {"ref", edge.reference},
                                          {"stage", edge.sourceStage ? io::Json(*edge.sourceStage) : io::Json()},
                                          {"line", edge.line}});
        }
    }
    io::Json stages = io::Json::array();
    for (const plan::Stage& stage : graph.stages) {
        stages.push_back({{"name", stage.name},
                          {"index", stage.index},
                          {"base", stage.base},
                          {"base_stage", stage.baseStage ? io::Json(*stage.baseStage) : io::Json()},
                          {"platform", stage.platform.text()},
                          {"line", stage.line},
                          {"target", stage.isTarget},
                          {"uses", std::move(usesOf[stage.index])},
                          {"needed", stage.needed}});
    }
    io::Json list = io::Json::array();
    for (const Diagnostic& diagnostic : diagnostics) {
        list.push_back(diagnosticJson(diagnostic, &document));
    }
    return {{"schema", "stagewright.graph/1"}, {"stages", std::move(stages)}, {"diagnostics", std::move(list)}};
}

void printText(const plan::StageGraph& graph) {
    for (const plan::Stage& stage : graph.stages) {
        const std::string base = stage.baseStage ? "stage " + graph.stages[*stage.baseStage].displayName() : stage.base;
        printLine(stage.displayName() + "  FROM " + base + (stage.isTarget ? "  (target)" : stage.needed ? "" : "  (not needed)"));
        for (const plan::Edge& edge : graph.edges) {
            if (edge.stage != stage.index || edge.kind == plan::EdgeKind::From) {
                continue;
            }
            const std::string source = edge.sourceStage ? "stage " + graph.stages[*edge.sourceStage].displayName()
                                                        : "image " + edge.reference;
            printLine("  line " + std::to_string(edge.line) + "  " + std::string(howOf(edge.kind)) + " from " + source);
        }
    }
}

void run(const GraphOptions& options, Console& console) {
    Result<std::string> text = readInput(options.file);
    if (!text) {
        return fail(console, text.error());
    }
    const Result<plan::Inputs> inputs = readPlanInputs(options.plan);
    if (!inputs) {
        fail(console, inputs.error());
        console.exitCode = kUsage;
        return;
    }
    const dockerfile::Document document = dockerfile::parse(std::move(*text));
    const plan::StageGraph graph = plan::resolveStages(document, *inputs);
    const plan::BuildPlan plan = plan::makePlan(document, graph, *inputs, {});
    const std::optional<Diagnostic> refused = checks::refusedOptions(document, *inputs);
    std::vector<Diagnostic> diagnostics = document.diagnostics;
    if (refused) {
        diagnostics.insert(diagnostics.begin(), *refused);
    }
    diagnostics.insert(diagnostics.end(), graph.diagnostics.begin(), graph.diagnostics.end());
    diagnostics.insert(diagnostics.end(), plan.diagnostics.begin(), plan.diagnostics.end());
    if (options.showPlan) {
        printLine(plan::dump(plan));
    } else if (options.format == "json") {
        printJson(graphJson(document, graph, diagnostics));
    } else if (options.format == "dot") {
        printLine(plan::toDot(document, graph));
    } else {
        printText(graph);
    }
    if (refused) {
        printDiagnostic(options.file, *refused);
        console.exitCode = kRefused;
    } else if (const std::optional<plan::Refusal> refusal = plan::firstRefusal(document, graph, plan.diagnostics)) {
        printDiagnostic(options.file, refusal->diagnostic);
        console.exitCode = kRefused;
    }
}

} // namespace

void addGraphCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("graph", "Show the stages of a Dockerfile and who uses whom");
    auto options = std::make_shared<GraphOptions>();
    command->add_option("FILE", options->file, "The Dockerfile, - for stdin")->required();
    addPlanOptions(*command, options->plan);
    command->add_option("--format", options->format, "text, json or dot")
        ->check(CLI::IsMember({"text", "json", "dot"}))->option_text("FORMAT");
    command->add_flag("--plan", options->showPlan, "Show the operations instead, with what defines each");
    command->callback([options, &console] { run(*options, console); });
}

} // namespace sw::app
