#include "ui/theme/stateglyph.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace sw::ui {
namespace {

void paintHalfDisc(QPainter& painter, const QRectF& square, const QColor& color, double phase) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.4));
    painter.drawEllipse(square.adjusted(0.7, 0.7, -0.7, -0.7));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPie(square.adjusted(0.7, 0.7, -0.7, -0.7), static_cast<int>(90 * 16 - phase * 360 * 16), 180 * 16);
}

void paintStroke(QPainter& painter, const QColor& color, std::initializer_list<QPointF> points) {
    QPainterPath path;
    path.moveTo(*points.begin());
    for (const QPointF& point : points) {
        path.lineTo(point);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
}

} // namespace

void paintStateGlyph(QPainter& painter, const QRectF& box, StepDisplay display, const QColor& color, double phase) {
    const double side = std::clamp(std::min(box.width(), box.height()), 4.0, 9.0);
    const QPointF c = box.center();
    const QRectF square(c.x() - side / 2, c.y() - side / 2, side, side);
    const double h = side / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (display) {
    case StepDisplay::None: break;
    case StepDisplay::WillHit:
    case StepDisplay::Hit:
    case StepDisplay::Shared: painter.drawEllipse(square.adjusted(0.25, 0.25, -0.25, -0.25)); break;
    case StepDisplay::WillRun:
        painter.drawPolygon(QPolygonF({QPointF(c.x() - h + 0.5, c.y() - h), QPointF(c.x() + h, c.y()),
                                       QPointF(c.x() - h + 0.5, c.y() + h)}));
        break;
    case StepDisplay::Running: paintHalfDisc(painter, square, color, phase); break;
    case StepDisplay::Ran: paintStroke(painter, color, {{c.x() - h, c.y()}, {c.x() - h / 4, c.y() + h * 0.75}, {c.x() + h, c.y() - h * 0.75}}); break;
    case StepDisplay::Unknown: {
        QPen pen(color, 1.5);
        pen.setDashPattern({1.3, 1.35});
        pen.setCapStyle(Qt::FlatCap);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(pen);
        painter.drawEllipse(square.adjusted(0.5, 0.5, -0.5, -0.5));
        break;
    }
    case StepDisplay::Failed:
        paintStroke(painter, color, {{c.x() - h * 0.8, c.y() - h * 0.8}, {c.x() + h * 0.8, c.y() + h * 0.8}});
        paintStroke(painter, color, {{c.x() + h * 0.8, c.y() - h * 0.8}, {c.x() - h * 0.8, c.y() + h * 0.8}});
        break;
    case StepDisplay::NotNeeded: paintStroke(painter, color, {{c.x() - h * 0.8, c.y()}, {c.x() + h * 0.8, c.y()}}); break;
    case StepDisplay::Metadata: painter.drawEllipse(c, 1.3, 1.3); break;
    }
    painter.restore();
}

} // namespace sw::ui
