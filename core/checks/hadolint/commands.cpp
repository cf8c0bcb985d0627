#include "core/checks/lintcontext.h"

#include <algorithm>

namespace sw::checks {

using dockerfile::InstructionKind;

namespace {

bool allDigits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

class CommandLinter {
public:
    explicit CommandLinter(LintContext& context) : m_context(context) {}

    void visit(const Step& step) {
        m_step = &step;
        for (const RunBody& body : step.bodies) {
            m_body = &body;
            bool changedFolder = false;
            for (const ShellCommand& command : body.script.commands) {
                m_command = &command;
                checkUseless();
                checkSudo();
                checkApt();
                checkShellLink();
                checkUseradd();
                checkWget();
                if (command.is("cd") && !command.nested && command.words.size() > 1 && !changedFolder) {
                    changedFolder = true;
                    at("DL3003", command.span, say("Change the folder with WORKDIR instead of cd %1.", command.words[1].text));
                }
            }
            checkPipes();
        }
    }

private:
    void at(std::string_view rule, Span span, Sentence message, std::vector<QuickFix> fixes = {}) {
        m_context.add(rule, *m_step, m_context.rangeOf(*m_step, *m_body, span), std::move(message), std::move(fixes));
    }
    Span programSpan() const { return m_command->words.front().span; }

    void checkUseless() {
        if (m_command->isAny({"ssh", "vim", "shutdown", "service", "ps", "free", "top", "kill", "mount", "ifconfig", "nano"})) {
            at("DL3001", programSpan(),
               say("Remove %1: it has no use while an image is built.", m_command->name()));
        }
    }

    void checkSudo() {
        if (!m_command->is("sudo")) {
            return;
        }
        std::vector<QuickFix> fixes;
        if (m_command->words.size() > 1 && !m_command->words[1].text.starts_with("-")) {
            fixes = m_context.replace(*m_body, {programSpan().begin, m_command->words[1].span.begin}, say("Remove sudo"), "");
        }
        at("DL3004", programSpan(), say("Remove sudo: steps run as the USER in force."), std::move(fixes));
    }

    void checkApt() {
        const auto operands = m_command->operands();
        if (!m_command->is("apt") || operands.empty()) {
            return;
        }
        const std::string_view verb = operands.front()->text;
        const bool forGet = verb == "install" || verb == "update" || verb == "upgrade" || verb == "remove" ||
                            verb == "purge" || verb == "autoremove" || verb == "clean";
        const bool forCache = verb == "show" || verb == "search" || verb == "policy" || verb == "depends";
        if (!forGet && !forCache) {
            return;
        }
        const std::string right = forGet ? "apt-get" : "apt-cache";
        at("DL3027", programSpan(), say("Call %1 instead of apt, whose interface may change.", right),
           m_command->words.front().text == "apt" ? m_context.replace(*m_body, programSpan(), say("Use %1", right), right)
                                                  : std::vector<QuickFix>());
    }

    void checkShellLink() {
        if (m_command->is("ln") && m_command->hasArg("/bin/sh") && !m_step->trigger) {
            at("DL4005", m_command->span, say("Choose the shell with SHELL instead of a link at /bin/sh."));
        }
    }

    void checkUseradd() {
        if (!m_command->is("useradd") || m_command->hasFlag({"l", "no-log-init"})) {
            return;
        }
        const std::string_view id = m_command->flagValue("u", "uid");
        if (allDigits(id) && id.size() > 5) {
            at("DL3046", m_command->span, say("Give useradd the flag -l, for the user id %1 is high.", id),
               m_context.insertAfter(*m_body, programSpan(), say("Add -l"), " -l"));
        }
    }

    void checkWget() {
        if (!m_command->is("wget") || m_command->words.size() < 2 ||
            m_command->hasFlag({"q", "quiet", "o", "output-file", "a", "append-output", "no-verbose", "progress", "version",
                                "help"}) ||
            m_command->hasArg("-nv")) {
            return;
        }
        const bool small = m_context.familyOf(m_step->stage) == BaseFamily::Alpine; // its wget knows -q alone
        const std::string flag = small ? "-q" : "--progress=dot:giga";
        at("DL3047", programSpan(), say("Give wget %1, so that it does not fill the log.", flag),
           m_context.insertAfter(*m_body, programSpan(), say("Add %1", flag), " " + flag));
    }

    void checkPipes() {
        const bool safe = m_step->shell.pipefail || m_body->dialect == Dialect::None || m_body->text().contains("pipefail");
        if (m_body->script.pipes.empty() || safe || m_body->exec) {
            return;
        }
        std::vector<QuickFix> fixes;
        if (!m_step->trigger && m_step->instruction->heredocs.empty()) {
            const bool small = m_context.familyOf(m_step->stage) == BaseFamily::Alpine;
            const std::string shell = small ? "/bin/ash" : "/bin/bash";
            const TextPosition start = m_step->outer->range.start;
            fixes.push_back({say("Set the shell option pipefail"),
                             {{{start, start}, "SHELL [\"" + shell + "\", \"-o\", \"pipefail\", \"-c\"]\n"}}});
        }
        at("DL4006", m_body->script.pipes.front(),
           say("Set the option pipefail with SHELL before this RUN, so that a failure before the pipe is seen."), std::move(fixes));
    }

    LintContext& m_context;
    const Step* m_step = nullptr;
    const RunBody* m_body = nullptr;
    const ShellCommand* m_command = nullptr;
};

/// Both wget and curl in what ships: told at the first use of the one that came later.
void checkDownloaders(LintContext& context) {
    struct Use {
        const Step* step;
        const RunBody* body;
        Span span;
    };
    std::optional<Use> wget;
    std::optional<Use> curl;
    for (const Step& step : context.steps()) {
        for (const RunBody& body : step.bodies) {
            for (const ShellCommand& command : body.script.commands) {
                if (!step.ships || !command.isAny({"wget", "curl"})) {
                    continue;
                }
                std::optional<Use>& use = command.is("wget") ? wget : curl;
                const bool completes = !use && (wget || curl);
                use = use ? use : std::optional(Use{&step, &body, command.words.front().span});
                if (completes) {
                    context.add("DL4001", step, context.rangeOf(step, body, use->span),
                                say("Use %1 here too, so that the image needs only one of the two.", command.is("wget") ? "curl" : "wget"));
                }
            }
        }
    }
}

bool sameFlags(const Step& a, const Step& b) {
    return std::ranges::equal(a.instruction->flags, b.instruction->flags, {}, &dockerfile::Flag::raw, &dockerfile::Flag::raw);
}

/// Ends in a way that " && more" may follow with the same meaning.
bool mayBeContinued(const RunBody& body) {
    const std::string_view text = body.text();
    const std::size_t last = text.find_last_not_of(" \t");
    return body.script.understood && !body.exec && last != std::string_view::npos && !text.contains("||") &&
           !text.contains(';') && !text.contains('#') && text[last] != '&' && text[last] != '\\' && !text.contains('\n') &&
           !text.contains(" & ");
}

/// `RUN a` then `RUN b`, neither a long script.
void checkConsecutive(LintContext& context) {
    constexpr std::size_t kLong = 2; ///< commands; a longer RUN was divided on purpose
    const Step* before = nullptr;
    std::size_t beforeCount = 0;
    for (const Step& step : context.steps()) {
        if (step.kind() != InstructionKind::Run || step.trigger || step.bodies.size() != 1) {
            before = nullptr;
            continue;
        }
        const std::size_t count = step.bodies.front().script.commands.size();
        const bool follows = before != nullptr && before->stage == step.stage && sameFlags(*before, step);
        if (follows && count <= kLong && beforeCount <= kLong && count > 0) {
            std::vector<QuickFix> fixes;
            const RunBody& first = before->bodies.front();
            const TextRange between = {before->outer->range.end, step.instruction->argRanges.front().start};
            const bool clean = between.in(context.document().text).find('#') == std::string_view::npos;
            if (clean && mayBeContinued(first) && mayBeContinued(step.bodies.front()) && before->instruction->heredocs.empty() &&
                step.instruction->heredocs.empty()) {
                fixes.push_back({say("Join with the RUN above"), {{between, std::string(" && ") + context.document().escape + "\n    "}}});
            }
            context.add("DL3059", step, say("Join this RUN with the one above: each RUN is a layer."), std::move(fixes));
        }
        before = &step;
        beforeCount = count;
    }
}

} // namespace

void lintCommands(LintContext& context) {
    CommandLinter linter(context);
    for (const Step& step : context.steps()) {
        linter.visit(step);
    }
    checkDownloaders(context);
    checkConsecutive(context);
}

} // namespace sw::checks
