#pragma once

#include "ui/graph/graphlayout.h"

#include <QObject>

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>

namespace sw::ui {

/// One thread that lays out graphs, because Graphviz can do one at a time only. The latest request wins: those in between are
/// never begun. Results come back on the thread of this object.
class LayoutWorker : public QObject {
    Q_OBJECT
public:
    explicit LayoutWorker(QObject* parent = nullptr);
    ~LayoutWorker() override; ///< waits for the layout that is being made

    std::uint64_t request(GraphShape shape, const GraphMetrics& metrics); ///< its number

Q_SIGNALS:
    void done(std::uint64_t number, const sw::ui::GraphShape& shape, const sw::ui::GraphLayout& layout);

private:
    struct Request {
        std::uint64_t number = 0;
        GraphShape shape;
        GraphMetrics metrics;
    };
    void run(const std::stop_token& stop);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Request> m_next;  ///< guarded by m_mutex
    std::uint64_t m_number = 0;     ///< of the newest request; GUI thread only
    std::jthread m_thread;          ///< last: joined before what it uses goes
};

} // namespace sw::ui
