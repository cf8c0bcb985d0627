#pragma once

#include "ui/session/documentsession.h"

#include <map>
#include <vector>

namespace sw::ui {

/// What is known of one instruction while a build runs; from its vertex events.
struct LiveStep {
    StepDisplay display = StepDisplay::None;
    std::optional<build::Time> started, completed;
    QString error;
};

/// What a vertex event says of its step; None: nothing yet.
StepDisplay displayOf(const build::VertexEvent& vertex);

/// A finished or running build together with the text that was built, so that it can be laid over later texts.
struct BuildView {
    SnapshotPtr built;
    std::map<std::size_t, LiveStep> live; ///< by instruction of `built`; while it runs
    std::shared_ptr<const build::BuildResult> result; ///< of one platform
    /// By index in the built graph's externals: bytes of the base images, as far as known.
    std::vector<std::optional<std::uint64_t>> externalBytes;
    bool running = false;
    /// Something besides the text changed since (context, inputs): the outcome of a failed step is of the past.
    bool outdated = false;
    std::shared_ptr<const build::BuildResult> whole = nullptr; ///< of all platforms, as it was recorded
    std::size_t platform = 0;                                  ///< that `result` is of, in whole->platforms
};

/// Where each instruction of `from` is in `to`: equal source text, in order, matched from both ends. Absent: changed.
std::vector<std::optional<std::size_t>> matchInstructions(const dockerfile::Document& from, const dockerfile::Document& to);
/// The same for a recorded build, whose text is known by its steps alone. By instruction of the text that was built.
std::vector<std::optional<std::size_t>> matchSteps(const build::BuildResult& from, const dockerfile::Document& to);

/// One state per instruction of `snapshot`: forecast, laid over by the running build, or by the last result where it still
/// holds. `forecast` may be of an older text (`forecastOf`) and may be null. Pure.
StatesPtr mergeStates(const DocumentSnapshot& snapshot, const build::Forecast* forecast, const DocumentSnapshot* forecastOf,
                      const BuildView* view);

/// Why a build failed, in the reader's language and without repeating the command: "Exit code 1: the last line it printed".
/// Other failures: the engine's own sentence.
QString failureSentence(const build::BuildResult& result);

/// The sentence of a reason in the reader's language, from its code and evidence.
QString reasonSentence(const cache::Reason& reason);

} // namespace sw::ui
