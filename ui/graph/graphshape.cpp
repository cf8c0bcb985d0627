#include "ui/graph/graphshape.h"

#include "ui/session/stagename.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace sw::ui {
namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(StageGraph)
};

GraphNode stageNode(const dockerfile::Document& document, const plan::Stage& stage) {
    GraphNode node;
    node.index = stage.index;
    node.name = stageTitle(stage);
    node.base = QString::fromStdString(stage.base);
    node.from = stage.from;
    node.line = stage.line;
    node.needed = stage.needed;
    node.target = stage.isTarget;
    for (std::size_t i = stage.from + 1; i < stage.end; ++i) {
        const dockerfile::Instruction& instruction = document.instructions[i];
        node.rows.push_back({i, instruction.startLine(), QString::fromStdString(instruction.original).simplified()});
    }
    return node;
}

GraphNode externalNode(const plan::External& external, std::size_t index, bool asBase) {
    GraphNode node;
    node.kind = GraphNode::Kind::External;
    node.index = index;
    node.name = QString::fromStdString(external.reference);
    node.needed = false;
    switch (external.kind) {
    case plan::External::Kind::Image: node.base = asBase ? Texts::tr("base") : Texts::tr("image"); break;
    case plan::External::Kind::NamedContext: node.base = Texts::tr("named context"); break;
    case plan::External::Kind::Scratch: node.base = Texts::tr("empty"); break;
    }
    return node;
}

} // namespace

std::string GraphShape::layoutKey() const {
    std::string key;
    for (const GraphNode& node : nodes) {
        key += node.kind == GraphNode::Kind::Stage ? 's' : 'x';
        key += std::to_string(node.rows.size());
    }
    for (const GraphEdge& edge : edges) {
        key += edge.kind == plan::EdgeKind::From ? 'f' : edge.kind == plan::EdgeKind::Copy ? 'c' : 'm';
        key += std::to_string(edge.source) + ',' + std::to_string(edge.target) + ',' + std::to_string(edge.row);
    }
    return key;
}

std::optional<std::size_t> GraphShape::nodeOfStage(std::size_t stage) const {
    return stage < stageCount() ? std::optional(stage) : std::nullopt; // stages come first, in order
}

std::size_t GraphShape::stageCount() const {
    return static_cast<std::size_t>(std::ranges::count(nodes, GraphNode::Kind::Stage, &GraphNode::kind));
}

GraphShape makeShape(const DocumentSnapshot& snapshot) {
    GraphShape shape;
    if (!snapshot.graph || !snapshot.document) {
        return shape;
    }
    const plan::StageGraph& graph = *snapshot.graph;
    for (const plan::Stage& stage : graph.stages) {
        shape.nodes.push_back(stageNode(*snapshot.document, stage));
    }
    std::map<std::size_t, std::size_t> externals; // index in externals -> node
    for (std::size_t i = 0; i < graph.externals.size(); ++i) {
        const auto uses = [i](const plan::Edge& edge) { return edge.sourceExternal == i; };
        if (std::ranges::none_of(graph.edges, uses)) {
            continue;
        }
        const bool asBase = std::ranges::any_of(graph.edges, [&](const plan::Edge& e) { return uses(e) && e.kind == plan::EdgeKind::From; });
        externals[i] = shape.nodes.size();
        shape.nodes.push_back(externalNode(graph.externals[i], i, asBase));
    }
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const plan::Edge& edge = graph.edges[i];
        if (edge.stage >= graph.stages.size() || (!edge.sourceStage && !edge.sourceExternal)) {
            continue;
        }
        GraphEdge drawn;
        drawn.kind = edge.kind;
        drawn.index = i;
        drawn.needed = edge.needed;
        drawn.source = edge.sourceStage ? *edge.sourceStage : externals.at(*edge.sourceExternal);
        drawn.target = edge.stage;
        const auto& rows = shape.nodes[edge.stage].rows;
        const auto row = std::ranges::find(rows, edge.instruction, &GraphRow::instruction);
        drawn.row = row == rows.end() ? -1 : static_cast<int>(row - rows.begin());
        if (edge.sourceExternal && edge.needed) {
            shape.nodes[drawn.source].needed = true;
        }
        shape.edges.push_back(drawn);
    }
    return shape;
}

} // namespace sw::ui
