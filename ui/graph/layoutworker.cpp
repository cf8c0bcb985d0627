#include "ui/graph/layoutworker.h"

#include <QMetaObject>

#include <utility>

namespace sw::ui {

LayoutWorker::LayoutWorker(QObject* parent) : QObject(parent) {
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

LayoutWorker::~LayoutWorker() {
    m_thread.request_stop();
    m_wake.notify_all();
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

std::uint64_t LayoutWorker::request(GraphShape shape, const GraphMetrics& metrics) {
    ++m_number;
    {
        const std::lock_guard lock(m_mutex);
        m_next = Request{m_number, std::move(shape), metrics};
    }
    m_wake.notify_one();
    return m_number;
}

void LayoutWorker::run(const std::stop_token& stop) {
    for (;;) {
        Request request;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_next.has_value(); })) {
                return;
            }
            request = std::move(*m_next);
            m_next.reset();
        }
        GraphLayout layout = layoutGraph(request.shape, request.metrics);
        if (stop.stop_requested()) {
            return;
        }
        QMetaObject::invokeMethod(
            this,
            [this, number = request.number, shape = std::move(request.shape), made = std::move(layout)] {
                if (number == m_number) {
                    Q_EMIT done(number, shape, made);
                }
            },
            Qt::QueuedConnection);
    }
}

} // namespace sw::ui
