#include "ui/shell/actions.h"

#include "ui/theme/theme.h"

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace sw::ui {

QMenu* Actions::menu(const QString& id, const QString& title) {
    for (const auto& [known, existing] : m_menus) {
        if (known == id) {
            return existing;
        }
    }
    QMenu* made = m_window->menuBar()->addMenu(title);
    made->setToolTipsVisible(true);
    m_menus.push_back({id, made});
    return made;
}

QAction* Actions::add(const QString& menuId, const QString& id, const QString& text, const QKeySequence& shortcut, const QString& icon) {
    auto* action = new QAction(text, m_window);
    action->setObjectName(id);
    action->setShortcut(shortcut);
    if (!icon.isEmpty()) {
        action->setIcon(Theme::instance().icon(icon));
        action->setIconVisibleInMenu(false);
    }
    m_actions.insert(id, action);
    m_window->addAction(action); // works while the menu bar is hidden
    if (QMenu* target = menu(menuId, {})) {
        target->addAction(action);
    }
    return action;
}

void Actions::adopt(const QString& menuId, QAction* action) {
    if (action != nullptr) {
        menu(menuId, {})->addAction(action);
    }
}

void Actions::addSeparator(const QString& menuId) { menu(menuId, {})->addSeparator(); }

QList<std::pair<QString, QList<QAction*>>> Actions::groups() const {
    QList<std::pair<QString, QList<QAction*>>> result;
    for (const auto& [id, menu] : m_menus) {
        QString title = menu->title();
        title.remove(QLatin1Char('&'));
        result.push_back({title, menu->actions()});
    }
    return result;
}

} // namespace sw::ui
