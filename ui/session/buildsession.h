#pragma once

#include "ui/session/eventpump.h"
#include "ui/session/jobrunner.h"
#include "ui/session/statemerge.h"

#include <QObject>

#include <memory>

namespace sw::ui {

class Engine;
using ResultPtr = std::shared_ptr<const build::BuildResult>;

/// One build at a time: start, stop, events in blocks, result. The build runs on a thread of its own.
class BuildSession : public QObject {
    Q_OBJECT
public:
    explicit BuildSession(Engine& engine, QObject* parent = nullptr);

    void start(build::BuildRequest request, SnapshotPtr snapshot);
    void stop();
    bool isRunning() const { return m_running; }
    bool isStopping() const { return m_stopping; }
    /// What was built and what is known of it; null before the first build.
    const std::shared_ptr<const BuildView>& view() const { return m_view; }
    ResultPtr result() const { return m_view ? m_view->result : nullptr; }
    build::Time startedAt() const { return m_startedAt; }
    /// Forgets the last build (another file was opened). A running one is stopped.
    void clear();
    /// Shows the last build of this file out of its record, if its text is what was built. Sizes, layers and files are there
    /// again without building.
    void recall(const std::filesystem::path& dockerfile, SnapshotPtr snapshot);
    bool isRecalling() const { return m_recalling.isBusy(); }
    /// Of a build for several platforms: the one whose figures all views show. viewChanged() and recalled() follow.
    void choosePlatform(std::size_t platform);

Q_SIGNALS:
    void started();
    void stopping();
    void eventsArrived(const std::vector<sw::build::BuildEvent>& events);
    void logCut(std::uint64_t bytes);
    void viewChanged(const std::shared_ptr<const sw::ui::BuildView>& view); ///< live states or the result
    void finished(const sw::ui::ResultPtr& result);  ///< also after a failed step or Stop
    void refused(const QString& sentence);           ///< nothing could begin
    void recalled(const sw::ui::ResultPtr& result); ///< one of the past, or another platform's

private:
    struct Outcome;
    void take(const std::vector<build::BuildEvent>& events);
    void end(const SnapshotPtr& snapshot, Outcome outcome);
    void publish(std::shared_ptr<BuildView> view);

    Engine& m_engine;
    EventPump m_pump;
    bool m_running = false;
    bool m_stopping = false;
    build::Time m_startedAt{};
    std::shared_ptr<const BuildView> m_view;
    std::stop_source m_stop;
    JobRunner m_runner;
    JobRunner m_recalling;
};

/// Content bytes of the external images that the stages stand on, by index in the graph's externals.
std::vector<std::optional<std::uint64_t>> externalSizes(store::Store& store, const plan::StageGraph& graph,
                                                        const build::BuildResult& result);

} // namespace sw::ui
