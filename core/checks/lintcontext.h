#pragma once

#include "core/checks/catalogue.h"
#include "core/checks/checks.h"
#include "core/checks/lintconfig.h"
#include "core/checks/pragmas.h"
#include "core/checks/shell/runbody.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What the rules beside BuildKit's see, and where their findings go. Internal to this folder.
namespace sw::checks {

/// One instruction of a stage; for ONBUILD its trigger.
struct Step {
    const dockerfile::Instruction* instruction = nullptr; ///< the trigger of ONBUILD
    const dockerfile::Instruction* outer = nullptr;       ///< the instruction that stands in the file
    std::size_t stage = 0;
    bool ships = false; ///< what it makes is part of the target's image
    bool trigger = false;
    ShellInForce shell;
    std::vector<RunBody> bodies; ///< of RUN
    dockerfile::InstructionKind kind() const { return instruction->kind; }
};

/// Families of base images that matter to shell and packages.
enum class BaseFamily { Unknown, Debian, Alpine, RedHat, Windows };
BaseFamily baseFamilyOf(std::string_view reference);

class LintContext {
public:
    LintContext(const dockerfile::Document& document, const plan::StageGraph& graph, const Surroundings& around,
                const LintConfig& config);

    const dockerfile::Document& document() const { return m_document; }
    const plan::StageGraph& graph() const { return m_graph; }
    const Surroundings& around() const { return m_around; }
    const LintConfig& config() const { return m_config; }
    const Pragmas& pragmas() const { return m_pragmas; }
    const std::vector<Step>& steps() const { return m_steps; }
    /// Steps of one stage, in order.
    std::vector<const Step*> stepsOf(std::size_t stage) const;
    /// The stage and those it is based on, base first.
    std::vector<std::size_t> chainOf(std::size_t stage) const;
    bool ships(std::size_t stage) const { return m_ships.contains(stage); }
    std::optional<std::size_t> target() const;
    const dockerfile::Instruction& fromOf(std::size_t stage) const;
    /// The family of the image that a stage is built on in the end.
    BaseFamily familyOf(std::size_t stage) const;

    /// Takes a finding in, unless the configuration, the place in the build or a comment says otherwise.
    void add(std::string_view rule, const Step& step, const TextRange& range, Sentence message,
             std::vector<QuickFix> fixes = {});
    void add(std::string_view rule, const Step& step, Sentence message, std::vector<QuickFix> fixes = {}) {
        add(rule, step, step.instruction->keyword, std::move(message), std::move(fixes));
    }
    /// About a stage as a whole, told at its FROM.
    void addToStage(std::string_view rule, std::size_t stage, const TextRange& range, Sentence message,
                    std::vector<QuickFix> fixes = {});
    /// With a severity of its own (ShellCheck's).
    void addShell(std::string rule, Severity severity, const Step& step, const TextRange& range, Sentence message,
                  std::vector<QuickFix> fixes);

    /// In order of place, each once.
    std::vector<Diagnostic> take();

    /// Range of a word of a script in the file; the keyword of RUN for the JSON form.
    TextRange rangeOf(const Step& step, const RunBody& body, Span span) const;
    /// An insertion behind a word of a script, when that place can be edited.
    std::vector<QuickFix> insertAfter(const RunBody& body, Span span, Sentence title, std::string text) const;
    /// A replacement of a word of a script.
    std::vector<QuickFix> replace(const RunBody& body, Span span, Sentence title, std::string text) const;

private:
    void readSteps();
    bool silenced(std::string_view rule, const dockerfile::Instruction& outer, int line) const;
    const dockerfile::Document& m_document;
    const plan::StageGraph& m_graph;
    const Surroundings& m_around;
    const LintConfig& m_config;
    Pragmas m_pragmas;
    Options m_options;
    std::set<std::size_t> m_ships;
    std::vector<Step> m_steps;
    std::vector<Step> m_froms; ///< by stage
    std::vector<Diagnostic> m_found;
};

/// The groups of rules.
void lintImages(LintContext& context);      ///< FROM, USER, labels' place, HEALTHCHECK
void lintInstructions(LintContext& context); ///< COPY, ADD, ENV, WORKDIR, EXPOSE, LABEL, CMD, ...
void lintLabels(LintContext& context);
void lintCommands(LintContext& context);    ///< programs called by RUN
void lintPackages(LintContext& context);    ///< package managers in RUN
void lintStages(LintContext& context);      ///< our own rules
void lintWholeRoot(LintContext& context, std::string_view rule); ///< one of them, which hadolint has as well
void lintCacheOrder(LintContext& context);
void lintJsonForms(LintContext& context);

/// "a", "a and b", "a, b and 3 more".
Sentence listed(const std::vector<std::string>& names);

} // namespace sw::checks
