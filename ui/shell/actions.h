#pragma once

#include <QAction>
#include <QList>
#include <QMap>
#include <QString>

class QMainWindow;
class QMenu;

namespace sw::ui {

/// Every command of the window once, by id, with its text, shortcut and menu. The palette lists them.
class Actions {
public:
    explicit Actions(QMainWindow* window) : m_window(window) {}

    QMenu* menu(const QString& id, const QString& title);
    QAction* add(const QString& menu, const QString& id, const QString& text, const QKeySequence& shortcut = {},
                 const QString& icon = {});
    /// An action that somebody else made; it keeps its own shortcut.
    void adopt(const QString& menu, QAction* action);
    void addSeparator(const QString& menu);
    QAction* operator[](const QString& id) const { return m_actions.value(id); }
    QList<std::pair<QString, QList<QAction*>>> groups() const;

private:
    QMainWindow* m_window;
    QList<std::pair<QString, QMenu*>> m_menus;
    QMap<QString, QAction*> m_actions;
};

} // namespace sw::ui
