#pragma once

#include "ui/models/imagesmodel.h"
#include "ui/session/storesession.h"

#include <QMap>
#include <QStringList>
#include <QWidget>

class QPushButton;
class QStackedLayout;
class QTreeView;

namespace sw::ui {

class MountsView;

/// The images of the store, and what can be done with one.
class ImagesPage : public QWidget {
    Q_OBJECT
public:
    explicit ImagesPage(StoreSession& store, QWidget* parent = nullptr);
    QString currentImage() const; ///< full name; "" when none is selected
    QStringList chosenImages() const; ///< full names, the older one first
    QPushButton* button(const QString& action) const { return m_buttons.value(action); }
    QTreeView* list() const { return m_list; }
    MountsView* mounts() const { return m_mounts; }

Q_SIGNALS:
    /// "run", "export", "push", "load", "tag"
    void actionWanted(const QString& action, const QString& image, QWidget* anchor);
    void browseWanted(const QString& image);
    void compareWanted(const QString& before, const QString& after); ///< `after` may be a stage of the last build

private:
    void showButtons();
    StoreSession& m_store;
    ImagesModel m_model;
    QTreeView* m_list;
    MountsView* m_mounts;
    QStackedLayout* m_stack;
    QMap<QString, QPushButton*> m_buttons; ///< by action
};

} // namespace sw::ui
