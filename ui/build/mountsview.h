#pragma once

#include "ui/models/mountsmodel.h"
#include "ui/session/storesession.h"

#include <QWidget>

class QPushButton;
class QTreeView;

namespace sw::ui {

/// The folders of RUN --mount=type=cache by the lines that use them: go there, look inside, empty. Hidden while there are none.
class MountsView : public QWidget {
    Q_OBJECT
public:
    explicit MountsView(StoreSession& store, QWidget* parent = nullptr);
    QTreeView* list() const { return m_list; }

Q_SIGNALS:
    /// A double-click on a mount: the line of the step that used it last.
    void stepWanted(const QString& dockerfile, int line);

private:
    const cache::MountUse* current() const;
    void showButtons();
    void goToStep();

    StoreSession& m_store;
    MountsModel m_model;
    QTreeView* m_list;
    QPushButton* m_browse;
    QPushButton* m_clear;
};

} // namespace sw::ui
