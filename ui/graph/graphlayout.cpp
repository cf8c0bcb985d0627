#include "ui/graph/graphlayout.h"

#include <gvc.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <string>

namespace sw::ui {
namespace {

/// Above this many nodes routing around cards costs Graphviz tens of seconds (measured: 300 stages with labels 12 s on routes,
/// 3 s on places): then places only, with plain curves and without room for labels, in less than a second.
constexpr std::size_t kLarge = 80;

/// Graphviz keeps its errors and plugins in globals: one at a time.
std::mutex& graphvizLock() {
    static std::mutex mutex;
    return mutex;
}

std::string number(double value) {
    return std::to_string(static_cast<long>(std::lround(value)));
}

std::string cell(const std::string& port, double width, double height) {
    return "<TR><TD PORT=\"" + port + "\" FIXEDSIZE=\"TRUE\" WIDTH=\"" + number(width) + "\" HEIGHT=\"" + number(height) + "\"></TD></TR>";
}

constexpr const char* kTable = "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\">";

std::string cardLabel(const GraphNode& node, const GraphMetrics& metrics) {
    std::string label = kTable + cell("h", metrics.cardWidth, metrics.headerHeight);
    for (std::size_t i = 0; i < node.rows.size(); ++i) {
        label += cell("r" + std::to_string(i), metrics.cardWidth, metrics.rowHeight);
    }
    return label + cell("b", metrics.cardWidth, metrics.bottomPadding) + "</TABLE>";
}

class GraphvizGraph {
public:
    GraphvizGraph(const GraphMetrics& metrics, bool large) : m_metrics(metrics), m_large(large) {
        m_context = gvContext();
        std::string name = "stages";
        m_graph = agopen(name.data(), Agdirected, nullptr);
        attribute(AGRAPH, "rankdir", "LR");
        attribute(AGRAPH, "dpi", "72");
        attribute(AGRAPH, "ranksep", "0.55");
        attribute(AGRAPH, "nodesep", "0.34");
        attribute(AGRAPH, "ordering", "");
        if (large) {
            attribute(AGRAPH, "nslimit", "1");
            attribute(AGRAPH, "nslimit1", "1");
            attribute(AGRAPH, "mclimit", "0.1");
        }
        attribute(AGRAPH, "splines", large ? "line" : "true");
        attribute(AGRAPH, "outputorder", "");
        attribute(AGNODE, "shape", "plain");
        attribute(AGNODE, "label", "");
        attribute(AGEDGE, "arrowsize", "0.9");
        attribute(AGEDGE, "label", "");
        attribute(AGEDGE, "headport", "");
        attribute(AGEDGE, "tailport", "");
        attribute(AGEDGE, "weight", "1");
        attribute(AGEDGE, "constraint", "true");
    }
    ~GraphvizGraph() {
        if (m_laidOut) {
            gvFreeLayout(m_context, m_graph);
        }
        agclose(m_graph);
        gvFreeContext(m_context);
    }
    GraphvizGraph(const GraphvizGraph&) = delete;
    GraphvizGraph& operator=(const GraphvizGraph&) = delete;

    void addNode(const GraphNode& node) {
        std::string name = "n" + std::to_string(m_nodes.size());
        Agnode_t* drawn = agnode(m_graph, name.data(), 1);
        const std::string label = node.kind == GraphNode::Kind::Stage
                                      ? cardLabel(node, m_metrics)
                                      : kTable + cell("h", m_metrics.chipWidth, m_metrics.chipHeight) + "</TABLE>";
        setHtml(drawn, "label", label);
        m_nodes.push_back(drawn);
    }

    void addEdge(const GraphShape& shape, const GraphEdge& edge) {
        std::string name = "e" + std::to_string(m_edges.size());
        Agedge_t* drawn = agedge(m_graph, m_nodes[edge.source], m_nodes[edge.target], name.data(), 1);
        const GraphNode& source = shape.nodes[edge.source];
        const std::string tail = source.rows.empty() ? "h:e" : "r" + std::to_string(source.rows.size() - 1) + ":e";
        const std::string head = (edge.row < 0 ? std::string("h") : "r" + std::to_string(edge.row)) + ":w";
        set(drawn, "tailport", tail);
        set(drawn, "headport", head);
        set(drawn, "weight", edge.kind == plan::EdgeKind::From ? "3" : "2");
        if (!m_large && edge.kind == plan::EdgeKind::Copy && source.kind == GraphNode::Kind::Stage && edge.source != edge.target) {
            setHtml(drawn, "label", kTable + cell("l", m_metrics.labelWidth, m_metrics.labelHeight) + "</TABLE>");
        }
        m_edges.push_back(drawn);
    }

    bool layout() {
        m_laidOut = gvLayout(m_context, m_graph, "dot") == 0;
        return m_laidOut;
    }

    QPointF nodeCenter(std::size_t i) const {
        const pointf at = ND_coord(m_nodes[i]);
        return {at.x, -at.y};
    }

    EdgePath edgePath(std::size_t i) const {
        EdgePath path;
        const splines* curves = ED_spl(m_edges[i]);
        if (!m_large && curves != nullptr && curves->size > 0) {
            const bezier& curve = curves->list[0];
            for (int p = 0; p < curve.size; ++p) {
                path.bezier << QPointF(curve.list[p].x, -curve.list[p].y);
            }
            path.tip = curve.eflag != 0 ? QPointF(curve.ep.x, -curve.ep.y) : path.bezier.back();
        }
        if (const textlabel_t* label = ED_label(m_edges[i]); label != nullptr && label->set != 0) {
            path.label = QPointF(label->pos.x, -label->pos.y);
        }
        return path;
    }

private:
    void attribute(int kind, std::string name, std::string value) { agattr(m_graph, kind, name.data(), value.data()); }
    void set(void* object, std::string name, std::string value) { agset(object, name.data(), value.data()); }
    void setHtml(void* object, std::string name, std::string html) {
        char* text = agstrdup_html(m_graph, html.data());
        agset(object, name.data(), text);
        agstrfree(m_graph, text);
    }

    const GraphMetrics& m_metrics;
    GVC_t* m_context = nullptr;
    Agraph_t* m_graph = nullptr;
    std::vector<Agnode_t*> m_nodes;
    std::vector<Agedge_t*> m_edges;
    bool m_large;
    bool m_laidOut = false;
};

/// Graphviz clips to whole points and sometimes ends beside a port: the last piece is led to the middle of the row's left side.
void pinEnds(EdgePath& edge, const QPointF& begin, const QPointF& end) {
    constexpr double kArrow = 9.0;
    edge.tip = end;
    if (edge.bezier.size() < 4) {
        const double bend = std::max(40.0, std::abs(end.x() - begin.x()) / 2);
        edge.bezier = QPolygonF({begin, begin + QPointF(bend, 0), end - QPointF(kArrow + bend, 0), end - QPointF(kArrow, 0)});
        return;
    }
    const qsizetype last = edge.bezier.size() - 1;
    const QPointF shift = end - QPointF(kArrow, 0) - edge.bezier[last];
    edge.bezier[last] += shift;
    edge.bezier[last - 1] += shift;
    edge.bezier[last - 1].setY(edge.bezier[last].y()); // arrives horizontally, as the arrow points
    const QPointF startShift = begin - edge.bezier[0];
    edge.bezier[0] += startShift;
    edge.bezier[1] += startShift;
}

/// Labels sit on their lines, like beads, where Graphviz kept room for them; those that would touch another stay beside theirs.
void placeLabels(std::vector<EdgePath>& edges, const GraphMetrics& metrics) {
    std::vector<QRectF> taken;
    const QSizeF size(metrics.labelWidth, metrics.labelHeight);
    const auto rectAt = [&size](const QPointF& center) { return QRectF(center - QPointF(size.width() / 2, size.height() / 2), size); };
    for (EdgePath& edge : edges) {
        if (!edge.label) {
            continue;
        }
        const QPainterPath line = edge.path();
        QPointF bead = *edge.label;
        double best = 1e9;
        for (int i = 0; i <= 40; ++i) {
            const QPointF point = line.pointAtPercent(i / 40.0);
            if (std::abs(point.x() - edge.label->x()) < best) {
                best = std::abs(point.x() - edge.label->x());
                bead = point;
            }
        }
        const auto touches = [&](const QPointF& center) {
            return std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(rectAt(center)); });
        };
        if (touches(bead)) {
            bead = *edge.label;
        }
        for (int step = 1; touches(bead) && step < 12; ++step) { // rare: parallel lines
            bead = *edge.label + QPointF(0, (step % 2 == 0 ? 1 : -1) * (step + 1) / 2 * (size.height() + 2));
        }
        edge.label = bead;
        taken.push_back(rectAt(bead));
    }
}

} // namespace

QSizeF GraphMetrics::sizeOf(const GraphNode& node) const {
    if (node.kind == GraphNode::Kind::External) {
        return {chipWidth, chipHeight};
    }
    return {cardWidth, headerHeight + rowHeight * static_cast<double>(node.rows.size()) + bottomPadding};
}

QRectF GraphMetrics::rowRect(const GraphNode& node, int row) const {
    if (node.kind == GraphNode::Kind::External) {
        return {0, 0, chipWidth, chipHeight};
    }
    return row < 0 ? QRectF(0, 0, cardWidth, headerHeight) : QRectF(0, headerHeight + rowHeight * row, cardWidth, rowHeight);
}

QPainterPath EdgePath::path() const {
    QPainterPath path;
    if (bezier.size() < 4) {
        return path;
    }
    path.moveTo(bezier[0]);
    for (qsizetype i = 1; i + 2 < bezier.size(); i += 3) {
        path.cubicTo(bezier[i], bezier[i + 1], bezier[i + 2]);
    }
    return path;
}

GraphLayout layoutGraph(const GraphShape& shape, const GraphMetrics& metrics) {
    GraphLayout result;
    if (shape.nodes.empty()) {
        result.valid = true;
        return result;
    }
    const std::lock_guard lock(graphvizLock());
    agseterr(AGMAX);
    GraphvizGraph graph(metrics, shape.nodes.size() > kLarge);
    for (const GraphNode& node : shape.nodes) {
        graph.addNode(node);
    }
    for (const GraphEdge& edge : shape.edges) {
        graph.addEdge(shape, edge);
    }
    if (!graph.layout()) {
        return result;
    }
    for (std::size_t i = 0; i < shape.nodes.size(); ++i) {
        const QSizeF size = metrics.sizeOf(shape.nodes[i]);
        const QPointF center = graph.nodeCenter(i);
        const QPointF corner(std::round(center.x() - size.width() / 2), std::round(center.y() - size.height() / 2));
        result.nodes.emplace_back(corner, size);
        result.bounds = result.bounds.united(result.nodes.back());
    }
    for (std::size_t i = 0; i < shape.edges.size(); ++i) {
        const GraphEdge& edge = shape.edges[i];
        EdgePath path = graph.edgePath(i);
        const GraphNode& source = shape.nodes[edge.source];
        const QRectF out = metrics.rowRect(source, static_cast<int>(source.rows.size()) - 1).translated(result.nodes[edge.source].topLeft());
        const QRectF in = metrics.rowRect(shape.nodes[edge.target], edge.row).translated(result.nodes[edge.target].topLeft());
        pinEnds(path, {out.right(), out.center().y()}, {in.left(), in.center().y()});
        result.bounds = result.bounds.united(path.path().boundingRect());
        result.edges.push_back(std::move(path));
    }
    placeLabels(result.edges, metrics);
    result.valid = true;
    return result;
}

} // namespace sw::ui
