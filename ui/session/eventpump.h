#pragma once

#include "core/build/events.h"

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace sw::ui {

/// Takes events on worker threads and hands them over in blocks on its own thread, at most 30 times a second. Much log comes in
/// slices that take a few milliseconds each on this machine, with the event loop's other work between them, so that a flood
/// holds up no key and no paint. What waits is bounded: behind kMaxWaitingBytes of log a flood is cut, and the block says by how
/// much.
class EventPump : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kMaxWaitingBytes = 24U << 20U;
    static constexpr int kIntervalMs = 33;
    static constexpr int kSliceMs = 6; ///< what one slice aims for

    explicit EventPump(QObject* parent = nullptr);
    ~EventPump() override;

    /// May outlive the pump; then events go nowhere.
    build::EventSink sink();
    /// Calls `done` on this thread once everything that waits was handed over, in slices as ever. For the end of a build, when
    /// nothing more comes. Null forgets an earlier one.
    void whenDrained(std::function<void()> done);

Q_SIGNALS:
    void arrived(const std::vector<sw::build::BuildEvent>& events);
    void logCut(std::uint64_t bytes);

private:
    struct Shared;
    void takeWaiting();
    void pour();
    void deliver();
    std::shared_ptr<Shared> m_shared;
    QTimer m_timer;
    QTimer m_next;                              ///< the rest of what was taken
    std::deque<build::BuildEvent> m_pending;    ///< taken and not handed over yet
    std::size_t m_done = 0;                     ///< bytes of the first pending log that were handed over
    std::size_t m_slice = 256U << 10U;          ///< bytes of log in one slice; follows what the receivers take
    std::uint64_t m_cut = 0;
    std::function<void()> m_drained;
};

} // namespace sw::ui
