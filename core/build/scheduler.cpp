#include "core/build/scheduler.h"

#include <algorithm>

namespace sw::build {

namespace {

/// What an unknown duration counts, so that longer chains of unknown steps still go first.
constexpr double kUnknownSeconds = 0.01;

} // namespace

Scheduler::Scheduler(const std::vector<Task>& tasks) : m_tasks(tasks.size()) {
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        std::vector<std::size_t> inputs = tasks[i].inputs;
        std::ranges::sort(inputs);
        const auto [first, last] = std::ranges::unique(inputs);
        inputs.erase(first, last);
        m_tasks[i].waitingFor = inputs.size();
        for (const std::size_t input : inputs) {
            m_tasks[input].users.push_back(i);
        }
        if (inputs.empty()) {
            m_ready.push_back(i);
        }
    }
    for (std::size_t i = tasks.size(); i-- > 0;) {
        double longest = 0;
        for (const std::size_t user : m_tasks[i].users) {
            longest = std::max(longest, m_tasks[user].chain);
        }
        m_tasks[i].chain = longest + (tasks[i].seconds > 0 ? tasks[i].seconds : kUnknownSeconds);
    }
}

std::optional<std::size_t> Scheduler::next() {
    if (m_ready.empty()) {
        return std::nullopt;
    }
    const auto best = std::ranges::min_element(m_ready, [&](std::size_t a, std::size_t b) {
        return m_tasks[a].chain != m_tasks[b].chain ? m_tasks[a].chain > m_tasks[b].chain : a < b;
    });
    const std::size_t task = *best;
    m_ready.erase(best);
    ++m_running;
    return task;
}

void Scheduler::finished(std::size_t task) {
    --m_running;
    for (const std::size_t user : m_tasks[task].users) {
        if (--m_tasks[user].waitingFor == 0) {
            m_ready.push_back(user);
        }
    }
}

void Scheduler::abandoned(std::size_t) { --m_running; }

} // namespace sw::build
