#pragma once

#include "core/build/events.h"

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <vector>

namespace sw::ui {

/// Takes events on worker threads and hands them over in blocks on its own thread, at most 30 times a second. What waits is
/// bounded: behind kMaxWaitingBytes of log a flood is cut, and the block says by how much.
class EventPump : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kMaxWaitingBytes = 24U << 20U;
    static constexpr int kIntervalMs = 33;

    explicit EventPump(QObject* parent = nullptr);
    ~EventPump() override;

    /// May outlive the pump; then events go nowhere.
    build::EventSink sink();
    /// What is waiting, now. For the end of a build.
    void flush();

Q_SIGNALS:
    void arrived(const std::vector<sw::build::BuildEvent>& events);
    void logCut(std::uint64_t bytes);

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
    QTimer m_timer;
};

} // namespace sw::ui
