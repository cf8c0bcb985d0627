#include "core/checks/lintcontext.h"

#include "core/dockerfile/edit.h"
#include "core/dockerfile/gotext.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace sw::checks {

using dockerfile::CopyArgs;
using dockerfile::Document;
using dockerfile::FromArgs;
using dockerfile::InstructionKind;
using dockerfile::lowered;

namespace {

/// Is a stage meant by its number anywhere? Then none can be removed without changing others.
bool usesNumbers(const plan::StageGraph& graph) {
    return std::ranges::any_of(graph.edges, [](const plan::Edge& edge) {
        return edge.kind != plan::EdgeKind::From && !edge.reference.empty() &&
               std::ranges::all_of(edge.reference, [](char c) { return c >= '0' && c <= '9'; });
    });
}

/// First line of what belongs to a FROM: the block of comments directly above it.
int firstLineOf(const Document& document, const dockerfile::Instruction& from) {
    int line = from.startLine();
    const auto isComment = [&document](int wanted) {
        return std::ranges::binary_search(document.comments, wanted, {}, [](const auto& c) { return c.range.start.line; });
    };
    while (line > 1 && isComment(line - 1)) {
        --line;
    }
    return line;
}

/// Could a reference with variables ("tools-${TARGETARCH}") mean this name, with other values than today's?
bool mayMean(std::string_view reference, std::string_view name) {
    const std::size_t dollar = reference.find('$');
    if (dollar == std::string_view::npos || !name.starts_with(lowered(reference.substr(0, dollar)))) {
        return false;
    }
    const std::size_t end = reference.find_last_of('}');
    const std::string tail = end == std::string_view::npos || end < dollar ? std::string() : lowered(reference.substr(end + 1));
    return name.size() >= dollar + tail.size() && name.ends_with(tail);
}

/// What the file says of its stages as a whole, gathered once.
struct StageUse {
    explicit StageUse(const LintContext& context) : used(context.graph().stages.size()), usesStages(used.size()) {
        const plan::StageGraph& graph = context.graph();
        for (const plan::Edge& edge : graph.edges) {
            if (edge.sourceStage) {
                used[*edge.sourceStage] = true;
                usesStages[edge.stage] = true;
            }
        }
        for (const plan::Stage& stage : graph.stages) {
            const auto* from = context.fromOf(stage.index).as<FromArgs>();
            if (from != nullptr && from->image.text.contains('$')) {
                withVariables.push_back(from->image.text);
            }
        }
    }
    /// Named by a variable somewhere, or made from other stages: a target of its own rather than forgotten.
    bool hasPurpose(const plan::Stage& stage) const {
        const bool meant = std::ranges::any_of(withVariables, [&](const std::string& text) { return mayMean(text, stage.name); });
        return !stage.name.empty() && (usesStages[stage.index] || meant);
    }
    std::vector<bool> used;
    std::vector<bool> usesStages;
    std::vector<std::string> withVariables; ///< bases with variables in them, as written
};

void checkUnused(LintContext& context) {
    const plan::StageGraph& graph = context.graph();
    const Document& document = context.document();
    const StageUse use(context);
    const bool numbers = usesNumbers(graph);
    for (const plan::Stage& stage : graph.stages) {
        const bool used = use.used[stage.index];
        if (used || stage.needed || stage.isTarget || stage.index + 1 == graph.stages.size() || use.hasPurpose(stage)) {
            continue;
        }
        std::vector<QuickFix> fixes;
        if (!numbers) {
            const std::size_t begin = document.lines.lineStart(firstLineOf(document, context.fromOf(stage.index)));
            const std::size_t end = document.lines.lineStart(firstLineOf(document, context.fromOf(stage.index + 1)));
            fixes.push_back({say("Remove the stage"), {{document.lines.range(begin, end), ""}}});
        }
        const auto* from = context.fromOf(stage.index).as<FromArgs>();
        const TextRange range = from != nullptr && from->name ? from->name->range : context.fromOf(stage.index).keyword;
        context.addToStage("StageNeverUsed", stage.index, range,
                           stage.name.empty() ? say("Remove this stage or give it a name, for nothing uses it.")
                                              : say("Remove stage %1 or build it with --target %2, for nothing uses it.", stage.writtenName, stage.writtenName),
                           std::move(fixes));
    }
}

/// Whole roots worth a word: of stages that made something in a system. One that began from scratch, or only gives an
/// image a name, holds what somebody put there on purpose.
bool leavesThingsBehind(const LintContext& context, const CopyArgs& copy) {
    const plan::StageGraph& graph = context.graph();
    std::optional<std::size_t> stage = graph.stageNamed(copy.from->text);
    const std::string& text = copy.from->text;
    if (!stage && !text.empty() && text.size() < 6 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
        stage = std::stoul(text);
    }
    if (!stage || *stage >= graph.stages.size()) {
        return false;
    }
    const std::vector<std::size_t> chain = context.chainOf(*stage);
    const bool fromScratch = graph.stages[chain.front()].base == "scratch";
    return !fromScratch && std::ranges::any_of(chain, [&context](std::size_t link) { return !context.stepsOf(link).empty(); });
}

} // namespace

void lintWholeRoot(LintContext& context, std::string_view rule) {
    for (const Step& step : context.steps()) {
        const auto* copy = step.instruction->as<CopyArgs>();
        if (copy == nullptr || !copy->from || step.kind() != InstructionKind::Copy || !copy->excludes.empty() ||
            !leavesThingsBehind(context, *copy)) {
            continue;
        }
        for (const dockerfile::Word& source : copy->sources) {
            if (source.text == "/" || source.text == "/." || source.text == "/*") {
                context.add(rule, step, source.range,
                            say("Copy only what is needed from %1 instead of its whole root.", copy->from->text));
            }
        }
    }
}

namespace {

/// Where another stage or image is named: FROM, COPY --from, mount from.
struct Name {
    std::string text;
    TextRange range;
    const Step* step = nullptr; ///< null for FROM
    std::size_t stage = 0;
};

std::vector<Name> imageNames(const LintContext& context) {
    std::vector<Name> out;
    for (const plan::Stage& stage : context.graph().stages) {
        const auto* from = context.fromOf(stage.index).as<FromArgs>();
        const bool image = stage.baseExternal &&
                           context.graph().externals[*stage.baseExternal].kind == plan::External::Kind::Image;
        if (from != nullptr && image) {
            out.push_back({from->image.text, from->image.range, nullptr, stage.index});
        }
    }
    for (const Step& step : context.steps()) {
        const auto isImage = [&](const std::string& reference) {
            const auto edges = std::ranges::equal_range(context.graph().edges, step.outer->startLine(), {}, &plan::Edge::line);
            return std::ranges::any_of(edges, [&](const plan::Edge& edge) {
                return edge.reference == reference && edge.sourceExternal &&
                       context.graph().externals[*edge.sourceExternal].kind == plan::External::Kind::Image;
            });
        };
        if (const auto* copy = step.instruction->as<CopyArgs>(); copy != nullptr && copy->from && isImage(copy->from->text)) {
            out.push_back({copy->from->text, copy->from->range, &step, step.stage});
        }
        if (const auto* run = step.instruction->as<dockerfile::RunArgs>()) {
            for (const dockerfile::Mount& mount : run->mounts) {
                if (!mount.from.empty() && isImage(mount.from)) {
                    out.push_back({mount.from, mount.fromRange, &step, step.stage});
                }
            }
        }
    }
    return out;
}

void tell(LintContext& context, std::string_view rule, const Name& name, Sentence message, std::vector<QuickFix> fixes) {
    if (name.step == nullptr) {
        context.addToStage(rule, name.stage, name.range, std::move(message), std::move(fixes));
    } else {
        context.add(rule, *name.step, name.range, std::move(message), std::move(fixes));
    }
}

/// A name that is read as an image, though a stage is called so, or nearly so.
void checkNames(LintContext& context) {
    constexpr std::size_t kShort = 4; ///< shorter names are near to everything
    const plan::StageGraph& graph = context.graph();
    std::map<std::string_view, std::size_t, std::less<>> named; ///< the first stage of a name
    for (const plan::Stage& stage : graph.stages) {
        named.emplace(stage.name, stage.index);
    }
    for (const Name& name : imageNames(context)) {
        if (name.text.find_first_of(":/@$") != std::string::npos) {
            continue;
        }
        const auto found = named.find(lowered(name.text));
        const plan::Stage* same = found == named.end() ? nullptr : &graph.stages[found->second];
        const bool later = same != nullptr && same->index > name.stage;
        const bool earlier = same != nullptr && same->index < name.stage;
        if (later && name.step == nullptr) {
            tell(context, "ForwardStageReference", name,
                 say("Move stage %1 above this line, for here %2 is an image.", same->writtenName, name.text), {});
        } else if (earlier) { // FROM takes the case as written
            tell(context, "StageNameTypo", name, say("Write %1, for here %2 is an image and not the stage.", same->name, name.text),
                 {{say("Use stage %1", same->name), {{name.range, same->name}}}});
        } else if (same == nullptr && name.text.size() >= kShort) {
            std::vector<std::string_view> candidates;
            for (const plan::Stage& stage : graph.stages) {
                if (stage.name.size() >= kShort && stage.index < name.stage) {
                    candidates.push_back(stage.name);
                }
            }
            if (const auto near = dockerfile::nearestName(name.text, candidates)) {
                tell(context, "StageNameTypo", name, say("Write %1 if the stage is meant, for %2 is an image.", *near, name.text),
                     {{say("Use stage %1", *near), {{name.range, *near}}}});
            }
        }
    }
}

/// "FROM nginx:alpine AS nginx": from here on `nginx` is the stage.
void checkShadowing(LintContext& context) {
    const plan::StageGraph& graph = context.graph();
    std::set<std::string_view> images; ///< without tag and digest
    for (const plan::External& external : graph.externals) {
        if (external.kind == plan::External::Kind::Image) {
            const std::string_view reference = external.reference;
            images.insert(reference.substr(0, reference.find_first_of(":@")));
        }
    }
    for (const plan::Stage& stage : graph.stages) {
        const auto* from = context.fromOf(stage.index).as<FromArgs>();
        if (from == nullptr || !from->name || stage.name.empty()) {
            continue;
        }
        if (images.contains(stage.name)) {
            const std::string better = stage.name + "-stage";
            context.addToStage("StageNameShadowsImage", stage.index, from->name->range,
                               say("Give this stage another name, for from here on %1 is no longer the image.", stage.name),
                               {{say("Rename it to %1", better), dockerfile::renameStage(context.document(), stage.index, better)}});
        }
    }
}

bool isBuildTool(std::string_view package) {
    package = package.substr(0, package.find_first_of("=<>~@:"));
    static constexpr std::array<std::string_view, 26> kTools = {
        "build-essential", "build-base", "gcc", "g++", "gcc-c++", "clang", "make", "cmake", "ninja-build", "ninja", "meson", "automake",
        "autoconf", "libtool", "musl-dev", "linux-headers", "binutils", "gfortran", "golang", "golang-go", "rustc", "cargo", "maven",
        "gradle", "nasm", "yasm"};
    const bool jdk = package.contains("openjdk") && (package.ends_with("-jdk") || package.ends_with("-jdk-headless") || package.ends_with("-devel"));
    return std::ranges::find(kTools, package) != kTools.end() || jdk ||
           ((package.ends_with("-dev") || package.ends_with("-devel")) && package.size() > 5);
}

/// Does the script take the packages away again?
bool removesPackages(const RunBody& body) {
    return std::ranges::any_of(body.script.commands, [](const ShellCommand& command) {
        return (command.isAny({"apt-get", "apt"}) && command.hasAnyArg({"purge", "remove", "autoremove"})) ||
               (command.is("apk") && command.hasArg("del")) ||
               (command.isAny({"yum", "dnf", "microdnf", "zypper"}) && command.hasAnyArg({"remove", "erase", "autoremove", "rm"}));
    });
}

void checkBuildTools(LintContext& context) {
    if (context.graph().stages.size() < 2) {
        return; // there is no other stage to put them into
    }
    for (const Step& step : context.steps()) {
        for (const RunBody& body : step.bodies) {
            if (!step.ships || removesPackages(body)) {
                continue;
            }
            for (const ShellCommand& command : body.script.commands) {
                if (!command.isAny({"apt-get", "apt", "apk", "yum", "dnf", "microdnf", "zypper"}) || !command.hasAnyArg({"install", "add", "in"})) {
                    continue;
                }
                std::vector<std::string> names;
                const ShellWord* first = nullptr;
                for (const ShellWord* word : command.operands({"t", "virtual", "o", "X", "repository"})) {
                    if (word->literal && isBuildTool(word->text)) {
                        names.push_back(word->text);
                        first = first == nullptr ? word : first;
                    }
                }
                if (first != nullptr) {
                    context.add("BuildToolsInFinalImage", step, context.rangeOf(step, body, first->span),
                                say("Install %1 in a build stage and copy the result, for this image ships.", listed(names)));
                }
            }
        }
    }
}

} // namespace

void lintStages(LintContext& context) {
    checkUnused(context);
    lintWholeRoot(context, "WholeRootCopied");
    checkNames(context);
    checkShadowing(context);
    checkBuildTools(context);
}

} // namespace sw::checks
