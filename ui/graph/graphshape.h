#pragma once

#include "ui/session/documentsession.h"

#include <QString>

#include <string>
#include <vector>

namespace sw::ui {

/// One instruction in a card. The FROM is the card's header and has no row.
struct GraphRow {
    std::size_t instruction = 0; ///< index in Document::instructions
    int line = 0;                ///< 1-based
    QString text;                ///< the logical line, on one line
    bool operator==(const GraphRow&) const = default;
};

struct GraphNode {
    enum class Kind { Stage, External } kind = Kind::Stage;
    std::size_t index = 0; ///< in StageGraph::stages or externals
    QString name;
    QString base;          ///< what a stage is built on; what an external is ("base", "image", "context")
    std::size_t from = 0;  ///< instruction index of a stage's FROM
    int line = 0;
    bool needed = true;
    bool target = false;
    std::vector<GraphRow> rows;
    bool operator==(const GraphNode&) const = default;
};

struct GraphEdge {
    plan::EdgeKind kind = plan::EdgeKind::From;
    std::size_t source = 0; ///< index in GraphShape::nodes
    std::size_t target = 0;
    int row = -1;           ///< of the target's rows; -1 = its header
    std::size_t index = 0;  ///< in StageGraph::edges
    bool needed = true;
    bool operator==(const GraphEdge&) const = default;
};

/// The picture as a value: what is drawn, without where.
struct GraphShape {
    std::vector<GraphNode> nodes; ///< stages first, in file order; then the externals that are used
    std::vector<GraphEdge> edges;
    bool operator==(const GraphShape&) const = default;

    /// Equal keys mean equal layouts: texts, names and sizes are not in it, because cards have one width. Typing inside a line
    /// therefore moves nothing.
    std::string layoutKey() const;
    std::optional<std::size_t> nodeOfStage(std::size_t stage) const;
    std::size_t stageCount() const;
};

GraphShape makeShape(const DocumentSnapshot& snapshot);

} // namespace sw::ui
