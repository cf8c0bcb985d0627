// The commands of StageGraphView: mouse, keys, actions, export.

#include "core/dockerfile/edit.h"
#include "ui/graph/graphparts.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QFile>
#include <QFileDialog>
#include <QHelpEvent>
#include <QMenu>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QScrollBar>
#include <QSvgGenerator>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace sw::ui {

void StageGraphView::makeActions() {
    const auto add = [this](Command command, const QString& text, const QString& icon, const QList<QKeySequence>& keys, auto run) {
        auto* action = new QAction(Theme::instance().icon(icon), text, this);
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, run);
        addAction(action);
        m_parts->actions.insert(static_cast<int>(command), action);
    };
    add(Command::ZoomIn, tr("Zoom in"), QStringLiteral("zoom-in"), {QKeySequence(Qt::Key_Plus), QKeySequence(Qt::Key_Equal)},
        [this] { setZoom(zoom() * 1.2); });
    add(Command::ZoomOut, tr("Zoom out"), QStringLiteral("zoom-out"), {QKeySequence(Qt::Key_Minus)}, [this] { setZoom(zoom() / 1.2); });
    add(Command::ZoomReset, tr("Actual size"), QStringLiteral("search"), {QKeySequence(Qt::Key_1)}, [this] { setZoom(1.0); });
    add(Command::Fit, tr("Fit the whole graph"), QStringLiteral("fit"), {QKeySequence(Qt::Key_0)}, [this] { fit(); });
    add(Command::Export, tr("Export the graph…"), QStringLiteral("export"), {}, [this] { askForExport(); });
}

QAction* StageGraphView::action(Command command) const {
    return m_parts->actions.value(static_cast<int>(command));
}

QList<QAction*> StageGraphView::allActions() const {
    return m_parts->actions.values();
}

void StageGraphView::wheelEvent(QWheelEvent* event) {
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        setZoom(zoom() * std::pow(1.0015, event->angleDelta().y()));
        event->accept();
        return;
    }
    QGraphicsView::wheelEvent(event);
}

void StageGraphView::selectRow(std::size_t node, int row) {
    if (node >= m_parts->shown.nodes.size()) {
        return;
    }
    m_parts->focusNode = node;
    const GraphNode& drawn = m_parts->shown.nodes[node];
    SelectedThing thing;
    if (drawn.kind == GraphNode::Kind::Stage) {
        thing.stage = drawn.index;
        thing.instruction = row < 0 ? drawn.from : drawn.rows[static_cast<std::size_t>(row)].instruction;
        if (row < 0) {
            thing.instruction.reset();
        }
    } else {
        // An image is selected through the first line that uses it.
        const auto use = std::ranges::find(m_parts->shown.edges, node, &GraphEdge::source);
        if (use == m_parts->shown.edges.end()) {
            return;
        }
        const GraphNode& user = m_parts->shown.nodes[use->target];
        thing.stage = user.index;
        thing.instruction = use->row < 0 ? user.from : user.rows[static_cast<std::size_t>(use->row)].instruction;
    }
    showSelection(thing, this);
    Q_EMIT selectionRequested(thing);
}

void StageGraphView::activate() {
    for (const NodeItem* item : m_parts->nodes) {
        if (item->selectedRow() != NodeItem::kNothing) {
            const GraphNode& node = item->node();
            Q_EMIT goToLineRequested(item->selectedRow() < 0 ? node.line : node.rows[static_cast<std::size_t>(item->selectedRow())].line);
            return;
        }
    }
}

void StageGraphView::walk(int key) {
    const Parts& parts = *m_parts;
    if (parts.nodes.empty()) {
        return;
    }
    const std::size_t at = std::min(parts.focusNode, parts.nodes.size() - 1);
    const NodeItem* here = parts.nodes[at];
    if (here->selectedRow() == NodeItem::kNothing) {
        selectRow(at, NodeItem::kHeader);
        return;
    }
    const int row = here->selectedRow();
    const int rows = static_cast<int>(here->node().rows.size());
    if (key == Qt::Key_Down && row + 1 < rows) {
        selectRow(at, row + 1);
        return;
    }
    if (key == Qt::Key_Up && row > NodeItem::kHeader) {
        selectRow(at, row - 1);
        return;
    }
    // To the nearest card in that direction: the distance across counts double.
    const QPointF from = here->sceneBoundingRect().center();
    std::optional<std::size_t> best;
    double bestDistance = 0;
    for (std::size_t i = 0; i < parts.nodes.size(); ++i) {
        if (i == at || parts.nodes[i]->node().kind == GraphNode::Kind::External) {
            continue;
        }
        const QPointF delta = parts.nodes[i]->sceneBoundingRect().center() - from;
        const double along = key == Qt::Key_Right ? delta.x() : key == Qt::Key_Left ? -delta.x() : key == Qt::Key_Down ? delta.y() : -delta.y();
        const double across = key == Qt::Key_Right || key == Qt::Key_Left ? delta.y() : delta.x();
        const double distance = along + 2 * std::abs(across);
        if (along > 1 && (!best || distance < bestDistance)) {
            best = i;
            bestDistance = distance;
        }
    }
    if (best) {
        const bool upwards = key == Qt::Key_Up;
        selectRow(*best, upwards ? static_cast<int>(parts.nodes[*best]->node().rows.size()) - 1 : NodeItem::kHeader);
        ensureVisible(parts.nodes[*best], 24, 24);
    }
}

void StageGraphView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier) {
            walk(event->key());
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter: activate(); return;
    case Qt::Key_F2:
        if (m_parts->selection.stage) {
            Q_EMIT renameStageRequested(*m_parts->selection.stage);
        } else {
            Q_EMIT message(tr("Select a stage first."));
        }
        return;
    case Qt::Key_Escape:
        if (m_parts->dragging) {
            m_parts->dragging = false;
            m_parts->dragSource.reset();
            viewport()->update();
            return;
        }
        break;
    default: break;
    }
    QGraphicsView::keyPressEvent(event);
}

void StageGraphView::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    const QPointF point = mapToScene(event->position().toPoint());
    NodeItem* item = m_parts->nodeAt(point);
    if (event->button() == Qt::LeftButton && item != nullptr) {
        selectRow(*m_parts->indexOf(item), item->rowAt(item->mapFromScene(point)));
        if (item->node().kind == GraphNode::Kind::Stage) {
            m_parts->dragSource = m_parts->indexOf(item);
            m_parts->dragStart = point;
        }
        return;
    }
    if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
        for (std::size_t i = 0; event->button() == Qt::LeftButton && i < m_parts->edges.size(); ++i) {
            if (m_parts->edges[i]->shape().contains(point)) {
                selectRow(m_parts->shown.edges[i].target, m_parts->shown.edges[i].row);
                return;
            }
        }
        m_parts->panning = true;
        m_parts->panPoint = event->position().toPoint();
        viewport()->setCursor(Qt::ClosedHandCursor);
    }
}

void StageGraphView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF point = mapToScene(event->position().toPoint());
    if (m_parts->panning) {
        const QPoint delta = event->position().toPoint() - m_parts->panPoint;
        m_parts->panPoint = event->position().toPoint();
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - delta.x());
        verticalScrollBar()->setValue(verticalScrollBar()->value() - delta.y());
        m_parts->fitMode = false;
        return;
    }
    NodeItem* under = m_parts->nodeAt(point);
    if (m_parts->dragSource && event->buttons().testFlag(Qt::LeftButton)) {
        const double moved = QLineF(mapFromScene(m_parts->dragStart), event->position()).length();
        m_parts->dragging = m_parts->dragging || moved > 2.0 * QApplication::startDragDistance();
        m_parts->dragPoint = point;
        for (NodeItem* item : m_parts->nodes) {
            const bool possible = item == under && m_parts->indexOf(item) != m_parts->dragSource && item->node().kind == GraphNode::Kind::Stage;
            item->setDropTarget(m_parts->dragging && possible);
        }
        viewport()->update();
        return;
    }
    viewport()->setCursor(under != nullptr ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QGraphicsView::mouseMoveEvent(event);
}

void StageGraphView::mouseReleaseEvent(QMouseEvent* event) {
    if (m_parts->panning) {
        m_parts->panning = false;
        viewport()->setCursor(Qt::ArrowCursor);
    }
    if (m_parts->dragging) {
        finishDrag(mapToScene(event->position().toPoint()));
    }
    m_parts->dragging = false;
    m_parts->dragSource.reset();
    viewport()->update();
}

void StageGraphView::finishDrag(const QPointF& scenePoint) {
    NodeItem* target = m_parts->nodeAt(scenePoint);
    for (NodeItem* item : m_parts->nodes) {
        item->setDropTarget(false);
    }
    if (target == nullptr || target->node().kind != GraphNode::Kind::Stage || m_parts->indexOf(target) == m_parts->dragSource ||
        !m_parts->snapshot) {
        return;
    }
    const GraphNode& source = m_parts->shown.nodes[*m_parts->dragSource];
    if (source.index > target->node().index) {
        Q_EMIT message(tr("'%1' begins after '%2': a stage can only copy from stages above it.").arg(source.name, target->node().name));
        return;
    }
    const auto edits = dockerfile::addCopyFrom(*m_parts->snapshot->document, source.index, target->node().index);
    if (!edits.empty()) {
        Q_EMIT editsRequested(edits, tr("Copy from '%1' to '%2'").arg(source.name, target->node().name));
    }
}

void StageGraphView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        if (m_parts->nodeAt(mapToScene(event->position().toPoint())) != nullptr) {
            activate();
        } else {
            fit();
        }
    }
}

void StageGraphView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    const NodeItem* item = m_parts->nodeAt(mapToScene(event->pos()));
    if (item != nullptr) {
        const auto* node = item;
        const int row = node->rowAt(node->mapFromScene(mapToScene(event->pos())));
        const int line = row < 0 ? node->node().line : node->node().rows[static_cast<std::size_t>(row)].line;
        if (line > 0) {
            menu.addAction(tr("Go to line %1").arg(line), this, [this, line] { Q_EMIT goToLineRequested(line); });
        }
        if (node->node().kind == GraphNode::Kind::Stage) {
            const std::size_t stage = node->node().index;
            menu.addAction(tr("Rename the stage…"), this, [this, stage] { Q_EMIT renameStageRequested(stage); });
        }
        menu.addSeparator();
    }
    for (const Command command : {Command::Fit, Command::ZoomReset, Command::ZoomIn, Command::ZoomOut}) {
        menu.addAction(action(command));
    }
    menu.addSeparator();
    menu.addAction(action(Command::Export));
    menu.exec(event->globalPos());
}

bool StageGraphView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), tipAt(mapToScene(help->pos())), this); // no text: none is shown
        return true;
    }
    return QGraphicsView::viewportEvent(event);
}

void StageGraphView::askForExport() {
    const QString path = QFileDialog::getSaveFileName(this, tr("Export the graph"), QStringLiteral("stages.svg"),
                                                      tr("Pictures and Graphviz (*.svg *.png *.pdf *.dot)"));
    QString error;
    if (path.isEmpty()) {
        return;
    }
    Q_EMIT message(exportTo(path, &error) ? tr("The graph was written to %1.").arg(path) : error);
}

bool StageGraphView::exportTo(const QString& path, QString* error) {
    if (!m_parts->snapshot || m_parts->shown.nodes.empty()) {
        *error = tr("There is no graph to export.");
        return false;
    }
    if (path.endsWith(QLatin1StringView(".dot"), Qt::CaseInsensitive)) {
        QFile file(path);
        const std::string dot = plan::toDot(*m_parts->snapshot->document, *m_parts->snapshot->graph);
        if (!file.open(QIODevice::WriteOnly) || file.write(dot.data(), static_cast<qint64>(dot.size())) < 0) {
            *error = tr("%1 cannot be written: %2").arg(path, file.errorString());
            return false;
        }
        return true;
    }
    m_parts->move.stop();
    placeItems(1.0);
    const SelectedThing selection = std::exchange(m_parts->selection, {});
    applySelection();
    const bool written = exportGraph(m_parts->scene, path, accessibleName(), error);
    m_parts->selection = selection;
    applySelection();
    return written;
}

bool exportGraph(QGraphicsScene& scene, const QString& path, const QString& title, QString* error) {
    constexpr double kEdge = 16;
    const QRectF area = scene.itemsBoundingRect().adjusted(-kEdge, -kEdge, kEdge, kEdge);
    const QSize size = area.size().toSize();
    const QColor canvas = Theme::instance().color(Theme::Role::GraphCanvas);
    const auto draw = [&](QPaintDevice& device, const QRectF& target) {
        QPainter painter;
        if (!painter.begin(&device)) {
            return false;
        }
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillRect(target, canvas);
        scene.render(&painter, target, area);
        return painter.end();
    };
    bool written = false;
    if (path.endsWith(QLatin1StringView(".svg"), Qt::CaseInsensitive)) {
        QSvgGenerator svg;
        svg.setFileName(path);
        svg.setSize(size);
        svg.setViewBox(QRectF(QPointF(0, 0), area.size()));
        svg.setTitle(title);
        svg.setResolution(96);
        written = draw(svg, QRectF(QPointF(0, 0), area.size())) && QFile::exists(path);
    } else if (path.endsWith(QLatin1StringView(".pdf"), Qt::CaseInsensitive)) {
        QPdfWriter pdf(path);
        pdf.setResolution(96);
        pdf.setTitle(title);
        pdf.setPageSize(QPageSize(area.size() * 72.0 / 96.0, QPageSize::Point));
        pdf.setPageMargins(QMarginsF());
        written = draw(pdf, QRectF(0, 0, pdf.width(), pdf.height()));
    } else if (path.endsWith(QLatin1StringView(".png"), Qt::CaseInsensitive)) {
        QImage image(size * 2, QImage::Format_ARGB32_Premultiplied);
        written = draw(image, QRectF(QPointF(0, 0), area.size() * 2)) && image.save(path);
    } else {
        *error = StageGraphView::tr("%1: the name must end in .svg, .png, .pdf or .dot.").arg(path);
        return false;
    }
    if (!written) {
        *error = StageGraphView::tr("%1 cannot be written.").arg(path);
    }
    return written;
}

} // namespace sw::ui
