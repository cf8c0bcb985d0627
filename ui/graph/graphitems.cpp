#include "ui/graph/graphitems.h"

#include "ui/theme/stateglyph.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <algorithm>

namespace sw::ui {
namespace {

using R = Theme::Role;
constexpr double kRadius = 6.0;
constexpr double kPlainDetail = 0.34; ///< below this zoom texts are bars: nobody can read them, and hundreds of cards stay fast

QFont rowFont() {
    QFont font = Theme::instance().monospaceFont();
    font.setPointSizeF(font.pointSizeF() * 0.92);
    return font;
}

QFont boldFont(int size) {
    QFont font = Theme::instance().uiFont(size);
    font.setWeight(QFont::DemiBold);
    return font;
}

QColor inkOf(const GraphNode& node) {
    const Theme& theme = Theme::instance();
    const QColor color = theme.stageColor(node.index);
    return node.needed ? color : Theme::blend(theme.color(R::GraphCanvas), theme.color(R::TextMuted), 0.75);
}

} // namespace

QRectF NodeItem::boundingRect() const {
    return QRectF(QPointF(0, 0), m_metrics.sizeOf(m_node)).adjusted(-3, -3, 3, 3);
}

void NodeItem::setContent(const GraphNode& node, const NodeFacts& facts) {
    if (node == m_node && facts == m_facts && !m_name.isNull()) {
        return;
    }
    prepareGeometryChange();
    m_node = node;
    m_facts = facts;
    prepareTexts();
    update();
}

void NodeItem::prepareTexts() {
    const QFontMetricsF mono(rowFont());
    const QFontMetricsF small(Theme::instance().uiFont(-1));
    m_rowTexts.clear();
    for (std::size_t i = 0; i < m_node.rows.size(); ++i) {
        const double size = i < m_facts.rows.size() ? small.horizontalAdvance(m_facts.rows[i].size) : 0.0;
        m_rowTexts.push_back(mono.elidedText(m_node.rows[i].text, Qt::ElideRight, m_metrics.cardWidth - 28 - 10 - size - (size > 0 ? 8 : 0)));
    }
    const QFontMetricsF bold(boldFont(m_node.kind == GraphNode::Kind::Stage ? 0 : -1));
    const double right = m_node.kind == GraphNode::Kind::Stage ? small.horizontalAdvance(m_facts.right) + 20 : 8;
    const double width = m_node.kind == GraphNode::Kind::Stage ? m_metrics.cardWidth : m_metrics.chipWidth;
    m_name = bold.elidedText(m_node.name, Qt::ElideMiddle, width - 20 - right);
    if (m_name.isNull()) {
        m_name = QStringLiteral("");
    }
}

void NodeItem::setSelectedRow(int row) {
    if (row != m_selectedRow) {
        m_selectedRow = row;
        update();
    }
}

void NodeItem::setDropTarget(bool on) {
    if (on != m_dropTarget) {
        m_dropTarget = on;
        update();
    }
}

bool NodeItem::hasRunningRow() const {
    return std::ranges::any_of(m_facts.rows, [](const NodeFacts::Row& row) { return row.display == StepDisplay::Running; });
}

void NodeItem::setPhase(double phase) {
    m_phase = phase;
    if (hasRunningRow()) {
        update();
    }
}

int NodeItem::rowAt(const QPointF& itemPoint) const {
    const QSizeF size = m_metrics.sizeOf(m_node);
    if (!QRectF(QPointF(0, 0), size).contains(itemPoint)) {
        return kNothing;
    }
    if (m_node.kind == GraphNode::Kind::External || itemPoint.y() < m_metrics.headerHeight) {
        return kHeader;
    }
    const int row = static_cast<int>((itemPoint.y() - m_metrics.headerHeight) / m_metrics.rowHeight);
    return row < static_cast<int>(m_node.rows.size()) ? row : static_cast<int>(m_node.rows.size()) - 1;
}

void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_node.kind == GraphNode::Kind::External) {
        paintChip(*painter);
    } else {
        paintCard(*painter, option->levelOfDetailFromTransform(painter->worldTransform()));
    }
}

void NodeItem::paintCard(QPainter& painter, double detail) const {
    const Theme& theme = Theme::instance();
    const QColor ink = inkOf(m_node);
    const QRectF card = QRectF(QPointF(0, 0), m_metrics.sizeOf(m_node)).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath outline;
    outline.addRoundedRect(card, kRadius, kRadius);
    painter.fillPath(outline, m_node.needed ? theme.color(R::Surface) : theme.color(R::GraphCanvas));
    painter.save();
    painter.setClipPath(outline, Qt::IntersectClip);
    const QRectF header(0, 0, m_metrics.cardWidth, m_metrics.headerHeight);
    const bool headerSelected = m_selectedRow == kHeader;
    painter.fillRect(header, headerSelected ? theme.color(R::Selection)
                             : m_node.needed ? Theme::blend(theme.color(R::Surface), ink, theme.isHighContrast() ? 0.0 : 0.14)
                                             : theme.color(R::GraphCanvas));
    if (m_selectedRow >= 0) {
        painter.fillRect(m_metrics.rowRect(m_node, m_selectedRow).adjusted(0, 0, 0, 0), theme.color(R::Selection));
    }
    painter.restore();
    QPen pen(ink, m_node.target ? 2.0 : 1.25);
    if (!m_node.needed) {
        pen.setStyle(Qt::DashLine);
    }
    if (m_dropTarget) {
        pen = QPen(theme.color(R::Accent), 2.5);
    }
    painter.setBrush(Qt::NoBrush);
    if (!m_node.rows.empty()) {
        painter.setPen(QPen(Theme::blend(theme.color(R::Surface), ink, theme.isHighContrast() ? 1.0 : 0.3), 1.0));
        painter.drawLine(QPointF(1, m_metrics.headerHeight - 0.5), QPointF(m_metrics.cardWidth - 1, m_metrics.headerHeight - 0.5));
    }
    painter.setPen(pen);
    painter.drawPath(outline);
    if (detail < kPlainDetail) {
        painter.fillRect(QRectF(12, m_metrics.headerHeight / 2 - 4, std::min(m_metrics.cardWidth - 60, 8.0 * static_cast<double>(m_name.size())), 8), ink);
        return;
    }
    painter.setFont(boldFont(0));
    painter.setPen(ink);
    painter.drawText(header.adjusted(12, 0, -12, 0), Qt::AlignVCenter | Qt::AlignLeft, m_name);
    painter.setFont(theme.uiFont(-1));
    painter.setPen(theme.color(R::TextMuted));
    painter.drawText(header.adjusted(12, 0, -10, 0), Qt::AlignVCenter | Qt::AlignRight, m_facts.right);
    for (int row = 0; row < static_cast<int>(m_node.rows.size()); ++row) {
        paintRow(painter, row, ink);
    }
}

void NodeItem::paintRow(QPainter& painter, int row, const QColor&) const {
    const Theme& theme = Theme::instance();
    const QRectF rect = m_metrics.rowRect(m_node, row);
    const auto index = static_cast<std::size_t>(row);
    const NodeFacts::Row facts = index < m_facts.rows.size() ? m_facts.rows[index] : NodeFacts::Row{};
    paintStateGlyph(painter, QRectF(rect.left() + 8, rect.top(), 14, rect.height()), facts.display, theme.stateColor(facts.display), m_phase);
    painter.setFont(rowFont());
    const bool quiet = !m_node.needed || facts.display == StepDisplay::NotNeeded;
    painter.setPen(quiet ? theme.color(R::TextMuted) : theme.color(R::Text));
    painter.drawText(rect.adjusted(28, 0, -10, 0), Qt::AlignVCenter | Qt::AlignLeft, m_rowTexts[index]);
    if (!facts.size.isEmpty()) {
        painter.setFont(theme.uiFont(-1));
        painter.setPen(theme.color(R::TextMuted));
        painter.drawText(rect.adjusted(28, 0, -10, 0), Qt::AlignVCenter | Qt::AlignRight, facts.size);
    }
}

void NodeItem::paintChip(QPainter& painter) const {
    const Theme& theme = Theme::instance();
    const QRectF chip = QRectF(QPointF(0, 0), m_metrics.sizeOf(m_node)).adjusted(0.75, 0.75, -0.75, -0.75);
    QPen pen(theme.color(m_selectedRow == kHeader ? R::Accent : R::TextMuted), m_selectedRow == kHeader ? 1.6 : 1.1);
    pen.setDashPattern({3.5, 2.5});
    painter.setPen(pen);
    painter.setBrush(m_selectedRow == kHeader ? theme.color(R::Selection) : theme.color(R::Surface));
    painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2);
    const QRectF text = chip.adjusted(14, 3, -8, -3);
    painter.setFont(boldFont(-1));
    painter.setPen(m_node.needed ? theme.color(R::Text) : theme.color(R::TextMuted));
    painter.drawText(QRectF(text.left(), text.top(), text.width(), text.height() / 2), Qt::AlignVCenter | Qt::AlignLeft, m_name);
    QFont small = theme.uiFont(-1);
    small.setPointSizeF(small.pointSizeF() * 0.92);
    painter.setFont(small);
    painter.setPen(theme.color(R::TextMuted));
    painter.drawText(QRectF(text.left(), text.center().y(), text.width(), text.height() / 2), Qt::AlignVCenter | Qt::AlignLeft, m_facts.second);
}

void EdgeItem::setContent(plan::EdgeKind kind, const QColor& color, bool needed, const QString& strong, const QString& rest) {
    if (kind == m_kind && color == m_color && needed == m_needed && strong == m_strong && rest == m_rest) {
        return;
    }
    prepareGeometryChange();
    m_kind = kind;
    m_color = color;
    m_needed = needed;
    m_strong = strong;
    m_rest = rest;
    placeLabel();
    update();
}

void EdgeItem::setPathOf(const EdgePath& path) {
    prepareGeometryChange();
    m_path = path;
    m_line = path.path();
    placeLabel();
    update();
}

void EdgeItem::setHighlighted(bool on) {
    if (on != m_highlighted) {
        m_highlighted = on;
        update();
    }
}

void EdgeItem::placeLabel() {
    m_label = {};
    if (m_strong.isEmpty() && m_rest.isEmpty()) {
        return;
    }
    const double width = QFontMetricsF(boldFont(-1)).horizontalAdvance(m_strong) +
                         QFontMetricsF(Theme::instance().uiFont(-1)).horizontalAdvance(m_rest) + 20;
    const double height = QFontMetricsF(Theme::instance().uiFont(-1)).height() + 6;
    const QPointF center = m_path.label.value_or(m_line.isEmpty() ? QPointF() : m_line.pointAtPercent(0.5));
    m_label = QRectF(center.x() - width / 2, center.y() - height / 2, width, height);
}

QRectF EdgeItem::boundingRect() const {
    return m_line.boundingRect().united(QRectF(m_path.tip, QSizeF(1, 1))).adjusted(-8, -8, 8, 8).united(labelRect().adjusted(-2, -2, 2, 2));
}

QPainterPath EdgeItem::shape() const {
    QPainterPathStroker stroker;
    stroker.setWidth(10);
    QPainterPath path = stroker.createStroke(m_line);
    path.addRect(labelRect());
    return path;
}

void EdgeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const Theme& theme = Theme::instance();
    painter->setRenderHint(QPainter::Antialiasing);
    QColor color = m_needed ? m_color : Theme::blend(theme.color(R::GraphCanvas), theme.color(R::TextMuted), 0.5);
    const double width = m_highlighted ? 2.4 : 1.5;
    QPen pen(color, width);
    pen.setCapStyle(Qt::FlatCap);
    if (m_kind == plan::EdgeKind::Copy) {
        pen.setDashPattern({4.0, 2.6});
    } else if (m_kind == plan::EdgeKind::Mount) {
        pen.setDashPattern({1.2, 2.2});
    }
    painter->setBrush(Qt::NoBrush);
    painter->setPen(pen);
    painter->drawPath(m_line);

    // Lines end horizontally, so arrows point to the right.
    const QPointF tip = m_path.tip;
    painter->setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    switch (m_kind) {
    case plan::EdgeKind::From:
        painter->setBrush(color);
        painter->drawPolygon(QPolygonF({tip, tip + QPointF(-9, -4), tip + QPointF(-9, 4)}));
        break;
    case plan::EdgeKind::Copy:
        painter->setBrush(theme.color(R::GraphCanvas));
        painter->drawPolygon(QPolygonF({tip, tip + QPointF(-9, -4.5), tip + QPointF(-9, 4.5)}));
        break;
    case plan::EdgeKind::Mount:
        painter->setBrush(theme.color(R::GraphCanvas));
        painter->drawPolygon(QPolygonF({tip, tip + QPointF(-5, -4), tip + QPointF(-10, 0), tip + QPointF(-5, 4)}));
        break;
    }
    const QRectF pill = labelRect();
    if (pill.isEmpty()) {
        return;
    }
    painter->setPen(QPen(color, m_highlighted ? 1.8 : 1.1));
    painter->setBrush(theme.color(R::Surface));
    painter->drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter->setFont(boldFont(-1));
    painter->setPen(theme.color(R::Text));
    const QRectF text = pill.adjusted(10, 0, -10, 0);
    painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft, m_strong);
    painter->setFont(theme.uiFont(-1));
    painter->setPen(theme.color(R::TextMuted));
    painter->drawText(text, Qt::AlignVCenter | Qt::AlignRight, m_rest);
}

} // namespace sw::ui
