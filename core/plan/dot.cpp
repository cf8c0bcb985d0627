#include "core/plan/stagegraph.h"

namespace sw::plan {

namespace {

std::string dotString(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c == '\n' ? ' ' : c;
    }
    return out + "\"";
}

std::string nodeOf(const Edge& edge) {
    return edge.sourceStage ? "stage" + std::to_string(*edge.sourceStage) : "image" + std::to_string(*edge.sourceExternal);
}

std::string_view edgeStyle(EdgeKind kind) {
    switch (kind) {
    case EdgeKind::From: return "style=solid";
    case EdgeKind::Copy: return "style=dashed, arrowhead=empty";
    case EdgeKind::Mount: return "style=dotted, arrowhead=ediamond";
    }
    return "";
}

} // namespace

std::string toDot(const dockerfile::Document& document, const StageGraph& graph) {
    std::string out = "digraph stages {\n    rankdir=LR;\n    node [shape=box, fontname=\"sans-serif\"];\n";
    for (const Stage& stage : graph.stages) {
        out += "    stage" + std::to_string(stage.index) + " [label=" + dotString(stage.displayName());
        out += stage.isTarget ? ", style=bold" : stage.needed ? "" : ", style=dashed, color=grey, fontcolor=grey";
        out += "];\n";
    }
    for (std::size_t i = 0; i < graph.externals.size(); ++i) {
        out += "    image" + std::to_string(i) + " [label=" + dotString(graph.externals[i].reference) + ", style=\"rounded,dashed\"];\n";
    }
    for (const Edge& edge : graph.edges) {
        if (!edge.sourceStage && !edge.sourceExternal) {
            continue;
        }
        out += "    " + nodeOf(edge) + " -> stage" + std::to_string(edge.stage) + " [" + std::string(edgeStyle(edge.kind));
        if (edge.kind != EdgeKind::From && edge.instruction < document.instructions.size()) {
            out += ", tooltip=" + dotString(document.instructions[edge.instruction].original);
        }
        out += "];\n";
    }
    return out + "}\n";
}

} // namespace sw::plan
