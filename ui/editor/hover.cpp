#include "ui/editor/hover.h"

#include "core/dockerfile/edit.h"
#include "core/dockerfile/scope.h"
#include "ui/editor/instructionhelp.h"
#include "ui/session/sentence.h"
#include "ui/session/stagename.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>

#include <algorithm>

namespace sw::ui {
namespace {

using dockerfile::Instruction;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Hover)
};

QString q(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString paragraph(const QString& html) {
    return QStringLiteral("<p style='margin:0 0 6px 0'>%1</p>").arg(html);
}

QString muted(const QString& html) {
    return QStringLiteral("<span style='color:%1'>%2</span>").arg(Theme::instance().color(Theme::Role::TextMuted).name(), html);
}

QString code(const QString& text) {
    return QStringLiteral("<code>%1</code>").arg(text.toHtmlEscaped());
}

QString problems(const DocumentSnapshot& snapshot, std::size_t offset) {
    QString html;
    for (const Diagnostic& diagnostic : snapshot.problems) {
        const bool here = diagnostic.range.contains(offset) || (diagnostic.range.empty() && diagnostic.range.start.offset == offset);
        if (!here) {
            continue;
        }
        const Theme::Role role = diagnostic.severity == Severity::Error     ? Theme::Role::Failed
                                 : diagnostic.severity == Severity::Warning ? Theme::Role::Warning
                                                                            : Theme::Role::TextMuted;
        QString line = QStringLiteral("<b style='color:%1'>%2</b>").arg(Theme::instance().color(role).name(), shown(diagnostic.message).toHtmlEscaped());
        if (!diagnostic.detail.empty()) {
            line += QStringLiteral("<br>") + shown(diagnostic.detail).toHtmlEscaped();
        }
        if (!diagnostic.rule.empty()) {
            line += QLatin1Char(' ') + muted(q(diagnostic.rule).toHtmlEscaped());
        }
        html += paragraph(line);
    }
    return html;
}

QString instructionCard(const Instruction& instruction) {
    const InstructionHelp help = instructionHelp(instruction.kind);
    if (help.name.isEmpty()) {
        return {};
    }
    return paragraph(code(help.syntax)) + paragraph(help.summary.toHtmlEscaped()) + paragraph(muted(help.effect.toHtmlEscaped()));
}

QString flagCard(const Instruction& instruction, const dockerfile::Flag& flag) {
    const InstructionHelp help = instructionHelp(instruction.kind);
    const auto found = std::ranges::find(help.flags, q(flag.name), &FlagHelp::name);
    return found == help.flags.end() ? QString()
                                     : paragraph(code(QStringLiteral("--") + found->name)) + paragraph(found->summary.toHtmlEscaped());
}

QString stageCard(const DocumentSnapshot& snapshot, const StepStates* states, const std::string& name) {
    std::optional<std::size_t> index = snapshot.graph->stageNamed(name);
    if (!index && !name.empty() && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; }) && name.size() < 6) {
        index = static_cast<std::size_t>(std::stoul(name));
    }
    if (!index || *index >= snapshot.graph->stages.size()) {
        return {};
    }
    const plan::Stage& stage = snapshot.graph->stages[*index];
    QString html = paragraph(Texts::tr("Stage %1, line %2, on %3")
                                 .arg(QStringLiteral("<b>%1</b>").arg(stageTitle(stage).toHtmlEscaped()))
                                 .arg(stage.line)
                                 .arg(code(q(stage.base))));
    if (!stage.description.empty()) {
        html += paragraph(q(stage.description).toHtmlEscaped());
    }
    if (states != nullptr && *index < states->stages.size() && states->stages[*index].bytes) {
        html += paragraph(muted(Texts::tr("visible in it: %1").arg(Theme::exactBytes(*states->stages[*index].bytes))));
    }
    return html;
}

QString variableCard(const DocumentSnapshot& snapshot, const std::string& name, int line) {
    using Origin = dockerfile::ScopeVariable::Origin;
    const auto found = dockerfile::variableInScope(*snapshot.document, line, name, snapshot.inputs.buildArgs);
    if (!found) {
        return paragraph(Texts::tr("%1 is not set here.").arg(code(q(name))));
    }
    QString origin = found->declaration.empty() ? Texts::tr("set by the builder")
                                                : Texts::tr("%1 in line %2")
                                                      .arg(found->origin == Origin::Env ? QStringLiteral("ENV") : QStringLiteral("ARG"))
                                                      .arg(found->declaration.start.line);
    if (found->origin != Origin::Env && snapshot.inputs.buildArgs.contains(name)) {
        origin += QStringLiteral(" · ") + Texts::tr("given as build argument");
    }
    const QString shown = !found->value ? muted(Texts::tr("known at build time only"))
                          : found->value->empty() ? muted(Texts::tr("empty"))
                                                  : code(q(*found->value));
    return paragraph(code(q(name)) + QStringLiteral(" = ") + shown) + paragraph(muted(origin.toHtmlEscaped()));
}

QString stateCard(const DocumentSnapshot& snapshot, const StepStates* states, std::size_t index) {
    if (states == nullptr || states->revision != snapshot.revision || index >= states->steps.size()) {
        return {};
    }
    return stepText(states->steps[index]);
}

std::optional<std::size_t> indexOf(const DocumentSnapshot& snapshot, int line) {
    return snapshot.document->instructionIndexAtLine(line);
}

} // namespace

QString stepText(const StepState& state) {
    if (state.display == StepDisplay::None) {
        return {};
    }
    const Theme& theme = Theme::instance();
    QString head = QStringLiteral("<span style='color:%1'>%2</span> <b>%3</b>")
                       .arg(theme.stateColor(state.display).name(), Theme::glyph(state.display), Theme::word(state.display).toHtmlEscaped());
    QStringList facts;
    if (state.bytes) {
        facts << (state.bytesMeasured ? Texts::tr("%1 in an earlier build").arg(Theme::exactBytes(*state.bytes)) : Texts::tr("%1 stored in its layer").arg(Theme::exactBytes(*state.bytes)));
    }
    if (state.seconds) {
        facts << Theme::seconds(*state.seconds);
    }
    if (!facts.isEmpty()) {
        head += muted(QStringLiteral(" · ") + facts.join(QStringLiteral(" · ")).toHtmlEscaped());
    }
    QString html = paragraph(head);
    if (!state.error.isEmpty()) {
        html += paragraph(QStringLiteral("<span style='color:%1'>%2</span>")
                              .arg(theme.color(Theme::Role::Failed).name(),
                                   state.error.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1StringView("<br>"))));
    }
    if (!state.reason.isEmpty()) {
        html += paragraph(state.reason.toHtmlEscaped());
    } else if (state.rootLine > 0 && (state.display == StepDisplay::WillRun || state.display == StepDisplay::Ran)) {
        html += paragraph(muted(Texts::tr("because of line %1").arg(state.rootLine)));
    }
    if (!state.evidence.isEmpty()) {
        QStringList lines;
        for (const QString& line : state.evidence.mid(0, 8)) {
            lines << line.toHtmlEscaped();
        }
        if (state.evidence.size() > 8) {
            lines << Texts::tr("and %1 more").arg(state.evidence.size() - 8);
        }
        html += paragraph(muted(lines.join(QStringLiteral("<br>"))));
    }
    return html;
}

QString hoverText(const DocumentSnapshot& snapshot, const StepStates* states, std::size_t offset) {
    const dockerfile::Document& document = *snapshot.document;
    QString html = problems(snapshot, offset);
    for (const dockerfile::Directive& directive : document.directives) {
        if (directive.range.contains(offset)) {
            return html + paragraph(code(QStringLiteral("# ") + q(directive.name))) + paragraph(directiveHelp(directive.name).toHtmlEscaped());
        }
    }
    const Instruction* instruction = document.instructionAt(offset);
    if (instruction == nullptr) {
        return html;
    }
    const int line = document.lines.at(offset).line;
    if (const auto reference = dockerfile::referenceAt(document, offset)) {
        return html + (reference->what == dockerfile::Reference::What::Stage ? stageCard(snapshot, states, reference->name)
                                                                            : variableCard(snapshot, reference->name, line));
    }
    const Instruction* named = instruction->sub && instruction->sub->range.contains(offset) ? instruction->sub.get() : instruction;
    for (const dockerfile::Flag& flag : named->flags) {
        if (flag.range.contains(offset)) {
            return html + flagCard(*named, flag);
        }
    }
    if (named->keyword.contains(offset)) {
        html += instructionCard(*named);
    }
    const auto index = static_cast<std::size_t>(instruction - document.instructions.data());
    return html + stateCard(snapshot, states, index);
}

QString laneHoverText(const DocumentSnapshot& snapshot, const StepStates* states, int line) {
    const auto index = indexOf(snapshot, line);
    QString html;
    for (const Diagnostic& diagnostic : snapshot.problems) {
        if (diagnostic.range.start.line == line) {
            html += problems(snapshot, diagnostic.range.start.offset);
            break;
        }
    }
    return index ? html + stateCard(snapshot, states, *index) : html;
}

} // namespace sw::ui
