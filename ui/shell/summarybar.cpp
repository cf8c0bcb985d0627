#include "ui/shell/summarybar.h"

#include "ui/theme/stateglyph.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace sw::ui {

namespace {
constexpr int kGap = 20;
constexpr int kGlyph = 18;
} // namespace

SummaryBar::SummaryBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SummaryBar::setStates(const StatesPtr& states) {
    m_states = states;
    setAccessibleName(text());
    setToolTip(!states || !states->finalBytes ? text()
                                              : text() + QLatin1Char('\n') + tr("final: visible bytes of the image. ≈: some of it as an earlier build measured it; ≥: not all of it is known yet."));
    update();
}

void SummaryBar::setElapsed(double seconds) {
    m_elapsed = seconds;
    update();
}

std::vector<SummaryBar::Part> SummaryBar::parts() const {
    std::vector<Part> result;
    if (!m_states) {
        return result;
    }
    const auto count = [this](auto... displays) {
        return static_cast<int>(std::ranges::count_if(
            m_states->steps, [=](const StepState& step) { return ((step.display == displays) || ...); }));
    };
    if (m_states->building) {
        const int hits = count(StepDisplay::Hit);
        const int ran = count(StepDisplay::Ran);
        const int running = count(StepDisplay::Running);
        if (hits > 0) {
            result.push_back({StepDisplay::Hit, {}, QString::number(hits), tr("cached", "steps", hits), 3});
        }
        if (ran > 0) {
            result.push_back({StepDisplay::Ran, {}, QString::number(ran), tr("built", "steps", ran), 4});
        }
        if (running > 0) {
            result.push_back({StepDisplay::Running, {}, QString::number(running), tr("running", "steps", running), 5});
        }
        result.push_back({StepDisplay::None, {}, Theme::seconds(m_elapsed), {}, 6});
        return result;
    }
    const int hits = count(StepDisplay::WillHit, StepDisplay::Hit, StepDisplay::Ran);
    const int runs = count(StepDisplay::WillRun, StepDisplay::Failed);
    const int unknown = count(StepDisplay::Unknown);
    if (hits > 0) {
        result.push_back({StepDisplay::WillHit, {}, QString::number(hits), tr("cached", "steps", hits), 4});
    }
    if (runs > 0) {
        result.push_back({StepDisplay::WillRun, {}, QString::number(runs), tr("will run", "steps", runs), 5});
    }
    if (unknown > 0) {
        result.push_back({StepDisplay::Unknown, {}, QString::number(unknown), tr("depend on output", "steps", unknown), 1});
    }
    if (const int shared = count(StepDisplay::Shared); shared > 0) {
        result.push_back({StepDisplay::Shared, {}, QString::number(shared), tr("shared", "steps", shared), 0});
    }
    if (m_states->expectedSeconds && (runs > 0 || unknown > 0)) {
        result.push_back({StepDisplay::None, m_states->secondsPartial ? tr("at least") : tr("about"), Theme::seconds(*m_states->expectedSeconds), {}, 2});
    }
    if (m_states->finalBytes) {
        using Sizing = build::Forecast::Sizing;
        const QString sign = m_states->sizing == Sizing::Exact ? QString() : m_states->sizing == Sizing::Measured ? QStringLiteral("≈ ") : QStringLiteral("≥ ");
        result.push_back({StepDisplay::None, tr("final"), sign + Theme::bytes(*m_states->finalBytes), {}, 3});
    }
    return result;
}

QString SummaryBar::text() const {
    QStringList words;
    for (const Part& part : parts()) {
        words.push_back(QStringList({part.before, part.strong, part.after}).join(QLatin1Char(' ')).trimmed());
    }
    return words.join(QStringLiteral(" · "));
}

int SummaryBar::widthOf(const Part& part) const {
    const QFontMetrics normal(Theme::instance().uiFont());
    QFont bold = Theme::instance().uiFont();
    bold.setWeight(QFont::DemiBold);
    const QFontMetrics strong(bold);
    const int space = normal.horizontalAdvance(QLatin1Char(' '));
    return (part.glyph == StepDisplay::None ? 0 : kGlyph) + (part.before.isEmpty() ? 0 : normal.horizontalAdvance(part.before) + space) +
           strong.horizontalAdvance(part.strong) + (part.after.isEmpty() ? 0 : normal.horizontalAdvance(part.after) + space);
}

QSize SummaryBar::sizeHint() const {
    int width = 0;
    for (const Part& part : parts()) {
        width += widthOf(part) + kGap;
    }
    return {width, 24};
}

void SummaryBar::paintEvent(QPaintEvent*) {
    std::vector<Part> shown = parts();
    const auto total = [&] {
        int width = 0;
        for (const Part& part : shown) {
            width += widthOf(part) + kGap;
        }
        return width - kGap;
    };
    while (!shown.empty() && total() > width()) {
        shown.erase(std::ranges::min_element(shown, {}, &Part::weight));
    }
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    QFont bold = theme.uiFont();
    bold.setWeight(QFont::DemiBold);
    const int space = QFontMetrics(theme.uiFont()).horizontalAdvance(QLatin1Char(' '));
    int x = width() - std::max(0, total());
    const auto draw = [&](const QString& text, const QFont& font, const QColor& color) {
        if (!text.isEmpty()) {
            painter.setFont(font);
            painter.setPen(color);
            painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, text);
            x += QFontMetrics(font).horizontalAdvance(text) + space;
        }
    };
    for (const Part& part : shown) {
        const int start = x;
        if (part.glyph != StepDisplay::None) {
            paintStateGlyph(painter, QRectF(x, 0, 12, height()), part.glyph, theme.stateColor(part.glyph));
            x += kGlyph;
        }
        draw(part.before, theme.uiFont(), theme.color(Theme::Role::TextMuted));
        draw(part.strong, bold, theme.color(Theme::Role::Text));
        draw(part.after, theme.uiFont(), theme.color(Theme::Role::Text));
        x = start + widthOf(part) + kGap;
    }
}

} // namespace sw::ui
