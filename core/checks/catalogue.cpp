#include "core/checks/catalogue.h"

#include "core/checks/checks.h"

#include <algorithm>
#include <array>

namespace sw::checks {

namespace {

constexpr Severity kError = Severity::Error;
constexpr Severity kWarning = Severity::Warning;
constexpr Severity kInfo = Severity::Info;
constexpr Severity kStyle = Severity::Hint;

constexpr LintRule hadolint(std::string_view name, Severity severity, std::string_view description) {
    return {name, RuleSet::Hadolint, severity, false, false, description};
}
/// About the image that ships.
constexpr LintRule shipped(std::string_view name, Severity severity, std::string_view description) {
    return {name, RuleSet::Hadolint, severity, true, false, description};
}
constexpr LintRule off(std::string_view name, bool ofShipped, std::string_view description) {
    return {name, RuleSet::Hadolint, kInfo, ofShipped, true, description};
}
constexpr LintRule stages(std::string_view name, Severity severity, std::string_view description) {
    return {name, RuleSet::Stages, severity, false, false, description};
}

constexpr std::array kRules = {
    stages("BuildToolsInFinalImage", kWarning,
           sayLater("Compilers, headers and package managers' development packages belong in a build stage, not in the image "
           "that ships")),
    stages("CopyManifestFirst", kInfo,
           sayLater("Installing dependencies behind a copy of all sources runs again at every change of a source file")),
    off("DL1001", false, sayLater("Findings are not silenced by comments in the file")),
    hadolint("DL3000", kError, sayLater("WORKDIR takes an absolute path, so that it does not depend on the base image")),
    hadolint("DL3001", kInfo, sayLater("Commands for a running machine do nothing useful while an image is built")),
    shipped("DL3002", kWarning, sayLater("The image that ships does not run as root")),
    hadolint("DL3003", kWarning, sayLater("WORKDIR changes the folder for all later steps; a cd lasts for one RUN")),
    hadolint("DL3004", kError, sayLater("Steps run as the USER in force; sudo only adds its own surprises")),
    shipped("DL3006", kWarning, sayLater("The image that ships names the version of its base")),
    shipped("DL3007", kWarning, sayLater("The tag latest means another image every few weeks")),
    shipped("DL3008", kWarning, sayLater("Packages of apt have a version, so that the image can be made again")),
    shipped("DL3009", kInfo, sayLater("Package lists of apt are of no use in the image that ships")),
    hadolint("DL3010", kInfo, sayLater("ADD extracts a local archive by itself, without a layer for the archive")),
    hadolint("DL3011", kError, sayLater("Ports are numbers from 0 to 65535")),
    hadolint("DL3012", kError, sayLater("Only the last HEALTHCHECK of a stage counts")),
    hadolint("DL3013", kWarning, sayLater("Packages of pip have a version, so that the result can be made again")),
    hadolint("DL3014", kWarning, sayLater("apt-get asks before it installs, and nobody answers")),
    shipped("DL3015", kInfo, sayLater("Recommended packages make the image bigger than it needs to be")),
    hadolint("DL3016", kWarning, sayLater("Packages of npm have a version, so that the result can be made again")),
    shipped("DL3018", kWarning, sayLater("Packages of apk have a version, so that the image can be made again")),
    shipped("DL3019", kInfo, sayLater("The package index of apk is of no use in the image that ships")),
    hadolint("DL3020", kError, sayLater("COPY says that files are copied; ADD also fetches and extracts")),
    hadolint("DL3021", kError, sayLater("Several sources go into a folder, whose name ends with a slash")),
    hadolint("DL3022", kWarning, sayLater("COPY --from takes files of a stage of this file")),
    hadolint("DL3023", kError, sayLater("A stage cannot copy from itself")),
    hadolint("DL3024", kError, sayLater("Names of stages are unique")),
    hadolint("DL3025", kWarning, sayLater("The JSON form starts the program itself, so that it gets the signals")),
    hadolint("DL3026", kError, sayLater("Base images come from the registries that the configuration trusts")),
    hadolint("DL3027", kWarning, sayLater("apt is for people; its interface is not stable for scripts")),
    hadolint("DL3028", kWarning, sayLater("Gems have a version, so that the result can be made again")),
    hadolint("DL3029", kWarning, sayLater("A fixed platform breaks the build for every other one")),
    hadolint("DL3030", kWarning, sayLater("yum asks before it installs, and nobody answers")),
    shipped("DL3032", kWarning, sayLater("The cache of yum is of no use in the image that ships")),
    shipped("DL3033", kWarning, sayLater("Packages of yum have a version, so that the image can be made again")),
    hadolint("DL3034", kWarning, sayLater("zypper asks before it installs, and nobody answers")),
    hadolint("DL3035", kWarning, sayLater("An upgrade of the whole system makes another image every day")),
    shipped("DL3036", kWarning, sayLater("The cache of zypper is of no use in the image that ships")),
    shipped("DL3037", kWarning, sayLater("Packages of zypper have a version, so that the image can be made again")),
    hadolint("DL3038", kWarning, sayLater("dnf asks before it installs, and nobody answers")),
    shipped("DL3040", kWarning, sayLater("The cache of dnf is of no use in the image that ships")),
    shipped("DL3041", kWarning, sayLater("Packages of dnf have a version, so that the image can be made again")),
    shipped("DL3042", kWarning, sayLater("The cache of pip is of no use in the image that ships")),
    hadolint("DL3043", kError, sayLater("ONBUILD, FROM and MAINTAINER are no triggers")),
    hadolint("DL3044", kError, sayLater("An ENV line sees the values from before the line")),
    hadolint("DL3045", kWarning, sayLater("A relative destination depends on the WORKDIR of the base image")),
    shipped("DL3046", kWarning, sayLater("A high user id makes a log file of many gigabytes, mostly holes, in the image")),
    hadolint("DL3047", kInfo, sayLater("The progress bar of wget fills the log")),
    hadolint("DL3048", kStyle, sayLater("Label keys are lower case words with dots and dashes, outside reserved namespaces")),
    shipped("DL3049", kInfo, sayLater("The image that ships carries the labels that the configuration asks for")),
    shipped("DL3050", kInfo, sayLater("The image that ships carries no labels that the configuration does not know")),
    hadolint("DL3051", kWarning, sayLater("A label that the configuration knows has a value")),
    hadolint("DL3052", kWarning, sayLater("A label of type url holds a URL")),
    hadolint("DL3053", kWarning, sayLater("A label of type rfc3339 holds a time")),
    hadolint("DL3054", kWarning, sayLater("A label of type spdx holds a licence identifier")),
    hadolint("DL3055", kWarning, sayLater("A label of type hash holds a git hash")),
    hadolint("DL3056", kWarning, sayLater("A label of type semver holds a semantic version")),
    off("DL3057", true, sayLater("The image that ships says how its health is checked")),
    hadolint("DL3058", kWarning, sayLater("A label of type email holds an address")),
    shipped("DL3059", kInfo, sayLater("Each RUN is a layer; steps that belong together can be one")),
    shipped("DL3060", kInfo, sayLater("The cache of yarn is of no use in the image that ships")),
    hadolint("DL3061", kError, sayLater("A Dockerfile begins with FROM, or ARG before it")),
    hadolint("DL3062", kWarning, sayLater("Programs installed by go have a version, so that the result can be made again")),
    hadolint("DL3063", kWarning, sayLater("scratch and context mean something else as names")),
    hadolint("DL3064", kWarning, sayLater("Values of ARG and ENV can be read by everybody who has the image")),
    hadolint("DL3065", kWarning, sayLater("The target platform is what FROM takes anyway")),
    shipped("DL3066", kInfo, sayLater("A numeric user is the same on every machine and lets Kubernetes see that it is not root")),
    hadolint("DL3067", kWarning, sayLater("A stage is there to leave things behind: copy what is needed, not the whole root")),
    hadolint("DL4000", kError, sayLater("MAINTAINER is deprecated")),
    shipped("DL4001", kWarning, sayLater("One of wget and curl is enough")),
    hadolint("DL4003", kWarning, sayLater("Only the last CMD of a stage counts")),
    hadolint("DL4004", kError, sayLater("Only the last ENTRYPOINT of a stage counts")),
    hadolint("DL4005", kWarning, sayLater("SHELL chooses another shell without changing the image's files")),
    hadolint("DL4006", kWarning, sayLater("A pipe ends well when its last command does, even if the first one failed")),
    stages("ForwardStageReference", kWarning, sayLater("FROM sees only the stages above it; the name of a later one is an image")),
    stages("JsonFormBroken", kWarning, sayLater("A list that is not quite JSON is taken as plain words, without a word about it")),
    stages("StageNameShadowsImage", kInfo, sayLater("A stage named like an image hides that image from all later lines")),
    stages("StageNameTypo", kInfo, sayLater("A name that is nearly a stage's is read as an image from a registry")),
    stages("StageNeverUsed", kInfo, sayLater("A stage that nothing uses is never built")),
    stages("WholeRootCopied", kWarning,
           sayLater("A copy of a whole root brings back everything that the stage was there to leave behind")),
};

bool isCode(std::string_view rule, std::string_view prefix) {
    return rule.size() == 6 && rule.starts_with(prefix) &&
           std::ranges::all_of(rule.substr(2), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::string_view ruleSetName(RuleSet set) {
    switch (set) {
    case RuleSet::BuildKit: return "buildkit";
    case RuleSet::Hadolint: return "hadolint";
    case RuleSet::Shell: return "shell";
    case RuleSet::Stages: return "stages";
    }
    return {};
}

std::optional<RuleSet> ruleSetNamed(std::string_view name) {
    for (const RuleSet set : {RuleSet::BuildKit, RuleSet::Hadolint, RuleSet::Shell, RuleSet::Stages}) {
        if (ruleSetName(set) == name) {
            return set;
        }
    }
    return std::nullopt;
}

RuleSet ruleSetOf(std::string_view rule) {
    if (const LintRule* known = findLintRule(rule)) {
        return known->set;
    }
    return isCode(rule, "SC") ? RuleSet::Shell : isCode(rule, "DL") ? RuleSet::Hadolint : RuleSet::BuildKit;
}

std::span<const LintRule> lintRules() { return kRules; }

const LintRule* findLintRule(std::string_view name) {
    const auto* found = std::ranges::find(kRules, name, &LintRule::name);
    return found == kRules.end() ? nullptr : found;
}

std::string_view ruleDescription(std::string_view rule) {
    if (const LintRule* known = findLintRule(rule)) {
        return known->description;
    }
    const Rule* buildkit = findRule(rule);
    return buildkit == nullptr ? std::string_view() : buildkit->description;
}

std::string ruleUrl(std::string_view rule) {
    switch (ruleSetOf(rule)) {
    case RuleSet::Hadolint: return "https://github.com/hadolint/hadolint/wiki/" + std::string(rule);
    case RuleSet::Shell: return "https://www.shellcheck.net/wiki/" + std::string(rule);
    case RuleSet::BuildKit: {
        if (findRule(rule) == nullptr) {
            return {};
        }
        std::string page = "https://docs.docker.com/go/dockerfile/rule/";
        for (std::size_t i = 0; i < rule.size(); ++i) {
            const bool upper = rule[i] >= 'A' && rule[i] <= 'Z';
            const bool wordBegins = upper && i > 0 &&
                                    (!(rule[i - 1] >= 'A' && rule[i - 1] <= 'Z') ||
                                     (i + 1 < rule.size() && rule[i + 1] >= 'a' && rule[i + 1] <= 'z'));
            page += wordBegins ? "-" : "";
            page += upper ? static_cast<char>(rule[i] - 'A' + 'a') : rule[i];
        }
        return page + "/";
    }
    case RuleSet::Stages: return {};
    }
    return {};
}

std::optional<Severity> severityNamed(std::string_view name) {
    if (name == "error") {
        return Severity::Error;
    }
    if (name == "warning") {
        return Severity::Warning;
    }
    if (name == "info") {
        return Severity::Info;
    }
    return name == "style" || name == "hint" ? std::optional(Severity::Hint) : std::nullopt;
}

} // namespace sw::checks
