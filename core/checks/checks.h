#pragma once

#include "core/base/diagnostic.h"
#include "core/dockerfile/ast.h"
#include "core/dockerfile/ignorefile.h"
#include "core/plan/buildplan.h"
#include "core/plan/stagegraph.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// BuildKit's build checks: findings about a file that builds and could be better. Same rules by the same names, same
/// verdicts, same lines (dockerfile-semantics 3.1; BuildKit frontend/dockerfile/linter and dockerfile2llb).
namespace sw::checks {

struct Rule {
    std::string_view name;
    std::string_view description;
    bool experimental = false; ///< silent unless asked for
};
/// All rules, by name.
std::span<const Rule> rules();
const Rule* findRule(std::string_view name);

/// `# check=skip=A,B|all;error=true;experimental=A|all`
struct Options {
    std::vector<std::string> skip;
    std::vector<std::string> experimental;
    bool skipAll = false;
    bool experimentalAll = false;
    bool error = false; ///< findings refuse the build
    bool enabled(const Rule& rule) const;
    bool operator==(const Options&) const = default;
};
/// Error: an option that is none.
Result<Options> readOptions(std::string_view text);

/// What is wrong with the `# check` directive, or with the build argument that replaces it. A build reads it before anything
/// else and stops at it.
std::optional<Diagnostic> refusedOptions(const dockerfile::Document& document, const plan::Inputs& inputs);

/// `error=true`: findings refuse a build.
bool refusesFindings(const dockerfile::Document& document, const plan::Inputs& inputs);

/// What is known of a base image; absent when it was not resolved. Then only PATH counts as set by it.
struct BaseImage {
    std::vector<std::pair<std::string, std::string>> env;
    bool hasShell = false;
    std::optional<oci::Platform> platform;
};

/// Those of all stages that `resolver` has; where it asks nobody, nothing is fetched.
std::map<std::size_t, BaseImage> basesOf(const plan::StageGraph& graph, const plan::Inputs& inputs, const plan::ImageResolver& resolver);

struct Surroundings {
    plan::Inputs inputs;
    const dockerfile::IgnoreMatcher* ignore = nullptr; ///< of the main context; nullptr without a context
    std::map<std::size_t, BaseImage> bases;            ///< by index in StageGraph::externals
    /// Only what BuildKit tells: it looks no further than what refuses the file, and with a target only at the stages
    /// that the target needs. False: all that can be found, as an editor wants it.
    bool onlyReached = false;
    /// A build: without a target too, only the steps of needed stages are looked at.
    bool neededOnly = false;
};

struct Report {
    std::vector<Diagnostic> findings; ///< severity Warning, in order of lines, each once
    std::optional<Diagnostic> refusal; ///< what refuses a build of the target, or without one of any stage; told at the
                                       ///< first line of its instruction
    /// With `error=true` and findings: "lint violation found for rules: A, B", at the directive. It refuses a build as well.
    std::optional<Diagnostic> violation;
};

Report check(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around);

/// The same for a file that nothing refuses, as a build knows it by then: what it warns of before its first step.
Report checkAccepted(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around);

} // namespace sw::checks
