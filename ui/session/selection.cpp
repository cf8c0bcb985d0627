#include "ui/session/selection.h"

namespace sw::ui {

namespace {
constexpr std::size_t kHistoryLimit = 200;
}

void Selection::select(const SelectedThing& thing, QObject* origin) {
    if (thing == m_current) {
        return;
    }
    m_current = thing;
    if (!m_history.empty()) {
        m_history.resize(m_position + 1);
    }
    m_history.push_back(thing);
    if (m_history.size() > kHistoryLimit) {
        m_history.erase(m_history.begin());
    }
    m_position = m_history.size() - 1;
    Q_EMIT changed(m_current, origin);
}

void Selection::goBack() {
    if (canGoBack()) {
        m_current = m_history[--m_position];
        Q_EMIT changed(m_current, nullptr);
    }
}

void Selection::goForward() {
    if (canGoForward()) {
        m_current = m_history[++m_position];
        Q_EMIT changed(m_current, nullptr);
    }
}

void Selection::clear() { select({}, nullptr); }

} // namespace sw::ui
