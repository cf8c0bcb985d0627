#include "ui/session/remembered.h"

#include <QHash>
#include <QSettings>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace sw::ui {

namespace {

class State {
public:
    State() {
        const QSettings stored;
        const QStringList keys = stored.allKeys();
        for (const QString& key : keys) {
            m_values.insert(key, stored.value(key));
        }
        m_thread = std::jthread([this](const std::stop_token& ending) { write(ending); });
    }
    ~State() {
        m_thread.request_stop();
        m_wake.notify_all();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    std::optional<QVariant> find(const QString& key) {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_values.constFind(key);
        return found == m_values.constEnd() ? std::nullopt : std::optional(*found);
    }

    /// Absent: it is removed.
    void put(const QString& key, const std::optional<QVariant>& value) {
        {
            const std::scoped_lock lock(m_mutex);
            const auto found = m_values.constFind(key);
            if (value ? found != m_values.constEnd() && *found == *value : found == m_values.constEnd()) {
                return;
            }
            if (value) {
                m_values.insert(key, *value);
            } else {
                m_values.remove(key);
            }
            m_pending.insert(key, value);
        }
        m_wake.notify_all();
    }

    void flush() {
        std::unique_lock lock(m_mutex);
        m_idle.wait(lock, [this] { return m_pending.isEmpty() && !m_writing; });
    }

private:
    void write(const std::stop_token& ending) {
        std::unique_lock lock(m_mutex);
        while (m_wake.wait(lock, ending, [this] { return !m_pending.isEmpty(); })) {
            const auto pending = std::exchange(m_pending, {});
            m_writing = true;
            lock.unlock();
            {
                QSettings settings;
                for (auto it = pending.begin(); it != pending.end(); ++it) {
                    it.value() ? settings.setValue(it.key(), *it.value()) : settings.remove(it.key());
                }
                settings.sync();
            }
            lock.lock();
            m_writing = false;
            m_idle.notify_all();
        }
    }

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::condition_variable m_idle;
    QHash<QString, QVariant> m_values;
    QHash<QString, std::optional<QVariant>> m_pending;
    bool m_writing = false;
    std::jthread m_thread; ///< last: joined before the rest goes
};

State& state() {
    static State instance;
    return instance;
}

} // namespace

QVariant Remembered::value(const QString& key, const QVariant& standard) const { return state().find(key).value_or(standard); }
void Remembered::setValue(const QString& key, const QVariant& value) { state().put(key, value); }
void Remembered::remove(const QString& key) { state().put(key, std::nullopt); }
void Remembered::flush() { state().flush(); }

} // namespace sw::ui
