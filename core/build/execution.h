#pragma once

#include "core/build/decide.h"
#include "core/build/runner.h"
#include "core/build/scheduler.h"

#include <atomic>
#include <condition_variable>
#include <set>

namespace sw::build {

/// One build running: worker threads take operations from the scheduler, decide and execute them, and tell the sink.
class Execution {
public:
    Execution(Workspace& workspace, Runner& runner, const EventSink& sink);

    /// Fetches the images that the plan needs and makes the final plan. Failure is left in failure().
    void resolveImages(std::stop_token stop);
    /// Refuses steps that need what the request does not grant, before anything runs and also where the cache has the step.
    void checkEntitlements();
    /// Runs all operations. Failure is left in failure().
    void runOperations(std::stop_token stop);

    const std::vector<Outcome>& outcomes() const { return m_outcomes; }
    std::vector<Outcome>& outcomes() { return m_outcomes; }
    const std::optional<BuildFailure>& failure() const { return m_failure; }
    bool cancelled() const { return m_cancelled; }
    std::uint64_t peakMemory() const { return m_peakMemory; }
    Digest vertexOf(plan::OpId op) const { return m_vertices[op]; }

    /// A vertex that is no operation ("[internal] …", "exporting to …").
    class Internal {
    public:
        Internal(Execution& execution, std::string name);
        ~Internal();
        void status(const std::string& id, std::uint64_t current, std::uint64_t total);
        const Digest& digest() const { return m_event.digest; }
        void cached() { m_event.cached = true; }
        void fail(const Sentence& error);
        Internal(const Internal&) = delete;
        Internal& operator=(const Internal&) = delete;

    private:
        Execution& m_execution;
        VertexEvent m_event;
        std::map<std::string, Time> m_begun;
    };

    void emit(const BuildEvent& event);
    void fail(BuildFailure failure);

private:
    void announce();
    void work(std::stop_token stop);
    void tellSharedInOrder();
    Result<void> perform(plan::OpId op, std::stop_token stop);
    /// Waits while another operation of this build makes the same result; the line of the one that made it, 0 = nobody.
    int waitForEqual(plan::OpId op, const Hash128& key);
    void madeKey(const Hash128& key, bool good);
    void forgetKey(const Hash128& key) { madeKey(key, false); }
    Result<void> performImage(plan::OpId op, const plan::SourceImageOp& source);
    Result<void> performLayer(plan::OpId op, Decision decision, std::stop_token stop);
    Result<RootLayer> execute(plan::OpId op, const Decision& decision, std::stop_token stop);
    Result<RootLayer> executeRun(plan::OpId op, const plan::RunOp& run, const Decision& decision, std::stop_token stop);
    /// `before`: an earlier layer that may share much with it, or none.
    Result<RootLayer> writeLayer(const LayerBuilder& builder, plan::OpId op, const store::LayerId& before, std::stop_token stop);
    std::optional<RootLayer> sameLayer(const LayerBuilder& builder, const plan::CopyOp& copy);
    std::string platformOf(plan::OpId id) const;
    void failOperation(plan::OpId op, const Error& error);
    void emitVertex(plan::OpId op);
    int lineOfImage(const ImageSet::Wanted& wanted) const;
    Result<void> checkEntitlements(const plan::RunOp& op) const;

    Workspace& m_workspace;
    Runner& m_runner;
    const EventSink& m_sink;
    Decider m_decider;
    std::vector<Outcome> m_outcomes;
    std::vector<Digest> m_vertices;
    std::vector<std::unique_ptr<LogTail>> m_tails;

    std::mutex m_mutex; ///< scheduler and failure
    std::condition_variable_any m_changed;
    std::optional<Scheduler> m_scheduler;
    std::optional<BuildFailure> m_failure;
    bool m_cancelled = false;
    struct Making {
        int line = 0;
        bool done = false;
    };
    std::set<store::LayerId> m_written; ///< by writeLayer() of this build
    std::map<Hash128, Making> m_making; ///< keys that operations of this build make or have made
    std::atomic<std::uint64_t> m_peakMemory = 0;
    std::stop_source m_abort; ///< a failure stops the other operations

    std::mutex m_eventMutex;
    std::atomic<std::size_t> m_internalCount = 0;
};

} // namespace sw::build
