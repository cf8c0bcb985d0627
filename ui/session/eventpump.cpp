#include "ui/session/eventpump.h"

#include <QElapsedTimer>
#include <QMetaObject>

#include <algorithm>
#include <iterator>
#include <mutex>
#include <utility>

namespace sw::ui {

struct EventPump::Shared {
    std::mutex mutex;
    std::vector<build::BuildEvent> waiting;
    std::size_t logBytes = 0; ///< waiting here, or taken and not handed over yet
    std::uint64_t cutBytes = 0;
    bool announced = false;    ///< the pump's thread knows that something waits
    EventPump* pump = nullptr; ///< null when it is gone

    void add(const build::BuildEvent& event) {
        const std::lock_guard lock(mutex);
        if (pump == nullptr) {
            return;
        }
        const auto* log = std::get_if<build::LogEvent>(&event);
        if (log != nullptr && logBytes + log->data.size() > kMaxWaitingBytes) {
            cutBytes += log->data.size();
            return;
        }
        if (log != nullptr) {
            logBytes += log->data.size();
        }
        if (log != nullptr && !waiting.empty()) { // small writes of one step become one event
            auto* last = std::get_if<build::LogEvent>(&waiting.back());
            if (last != nullptr && last->vertex == log->vertex && last->stream == log->stream) {
                last->data += log->data;
                return;
            }
        }
        waiting.push_back(event);
        if (!announced) {
            announced = true;
            QMetaObject::invokeMethod(pump, [target = pump] { target->m_timer.start(); }, Qt::QueuedConnection);
        }
    }
};

EventPump::EventPump(QObject* parent) : QObject(parent), m_shared(std::make_shared<Shared>()) {
    m_shared->pump = this;
    m_timer.setSingleShot(true);
    m_timer.setInterval(kIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &EventPump::pour);
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &EventPump::pour);
}

EventPump::~EventPump() {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->pump = nullptr;
}

build::EventSink EventPump::sink() {
    return [shared = m_shared](const build::BuildEvent& event) { shared->add(event); };
}

void EventPump::whenDrained(std::function<void()> done) {
    m_drained = std::move(done);
    if (m_drained) {
        m_next.start(0);
    }
}

void EventPump::takeWaiting() {
    const std::lock_guard lock(m_shared->mutex);
    std::ranges::move(m_shared->waiting, std::back_inserter(m_pending));
    m_shared->waiting.clear();
    m_cut += std::exchange(m_shared->cutBytes, 0);
    m_shared->announced = false;
}

void EventPump::pour() {
    takeWaiting();
    if (!m_pending.empty()) {
        deliver();
    }
    if (!m_pending.empty()) {
        m_next.start(0);
        return;
    }
    if (m_cut > 0) {
        Q_EMIT logCut(std::exchange(m_cut, 0));
    }
    if (m_drained) {
        std::exchange(m_drained, nullptr)();
    }
}

/// One slice: whole events for as long as there is room, and of a long log as many lines as fit.
void EventPump::deliver() {
    std::vector<build::BuildEvent> slice;
    std::size_t bytes = 0;
    while (!m_pending.empty() && bytes < m_slice) {
        auto* log = std::get_if<build::LogEvent>(&m_pending.front());
        if (log == nullptr || (m_done == 0 && log->data.size() <= m_slice - bytes)) {
            bytes += log == nullptr ? 0 : log->data.size();
            slice.push_back(std::move(m_pending.front()));
            m_pending.pop_front();
            continue;
        }
        const std::size_t room = std::min(m_slice - bytes, log->data.size() - m_done);
        const std::size_t end = log->data.rfind('\n', m_done + room - 1);
        const std::size_t size = end == std::string::npos || end < m_done ? room : end + 1 - m_done;
        slice.push_back(build::LogEvent{log->vertex, log->stream, log->data.substr(m_done, size), log->timestamp});
        bytes += size;
        m_done += size;
        if (m_done == log->data.size()) {
            m_pending.pop_front();
            m_done = 0;
        } else {
            break;
        }
    }
    QElapsedTimer clock;
    clock.start();
    Q_EMIT arrived(slice);
    constexpr std::size_t kLeast = 8U << 10U;
    constexpr std::size_t kMost = 1U << 20U;
    if (bytes >= kLeast) { // enough to learn from; half of the way, for one slow slice is no habit
        const double fitting = static_cast<double>(bytes) * kSliceMs * 1e6 / static_cast<double>(std::max<qint64>(clock.nsecsElapsed(), 1));
        m_slice = std::clamp((m_slice + static_cast<std::size_t>(std::min(fitting, 1e9))) / 2, kLeast, kMost);
    }
    const std::lock_guard lock(m_shared->mutex);
    m_shared->logBytes -= std::min(m_shared->logBytes, bytes);
}

} // namespace sw::ui
