#include "core/checks/lintcontext.h"

#include "core/dockerfile/gotext.h"

#include <algorithm>

namespace sw::checks {

using dockerfile::FromArgs;
using dockerfile::Instruction;
using dockerfile::InstructionKind;

namespace {

/// A reference taken apart as text: "host/", path, ":tag", "@digest".
struct ImageParts {
    std::string_view registry; ///< "docker.io" when none is written
    std::string_view name;
    std::string_view tag;
    std::string_view digest;
};

ImageParts partsOf(std::string_view reference) {
    ImageParts parts;
    if (const std::size_t at = reference.find('@'); at != std::string_view::npos) {
        parts.digest = reference.substr(at + 1);
        reference = reference.substr(0, at);
    }
    const std::size_t slash = reference.find('/');
    const std::string_view first = reference.substr(0, slash == std::string_view::npos ? 0 : slash);
    const bool host = first.find_first_of(".:") != std::string_view::npos || first == "localhost";
    parts.registry = host ? first : "docker.io";
    parts.name = host ? reference.substr(slash + 1) : reference;
    if (const std::size_t colon = parts.name.rfind(':'); colon != std::string_view::npos) {
        parts.tag = parts.name.substr(colon + 1);
        parts.name = parts.name.substr(0, colon);
    }
    return parts;
}

bool registryMatches(std::string_view pattern, std::string_view registry) {
    if (pattern == "*") {
        return true;
    }
    if (pattern.starts_with('*')) {
        return registry.ends_with(pattern.substr(1));
    }
    if (pattern.ends_with('*')) {
        return registry.starts_with(pattern.substr(0, pattern.size() - 1));
    }
    const bool hub = registry == "docker.io" && (pattern == "hub.docker.com" || pattern == "index.docker.io");
    return pattern == registry || hub;
}

void checkBase(LintContext& context, const plan::Stage& stage, const FromArgs& from) {
    const plan::StageGraph& graph = context.graph();
    if (!stage.baseExternal || graph.externals[*stage.baseExternal].kind != plan::External::Kind::Image || stage.base.contains('$')) {
        return;
    }
    const ImageParts parts = partsOf(stage.base);
    const std::string image(stage.base);
    if (parts.tag.empty() && parts.digest.empty()) {
        context.addToStage("DL3006", stage.index, from.image.range, say("Give %1 a version, as in %2:TAG.", image, image));
    }
    if (parts.tag == "latest" && parts.digest.empty()) {
        context.addToStage("DL3007", stage.index, from.image.range, say("Name a version of %1 instead of latest.", parts.name));
    }
    const std::vector<std::string>& trusted = context.config().trustedRegistries;
    if (!trusted.empty() && std::ranges::none_of(trusted, [&](const std::string& t) { return registryMatches(t, parts.registry); })) {
        context.addToStage("DL3026", stage.index, from.image.range,
                           say("Take the base image from %1: %2 is not trusted here.", listed(trusted), parts.registry));
    }
}

/// The last USER of the image that ships, and its HEALTHCHECK.
void checkTarget(LintContext& context) {
    const std::optional<std::size_t> target = context.target();
    if (!target) {
        return;
    }
    const Step* user = nullptr;
    bool healthcheck = false;
    for (const std::size_t stage : context.chainOf(*target)) {
        for (const Step* step : context.stepsOf(stage)) {
            user = step->kind() == InstructionKind::User && !step->trigger ? step : user;
            healthcheck = healthcheck || step->kind() == InstructionKind::Healthcheck;
        }
    }
    if (user != nullptr && !user->instruction->args.empty()) {
        const std::string& name = user->instruction->args.front();
        const std::string_view id = std::string_view(name).substr(0, name.find(':'));
        if (id == "root" || id == "0") {
            context.add("DL3002", *user, user->instruction->argRanges.front(), say("End with a USER that is not root."));
        }
    }
    if (!healthcheck) {
        context.addToStage("DL3057", *target, context.fromOf(*target).keyword,
                           say("Say with HEALTHCHECK how to see that the program works."));
    }
}

void checkUsers(LintContext& context) {
    for (const Step& step : context.steps()) {
        if (step.kind() != InstructionKind::User || step.instruction->args.empty()) {
            continue;
        }
        const std::string& name = step.instruction->args.front();
        const std::string_view id = std::string_view(name).substr(0, name.find(':'));
        const bool numeric = std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
        if (!numeric && id != "root" && !id.contains('$')) {
            context.add("DL3066", step, step.instruction->argRanges.front(),
                        say("Name the user by its number instead of %1.", id));
        }
    }
}

void checkOrder(LintContext& context) {
    const dockerfile::Document& document = context.document();
    const std::size_t first = document.stages.empty() ? document.instructions.size() : document.stages.front().from;
    for (std::size_t i = 0; i < first; ++i) {
        const Instruction& instruction = document.instructions[i];
        if (instruction.kind != InstructionKind::Arg && instruction.kind != InstructionKind::Unknown) {
            const Step step{&instruction, &instruction, 0, false, false, {}, {}};
            context.add("DL3061", step, instruction.keyword, say("Put a FROM before %1.", instruction.cmd));
        }
    }
}

} // namespace

void lintImages(LintContext& context) {
    checkOrder(context);
    for (const plan::Stage& stage : context.graph().stages) {
        if (const auto* from = context.fromOf(stage.index).as<FromArgs>()) {
            checkBase(context, stage, *from);
        }
    }
    checkTarget(context);
    checkUsers(context);
}

} // namespace sw::checks
