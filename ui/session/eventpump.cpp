#include "ui/session/eventpump.h"

#include <QMetaObject>

#include <mutex>
#include <utility>

namespace sw::ui {

struct EventPump::Shared {
    std::mutex mutex;
    std::vector<build::BuildEvent> waiting;
    std::size_t logBytes = 0;
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
    connect(&m_timer, &QTimer::timeout, this, &EventPump::flush);
}

EventPump::~EventPump() {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->pump = nullptr;
}

build::EventSink EventPump::sink() {
    return [shared = m_shared](const build::BuildEvent& event) { shared->add(event); };
}

void EventPump::flush() {
    std::vector<build::BuildEvent> events;
    std::uint64_t cut = 0;
    {
        const std::lock_guard lock(m_shared->mutex);
        events.swap(m_shared->waiting);
        cut = std::exchange(m_shared->cutBytes, 0);
        m_shared->logBytes = 0;
        m_shared->announced = false;
    }
    if (!events.empty()) {
        Q_EMIT arrived(events);
    }
    if (cut > 0) {
        Q_EMIT logCut(cut);
    }
}

} // namespace sw::ui
