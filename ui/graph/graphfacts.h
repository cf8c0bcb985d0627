#pragma once

#include "ui/graph/graphitems.h"

#include <utility>

namespace sw::ui {

/// What states say about one node of a shape; `states` may be null.
NodeFacts nodeFacts(const GraphNode& node, const DocumentSnapshot& snapshot, const StepStates* states);

/// What the pointer asks for over a row of a card (0-based; NodeItem::kHeader: over the rest), as rich text.
QString nodeTip(const GraphNode& node, int row, const DocumentSnapshot& snapshot, const StepStates* states);

/// Label of an edge: what crossed ("4.10 MB") and of what (" of 1.12 GB"); empty before a build.
std::pair<QString, QString> edgeLabel(const plan::Edge& edge, const StepStates* states);

/// "COPY --from=builder of line 9: 4,100,000 bytes in 12 files, of 1,120,000,000 bytes".
QString edgeTip(const plan::Edge& edge, const StepStates* states);

} // namespace sw::ui
