#include "core/checks/lintcontext.h"

#include <algorithm>
#include <optional>

/// "Copy the manifest before the sources": an install step behind COPY . runs again whenever any file changes.
namespace sw::checks {

using dockerfile::CopyArgs;
using dockerfile::InstructionKind;

namespace {

struct Install {
    std::string program;   ///< "npm ci"
    std::string manifests; ///< "package*.json": what to copy first
    bool movable = false;  ///< needs nothing but the manifests
};

/// First operand, "" without one.
std::string_view verbOf(const ShellCommand& command, const NameList& withValue = {}) {
    const auto operands = command.operands(withValue);
    return operands.empty() ? std::string_view() : std::string_view(operands.front()->text);
}

bool oneOf(std::string_view word, const NameList& words) { return std::ranges::find(words, word) != words.end(); }

/// The file of "pip install -r FILE", when it is a plain relative path.
std::string requirementsOf(const ShellCommand& command) {
    std::string_view file = command.flagValue("r", "requirement");
    while (file.starts_with("./")) {
        file.remove_prefix(2);
    }
    const bool plain = !file.empty() && file.front() != '/' && file.find_first_of("$*? :") == std::string_view::npos;
    return plain ? std::string(file) : std::string();
}

/// What a command installs from manifests in the working folder; absent for any other command.
std::optional<Install> installOf(const ShellCommand& command) {
    const std::string_view verb = verbOf(command, {"prefix", "registry", "cache", "loglevel", "r", "requirement", "m", "f", "file"});
    const std::size_t operands = command.operands({"prefix", "registry", "cache", "loglevel"}).size();
    const std::string_view name = command.name();
    const std::string program = std::string(name) + " " + std::string(verb);
    if (name == "npm" && operands == 1 && oneOf(verb, {"install", "i", "ci", "clean-install"})) {
        return Install{program, "package*.json", true};
    }
    if (name == "yarn" && (operands == 0 || (operands == 1 && verb == "install")) && !command.hasFlag({"version", "v", "help"})) {
        return Install{"yarn install", "package.json yarn.lock*", true};
    }
    if (name == "pnpm" && operands == 1 && oneOf(verb, {"install", "i"})) {
        return Install{program, "package.json pnpm-lock.yaml*", true};
    }
    if (name == "go" && verb == "mod" && command.hasArg("download")) {
        return Install{"go mod download", "go.mod go.sum*", true};
    }
    if (name == "bundle" && oneOf(verb, {"install", "i", ""})) {
        return Install{"bundle install", "Gemfile*", true};
    }
    if (name == "composer" && oneOf(verb, {"install", "i"})) {
        return Install{"composer install", "composer.*", command.hasFlag({"no-scripts"}) && command.hasFlag({"no-autoloader"})};
    }
    if (oneOf(name, {"mvn", "mvnw"}) && std::ranges::any_of(command.words, [](const ShellWord& w) { return w.text.starts_with("dependency:"); })) {
        return Install{"mvn dependency:go-offline", "pom.xml", name == "mvn"};
    }
    if (name == "cargo" && verb == "fetch") {
        return Install{"cargo fetch", "Cargo.toml Cargo.lock", false};
    }
    if (name == "dotnet" && verb == "restore") {
        return Install{"dotnet restore", "*.csproj", false};
    }
    if (oneOf(name, {"poetry", "pipenv", "pdm"}) && oneOf(verb, {"install", "sync"})) {
        return Install{program, name == "pipenv" ? "Pipfile*" : "pyproject.toml", false};
    }
    const bool pip = oneOf(name, {"pip", "pip3"}) || (name.starts_with("python") && command.hasArg("pip"));
    if (pip && command.hasArg("install")) {
        const std::string file = requirementsOf(command);
        return file.empty() ? std::nullopt : std::optional(Install{"pip install", file, true});
    }
    return std::nullopt;
}

/// A copy of the whole context.
const CopyArgs* wholeContext(const Step& step) {
    const auto* copy = step.instruction->as<CopyArgs>();
    if (copy == nullptr || copy->from || copy->sources.empty() || step.trigger) {
        return nullptr;
    }
    const bool whole = std::ranges::any_of(copy->sources, [](const dockerfile::Word& source) {
        return source.text == "." || source.text == "./" || source.text == "/" || source.text == "*" || source.text == "./*";
    });
    return whole ? copy : nullptr;
}

bool intoWorkingFolder(const CopyArgs& copy) { return copy.destination.text == "." || copy.destination.text == "./"; }

/// Manifests in front of the copy, the install behind them: the RUN moves as it is.
std::vector<QuickFix> moved(const LintContext& context, const Step& copyStep, const CopyArgs& copy, const Step& run,
                            const Install& install) {
    const dockerfile::Document& document = context.document();
    const auto* args = run.instruction->as<dockerfile::RunArgs>();
    const bool simple = install.movable && intoWorkingFolder(copy) && copy.sources.size() == 1 && !copyStep.instruction->json &&
                        run.bodies.size() == 1 && run.bodies.front().script.commands.size() == 1 && args != nullptr &&
                        run.instruction->heredocs.empty() && run.instruction->precedingComments.empty() &&
                        copyStep.outer->endLine() + 1 <= run.outer->startLine();
    const bool folder = install.manifests.contains('/');
    if (!simple || folder) {
        return {};
    }
    const std::size_t runBegin = document.lines.lineStart(run.outer->startLine());
    const std::size_t runEnd = run.outer->endLine() < document.lines.lineCount() ? document.lines.lineStart(run.outer->endLine() + 1)
                                                                                : document.text.size();
    const std::string_view runText = std::string_view(document.text).substr(runBegin, runEnd - runBegin);
    std::string flags;
    for (const dockerfile::Flag& flag : copyStep.instruction->flags) {
        flags += flag.raw + " ";
    }
    const std::size_t at = document.lines.lineStart(copyStep.outer->startLine());
    const std::string text = copyStep.instruction->cmd + " " + flags + install.manifests + " ./\n" + std::string(runText) +
                             (runText.ends_with('\n') ? "" : "\n");
    return {{say("Copy %1 and install first", install.manifests),
             {{document.lines.range(at, at), text}, {document.lines.range(runBegin, runEnd), ""}}}};
}

void checkStage(LintContext& context, std::size_t stage) {
    const Step* copyStep = nullptr;
    const CopyArgs* copy = nullptr;
    std::vector<std::string> installedBefore;
    for (const Step* step : context.stepsOf(stage)) {
        if (copy == nullptr) {
            copy = wholeContext(*step);
            copyStep = copy == nullptr ? nullptr : step;
        }
        const auto* args = step->instruction->as<dockerfile::RunArgs>();
        const bool bound = args != nullptr && std::ranges::any_of(args->mounts, [](const dockerfile::Mount& mount) {
                               return mount.type == dockerfile::MountType::Bind;
                           });
        for (const RunBody& body : step->bodies) {
            for (const ShellCommand& command : body.script.commands) {
                const std::optional<Install> install = installOf(command);
                if (!install || bound) {
                    continue;
                }
                const std::string kind = install->program.substr(0, install->program.find(' '));
                const bool before = std::ranges::find(installedBefore, kind) != installedBefore.end();
                if (copy != nullptr && !before) {
                    context.add("CopyManifestFirst", *step, context.rangeOf(*step, body, command.span),
                                say("Copy %1 and run %2 before the sources are copied, so that it runs again only when the manifests change.", install->manifests, install->program),
                                moved(context, *copyStep, *copy, *step, *install));
                }
                installedBefore.push_back(kind);
            }
        }
    }
}

} // namespace

void lintCacheOrder(LintContext& context) {
    for (std::size_t stage = 0; stage < context.graph().stages.size(); ++stage) {
        checkStage(context, stage);
    }
}

} // namespace sw::checks
