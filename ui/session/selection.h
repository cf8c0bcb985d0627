#pragma once

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace sw::ui {

/// What is selected, everywhere at once. Indexes are those of the newest snapshot.
struct SelectedThing {
    std::optional<std::size_t> stage;
    std::optional<std::size_t> instruction;
    QString path; ///< file inside the image, "" = none
    bool operator==(const SelectedThing&) const = default;
};

/// The one selection, with a history like a browser's. Lives on the GUI thread.
class Selection : public QObject {
    Q_OBJECT
public:
    explicit Selection(QObject* parent = nullptr) : QObject(parent) {}
    const SelectedThing& current() const { return m_current; }
    bool canGoBack() const { return m_position > 0; }
    bool canGoForward() const { return m_position + 1 < m_history.size(); }

public Q_SLOTS:
    /// `origin` is the view that caused it, so that it need not scroll itself.
    void select(const sw::ui::SelectedThing& thing, QObject* origin = nullptr);
    void goBack();
    void goForward();
    void clear();

Q_SIGNALS:
    void changed(const sw::ui::SelectedThing& thing, QObject* origin);

private:
    SelectedThing m_current;
    std::vector<SelectedThing> m_history;
    std::size_t m_position = 0;
};

} // namespace sw::ui
