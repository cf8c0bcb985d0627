#pragma once

#include "ui/graph/graphfacts.h"
#include "ui/graph/graphitems.h"
#include "ui/graph/layoutworker.h"
#include "ui/graph/stagegraphview.h"

#include <QGraphicsScene>
#include <QMap>
#include <QPointer>
#include <QTimer>
#include <QVariantAnimation>

#include <map>

namespace sw::ui {

/// What a graph view holds; shared by its source files only.
struct StageGraphView::Parts {
    GraphMetrics metrics; ///< before the scene: its items refer to it
    QGraphicsScene scene;
    LayoutWorker worker;
    SnapshotPtr snapshot;
    StatesPtr states;
    GraphShape wanted;          ///< of the newest snapshot
    GraphShape shown;           ///< what the items are of
    GraphLayout layout;         ///< of `shown`
    std::string requestedKey;   ///< layout key of the newest request; "" = none asked yet
    std::string shownKey;
    bool pending = false;
    std::vector<NodeItem*> nodes; ///< by shown.nodes
    std::vector<EdgeItem*> edges; ///< by shown.edges
    SelectedThing selection;
    std::size_t focusNode = 0;  ///< where the arrow keys walk
    bool fitMode = true;        ///< until the person zooms: the whole graph stays visible
    QMap<int, QAction*> actions;

    QVariantAnimation move;     ///< 150 ms from old to new places
    std::map<QString, QPointF> places;  ///< before the change, by identity
    std::map<QString, EdgePath> paths;
    std::vector<QPointF> nodesFrom;
    std::vector<EdgePath> edgesFrom; ///< empty bezier: the edge is new, it fades in
    QTimer running;
    QTimer refresh;             ///< shows a snapshot whose states did not come
    double phase = 0.0;

    // Dragging a connection from one card to another.
    std::optional<std::size_t> dragSource;
    QPointF dragStart;
    QPointF dragPoint;
    bool dragging = false;
    bool panning = false;
    QPoint panPoint;

    static QString identity(const GraphNode& node) { return (node.kind == GraphNode::Kind::Stage ? QLatin1Char('s') : QLatin1Char('x')) + node.name; }
    static QString identity(const GraphShape& shape, const GraphEdge& edge) {
        return identity(shape.nodes[edge.source]) + QLatin1Char('>') + identity(shape.nodes[edge.target]) + QLatin1Char(':') + QString::number(edge.row);
    }
    NodeItem* nodeAt(const QPointF& scenePoint) const;
    std::optional<std::size_t> indexOf(const NodeItem* item) const;
};

/// "Stages" exactly as they are drawn, independent of the view's zoom, with a margin; nothing selected.
bool exportGraph(QGraphicsScene& scene, const QString& path, const QString& title, QString* error);

} // namespace sw::ui
