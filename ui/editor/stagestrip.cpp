#include "ui/editor/stagestrip.h"

#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QMouseEvent>
#include <QPainter>

namespace sw::ui {

StageStrip::StageStrip(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize StageStrip::sizeHint() const {
    return {200, QFontMetrics(Theme::instance().uiFont()).height() + 10};
}

void StageStrip::show(int stage, const StageBand& band, const QString& text) {
    if (stage == m_stage && band == m_band && text == m_text) {
        return;
    }
    m_stage = stage;
    m_band = band;
    m_text = text;
    setAccessibleName(stage < 0 ? text : tr("Stage %1: %2").arg(band.name, band.detail));
    setToolTip(stage < 0 ? QString() : band.name + QStringLiteral(" · ") + band.detail);
    setCursor(stage < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
}

void StageStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = Theme::instance();
    if (m_stage >= 0) {
        lanepaint::band(painter, rect(), m_band, static_cast<std::size_t>(m_stage));
        return;
    }
    painter.fillRect(rect(), theme.color(Theme::Role::SurfaceAlt));
    painter.setFont(theme.uiFont(-1));
    painter.setPen(theme.color(Theme::Role::TextMuted));
    painter.drawText(rect().adjusted(16, 0, -16, 0), Qt::AlignVCenter | Qt::AlignLeft, m_text);
}

void StageStrip::mousePressEvent(QMouseEvent* event) {
    if (m_stage >= 0 && event->button() == Qt::LeftButton) {
        Q_EMIT clicked(m_stage);
    }
}

} // namespace sw::ui
