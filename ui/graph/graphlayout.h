#pragma once

#include "ui/graph/graphshape.h"

#include <QPainterPath>
#include <QPointF>
#include <QPolygonF>
#include <QRectF>

#include <optional>
#include <vector>

namespace sw::ui {

/// Sizes of what is laid out, in pixels at 100 %.
struct GraphMetrics {
    double cardWidth = 232;
    double headerHeight = 30;
    double rowHeight = 21;
    double bottomPadding = 5;
    double chipWidth = 132;
    double chipHeight = 38;
    double labelWidth = 132; ///< room kept on COPY --from edges between stages
    double labelHeight = 22;
    bool operator==(const GraphMetrics&) const = default;

    QSizeF sizeOf(const GraphNode& node) const;
    /// Row `row` of a card, relative to the card; -1 = the header.
    QRectF rowRect(const GraphNode& node, int row) const;
};

struct EdgePath {
    QPolygonF bezier;             ///< 3n+1 points of cubic curves
    QPointF tip;                  ///< where the arrow points: on the left side of the row or header
    std::optional<QPointF> label; ///< middle of the room for its label
    QPainterPath path() const;
};

struct GraphLayout {
    std::vector<QRectF> nodes;    ///< by GraphShape::nodes
    std::vector<EdgePath> edges;  ///< by GraphShape::edges
    QRectF bounds;
    bool valid = false;
};

/// Layered layout from left to right by Graphviz. Synchronous; may be called from any thread, one at a time (Graphviz has
/// global state: a lock inside). Ends of edges are corrected to lie exactly on their row's side.
GraphLayout layoutGraph(const GraphShape& shape, const GraphMetrics& metrics);

} // namespace sw::ui
