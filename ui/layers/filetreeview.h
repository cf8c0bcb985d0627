#pragma once

#include "ui/models/filetreemodel.h"
#include "ui/session/imagesession.h"

#include <QTreeView>
#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace sw::ui {

class FilterPanel;

/// The tree with its search field and filters. Remembers what was open from one tree to the next, by path. It says what is wanted;
/// somebody else looks for it, off this thread, and gives it back.
class FileTreeView : public QWidget {
    Q_OBJECT
public:
    explicit FileTreeView(QWidget* parent = nullptr);
    void setLayers(const StageLayersPtr& layers);
    void setTree(const ShownTree& shown);
    void setFiltered(const ShownTree& shown); ///< the same tree
    void setPackages(const PackagesPtr& packages);
    void choosePackage(std::size_t package); ///< its files alone
    void chooseOrigin(const QString& name, bool context); ///< files from that base image, or from the context alone
    analysis::TreeFilter filter() const;
    void showPath(const QString& path);
    QString currentPath() const;
    QTreeView* tree() const { return m_tree; }
    FileTreeModel& model() { return m_model; }
    QLineEdit* filterField() const { return m_filter; }
    FilterPanel* panel() const { return m_panel; }
    QToolButton* changedOnly() const { return m_changed; }
    QToolButton* panelButton() const { return m_more; }
    QLabel* count() const { return m_count; }

Q_SIGNALS:
    void currentChanged(sw::analysis::FileTree::Id id, const QString& path, bool directory);
    void saveRequested(sw::analysis::FileTree::Id id, const QString& path, bool directory);
    void openWithRequested(sw::analysis::FileTree::Id id);
    void openRequested(sw::analysis::FileTree::Id id, const QString& path);
    void filterChanged(const sw::analysis::TreeFilter& filter);
    void sortChanged(const sw::ui::FileSort& sort);

private:
    void rememberOpen();
    void contextMenu(const QPoint& point);
    void onFilter();
    void openAsBefore();

    FileTreeModel m_model;
    QTreeView* m_tree;
    QLineEdit* m_filter;
    QToolButton* m_changed;
    QToolButton* m_more;
    FilterPanel* m_panel;
    QLabel* m_count;
    QStringList m_open;
    QString m_current;
    bool m_filling = false;
};

} // namespace sw::ui
