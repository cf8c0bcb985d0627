#include "ui/graph/graphfacts.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>

#include <algorithm>

namespace sw::ui {
namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(StageGraph)
};

QString bold(const QString& text) {
    return QStringLiteral("<b>%1</b>").arg(text.toHtmlEscaped());
}

QString sizeText(const StepState& state, dockerfile::InstructionKind kind) {
    using Kind = dockerfile::InstructionKind;
    if (state.bytes && *state.bytes > 0) {
        return state.bytesMeasured ? QStringLiteral("≈ ") + Theme::bytes(*state.bytes) : Theme::bytes(*state.bytes);
    }
    const bool makesFiles = kind == Kind::Run || kind == Kind::Copy || kind == Kind::Add || kind == Kind::Workdir;
    return makesFiles || state.display == StepDisplay::Metadata ? QStringLiteral("–") : QString();
}

QString rowTip(const GraphRow& row, const StepState* state) {
    QString tip = QStringLiteral("<p style='margin:0'><code>%1</code></p>").arg(row.text.toHtmlEscaped());
    QStringList facts{Texts::tr("line %1").arg(row.line)};
    if (state != nullptr) {
        if (const QString word = Theme::word(state->display); !word.isEmpty()) {
            facts << Theme::glyph(state->display) + QLatin1Char(' ') + word;
        }
        if (state->bytes) {
            facts << Theme::exactBytes(*state->bytes);
        }
        if (state->seconds) {
            facts << Theme::seconds(*state->seconds);
        }
    }
    tip += QStringLiteral("<p style='margin:4px 0 0 0'>%1</p>").arg(facts.join(QStringLiteral(" · ")).toHtmlEscaped());
    if (state != nullptr && !(state->error.isEmpty() && state->reason.isEmpty())) {
        tip += QStringLiteral("<p style='margin:4px 0 0 0'>%1</p>").arg((state->error.isEmpty() ? state->reason : state->error).toHtmlEscaped());
    }
    return tip;
}

const build::EdgeTraffic* trafficOf(const plan::Edge& edge, const StepStates* states) {
    if (states == nullptr || edge.kind == plan::EdgeKind::From) {
        return nullptr;
    }
    const auto found = std::ranges::find_if(states->edges, [&](const build::EdgeTraffic& traffic) {
        return traffic.stage == edge.stage && traffic.instruction == edge.instruction && traffic.fromStage == edge.sourceStage;
    });
    return found == states->edges.end() ? nullptr : &*found;
}

std::optional<std::uint64_t> chipBytes(const GraphNode& node, const StepStates* states) {
    return states != nullptr && node.index < states->externalBytes.size() ? states->externalBytes[node.index] : std::nullopt;
}

std::optional<std::uint64_t> stageBytes(const GraphNode& node, const StepStates* states) {
    return states != nullptr && node.index < states->stages.size() ? states->stages[node.index].bytes : std::nullopt;
}

const StepState* stateOf(const GraphRow& row, const StepStates* states) {
    return states != nullptr && row.instruction < states->steps.size() ? &states->steps[row.instruction] : nullptr;
}

const StepStates* statesOf(const DocumentSnapshot& snapshot, const StepStates* states) {
    return states != nullptr && states->revision == snapshot.revision ? states : nullptr;
}

QString chipTip(const GraphNode& node, const StepStates* states) {
    const QString tip = bold(node.name) + QStringLiteral("<br>") + node.base.toHtmlEscaped();
    const std::optional<std::uint64_t> bytes = chipBytes(node, states);
    return bytes ? tip + QStringLiteral("<br>") + Texts::tr("visible in it: %1").arg(Theme::exactBytes(*bytes)) : tip;
}

QString cardTip(const GraphNode& node, const StepStates* states) {
    QString tip = bold(node.name) + QStringLiteral("<br>") + Texts::tr("on %1, line %2").arg(node.base.toHtmlEscaped()).arg(node.line);
    if (const std::optional<std::uint64_t> bytes = stageBytes(node, states)) {
        tip += QStringLiteral("<br>") + Texts::tr("visible in it: %1").arg(Theme::exactBytes(*bytes));
    }
    if (!node.needed) {
        tip += QStringLiteral("<br>") + Texts::tr("Not needed for the target: it is not built.").toHtmlEscaped();
    }
    return tip;
}

void chipFacts(const GraphNode& node, const StepStates* states, NodeFacts& facts) {
    facts.second = node.base;
    if (const std::optional<std::uint64_t> bytes = chipBytes(node, states)) {
        facts.second += QStringLiteral(" · ") + Theme::bytes(*bytes);
    }
}

void cardFacts(const GraphNode& node, const DocumentSnapshot& snapshot, const StepStates* states, NodeFacts& facts) {
    for (const GraphRow& row : node.rows) {
        const StepState* state = stateOf(row, states);
        NodeFacts::Row drawn;
        if (state != nullptr) {
            drawn.display = state->display;
            drawn.size = sizeText(*state, snapshot.document->instructions[row.instruction].kind);
        }
        facts.rows.push_back(std::move(drawn));
    }
    const std::optional<std::uint64_t> bytes = stageBytes(node, states);
    const QString size = bytes ? Theme::bytes(*bytes) : QString();
    if (!node.needed) {
        facts.right = Theme::word(StepDisplay::NotNeeded);
    } else if (node.target) {
        facts.right = size.isEmpty() ? Texts::tr("target") : Texts::tr("ships %1").arg(size);
    } else {
        facts.right = size;
    }
}

} // namespace

NodeFacts nodeFacts(const GraphNode& node, const DocumentSnapshot& snapshot, const StepStates* states) {
    NodeFacts facts;
    states = statesOf(snapshot, states);
    if (node.kind == GraphNode::Kind::External) {
        chipFacts(node, states, facts);
    } else {
        cardFacts(node, snapshot, states, facts);
    }
    return facts;
}

QString nodeTip(const GraphNode& node, int row, const DocumentSnapshot& snapshot, const StepStates* states) {
    states = statesOf(snapshot, states);
    if (node.kind == GraphNode::Kind::External) {
        return chipTip(node, states);
    }
    if (row < 0 || row >= static_cast<int>(node.rows.size())) {
        return cardTip(node, states);
    }
    const GraphRow& asked = node.rows[static_cast<std::size_t>(row)];
    return rowTip(asked, stateOf(asked, states));
}

std::pair<QString, QString> edgeLabel(const plan::Edge& edge, const StepStates* states) {
    const build::EdgeTraffic* traffic = trafficOf(edge, states);
    if (traffic == nullptr || edge.kind != plan::EdgeKind::Copy || !edge.sourceStage) {
        return {};
    }
    const QString rest = traffic->ofBytes > 0 ? QLatin1Char(' ') + Texts::tr("of %1").arg(Theme::bytes(traffic->ofBytes)) : QString();
    return {Theme::bytes(traffic->bytes), rest};
}

QString edgeTip(const plan::Edge& edge, const StepStates* states) {
    const QString reference = QString::fromStdString(edge.reference);
    QString tip = edge.kind == plan::EdgeKind::From   ? Texts::tr("FROM %1, line %2").arg(reference).arg(edge.line)
                  : edge.kind == plan::EdgeKind::Copy ? Texts::tr("COPY --from=%1, line %2").arg(reference).arg(edge.line)
                                                      : Texts::tr("mount from %1, line %2").arg(reference).arg(edge.line);
    tip = bold(tip);
    if (const build::EdgeTraffic* traffic = trafficOf(edge, states)) {
        tip += QStringLiteral("<br>") + (traffic->files == 1 ? Texts::tr("%1 in one file crossed, of %2").arg(Theme::exactBytes(traffic->bytes))
                                                       : Texts::tr("%1 in %2 files crossed, of %3").arg(Theme::exactBytes(traffic->bytes)).arg(traffic->files))
                                            .arg(Theme::exactBytes(traffic->ofBytes));
    }
    return tip;
}

} // namespace sw::ui
