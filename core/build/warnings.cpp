#include "core/build/warnings.h"

#include "core/cache/contexttree.h"
#include "core/checks/catalogue.h"
#include "core/checks/checks.h"

#include <algorithm>
#include <set>

namespace sw::build {

namespace {

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
    const plan::ImageResolver known = [&](const std::string& reference, const oci::Platform& platform) -> std::optional<plan::ResolvedImage> {
        const auto image = workspace.images.image(reference, platform);
        return image ? std::optional(plan::ResolvedImage{image->manifestDigest, image->config}) : std::nullopt;
    };
    for (std::size_t i = 0; i < workspace.platformCount(); ++i) {
        workspace.choose(i);
        checks::Surroundings around;
        around.inputs = workspace.request.inputs;
        around.inputs.targetPlatform = workspace.platform(i);
        around.ignore = &ignore;
        around.bases = checks::basesOf(workspace.graph, around.inputs, known);
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
