#include "ui/build/buildschart.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kSeries = 3;
constexpr double kStep = 22;    ///< from one build to the next, at most
constexpr double kSmallest = 8; ///< and at least
constexpr double kRight = 72;   ///< room for the largest value
constexpr double kMargin = 12;
constexpr double kGap = 10;

} // namespace

BuildsChart::BuildsChart(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Image size, build time and hit rate of the builds"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void BuildsChart::setBuilds(std::vector<BuildRow> builds) {
    m_builds = std::move(builds);
    m_chosen.removeIf([&](const QString& id) { return std::ranges::none_of(m_builds, [&](const BuildRow& build) { return build.id == id; }); });
    m_cursor = -1;
    update();
}

void BuildsChart::setChosen(const QStringList& ids) {
    m_chosen = ids;
    update();
}

int BuildsChart::shownCount() const {
    const double room = plot(0).width();
    return std::min(static_cast<int>(m_builds.size()), std::max(1, static_cast<int>(room / kSmallest)));
}

QRectF BuildsChart::plot(int series) const {
    const double title = fontMetrics().horizontalAdvance(tr("Hit rate")) + 16.0;
    const double widest = std::max({title, fontMetrics().horizontalAdvance(tr("Image size")) + 16.0, fontMetrics().horizontalAdvance(tr("Build time")) + 16.0});
    const double height = (this->height() - 2 * kMargin - (kSeries - 1) * kGap) / kSeries;
    return {kMargin + widest, kMargin + series * (height + kGap), std::max(1.0, width() - 2 * kMargin - widest - kRight), std::max(1.0, height)};
}

double BuildsChart::valueOf(const BuildRow& build, int series) const {
    if (series == 2) {
        return build.hitRate();
    }
    double largest = 0;
    const auto of = [series](const BuildRow& it) { return series == 0 ? static_cast<double>(it.bytes) : it.seconds; };
    for (int i = 0; i < shownCount(); ++i) {
        largest = std::max(largest, of(m_builds[static_cast<std::size_t>(i)]));
    }
    return largest <= 0 ? 0 : of(build) / largest;
}

QRectF BuildsChart::barOf(int build, int series) const {
    const QRectF area = plot(series);
    const int count = shownCount();
    const double step = std::min(kStep, area.width() / count);
    const double height = std::max(2.0, area.height() * valueOf(m_builds[static_cast<std::size_t>(build)], series));
    const double left = area.left() + (count - 1 - build) * step; // newest at the right
    return {left, area.bottom() - height, std::max(2.0, step - 3), height};
}

int BuildsChart::buildAt(QPointF point) const {
    for (int i = 0; i < shownCount(); ++i) {
        const QRectF bar = barOf(i, 0);
        const double step = bar.width() + 3;
        if (!m_builds.empty() && point.x() >= bar.left() - 1.5 && point.x() < bar.left() - 1.5 + step) {
            return i;
        }
    }
    return -1;
}

QString BuildsChart::textOf(const BuildRow& build) const {
    return tr("%1: %2, %3, %4 % of the steps cached")
        .arg(dateText(build.started), build.succeeded ? bytesText(build.bytes) : tr("failed"), secondsText(build.seconds))
        .arg(static_cast<int>(std::lround(build.hitRate() * 100)));
}

void BuildsChart::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Theme::Role::Surface));
    if (m_builds.empty()) {
        return;
    }
    const std::array<QString, kSeries> titles = {tr("Image size"), tr("Build time"), tr("Hit rate")};
    const std::array<QColor, kSeries> colors = {theme.color(Theme::Role::Accent), theme.color(Theme::Role::Run), theme.color(Theme::Role::Hit)};
    const int count = shownCount();
    for (int i = 0; i < count; ++i) { // what is chosen and where the keys are, behind all three bars
        const BuildRow& build = m_builds[static_cast<std::size_t>(i)];
        const QRectF top = barOf(i, 0);
        const QRectF column(top.left() - 1.5, kMargin - 4, top.width() + 3, height() - 2 * kMargin + 8);
        if (m_chosen.contains(build.id)) {
            painter.fillRect(column, theme.color(Theme::Role::Selection));
        }
        if (hasFocus() && i == m_cursor) {
            painter.setPen(QPen(theme.color(Theme::Role::Accent), 1));
            painter.drawRect(column.adjusted(0.5, 0.5, -0.5, -0.5));
        }
    }
    for (int series = 0; series < kSeries; ++series) {
        const QRectF area = plot(series);
        painter.setPen(theme.color(Theme::Role::TextMuted));
        painter.drawText(QRectF(kMargin, area.top(), area.left() - kMargin - 8, area.height()), Qt::AlignLeft | Qt::AlignBottom, titles[static_cast<std::size_t>(series)]);
        painter.setPen(QPen(theme.color(Theme::Role::Border), 1));
        painter.drawLine(QPointF(area.left(), area.bottom() + 0.5), QPointF(area.left() + count * (barOf(0, series).width() + 3), area.bottom() + 0.5));
        for (int i = 0; i < count; ++i) {
            const BuildRow& build = m_builds[static_cast<std::size_t>(i)];
            const QRectF bar = barOf(i, series);
            if (!build.succeeded && series == 0) { // a cross says it besides the colour
                painter.setPen(theme.color(Theme::Role::Failed));
                painter.drawText(QRectF(bar.left() - 6, area.top(), bar.width() + 12, area.height()), Qt::AlignHCenter | Qt::AlignBottom, u"✕"_s);
                continue;
            }
            const bool chosen = m_chosen.contains(build.id);
            painter.fillRect(bar, !build.succeeded ? theme.color(Theme::Role::Failed)
                                  : chosen         ? colors[static_cast<std::size_t>(series)]
                                                   : Theme::blend(theme.color(Theme::Role::Surface), colors[static_cast<std::size_t>(series)], 0.65));
        }
        const BuildRow& newest = m_builds.front();
        const QString value = series == 0 ? (newest.succeeded ? bytesText(newest.bytes) : QString()) : series == 1 ? secondsText(newest.seconds) : tr("%1 %").arg(static_cast<int>(std::lround(newest.hitRate() * 100)));
        painter.setPen(theme.color(Theme::Role::Text));
        const double end = area.left() + count * (barOf(0, series).width() + 3);
        painter.drawText(QRectF(end + 6, area.top(), kRight, area.height()), Qt::AlignLeft | Qt::AlignBottom, value);
    }
}

void BuildsChart::toggle(int build) {
    const QString& id = m_builds[static_cast<std::size_t>(build)].id;
    if (!m_chosen.removeOne(id)) {
        if (m_chosen.size() == 2) {
            m_chosen.removeFirst();
        }
        m_chosen.push_back(id);
    }
    update();
    Q_EMIT chosenChanged(m_chosen);
}

void BuildsChart::walkTo(int build) {
    m_cursor = std::clamp(build, 0, shownCount() - 1);
    setAccessibleDescription(textOf(m_builds[static_cast<std::size_t>(m_cursor)]));
    update();
}

void BuildsChart::mousePressEvent(QMouseEvent* event) {
    if (const int build = buildAt(event->position()); build >= 0 && event->button() == Qt::LeftButton) {
        m_cursor = build;
        toggle(build);
    }
}

void BuildsChart::keyPressEvent(QKeyEvent* event) {
    if (m_builds.empty()) {
        return QWidget::keyPressEvent(event);
    }
    switch (event->key()) {
    case Qt::Key_Left: walkTo(m_cursor + 1); break; // older
    case Qt::Key_Right: walkTo(m_cursor - 1); break;
    case Qt::Key_Home: walkTo(shownCount() - 1); break;
    case Qt::Key_End: walkTo(0); break;
    case Qt::Key_Space:
    case Qt::Key_Return:
        if (m_cursor >= 0) {
            toggle(m_cursor);
        }
        break;
    default: QWidget::keyPressEvent(event);
    }
}

bool BuildsChart::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int build = buildAt(help->pos());
        build < 0 ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), textOf(m_builds[static_cast<std::size_t>(build)]), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace sw::ui
