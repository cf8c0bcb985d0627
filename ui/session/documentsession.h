#pragma once

#include "core/build/build.h"
#include "core/dockerfile/ast.h"
#include "core/plan/stagegraph.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>

namespace sw::ui {

/// What is known of one text: parsed and resolved together, so that indexes agree. Immutable.
struct DocumentSnapshot {
    std::uint64_t revision = 0;
    std::shared_ptr<const dockerfile::Document> document;
    std::shared_ptr<const plan::StageGraph> graph;
    plan::Inputs inputs;
    std::vector<Diagnostic> diagnostics; ///< parser's, graph's, plan's (and later the checks'), sorted by place, each once
};
using SnapshotPtr = std::shared_ptr<const DocumentSnapshot>;

/// State of one instruction as every view shows it (ui.md, "States").
enum class StepDisplay { None, WillHit, Hit, WillRun, Running, Ran, Unknown, Failed, NotNeeded, Metadata, Shared };

struct StepState {
    StepDisplay display = StepDisplay::None;
    std::optional<std::uint64_t> bytes; ///< content bytes of its layer
    bool bytesMeasured = false;         ///< from an earlier build of this or a like step
    std::optional<double> seconds;      ///< taken (after a build) or expected (forecast)
    QString reason;                     ///< sentence of the root cause, only on the line that is the root cause
    QStringList evidence;
    int rootLine = 0;
    QString error;                      ///< of a failed step
    bool operator==(const StepState&) const = default;
};

/// Forecast, running build and last result merged: one state per instruction of the snapshot with that revision.
struct StepStates {
    std::uint64_t revision = 0;
    std::vector<StepState> steps;       ///< by index in Document::instructions
    struct StageState {
        std::optional<std::uint64_t> bytes;
        bool ships = false;
        StepDisplay display = StepDisplay::None;
        bool operator==(const StageState&) const = default;
    };
    std::vector<StageState> stages;     ///< by index in StageGraph::stages
    std::vector<build::EdgeTraffic> edges;
    std::vector<std::optional<std::uint64_t>> externalBytes; ///< by index in StageGraph::externals
    // The summary above the editor.
    std::size_t hits = 0, runs = 0, unknown = 0;
    std::optional<double> expectedSeconds;
    std::optional<std::uint64_t> finalBytes;
    bool finalBytesExact = false;
    bool building = false;
};
using StatesPtr = std::shared_ptr<const StepStates>;

} // namespace sw::ui
