#pragma once

#include <QObject>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace sw::ui {

/// Runs jobs on one worker thread of its own, the latest wins: a newer job asks the running one to stop and replaces one
/// that waits. Results are handed over on the thread of this object, and only if no newer job was started meanwhile
/// (checked there, not on the worker). Destruction stops and joins; nothing is delivered afterwards.
///
/// A job must not touch objects of the GUI thread: it takes values and returns a value.
class JobRunner : public QObject {
    Q_OBJECT
public:
    using Delivery = std::move_only_function<void()>;
    using Job = std::move_only_function<Delivery(std::stop_token)>;

    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override;

    /// `work(std::stop_token)` on the worker, `done(its result)` here.
    template <typename Work, typename Done> void run(Work work, Done done) {
        start([work = std::move(work), done = std::move(done)](std::stop_token stop) mutable -> Delivery {
            auto value = std::make_unique<decltype(work(stop))>(work(stop));
            return [value = std::move(value), done = std::move(done)]() mutable { done(std::move(*value)); };
        });
    }
    void start(Job job);
    /// Stops what runs and forgets its result.
    void cancel();
    bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void busyChanged(bool busy);

private:
    void loop(const std::stop_token& ending);
    void deliver(std::uint64_t generation, const std::shared_ptr<Delivery>& delivery);
    void setBusy(bool busy);

    // GUI thread
    std::uint64_t m_generation = 0;
    bool m_busy = false;
    // shared
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    Job m_waiting;
    std::uint64_t m_waitingGeneration = 0;
    std::stop_source m_running;
    std::jthread m_thread; ///< last: joined before the rest goes
};

} // namespace sw::ui
