#include "core/checks/lintcontext.h"

#include "core/dockerfile/gotext.h"

#include <algorithm>
#include <array>

namespace sw::checks {

using dockerfile::Document;
using dockerfile::Instruction;
using dockerfile::InstructionKind;
using dockerfile::lowered;

namespace {

/// SHELL's words: which shell, and whether a pipe's first failure counts.
ShellInForce shellOf(const Instruction& shell) {
    ShellInForce out;
    out.given = true;
    out.dialect = shell.args.empty() ? Dialect::None : dialectOf(shell.args.front());
    for (std::size_t i = 1; i < shell.args.size(); ++i) {
        const std::string_view word = shell.args[i];
        const bool options = word.size() > 1 && word.front() == '-' && word[1] != '-';
        out.errexit = out.errexit || (options && word.contains('e'));
        const bool takesOption = options && word.ends_with('o');
        out.pipefail = out.pipefail || (takesOption && i + 1 < shell.args.size() && shell.args[i + 1] == "pipefail");
    }
    return out;
}

ShellInForce shellOfBase(BaseFamily family) {
    ShellInForce out;
    switch (family) {
    case BaseFamily::Debian: out.dialect = Dialect::Dash; break;
    case BaseFamily::Alpine: out.dialect = Dialect::BusyBox; break;
    case BaseFamily::RedHat: out.dialect = Dialect::Bash; break;
    case BaseFamily::Windows: out.dialect = Dialect::None; break;
    case BaseFamily::Unknown: break;
    }
    return out;
}

ShellInForce shellOfPragma(const Pragma& pragma) {
    ShellInForce out;
    out.given = true;
    out.dialect = dialectOf(pragma.rules.front());
    return out;
}

} // namespace

BaseFamily baseFamilyOf(std::string_view reference) {
    const std::string name = lowered(reference);
    const auto has = [&name](std::initializer_list<std::string_view> words) {
        return std::ranges::any_of(words, [&name](std::string_view word) { return name.contains(word); });
    };
    if (has({"windows", "nanoserver", "servercore"})) {
        return BaseFamily::Windows;
    }
    if (has({"alpine", "busybox"})) {
        return BaseFamily::Alpine;
    }
    if (has({"fedora", "centos", "rockylinux", "almalinux", "redhat", "/ubi", "ubi8", "ubi9", "amazonlinux", "oraclelinux"})) {
        return BaseFamily::RedHat;
    }
    if (has({"debian", "ubuntu", "bookworm", "bullseye", "trixie", "buster", "slim", "jammy", "noble", "focal"})) {
        return BaseFamily::Debian;
    }
    return BaseFamily::Unknown;
}

LintContext::LintContext(const Document& document, const plan::StageGraph& graph, const Surroundings& around,
                         const LintConfig& config)
    : m_document(document), m_graph(graph), m_around(around), m_config(config), m_pragmas(document) {
    const dockerfile::Directive* directive = document.directive("check");
    const auto given = around.inputs.buildArgs.find("BUILDKIT_DOCKERFILE_CHECK");
    const std::string_view written = directive == nullptr ? std::string_view() : directive->value;
    m_options = readOptions(given == around.inputs.buildArgs.end() ? written : given->second).value_or(Options());
    if (const auto last = target()) {
        for (const std::size_t stage : chainOf(*last)) {
            m_ships.insert(stage);
        }
    }
    readSteps();
}

std::optional<std::size_t> LintContext::target() const {
    if (m_graph.stages.empty()) {
        return std::nullopt;
    }
    return m_graph.target.value_or(m_graph.stages.size() - 1);
}

std::vector<std::size_t> LintContext::chainOf(std::size_t stage) const {
    std::vector<std::size_t> chain = {stage};
    while (m_graph.stages[chain.back()].baseStage && chain.size() <= m_graph.stages.size()) {
        chain.push_back(*m_graph.stages[chain.back()].baseStage);
    }
    std::ranges::reverse(chain);
    return chain;
}

const Instruction& LintContext::fromOf(std::size_t stage) const {
    return m_document.instructions[m_graph.stages[stage].from];
}

BaseFamily LintContext::familyOf(std::size_t stage) const {
    return baseFamilyOf(m_graph.stages[chainOf(stage).front()].base);
}

void LintContext::readSteps() {
    std::vector<ShellInForce> after;
    for (std::size_t s = 0; s < m_graph.stages.size(); ++s) {
        const plan::Stage& stage = m_graph.stages[s];
        ShellInForce shell = shellOfBase(baseFamilyOf(stage.base));
        if (stage.baseStage && *stage.baseStage < after.size()) {
            shell = after[*stage.baseStage];
        }
        const auto stepOf = [&](const Instruction& instruction) {
            Step step{&instruction, &instruction, s, m_ships.contains(s), false, shell, {}};
            if (instruction.kind == InstructionKind::Onbuild && instruction.sub) {
                step.instruction = instruction.sub.get();
                step.trigger = true;
            }
            return step;
        };
        m_froms.push_back(stepOf(m_document.instructions[stage.from]));
        int line = m_document.instructions[stage.from].startLine() - 1;
        for (std::size_t i = stage.from + 1; i < stage.end; ++i) {
            const Instruction& instruction = m_document.instructions[i];
            if (const Pragma* pragma = m_pragmas.shellBetween(line, instruction.startLine())) {
                shell = shellOfPragma(*pragma);
            }
            line = instruction.endLine();
            if (instruction.kind == InstructionKind::Shell) {
                shell = shellOf(instruction);
            }
            Step step = stepOf(instruction);
            if (step.kind() == InstructionKind::Run) {
                step.bodies = runBodies(m_document, *step.instruction, shell);
            }
            m_steps.push_back(std::move(step));
        }
        after.push_back(shell);
    }
}

std::vector<const Step*> LintContext::stepsOf(std::size_t stage) const {
    std::vector<const Step*> out;
    for (const Step& step : std::ranges::equal_range(m_steps, stage, {}, &Step::stage)) {
        out.push_back(&step);
    }
    return out;
}

bool LintContext::silenced(std::string_view rule, const Instruction& outer, int line) const {
    const Rule asRule{rule, {}, false};
    if (!m_options.enabled(asRule) || m_config.ignored.contains(rule)) {
        return true;
    }
    if (m_config.ignorePragmas && m_pragmas.silences(rule, outer, line)) {
        return true;
    }
    constexpr std::string_view kMark = "check=";
    return std::ranges::any_of(outer.precedingComments, [&](const std::string& comment) {
        const Result<Options> options = comment.starts_with(kMark)
                                            ? readOptions(std::string_view(comment).substr(kMark.size()))
                                            : Result<Options>(Options());
        return options && !options->enabled(asRule);
    });
}

void LintContext::add(std::string_view rule, const Step& step, const TextRange& range, Sentence message,
                      std::vector<QuickFix> fixes) {
    const LintRule* known = findLintRule(rule);
    if (known == nullptr || !m_config.enabled(*known) || (known->shipped && !step.ships) ||
        silenced(rule, *step.outer, range.start.line)) {
        return;
    }
    m_found.push_back({m_config.severityOf(rule, known->severity), std::string(rule), std::move(message),
                       Sentence::translatable(std::string(known->description), {}), range, std::move(fixes)});
}

void LintContext::addToStage(std::string_view rule, std::size_t stage, const TextRange& range, Sentence message,
                             std::vector<QuickFix> fixes) {
    add(rule, m_froms[stage], range, std::move(message), std::move(fixes));
}

void LintContext::addShell(std::string rule, Severity severity, const Step& step, const TextRange& range,
                           Sentence message, std::vector<QuickFix> fixes) {
    if (!silenced(rule, *step.outer, range.start.line)) {
        const Severity chosen = m_config.severityOf(rule, severity);
        m_found.push_back({chosen, std::move(rule), std::move(message), {}, range, std::move(fixes)});
    }
}

std::vector<Diagnostic> LintContext::take() {
    std::ranges::stable_sort(m_found, {}, [](const Diagnostic& d) { return d.range.start.offset; });
    std::vector<Diagnostic> out;
    for (Diagnostic& finding : m_found) {
        bool repeated = false; // those of one place lie together
        for (std::size_t i = out.size(); i-- > 0 && out[i].range.start.offset == finding.range.start.offset && !repeated;) {
            repeated = out[i].rule == finding.rule && out[i].range == finding.range && out[i].message == finding.message;
        }
        if (!repeated) {
            out.push_back(std::move(finding));
        }
    }
    m_found.clear();
    return out;
}

TextRange LintContext::rangeOf(const Step& step, const RunBody& body, Span span) const {
    return body.text().empty() ? step.instruction->keyword : body.source.range(m_document.lines, span);
}

std::vector<QuickFix> LintContext::insertAfter(const RunBody& body, Span span, Sentence title, std::string text) const {
    return replace(body, {span.end, span.end}, std::move(title), std::move(text));
}

std::vector<QuickFix> LintContext::replace(const RunBody& body, Span span, Sentence title, std::string text) const {
    if (body.text().empty()) {
        return {};
    }
    const std::optional<TextRange> range = body.source.editable(m_document, span);
    return range ? std::vector<QuickFix>{{std::move(title), {{*range, std::move(text)}}}} : std::vector<QuickFix>();
}

Sentence listed(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 3;
    const bool more = names.size() > kShown;
    std::string out;
    for (std::size_t i = 0; i < (more ? kShown : std::max<std::size_t>(names.size(), 2) - 1); ++i) {
        out += (i == 0 ? "" : ", ") + (i < names.size() ? names[i] : std::string());
    }
    return more               ? say("%1 and %2 more", out, names.size() - kShown)
           : names.size() > 1 ? say("%1 and %2", out, names.back())
                              : Sentence(out);
}

} // namespace sw::checks
