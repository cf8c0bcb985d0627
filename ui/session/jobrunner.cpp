#include "ui/session/jobrunner.h"

#include <QMetaObject>

namespace sw::ui {

JobRunner::JobRunner(QObject* parent) : QObject(parent), m_running(std::nostopstate) {}

JobRunner::~JobRunner() {
    {
        const std::lock_guard lock(m_mutex);
        m_running.request_stop();
        m_waiting = nullptr;
    }
    m_thread.request_stop();
    m_wake.notify_all();
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

void JobRunner::start(Job job) {
    const std::uint64_t generation = ++m_generation;
    {
        const std::lock_guard lock(m_mutex);
        m_running.request_stop();
        m_waiting = std::move(job);
        m_waitingGeneration = generation;
    }
    if (!m_thread.joinable()) {
        m_thread = std::jthread([this](const std::stop_token& ending) { loop(ending); });
    }
    m_wake.notify_all();
    setBusy(true);
}

void JobRunner::cancel() {
    ++m_generation;
    {
        const std::lock_guard lock(m_mutex);
        m_running.request_stop();
        m_waiting = nullptr;
    }
    setBusy(false);
}

void JobRunner::loop(const std::stop_token& ending) {
    while (true) {
        Job job;
        std::uint64_t generation = 0;
        std::stop_token stop;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, ending, [this] { return static_cast<bool>(m_waiting); })) {
                return;
            }
            job = std::exchange(m_waiting, nullptr);
            generation = m_waitingGeneration;
            m_running = std::stop_source();
            stop = m_running.get_token();
        }
        auto delivery = std::make_shared<Delivery>(job(stop));
        QMetaObject::invokeMethod(
            this, [this, generation, delivery] { deliver(generation, delivery); }, Qt::QueuedConnection);
    }
}

void JobRunner::deliver(std::uint64_t generation, const std::shared_ptr<Delivery>& delivery) {
    if (generation != m_generation) {
        return;
    }
    setBusy(false);
    if (*delivery) {
        (*delivery)();
    }
}

void JobRunner::setBusy(bool busy) {
    if (m_busy != busy) {
        m_busy = busy;
        Q_EMIT busyChanged(busy);
    }
}

} // namespace sw::ui
