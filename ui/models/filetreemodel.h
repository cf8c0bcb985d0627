#pragma once

#include "core/analysis/filetree.h"

#include <QAbstractItemModel>

#include <memory>
#include <unordered_map>
#include <vector>

namespace sw::ui {

/// The files of a stage or layer, children sorted (by size first, as a rule). Rows of a directory are made when it is opened,
/// so that 500,000 files cost what is looked at. A filter shows the matching files and the directories that lead to them.
class FileTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { NameColumn, ChangeColumn, ShareColumn, SizeColumn, ColumnCount };
    enum Role { ChangeRole = Qt::UserRole + 1, ShareRole, PathRole, IsDirectoryRole, BytesRole };
    using Id = analysis::FileTree::Id;

    using QAbstractItemModel::QAbstractItemModel;
    void setTree(std::shared_ptr<const analysis::FileTree> tree);
    void setFilter(const QString& text);
    void setShownChanges(bool onlyChanged);
    const std::shared_ptr<const analysis::FileTree>& tree() const { return m_tree; }
    Id idOf(const QModelIndex& index) const { return static_cast<Id>(index.internalId()); }
    QModelIndex indexOf(Id id) const;
    QModelIndex indexOfPath(const QString& path) const;
    int matchCount() const { return m_matches; } ///< files that fit the filter

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    const std::vector<Id>& rows(Id parent) const;
    bool isShown(Id id) const;
    void applyFilter();

    std::shared_ptr<const analysis::FileTree> m_tree;
    mutable std::unordered_map<Id, std::vector<Id>> m_rows;     ///< sorted children of opened directories
    mutable std::unordered_map<Id, int> m_position;             ///< row of a node in its parent
    std::string m_filter;
    bool m_onlyChanged = false;
    std::vector<bool> m_visible; ///< by node; empty: everything
    int m_matches = 0;
    int m_sortColumn = SizeColumn;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

} // namespace sw::ui
