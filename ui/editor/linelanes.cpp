#include "ui/editor/linelanes.h"

#include "ui/theme/stateglyph.h"
#include "ui/session/stagename.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace sw::ui {
namespace {

using dockerfile::InstructionKind;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Lanes)
};

bool makesFiles(InstructionKind kind) {
    return kind == InstructionKind::Run || kind == InstructionKind::Copy || kind == InstructionKind::Add ||
           kind == InstructionKind::Workdir || kind == InstructionKind::From;
}

const StepState* stateOf(const StepStates* states, std::size_t index) {
    return states != nullptr && index < states->steps.size() ? &states->steps[index] : nullptr;
}

void fillInstruction(Lanes& lanes, const DocumentSnapshot& snapshot, const StepStates* states, std::size_t index, int stage) {
    const dockerfile::Instruction& instruction = snapshot.document->instructions[index];
    const int first = instruction.startLine() - 1;
    const int last = std::min(instruction.endLine() - 1, static_cast<int>(lanes.lines.size()) - 1);
    for (int line = first; line <= last; ++line) {
        LineInfo& info = lanes.lines[static_cast<std::size_t>(line)];
        info.stage = stage;
        info.instruction = index;
        info.startsInstruction = line == first;
        info.last = line == last;
    }
    LineInfo& info = lanes.lines[static_cast<std::size_t>(first)];
    info.takesSpace = stage >= 0 && makesFiles(instruction.kind);
    const StepState* state = stateOf(states, index);
    if (state == nullptr) {
        return;
    }
    info.display = state->display;
    info.bytes = state->bytes;
    info.bytesMeasured = state->bytesMeasured;
    if (state->bytes) {
        lanes.largest = std::max(lanes.largest, *state->bytes);
    }
    if (!state->error.isEmpty()) {
        lanes.notes.push_back({last, state->error.section(QLatin1Char('\n'), 0, 0), true});
    } else if (!state->reason.isEmpty()) {
        lanes.notes.push_back({last, state->reason, false});
    }
}

QString cachedText(const StepStates& states, const plan::Stage& stage) {
    int cached = 0;
    int run = 0;
    for (std::size_t i = stage.from; i < stage.end && i < states.steps.size(); ++i) {
        const StepDisplay display = states.steps[i].display;
        cached += display == StepDisplay::Hit || display == StepDisplay::WillHit ? 1 : 0;
        run += display == StepDisplay::Ran ? 1 : 0;
    }
    if (run > 0) {
        return Texts::tr("%1 built").arg(run);
    }
    return cached > 0 ? Texts::tr("%1 cached").arg(cached) : QString();
}

StageBand makeBand(const DocumentSnapshot& snapshot, const StepStates* states, std::size_t index) {
    const plan::Stage& stage = snapshot.graph->stages[index];
    StageBand band;
    band.name = stageTitle(stage);
    band.needed = stage.needed;
    QStringList parts;
    if (!stage.base.empty()) { // half-typed: "FROM"
        parts << QString::fromStdString(stage.base);
    }
    const std::size_t steps = stage.end - stage.from;
    parts << (steps == 1 ? Texts::tr("1 step") : Texts::tr("%1 steps").arg(steps));
    if (states != nullptr && index < states->stages.size()) {
        const StepStates::StageState& state = states->stages[index];
        if (state.bytes) {
            parts << Theme::bytes(*state.bytes);
        }
        if (const QString cached = cachedText(*states, stage); !cached.isEmpty() && !state.ships) {
            parts << cached;
        }
        if (state.ships) {
            parts << Texts::tr("ships");
        }
    }
    if (!stage.needed) {
        parts << Theme::word(StepDisplay::NotNeeded);
    }
    band.detail = parts.join(QStringLiteral(" · "));
    return band;
}

} // namespace

void Lanes::shift(int line, int count) {
    const auto at = static_cast<std::ptrdiff_t>(std::clamp(line + 1, 0, static_cast<int>(lines.size())));
    if (count > 0) {
        LineInfo filler;
        if (at > 0) {
            filler.stage = lines[static_cast<std::size_t>(at - 1)].stage;
        }
        lines.insert(lines.begin() + at, static_cast<std::size_t>(count), filler);
    } else {
        const auto end = std::min(at - count, static_cast<std::ptrdiff_t>(lines.size()));
        lines.erase(lines.begin() + at, lines.begin() + std::max(at, end));
    }
    for (LineNote& note : notes) {
        note.line = note.line > line ? std::max(line, note.line + count) : note.line;
    }
}

Lanes makeLanes(const DocumentSnapshot& snapshot, const StepStates* states) {
    Lanes lanes;
    const dockerfile::Document& document = *snapshot.document;
    lanes.lines.resize(static_cast<std::size_t>(document.lines.lineCount()));
    if (states != nullptr && states->revision != snapshot.revision) {
        states = nullptr;
    }
    for (std::size_t stage = 0; stage < document.stages.size(); ++stage) {
        // The comment above a FROM is about that stage.
        const dockerfile::Instruction& from = document.instructions[document.stages[stage].from];
        const auto first = static_cast<std::size_t>(from.startLine() - 1 - static_cast<int>(from.precedingComments.size()));
        for (std::size_t line = first; line < lanes.lines.size(); ++line) {
            lanes.lines[line].stage = static_cast<int>(stage);
        }
        lanes.lines[first].startsStage = true;
    }
    for (std::size_t i = 0; i < document.instructions.size(); ++i) {
        const auto line = static_cast<std::size_t>(document.instructions[i].startLine() - 1);
        fillInstruction(lanes, snapshot, states, i, lanes.lines[line].stage);
    }
    if (snapshot.graph) {
        for (std::size_t i = 0; i < snapshot.graph->stages.size(); ++i) {
            lanes.bands.push_back(makeBand(snapshot, states, i));
        }
    }
    for (const Diagnostic& diagnostic : snapshot.problems) {
        const int line = diagnostic.range.start.line - 1;
        if (line >= 0 && line < static_cast<int>(lanes.lines.size())) {
            std::optional<Severity>& problem = lanes.lines[static_cast<std::size_t>(line)].problem;
            problem = problem ? std::min(*problem, diagnostic.severity) : diagnostic.severity;
        }
    }
    return lanes;
}

double barFraction(std::uint64_t bytes, std::uint64_t largest) {
    if (bytes == 0) {
        return 0.0;
    }
    constexpr double kSmallest = 3.0; // 10^3 bytes
    const double top = std::max(std::log10(static_cast<double>(std::max<std::uint64_t>(largest, 1))), kSmallest + 1.0);
    const double value = std::log10(static_cast<double>(bytes));
    return std::clamp((value - kSmallest) / (top - kSmallest), 0.04, 1.0);
}

namespace lanepaint {

void state(QPainter& painter, const QRectF& cell, const LineInfo& info, double phase) {
    paintStateGlyph(painter, cell, info.display, Theme::instance().stateColor(info.display), phase);
}

void size(QPainter& painter, const QRectF& cell, const LineInfo& info, std::uint64_t largest, bool withBar) {
    constexpr double kBar = 56;
    const Theme& theme = Theme::instance();
    QRectF text = cell.adjusted(0, 0, withBar ? -(kBar + 16) : -8, 0);
    painter.setFont(theme.uiFont(-1));
    painter.setPen(theme.color(Theme::Role::TextMuted));
    if (!info.bytes || *info.bytes == 0) {
        if (info.takesSpace || info.display == StepDisplay::Metadata) {
            painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("–"));
        }
        return;
    }
    const QString number = Theme::bytes(*info.bytes);
    painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, info.bytesMeasured ? QStringLiteral("≈ ") + number : number);
    if (withBar) {
        const QRectF track(cell.right() - kBar - 8, cell.center().y() - 2, kBar, 4);
        QRectF bar = track;
        bar.setWidth(std::max(2.0, kBar * barFraction(*info.bytes, largest)));
        QColor color = theme.stateColor(info.display);
        color = Theme::blend(theme.color(Theme::Role::Surface), color, theme.isHighContrast() ? 1.0 : 0.72);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(bar, 2, 2);
    }
}

void band(QPainter& painter, const QRectF& rect, const StageBand& band, std::size_t stage) {
    const Theme& theme = Theme::instance();
    painter.fillRect(rect, theme.stageTint(stage));
    QColor ink = theme.stageColor(stage);
    painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), ink);
    if (theme.isHighContrast()) {
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), theme.color(Theme::Role::Border));
    }
    QFont font = theme.uiFont();
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(band.needed ? ink : theme.color(Theme::Role::TextMuted));
    const double nameWidth = std::min(QFontMetricsF(font).horizontalAdvance(band.name), rect.width() * 0.5);
    const QRectF name(rect.left() + 16, rect.top(), nameWidth + 1, rect.height());
    painter.drawText(name, Qt::AlignVCenter | Qt::AlignLeft,
                     QFontMetricsF(font).elidedText(band.name, Qt::ElideMiddle, nameWidth + 1));
    const QRectF detail(name.right() + 24, rect.top(), rect.right() - 16 - name.right() - 24, rect.height());
    if (detail.width() > 40) {
        painter.setFont(theme.uiFont(-1));
        painter.setPen(theme.color(Theme::Role::TextMuted));
        painter.drawText(detail, Qt::AlignVCenter | Qt::AlignRight,
                         QFontMetricsF(painter.font()).elidedText(band.detail, Qt::ElideMiddle, detail.width()));
    }
}

void problem(QPainter& painter, const QRectF& cell, Severity severity) {
    const Theme& theme = Theme::instance();
    const QColor color = theme.color(severity == Severity::Error     ? Theme::Role::Failed
                                     : severity == Severity::Warning ? Theme::Role::Warning
                                                                     : Theme::Role::TextMuted);
    const QPointF c = cell.center();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    if (severity == Severity::Error) {
        painter.drawEllipse(c, 4.0, 4.0);
        painter.setPen(QPen(theme.color(Theme::Role::Surface), 1.4, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(c.x() - 1.5, c.y() - 1.5), QPointF(c.x() + 1.5, c.y() + 1.5));
        painter.drawLine(QPointF(c.x() + 1.5, c.y() - 1.5), QPointF(c.x() - 1.5, c.y() + 1.5));
    } else if (severity == Severity::Warning) {
        painter.drawPolygon(QPolygonF({{c.x(), c.y() - 4.0}, {c.x() + 4.5, c.y() + 3.6}, {c.x() - 4.5, c.y() + 3.6}}));
    } else {
        painter.drawEllipse(c, 2.2, 2.2);
    }
}

} // namespace lanepaint

} // namespace sw::ui
