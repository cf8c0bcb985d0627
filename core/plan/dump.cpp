#include "core/plan/buildplan.h"

namespace sw::plan {

namespace {

std::string_view kindName(const Operation& operation) {
    switch (operation.index()) {
    case 0: return "source";
    case 1: return "run";
    case 2: return "copy";
    default: return "mkdir";
    }
}

std::string oneLine(std::string text) {
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) {
        text.replace(at, 1, "\\n");
    }
    return text;
}

} // namespace

std::string dump(const BuildPlan& plan) {
    std::string out;
    for (std::size_t i = 0; i < plan.ops.size(); ++i) {
        const Op& op = plan.ops[i];
        out += "op " + std::to_string(i) + " " + std::string(kindName(op.operation)) + " <-";
        for (const OpId input : op.inputs) {
            out += " " + std::to_string(input);
        }
        out += "  " + oneLine(op.name) + "\n";
        for (const KeyPart& part : op.definition) {
            out += "    " + part.tag + " = " + oneLine(part.value) + "\n";
        }
    }
    for (const Step& step : plan.steps) {
        out += "step " + std::to_string(step.stage) + " line " + std::to_string(step.line) + " " +
               (step.op ? "op " + std::to_string(*step.op) : "metadata") + (step.shared ? " shared" : "") +
               (step.fromOnbuild ? " onbuild" : "") + "  " + oneLine(step.text) + "\n";
        if (step.history) {
            out += "    history " + oneLine(step.history->createdBy) + (step.history->emptyLayer ? " (empty)" : "") + "\n";
        }
    }
    for (const StagePlan& stage : plan.stages) {
        out += "stage " + std::to_string(stage.stage) + " result op " + std::to_string(stage.result) +
               (stage.complete ? "" : " provisional") + "\n";
    }
    return out;
}

} // namespace sw::plan
