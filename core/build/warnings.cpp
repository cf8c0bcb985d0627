#include "core/build/warnings.h"

#include "core/cache/contexttree.h"
#include "core/checks/catalogue.h"
#include "core/checks/checks.h"
#include "core/plan/mounts.h"

#include <algorithm>
#include <set>

namespace sw::build {

namespace {

std::map<std::size_t, checks::BaseImage> basesOf(Workspace& workspace, const plan::Inputs& inputs) {
    std::map<std::size_t, checks::BaseImage> bases;
    for (const plan::Stage& stage : workspace.graph.stages) {
        if (!stage.needed || !stage.baseExternal || bases.contains(*stage.baseExternal)) {
            continue;
        }
        const plan::External& external = workspace.graph.externals[*stage.baseExternal];
        const std::string reference = plan::imageReference(inputs, external);
        const auto image = reference.empty() ? std::nullopt : workspace.images.image(reference, external.platform);
        if (image) {
            const oci::ImageConfig& config = image->config;
            bases[*stage.baseExternal] = {config.env, config.shell && !config.shell->empty(), config.platform};
        }
    }
    return bases;
}

WarningEvent eventOf(const Diagnostic& finding, const Workspace& workspace, const std::shared_ptr<const std::string>& source) {
    WarningEvent event;
    event.line = finding.range.start.line;
    event.message = finding.rule + ": " + finding.message.text() + " (line " + std::to_string(event.line) + ")";
    event.detail.push_back(finding.detail.text());
    event.url = checks::ruleUrl(finding.rule);
    event.file = workspace.request.dockerfile.filename().string();
    event.source = source;
    const dockerfile::Instruction* instruction = workspace.document.instructionAt(finding.range.start.offset);
    const bool whole = instruction != nullptr && instruction->startLine() == event.line;
    event.endLine = whole ? instruction->endLine() : event.line;
    return event;
}

} // namespace

Warnings warningsOf(Workspace& workspace) {
    Warnings out;
    std::set<std::pair<int, std::string>> told;
    const auto source = std::make_shared<const std::string>(workspace.request.text);
    dockerfile::IgnoreMatcher ignore;
    if (!workspace.request.context.empty() && !workspace.request.remoteContext) {
        if (auto found = cache::findIgnoreFile(workspace.request.context, workspace.request.dockerfile)) { // else the step says it
            ignore = std::move(found->matcher);
        }
    }
    for (std::size_t i = 0; i < workspace.platformCount(); ++i) {
        workspace.choose(i);
        checks::Surroundings around;
        around.inputs = workspace.request.inputs;
        around.inputs.targetPlatform = workspace.platform(i);
        around.ignore = &ignore;
        around.bases = basesOf(workspace, around.inputs);
        around.onlyReached = around.neededOnly = true;
        const checks::Report report = checks::checkAccepted(workspace.document, workspace.graph, around);
        for (const Diagnostic& finding : report.findings) {
            if (told.emplace(finding.range.start.line, finding.rule + finding.message.text()).second) {
                out.events.push_back(eventOf(finding, workspace, source));
            }
        }
        out.violation = out.violation ? out.violation : report.violation;
    }
    workspace.choose(0);
    return out;
}

std::optional<Diagnostic> violationOf(Workspace& workspace) {
    return checks::refusesFindings(workspace.document, workspace.request.inputs) ? warningsOf(workspace).violation : std::nullopt;
}

} // namespace sw::build
