#include "ui/layers/pointbar.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr double kEdge = 9;   ///< room for the handle at both ends
constexpr double kHandle = 6; ///< radius
} // namespace

PointTrack::PointTrack(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
    setPageStep(1);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Point between two instructions"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PointTrack::setStops(std::vector<bool> hasLayer, const QColor& color) {
    m_stops = std::move(hasLayer);
    m_color = color;
    setRange(0, std::max(0, static_cast<int>(m_stops.size()) - 1));
    update();
}

double PointTrack::placeOf(int value) const {
    const double room = width() - 2 * kEdge;
    return maximum() == 0 ? kEdge : kEdge + room * value / maximum();
}

int PointTrack::valueAt(double x) const {
    const double room = width() - 2 * kEdge;
    return room <= 0 ? 0 : std::clamp(static_cast<int>(std::lround((x - kEdge) / room * maximum())), 0, maximum());
}

void PointTrack::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = height() / 2.0;
    const QColor track = theme.color(Theme::Role::Track);
    painter.setPen(QPen(track, 3, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(kEdge, middle), QPointF(width() - kEdge, middle));
    painter.setPen(QPen(m_color, 3, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(kEdge, middle), QPointF(placeOf(value()), middle));
    const bool roomy = maximum() == 0 || (width() - 2 * kEdge) / maximum() >= 7;
    for (int i = 0; roomy && i < static_cast<int>(m_stops.size()); ++i) {
        const QColor color = i <= value() ? m_color : theme.color(Theme::Role::TextMuted);
        painter.setPen(QPen(color, 1.4));
        painter.setBrush(m_stops[static_cast<std::size_t>(i)] ? color : theme.color(Theme::Role::Surface));
        painter.drawEllipse(QPointF(placeOf(i), middle), 3.2, 3.2);
    }
    painter.setPen(QPen(hasFocus() ? theme.color(Theme::Role::Accent) : theme.color(Theme::Role::Surface), 2));
    painter.setBrush(m_color);
    painter.drawEllipse(QPointF(placeOf(value()), middle), kHandle, kHandle);
}

void PointTrack::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        setValue(valueAt(event->position().x()));
    }
}

void PointTrack::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) != 0) {
        setValue(valueAt(event->position().x()));
    }
}

PointBar::PointBar(QWidget* parent)
    : QFrame(parent), m_back(new QToolButton(this)), m_track(new PointTrack(this)), m_forward(new QToolButton(this)), m_where(new QLabel(this)),
      m_runsAs(new QLabel(this)), m_environment(new QToolButton(this)), m_packages(new QToolButton(this)) {
    Theme::setVariant(this, "panel", u"bar"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 8, 2);
    row->setSpacing(4);
    m_back->setIcon(Theme::instance().icon(u"back"_s));
    m_back->setToolTip(tr("One instruction back"));
    m_back->setAccessibleName(m_back->toolTip());
    m_forward->setIcon(Theme::instance().icon(u"forward"_s));
    m_forward->setToolTip(tr("One instruction on"));
    m_forward->setAccessibleName(m_forward->toolTip());
    row->addWidget(m_back);
    row->addWidget(m_track);
    row->addWidget(m_forward);
    row->addSpacing(4);
    m_where->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_where->installEventFilter(this); // the room decides how much of it is shown
    row->addWidget(m_where, 1);
    Theme::setVariant(m_runsAs, "tone", u"small"_s);
    row->addWidget(m_runsAs);
    row->addSpacing(4);
    m_environment->setCheckable(true);
    m_environment->setToolTip(tr("User, working directory and environment at this point"));
    Theme::setVariant(m_environment, "kind", u"chip"_s);
    row->addWidget(m_environment);
    m_packages->setCheckable(true);
    m_packages->setToolTip(tr("Packages of this stage, by its own databases"));
    Theme::setVariant(m_packages, "kind", u"chip"_s);
    row->addWidget(m_packages);
    // One of the two at a time, or none.
    connect(m_environment, &QToolButton::toggled, this, [this](bool on) { m_packages->setChecked(m_packages->isChecked() && !on); });
    connect(m_packages, &QToolButton::toggled, this, [this](bool on) { m_environment->setChecked(m_environment->isChecked() && !on); });
    setPackageCount(0);
    connect(m_back, &QToolButton::clicked, this, [this] { m_track->setValue(point() - 1); });
    connect(m_forward, &QToolButton::clicked, this, [this] { m_track->setValue(point() + 1); });
    connect(m_track, &QSlider::valueChanged, this, [this](int value) {
        render();
        Q_EMIT pointChosen(value);
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        m_back->setIcon(Theme::instance().icon(u"back"_s));
        m_forward->setIcon(Theme::instance().icon(u"forward"_s));
    });
}

void PointBar::setPoints(std::vector<inspect::StagePoint> points, const QColor& color) {
    m_points = std::move(points);
    std::vector<bool> stops;
    for (const inspect::StagePoint& point : m_points) {
        stops.push_back(point.hasLayer || stops.empty());
    }
    const QSignalBlocker blocker(m_track);
    m_track->setStops(std::move(stops), color);
    m_track->setValue(m_track->maximum());
    render();
}

void PointBar::setPoint(int point) {
    const QSignalBlocker blocker(m_track);
    m_track->setValue(point);
    m_track->update();
    render();
}

void PointBar::setPackageCount(std::size_t count) {
    m_packages->setText(tr("%Ln package(s)", nullptr, static_cast<int>(count)));
    m_packages->setVisible(count > 0);
    m_packages->setChecked(m_packages->isChecked() && count > 0);
}

QString PointBar::text() const {
    if (m_points.empty()) {
        return {};
    }
    const inspect::StagePoint& point = m_points[static_cast<std::size_t>(this->point())];
    const QString instruction = QString::fromStdString(point.text).simplified();
    return point.line > 0 ? tr("After line %1: %2").arg(point.line).arg(instruction) : instruction;
}

void PointBar::render() {
    setVisible(m_points.size() > 1);
    if (m_points.empty()) {
        return;
    }
    const inspect::StagePoint& point = m_points[static_cast<std::size_t>(this->point())];
    m_back->setEnabled(this->point() > 0);
    m_forward->setEnabled(this->point() < m_track->maximum());
    const QString whole = text();
    m_where->setText(m_where->fontMetrics().elidedText(whole, Qt::ElideRight, m_where->width()));
    m_where->setToolTip(whole);
    m_track->setAccessibleDescription(whole);
    m_track->setToolTip(whole);
    const QString user = point.config.user.empty() ? u"root"_s : QString::fromStdString(point.config.user);
    const QString folder = point.config.workingDir.empty() ? u"/"_s : QString::fromStdString(point.config.workingDir);
    m_runsAs->setText(tr("%1 in %2", "user in folder").arg(user, m_runsAs->fontMetrics().elidedText(folder, Qt::ElideMiddle, 160)));
    m_runsAs->setToolTip(tr("A step here would run as the user %1 in %2").arg(user, folder));
    m_environment->setText(tr("%Ln variable(s)", nullptr, static_cast<int>(point.config.env.size() + point.config.args.size())));
}

bool PointBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_where && event->type() == QEvent::Resize) {
        m_where->setText(m_where->fontMetrics().elidedText(text(), Qt::ElideRight, m_where->width()));
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace sw::ui
