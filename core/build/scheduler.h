#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace sw::build {

/// Which operation comes next. Pure: knows tasks, their inputs and expected durations, no threads and no clocks.
/// Of the ready tasks the one with the longest expected chain behind it is first; ties go by number.
class Scheduler {
public:
    struct Task {
        std::vector<std::size_t> inputs; ///< smaller numbers
        double seconds = 0;              ///< expected, 0 = unknown
    };
    explicit Scheduler(const std::vector<Task>& tasks);

    std::optional<std::size_t> next();  ///< takes a ready task; nullopt: none is ready now
    void finished(std::size_t task);    ///< its users may become ready
    void abandoned(std::size_t task);   ///< failed or cancelled: its users never become ready
    bool idle() const { return m_running == 0; }
    bool done() const { return m_running == 0 && m_ready.empty(); } ///< nothing runs and nothing can start
    double remaining(std::size_t task) const { return m_tasks[task].chain; }

private:
    struct State {
        std::size_t waitingFor = 0;
        std::vector<std::size_t> users;
        double chain = 0; ///< own seconds and those of the longest chain of users
    };
    std::vector<State> m_tasks;
    std::vector<std::size_t> m_ready;
    std::size_t m_running = 0;
};

} // namespace sw::build
