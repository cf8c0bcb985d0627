#pragma once

#include "ui/shell/popover.h"

#include <QAction>
#include <QList>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace sw::ui {

/// Every action by name, found by typing some of its letters. Enter runs, Esc closes.
class CommandPalette : public Popover {
    Q_OBJECT
public:
    explicit CommandPalette(QWidget* window);
    /// `group` stands in front of the action's text ("File: Save").
    void setActions(const QList<std::pair<QString, QList<QAction*>>>& groups);
    void openPalette();
    QLineEdit* field() const { return m_field; }
    QStringList visibleEntries() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    QWidget* firstField() override;

private:
    void filter(const QString& text);
    void runCurrent();
    struct Entry {
        QString text;
        QAction* action;
    };
    QList<Entry> m_entries;
    QLineEdit* m_field;
    QListView* m_list;
    QStandardItemModel* m_model;
};

/// How well `pattern` fits: its letters in order, better at word starts and side by side; -1 when it does not.
int fuzzyScore(QStringView pattern, QStringView text);

} // namespace sw::ui
