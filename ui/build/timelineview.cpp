#include "ui/build/timelineview.h"

#include "ui/models/format.h"
#include "ui/theme/stateglyph.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace sw::ui {

namespace {
constexpr int kAxis = 28;
constexpr int kNames = 132;
constexpr int kRow = 26;
constexpr int kBar = 18;
constexpr int kLaneGap = 10;
constexpr int kRight = 24;

/// 1, 2 or 5 times a power of ten, so that ticks are about 90 px apart.
double tickStep(double pixelsPerSecond) {
    const double wanted = 90.0 / pixelsPerSecond;
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (power * factor >= wanted) {
            return power * factor;
        }
    }
    return power * 10.0;
}
} // namespace

TimelineView::TimelineView(StepsModel& model, QWidget* parent) : QAbstractScrollArea(parent), m_model(model) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline of the build"));
    viewport()->setMouseTracking(true);
    m_tick.setInterval(100);
    connect(&m_tick, &QTimer::timeout, this, &TimelineView::layout);
    connect(&m_model, &StepsModel::stepsChanged, this, &TimelineView::layout);
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    layout();
}

void TimelineView::setStageNames(const QStringList& names) {
    m_names = names;
    layout();
}

void TimelineView::layout() {
    m_bars.clear();
    m_lanes.clear();
    const std::vector<TimedStep>& steps = m_model.steps();
    const build::Time now = std::chrono::system_clock::now();
    m_total = std::max(0.05, secondsBetween(m_model.origin(), m_model.end()));
    // Lanes: stages in file order, then the engine's own tasks.
    std::vector<std::optional<std::size_t>> stages;
    for (const TimedStep& step : steps) {
        if (step.started && std::ranges::find(stages, step.stage) == stages.end()) {
            stages.push_back(step.stage);
        }
    }
    std::ranges::sort(stages, {}, [](const std::optional<std::size_t>& stage) { return stage.value_or(SIZE_MAX); });
    int top = kAxis + 4;
    for (const std::optional<std::size_t>& stage : stages) {
        const std::size_t lane = m_lanes.size();
        std::vector<double> rowEnds;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const TimedStep& step = steps[i];
            if (!step.started || step.stage != stage) {
                continue;
            }
            const double start = std::max(0.0, secondsBetween(m_model.origin(), *step.started));
            const double end = std::max(start, secondsBetween(m_model.origin(), step.completed.value_or(now)));
            std::size_t row = 0;
            while (row < rowEnds.size() && rowEnds[row] > start + 1e-6) {
                ++row;
            }
            if (row == rowEnds.size()) {
                rowEnds.push_back(0);
            }
            rowEnds[row] = end;
            m_bars.push_back({i, lane, static_cast<int>(row), start, end});
        }
        const int rows = std::max(1, static_cast<int>(rowEnds.size()));
        m_lanes.push_back({stage, rows, top});
        top += rows * kRow + kLaneGap;
    }
    m_height = top;
    verticalScrollBar()->setRange(0, std::max(0, m_height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    const int content = static_cast<int>(std::floor(m_total * scale())) + kNames + kRight - 1;
    horizontalScrollBar()->setRange(0, std::max(0, content - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    if (m_model.isRunning() != m_tick.isActive()) {
        m_model.isRunning() ? m_tick.start() : m_tick.stop();
    }
    m_hover.reset();
    viewport()->update();
}

double TimelineView::scale() const {
    return std::max(1.0, static_cast<double>(viewport()->width() - kNames - kRight)) / m_total * m_zoom;
}

QRectF TimelineView::rectOf(const Bar& bar) const {
    const double x = kNames + bar.start * scale() - horizontalScrollBar()->value();
    const double y = m_lanes[bar.lane].top + bar.row * kRow + (kRow - kBar) / 2.0 - verticalScrollBar()->value();
    const bool hit = m_model.steps()[bar.step].display == StepDisplay::Hit;
    return {x, y, hit ? 3.0 : std::max(3.0, (bar.end - bar.start) * scale() - 1), kBar};
}

std::optional<QRectF> TimelineView::barOf(std::size_t step) const {
    for (const Bar& bar : m_bars) {
        if (bar.step == step) {
            return rectOf(bar);
        }
    }
    return std::nullopt;
}

QString TimelineView::laneName(const Lane& lane) const {
    if (!lane.stage) {
        return tr("engine", "lane of tasks that belong to no stage");
    }
    const auto index = static_cast<qsizetype>(*lane.stage);
    return index < m_names.size() ? m_names[index] : QString::number(index);
}

void TimelineView::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::instance();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme.color(Theme::Role::Surface));
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxis(painter);
    painter.save();
    painter.setClipRect(QRect(kNames, kAxis, viewport()->width() - kNames, viewport()->height() - kAxis));
    QPolygonF critical; // in order of time
    std::vector<const Bar*> onPath;
    for (const Bar& bar : m_bars) {
        paintBar(painter, bar);
        if (m_model.steps()[bar.step].critical) {
            onPath.push_back(&bar);
        }
    }
    std::ranges::sort(onPath, {}, &Bar::start);
    QPainterPath path;
    for (std::size_t i = 0; i < onPath.size(); ++i) {
        const QRectF rect = rectOf(*onPath[i]);
        const QPointF in(rect.left(), rect.bottom() + 2);
        const QPointF out(rect.right(), rect.bottom() + 2);
        i == 0 ? path.moveTo(in) : path.lineTo(in);
        path.lineTo(out);
    }
    painter.setPen(QPen(theme.color(Theme::Role::Text), 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.restore();
    painter.setClipRect(QRect(0, kAxis, viewport()->width(), viewport()->height()));
    for (const Lane& lane : m_lanes) {
        const int y = lane.top - verticalScrollBar()->value();
        const QColor color = lane.stage ? theme.stageColor(*lane.stage) : theme.color(Theme::Role::TextMuted);
        painter.fillRect(QRect(0, y - kLaneGap / 2, kNames - 1, lane.rows * kRow + kLaneGap), theme.color(Theme::Role::Surface));
        painter.fillRect(QRectF(0, y + 2, 3, lane.rows * kRow - 4), color);
        QFont bold = theme.uiFont();
        bold.setWeight(QFont::DemiBold);
        painter.setFont(bold);
        painter.setPen(color);
        const QString name = QFontMetrics(bold).elidedText(laneName(lane), Qt::ElideMiddle, kNames - 28);
        painter.drawText(QRect(16, y, kNames - 24, kRow), Qt::AlignLeft | Qt::AlignVCenter, name);
        painter.fillRect(QRect(0, y + lane.rows * kRow + kLaneGap / 2 - 1, viewport()->width(), 1), theme.color(Theme::Role::Border));
    }
}

void TimelineView::paintAxis(QPainter& painter) {
    const Theme& theme = Theme::instance();
    painter.setFont(theme.uiFont(-1));
    const double step = tickStep(scale());
    const int offset = horizontalScrollBar()->value();
    for (double t = 0; t <= m_total * 1.0001; t += step) {
        const double x = kNames + t * scale() - offset;
        if (x < kNames || x > viewport()->width()) {
            continue;
        }
        painter.setPen(theme.color(Theme::Role::Track));
        painter.drawLine(QPointF(x, kAxis), QPointF(x, viewport()->height()));
        painter.setPen(theme.color(Theme::Role::TextMuted));
        const QString label = t == 0 ? QStringLiteral("0") : secondsText(t);
        const bool fits = x + painter.fontMetrics().horizontalAdvance(label) <= viewport()->width(); // else it stands before its line
        painter.drawText(fits ? QRectF(x - 2, 0, 90, kAxis) : QRectF(x - 90, 0, 88, kAxis), (fits ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter, label);
    }
    painter.fillRect(QRect(0, kAxis - 1, viewport()->width(), 1), theme.color(Theme::Role::Border));
}

void TimelineView::paintBar(QPainter& painter, const Bar& bar) {
    const Theme& theme = Theme::instance();
    const TimedStep& step = m_model.steps()[bar.step];
    const QRectF rect = rectOf(bar);
    if (rect.right() < kNames || rect.left() > viewport()->width()) {
        return;
    }
    const QColor color = step.display == StepDisplay::Failed ? theme.color(Theme::Role::Failed)
                         : step.stage                        ? theme.stageColor(*step.stage)
                                                             : theme.color(Theme::Role::TextMuted);
    const bool hover = m_hover && &m_bars[*m_hover] == &bar;
    const bool selected = m_selected && step.instruction == m_selected;
    if (step.display == StepDisplay::Hit) {
        painter.fillRect(rect, color);
        return;
    }
    painter.setPen(selected ? QPen(theme.color(Theme::Role::Text), 2) : QPen(color, 1));
    painter.setBrush(Theme::blend(theme.color(Theme::Role::Surface), color, hover || selected ? 0.45 : 0.28));
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    const double room = rect.width() - 12;
    if (room > 28) {
        QString text = step.name.section(QLatin1String("] "), 1);
        text = text.isEmpty() ? step.name : text;
        painter.setFont(theme.uiFont(-1));
        painter.setPen(theme.color(Theme::Role::Text));
        painter.drawText(rect.adjusted(6, 0, -6, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(painter.font()).elidedText(text, Qt::ElideRight, static_cast<int>(room)));
    }
}

const TimelineView::Bar* TimelineView::barAt(const QPoint& point) const {
    for (const Bar& bar : m_bars) {
        if (rectOf(bar).adjusted(-3, -3, 3, 3).contains(point)) {
            return &bar;
        }
    }
    return nullptr;
}

QString TimelineView::toolTipOf(const Bar& bar) const {
    const TimedStep& step = m_model.steps()[bar.step];
    QString text = step.name.toHtmlEscaped() + QStringLiteral("<br>") + Theme::word(step.display).toHtmlEscaped();
    if (step.display != StepDisplay::Hit) {
        text += QStringLiteral(" · ") + secondsText(bar.end - bar.start);
    }
    if (step.bytes) {
        text += QStringLiteral(" · ") + bytesText(*step.bytes);
    }
    if (!step.reason.isEmpty()) {
        text += QStringLiteral("<br>") + step.reason.toHtmlEscaped();
    }
    if (step.critical) {
        text += QStringLiteral("<br>") + tr("On the critical path: a faster step here makes the build faster");
    }
    return text;
}

void TimelineView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    layout();
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (const Bar* bar = barAt(event->pos())) {
        if (const auto instruction = m_model.steps()[bar->step].instruction) {
            m_selected = instruction;
            Q_EMIT instructionClicked(*instruction);
            viewport()->update();
        }
    }
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    const Bar* bar = barAt(event->pos());
    const std::optional<std::size_t> hover = bar != nullptr ? std::optional(static_cast<std::size_t>(bar - m_bars.data())) : std::nullopt;
    if (hover != m_hover) {
        m_hover = hover;
        viewport()->setCursor(bar != nullptr ? Qt::PointingHandCursor : Qt::ArrowCursor);
        viewport()->update();
    }
}

void TimelineView::leaveEvent(QEvent*) {
    m_hover.reset();
    viewport()->update();
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    const int direction = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down  ? 1
                          : event->key() == Qt::Key_Left || event->key() == Qt::Key_Up ? -1
                                                                                         : 0;
    if (direction == 0 || m_bars.empty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        if (m_model.steps()[m_bars[i].step].instruction) {
            order.push_back(i);
        }
    }
    std::ranges::sort(order, {}, [this](std::size_t i) { return m_bars[i].start; });
    const auto at = std::ranges::find_if(order, [this](std::size_t i) { return m_model.steps()[m_bars[i].step].instruction == m_selected; });
    auto next = at == order.end() ? 0 : (at - order.begin()) + direction;
    next = std::clamp<std::ptrdiff_t>(next, 0, static_cast<std::ptrdiff_t>(order.size()) - 1);
    m_selected = m_model.steps()[m_bars[order[static_cast<std::size_t>(next)]].step].instruction;
    Q_EMIT instructionClicked(*m_selected);
    viewport()->update();
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    if ((event->modifiers() & Qt::ControlModifier) == 0) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    const double at = (event->position().x() - kNames + horizontalScrollBar()->value()) / scale();
    m_zoom = std::clamp(m_zoom * std::pow(1.0015, event->angleDelta().y()), 1.0, 200.0);
    layout();
    horizontalScrollBar()->setValue(static_cast<int>(at * scale() - event->position().x() + kNames));
}

bool TimelineView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const Bar* bar = barAt(help->pos());
        bar != nullptr ? QToolTip::showText(help->globalPos(), toolTipOf(*bar), viewport()) : QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::showInstruction(std::optional<std::size_t> instruction) {
    m_selected = instruction;
    viewport()->update();
}

} // namespace sw::ui
