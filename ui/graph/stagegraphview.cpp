#include "ui/graph/stagegraphview.h"

#include "ui/graph/graphaccessible.h"
#include "ui/graph/graphparts.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <cmath>

namespace sw::ui {
namespace {

constexpr double kMargin = 24;
constexpr double kMostZoom = 3.0;
constexpr double kLeastZoom = 0.05;
constexpr double kReadableZoom = 0.5; ///< under it the rows are grey lines

/// Sizes that fit the theme's fonts.
GraphMetrics metricsOf(const Theme& theme) {
    const double small = QFontMetricsF(theme.uiFont(-1)).height();
    const double normal = QFontMetricsF(theme.uiFont()).height();
    const double digit = QFontMetricsF(theme.uiFont(-1)).horizontalAdvance(QLatin1Char('8'));
    GraphMetrics metrics;
    metrics.cardWidth = std::round(digit * 38);
    metrics.headerHeight = std::round(normal + 12);
    metrics.rowHeight = std::round(small + 6);
    metrics.chipWidth = std::round(digit * 19);
    metrics.chipHeight = std::round(small * 2 + 8);
    metrics.labelWidth = std::round(digit * 19);
    metrics.labelHeight = std::round(small + 8);
    return metrics;
}

EdgePath blend(const EdgePath& from, const EdgePath& to, double t) {
    EdgePath path = to;
    for (qsizetype i = 0; i < path.bezier.size(); ++i) {
        path.bezier[i] = from.bezier[i] + (to.bezier[i] - from.bezier[i]) * t;
    }
    path.tip = from.tip + (to.tip - from.tip) * t;
    if (from.label && to.label) {
        path.label = *from.label + (*to.label - *from.label) * t;
    }
    return path;
}

} // namespace

NodeItem* StageGraphView::Parts::nodeAt(const QPointF& scenePoint) const {
    for (NodeItem* item : nodes) {
        if (item->rowAt(item->mapFromScene(scenePoint)) != NodeItem::kNothing) {
            return item;
        }
    }
    return nullptr;
}

std::optional<std::size_t> StageGraphView::Parts::indexOf(const NodeItem* item) const {
    const auto found = std::ranges::find(nodes, item);
    return found == nodes.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - nodes.begin()));
}

StageGraphView::StageGraphView(QWidget* parent) : QGraphicsView(parent), m_parts(std::make_unique<Parts>()) {
    installGraphAccessibility();
    setScene(&m_parts->scene);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setRenderHint(QPainter::TextAntialiasing);
    setViewportUpdateMode(QGraphicsView::SmartViewportUpdate);
    setTransformationAnchor(QGraphicsView::AnchorUnderMouse);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Stage graph"));
    m_parts->metrics = metricsOf(Theme::instance());
    m_parts->scene.setItemIndexMethod(QGraphicsScene::NoIndex);
    makeActions();
    connect(&m_parts->worker, &LayoutWorker::done, this, [this](std::uint64_t, const GraphShape& shape, const GraphLayout& layout) {
        takeLayout(shape, layout);
    });
    connect(&Theme::instance(), &Theme::changed, this, &StageGraphView::applyTheme);
    m_parts->move.setDuration(150);
    m_parts->move.setStartValue(0.0);
    m_parts->move.setEndValue(1.0);
    m_parts->move.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_parts->move, &QVariantAnimation::valueChanged, this, [this](const QVariant& t) { placeItems(t.toDouble()); });
    m_parts->running.setInterval(120);
    connect(&m_parts->running, &QTimer::timeout, this, [this] {
        m_parts->phase = m_parts->phase >= 0.99 ? 0.0 : m_parts->phase + 1.0 / 12;
        for (NodeItem* item : m_parts->nodes) {
            item->setPhase(m_parts->phase);
        }
    });
    m_parts->refresh.setSingleShot(true);
    connect(&m_parts->refresh, &QTimer::timeout, this, &StageGraphView::refreshContent);
    applyTheme();
}

StageGraphView::~StageGraphView() {
    m_parts->move.stop();
    setScene(nullptr);
}

void StageGraphView::applyTheme() {
    setBackgroundBrush(Theme::instance().color(Theme::Role::GraphCanvas));
    const GraphMetrics metrics = metricsOf(Theme::instance());
    if (metrics != m_parts->metrics) {
        m_parts->metrics = metrics;
        m_parts->requestedKey.clear();
        requestLayout();
    }
    for (QAction* action : m_parts->actions) {
        action->setIcon(action->icon());
    }
    refreshContent();
    m_parts->scene.update();
    viewport()->update();
}

void StageGraphView::setSnapshot(const SnapshotPtr& snapshot) {
    m_parts->snapshot = snapshot;
    m_parts->wanted = snapshot ? makeShape(*snapshot) : GraphShape{};
    requestLayout();
    Q_EMIT summaryChanged(summary());
}

void StageGraphView::setStates(const StatesPtr& states) {
    m_parts->states = states;
    m_parts->refresh.stop();
    refreshContent();
}

void StageGraphView::requestLayout() {
    const std::string key = m_parts->wanted.layoutKey();
    if (key == m_parts->shownKey && key == m_parts->requestedKey) {
        m_parts->shown = m_parts->wanted; // same places, other texts
        if (m_parts->states && m_parts->snapshot && m_parts->states->revision != m_parts->snapshot->revision) {
            m_parts->refresh.start(); // its states follow at once
        } else {
            refreshContent();
        }
        return;
    }
    if (key == m_parts->requestedKey) {
        return; // being made; takeLayout uses the newest texts
    }
    m_parts->requestedKey = key;
    if (m_parts->wanted.nodes.empty()) {
        takeLayout(m_parts->wanted, layoutGraph({}, m_parts->metrics));
        return;
    }
    m_parts->pending = true;
    m_parts->worker.request(m_parts->wanted, m_parts->metrics);
}

bool StageGraphView::layoutPending() const {
    return m_parts->pending || m_parts->move.state() == QAbstractAnimation::Running;
}

void StageGraphView::takeLayout(const GraphShape& shape, const GraphLayout& layout) {
    m_parts->pending = false;
    if (!layout.valid || shape.layoutKey() != m_parts->requestedKey) {
        return;
    }
    rememberPlaces();
    const bool first = m_parts->shown.nodes.empty();
    m_parts->shown = m_parts->wanted.layoutKey() == shape.layoutKey() ? m_parts->wanted : shape;
    m_parts->shownKey = shape.layoutKey();
    m_parts->layout = layout;
    makeItems();
    refreshContent();
    const QRectF bounds = layout.bounds.adjusted(-kMargin, -kMargin, kMargin, kMargin);
    setSceneRect(layout.bounds.isEmpty() ? QRectF() : bounds);
    if (m_parts->fitMode) {
        keepFitted();
    }
    m_parts->move.stop();
    if (first || !isVisible()) {
        placeItems(1.0);
    } else {
        placeItems(0.0);
        m_parts->move.start();
    }
    Q_EMIT layoutDone();
    viewport()->update();
}

/// Where everything is now, by identity: stages by name or number, images by name.
void StageGraphView::rememberPlaces() {
    m_parts->places.clear();
    m_parts->paths.clear();
    for (const NodeItem* item : m_parts->nodes) {
        m_parts->places[Parts::identity(item->node())] = item->pos();
    }
    for (std::size_t i = 0; i < m_parts->edges.size() && i < m_parts->shown.edges.size(); ++i) {
        m_parts->paths[Parts::identity(m_parts->shown, m_parts->shown.edges[i])] = m_parts->edges[i]->edgePath();
    }
}

void StageGraphView::makeItems() {
    Parts& parts = *m_parts;
    const auto adjust = [&](auto& items, std::size_t count, auto make) {
        while (items.size() > count) {
            delete items.back();
            items.pop_back();
        }
        while (items.size() < count) {
            items.push_back(make());
            parts.scene.addItem(items.back());
        }
    };
    adjust(parts.edges, parts.shown.edges.size(), [] {
        auto* item = new EdgeItem;
        item->setZValue(1);
        return item;
    });
    adjust(parts.nodes, parts.shown.nodes.size(), [&parts] {
        auto* item = new NodeItem(parts.metrics);
        item->setZValue(2);
        return item;
    });
    parts.nodesFrom.clear();
    parts.edgesFrom.clear();
    for (std::size_t i = 0; i < parts.shown.nodes.size(); ++i) {
        const auto found = parts.places.find(Parts::identity(parts.shown.nodes[i]));
        parts.nodesFrom.push_back(found == parts.places.end() ? parts.layout.nodes[i].topLeft() : found->second);
    }
    for (std::size_t i = 0; i < parts.shown.edges.size(); ++i) {
        const auto found = parts.paths.find(Parts::identity(parts.shown, parts.shown.edges[i]));
        const bool same = found != parts.paths.end() && found->second.bezier.size() == parts.layout.edges[i].bezier.size();
        parts.edgesFrom.push_back(same ? found->second : EdgePath{});
    }
}

void StageGraphView::placeItems(double t) {
    Parts& parts = *m_parts;
    for (std::size_t i = 0; i < parts.nodes.size() && i < parts.layout.nodes.size(); ++i) {
        const QPointF to = parts.layout.nodes[i].topLeft();
        parts.nodes[i]->setPos(parts.nodesFrom[i] + (to - parts.nodesFrom[i]) * t);
    }
    for (std::size_t i = 0; i < parts.edges.size() && i < parts.layout.edges.size(); ++i) {
        const bool known = !parts.edgesFrom[i].bezier.isEmpty();
        parts.edges[i]->setPathOf(known ? blend(parts.edgesFrom[i], parts.layout.edges[i], t) : parts.layout.edges[i]);
        parts.edges[i]->setOpacity(known ? 1.0 : t);
    }
}

void StageGraphView::refreshContent() {
    Parts& parts = *m_parts;
    if (!parts.snapshot || !parts.snapshot->graph || parts.nodes.size() != parts.shown.nodes.size()) {
        return;
    }
    // While a new layout is being made the items are still of the older text: its instruction numbers do not fit the new states.
    const bool current = parts.shown == parts.wanted;
    if (!current) {
        return;
    }
    const DocumentSnapshot& snapshot = *parts.snapshot;
    bool running = false;
    for (std::size_t i = 0; i < parts.nodes.size(); ++i) {
        parts.nodes[i]->setContent(parts.shown.nodes[i], nodeFacts(parts.shown.nodes[i], snapshot, parts.states.get()));
        running = running || parts.nodes[i]->hasRunningRow();
    }
    const Theme& theme = Theme::instance();
    for (std::size_t i = 0; i < parts.edges.size(); ++i) {
        const GraphEdge& edge = parts.shown.edges[i];
        const GraphNode& source = parts.shown.nodes[edge.source];
        const bool colored = edge.kind != plan::EdgeKind::From && source.kind == GraphNode::Kind::Stage;
        const QColor color = colored ? theme.stageColor(source.index) : theme.color(Theme::Role::TextMuted);
        const auto [strong, rest] = edgeLabel(snapshot.graph->edges[edge.index], parts.states.get());
        parts.edges[i]->setContent(edge.kind, color, edge.needed, strong, rest);
    }
    if (running && !parts.running.isActive()) {
        parts.running.start();
    } else if (!running) {
        parts.running.stop();
    }
    applySelection();
}

/// Made when somebody asks, not at every key.
QString StageGraphView::tipAt(const QPointF& scenePoint) const {
    const Parts& parts = *m_parts;
    if (!parts.snapshot || !(parts.shown == parts.wanted)) {
        return {};
    }
    if (const NodeItem* item = parts.nodeAt(scenePoint)) {
        return nodeTip(item->node(), item->rowAt(item->mapFromScene(scenePoint)), *parts.snapshot, parts.states.get());
    }
    for (std::size_t i = 0; i < parts.edges.size() && i < parts.shown.edges.size(); ++i) {
        if (parts.edges[i]->shape().contains(parts.edges[i]->mapFromScene(scenePoint))) {
            return edgeTip(parts.snapshot->graph->edges[parts.shown.edges[i].index], parts.states.get());
        }
    }
    return {};
}

QString StageGraphView::summary() const {
    const std::size_t stages = m_parts->wanted.stageCount();
    const auto needed = std::ranges::count_if(m_parts->wanted.nodes, [](const GraphNode& node) {
        return node.kind == GraphNode::Kind::Stage && node.needed;
    });
    return stages == 0 ? tr("no stages") : tr("%1 needed of %2").arg(needed).arg(stages);
}

double StageGraphView::zoom() const {
    return transform().m11();
}

void StageGraphView::setZoom(double zoom) {
    const double wanted = std::clamp(zoom, kLeastZoom, kMostZoom);
    m_parts->fitMode = false;
    scale(wanted / this->zoom(), wanted / this->zoom());
    Q_EMIT zoomChanged(this->zoom());
}

void StageGraphView::fit() {
    m_parts->fitMode = true;
    const QRectF bounds = m_parts->layout.bounds.adjusted(-kMargin, -kMargin, kMargin, kMargin);
    if (m_parts->layout.bounds.isEmpty() || viewport()->width() < 20 || viewport()->height() < 20) {
        return;
    }
    const double factor = std::min({viewport()->width() / bounds.width(), viewport()->height() / bounds.height(), 1.0});
    resetTransform();
    scale(std::max(factor, kLeastZoom), std::max(factor, kLeastZoom));
    centerOn(bounds.center());
    Q_EMIT zoomChanged(zoom());
}

void StageGraphView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    if (m_parts->fitMode) {
        keepFitted();
    }
}

void StageGraphView::keepFitted() {
    const QRectF bounds = m_parts->layout.bounds.adjusted(-kMargin, -kMargin, kMargin, kMargin);
    const double factor = std::min(viewport()->width() / bounds.width(), viewport()->height() / bounds.height());
    if (m_parts->layout.bounds.isEmpty() || factor >= kReadableZoom) {
        fit();
        return;
    }
    if (std::abs(zoom() - kReadableZoom) < 1e-6) {
        return; // it stands where somebody looks
    }
    resetTransform();
    scale(kReadableZoom, kReadableZoom);
    for (std::size_t i = 0; i < m_parts->shown.nodes.size() && i < m_parts->layout.nodes.size(); ++i) {
        if (m_parts->shown.nodes[i].target) {
            centerOn(m_parts->layout.nodes[i].center());
        }
    }
    Q_EMIT zoomChanged(zoom());
}

void StageGraphView::showSelection(const SelectedThing& thing, QObject* origin) {
    m_parts->selection = thing;
    applySelection();
    if (origin == this) {
        return;
    }
    for (std::size_t i = 0; i < m_parts->nodes.size(); ++i) {
        const NodeItem* item = m_parts->nodes[i];
        if (item->selectedRow() != NodeItem::kNothing) {
            m_parts->focusNode = i;
            const QRectF row = item->mapRectToScene(item->rowRect(item->selectedRow()));
            if (!mapToScene(viewport()->rect()).boundingRect().contains(row)) {
                ensureVisible(row, 24, 24);
            }
            break;
        }
    }
}

void StageGraphView::applySelection() {
    const SelectedThing& thing = m_parts->selection;
    for (NodeItem* item : m_parts->nodes) {
        const GraphNode& node = item->node();
        int row = NodeItem::kNothing;
        if (node.kind == GraphNode::Kind::Stage) {
            if (thing.instruction) {
                const auto found = std::ranges::find(node.rows, *thing.instruction, &GraphRow::instruction);
                row = found != node.rows.end()      ? static_cast<int>(found - node.rows.begin())
                      : node.from == *thing.instruction ? NodeItem::kHeader
                                                        : NodeItem::kNothing;
            } else if (thing.stage && *thing.stage == node.index) {
                row = NodeItem::kHeader;
            }
        }
        item->setSelectedRow(row);
    }
    for (std::size_t i = 0; i < m_parts->edges.size() && i < m_parts->shown.edges.size(); ++i) {
        const GraphEdge& edge = m_parts->shown.edges[i];
        const NodeItem* target = m_parts->nodes[edge.target];
        m_parts->edges[i]->setHighlighted(target->selectedRow() != NodeItem::kNothing && target->selectedRow() == edge.row);
    }
}

void StageGraphView::drawForeground(QPainter* painter, const QRectF&) {
    if (m_parts->dragging) {
        painter->setRenderHint(QPainter::Antialiasing);
        QPen pen(Theme::instance().color(Theme::Role::Accent), 2.0);
        pen.setDashPattern({4.0, 2.6});
        painter->setPen(pen);
        painter->drawLine(m_parts->dragStart, m_parts->dragPoint);
    }
    if (m_parts->shown.nodes.empty() && m_parts->wanted.nodes.empty()) {
        painter->save();
        painter->resetTransform();
        painter->setFont(Theme::instance().uiFont());
        painter->setPen(Theme::instance().color(Theme::Role::TextMuted));
        painter->drawText(viewport()->rect().adjusted(24, 0, -24, 0), Qt::AlignCenter | Qt::TextWordWrap,
                          tr("The stages appear here. A stage begins with FROM, for example: FROM node:18 AS builder"));
        painter->restore();
    }
}

} // namespace sw::ui
