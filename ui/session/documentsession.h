#pragma once

#include "core/build/build.h"
#include "core/checks/catalogue.h"
#include "core/dockerfile/ast.h"
#include "core/plan/stagegraph.h"

#include "ui/session/buildinputs.h"
#include "ui/session/jobrunner.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <set>

namespace sw::build {
class ForecastMemory;
}

namespace sw::checks {
class ShellChecker;
}

namespace sw::ui {

/// What is known of one text: parsed and resolved together, so that indexes agree. Immutable.
struct DocumentSnapshot {
    std::uint64_t revision = 0;
    std::shared_ptr<const dockerfile::Document> document;
    std::shared_ptr<const plan::StageGraph> graph;
    plan::Inputs inputs;
    std::vector<Diagnostic> diagnostics; ///< parser's, graph's, plan's, BuildKit's checks', by place, each once
    std::vector<Diagnostic> problems;    ///< those, and the findings of all other rules; an Error here may be advice
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
    build::Forecast::Sizing sizing = build::Forecast::Sizing::Exact;
    bool secondsPartial = false; ///< expectedSeconds is of those steps that were measured once
    bool building = false;
};
using StatesPtr = std::shared_ptr<const StepStates>;

struct BuildView;
class ContextWatcher;
class Engine;
class KnownBases;

/// One Dockerfile as it is typed: text -> tree -> stages -> forecast on a worker, latest wins. Publishes
/// immutable snapshots and states; watches the context, so that a saved source file changes the forecast.
class DocumentSession : public QObject {
    Q_OBJECT
public:
    explicit DocumentSession(Engine& engine, QObject* parent = nullptr);
    ~DocumentSession() override;

    /// Another file. `path` may be empty for a text that was never saved.
    void open(const QString& path, const std::string& text, const BuildInputs& inputs);
    void setText(const std::string& text);
    void setInputs(const BuildInputs& inputs);
    void setPath(const QString& path); ///< the same text under another name
    void setRuleSets(const std::set<checks::RuleSet>& sets); ///< whose rules are applied; all of them at the start
    /// Forecast again, because something outside the text changed.
    void refresh();
    /// The same, if the context could not be watched as a whole; for when the window becomes active.
    void refreshIfUnwatched();
    /// The store may have other base images by now: problems are looked for again.
    void refreshBases();
    /// What the last or running build says; laid over the forecast. Null: nothing was built.
    void setBuildView(std::shared_ptr<const BuildView> view);

    const QString& path() const { return m_path; }
    const std::string& text() const { return m_text; }
    const BuildInputs& inputs() const { return m_inputs; }
    build::BuildRequest request() const { return m_inputs.toRequest(m_path, m_text); }
    const SnapshotPtr& snapshot() const { return m_snapshot; } ///< null before the first one
    const StatesPtr& states() const { return m_states; }
    const std::shared_ptr<const build::Forecast>& forecast() const { return m_forecast; }
    /// Nothing is waiting or being computed: snapshot and states are of the newest text.
    bool isSettled() const;

Q_SIGNALS:
    void snapshotChanged(const sw::ui::SnapshotPtr& snapshot);
    /// The same text with more problems: what ShellCheck, a program, says comes a moment later.
    void problemsChanged(const sw::ui::SnapshotPtr& snapshot);
    void statesChanged(const sw::ui::StatesPtr& states);
    void inputsChanged();
    void contextChanged(); ///< a file of the context changed on disk
    void settled();

private:
    struct Place;
    Place place() const;
    void parse();
    void takeSnapshot(SnapshotPtr snapshot);
    void takeForecast(std::uint64_t revision, std::shared_ptr<const build::Forecast> forecast);
    void showSnapshot();
    void watchContexts();
    void startForecast();
    void startLinting();
    void publishStates();
    void settleIfDone();

    Engine& m_engine;
    QString m_path;
    std::string m_text;
    BuildInputs m_inputs;
    std::set<checks::RuleSet> m_ruleSets;
    std::uint64_t m_revision = 0;
    SnapshotPtr m_snapshot;
    SnapshotPtr m_waiting; ///< read, but not shown: its forecast may be here in a moment, and both are one change then
    StatesPtr m_states;
    std::shared_ptr<const build::Forecast> m_forecast;
    SnapshotPtr m_forecastOf;
    std::shared_ptr<const build::Forecast> m_early; ///< was here before the snapshot of its text
    std::uint64_t m_earlyRevision = 0;
    std::shared_ptr<const BuildView> m_view;
    std::unique_ptr<ContextWatcher> m_watcher;
    QTimer m_parseSoon;
    QTimer m_together; ///< how long a snapshot waits for its forecast
    QTimer m_forecastDelay;
    QTimer m_lintDelay; ///< ShellCheck is not started at every key
    std::shared_ptr<checks::ShellChecker> m_shell; ///< shared with the workers; remembers its answers
    std::shared_ptr<KnownBases> m_bases;           ///< shared with the workers
    std::shared_ptr<build::ForecastMemory> m_memory; ///< shared with the workers; forgets when the context changes
    JobRunner m_parsing;
    JobRunner m_linting;
    JobRunner m_forecasting;
};

} // namespace sw::ui
