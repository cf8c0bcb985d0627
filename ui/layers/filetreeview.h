#pragma once

#include "ui/models/filetreemodel.h"

#include <QTreeView>
#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace sw::ui {

/// The tree with its filter field. Remembers what was open from one tree to the next, by path.
class FileTreeView : public QWidget {
    Q_OBJECT
public:
    explicit FileTreeView(QWidget* parent = nullptr);
    void setTree(const std::shared_ptr<const analysis::FileTree>& tree);
    void showPath(const QString& path);
    QString currentPath() const;
    QTreeView* tree() const { return m_tree; }
    FileTreeModel& model() { return m_model; }
    QLineEdit* filterField() const { return m_filter; }

Q_SIGNALS:
    void currentChanged(sw::analysis::FileTree::Id id, const QString& path, bool directory);
    void saveRequested(sw::analysis::FileTree::Id id, const QString& path);

private:
    void expandTop();
    void rememberOpen();
    void contextMenu(const QPoint& point);
    void onFilter();

    FileTreeModel m_model;
    QTreeView* m_tree;
    QLineEdit* m_filter;
    QToolButton* m_changed;
    QLabel* m_count;
    QStringList m_open;
    QString m_current;
    bool m_filling = false;
};

} // namespace sw::ui
