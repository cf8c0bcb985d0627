#pragma once

#include "core/analysis/treefilter.h"
#include "ui/session/fileorder.h"

#include <QAbstractItemModel>

#include <memory>
#include <unordered_map>
#include <vector>

namespace sw::ui {

/// The files of a stage or layer, children sorted (by size first, as a rule). Rows of a directory are made when it is opened,
/// so that 500,000 files cost what is looked at; those of wide directories are sorted by a worker. With a filter the matching files are shown and the directories that lead to them, with the
/// bytes of what fits.
class FileTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { NameColumn, ChangeColumn, ShareColumn, SizeColumn, ColumnCount };
    enum Role { ChangeRole = Qt::UserRole + 1, ShareRole, PathRole, IsDirectoryRole, BytesRole, HiddenRole };
    using Id = analysis::FileTree::Id;

    using QAbstractItemModel::QAbstractItemModel;
    /// `filtered`: what a filter leaves of this tree; null: all of it.
    /// `hidden`: what a later layer hides, and `lines` of all layers, for words about it.
    void setTree(std::shared_ptr<const analysis::FileTree> tree, std::shared_ptr<const analysis::FilteredTree> filtered = nullptr,
                 std::shared_ptr<const analysis::HiddenLater> hidden = nullptr, FileOrderPtr order = nullptr);
    void setLines(std::vector<int> lines) { m_lines = std::move(lines); } ///< of the Dockerfile, by layer; 0: of the base
    void setFiltered(std::shared_ptr<const analysis::FilteredTree> filtered, FileOrderPtr order = nullptr);
    const std::shared_ptr<const analysis::FilteredTree>& filtered() const { return m_filtered; }
    void setHidden(std::shared_ptr<const analysis::HiddenLater> hidden); ///< of the same tree: it was not known before
    /// What sortWanted() asked for.
    void setOrder(FileOrderPtr order);
    bool isFiltered() const { return m_filtered != nullptr; }
    const std::shared_ptr<const analysis::FileTree>& tree() const { return m_tree; }
    Id idOf(const QModelIndex& index) const { return static_cast<Id>(index.internalId()); }
    QModelIndex indexOf(Id id) const;
    QModelIndex indexOfPath(const QString& path) const;
    int matchCount() const { return m_filtered ? static_cast<int>(m_filtered->files) : 0; } ///< files that fit the filter
    std::uint64_t bytesOf(Id id) const { return m_filtered ? m_filtered->bytes[id] : m_tree->node(id).bytes; } ///< of what fits

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    /// Wide folders are open: their order is to be made elsewhere, and given to setOrder(). Till then all stands as it did.
    void sortWanted(const sw::ui::FileSort& sort);

private:
    void arrange();
    bool isLarge() const;
    const std::vector<Id>& rows(Id parent) const;
    bool isShown(Id id) const;
    QString hiddenText(Id id) const; ///< "hidden later, by line 9"; "": it is not

    std::shared_ptr<const analysis::FileTree> m_tree;
    mutable std::unordered_map<Id, std::vector<Id>> m_rows;     ///< sorted children of opened directories
    mutable std::vector<std::uint32_t> m_position;              ///< by node: row in its parent; kNowhere: not in m_rows
    FileOrderPtr m_order;                                       ///< of wide folders; may be null
    std::shared_ptr<const analysis::FilteredTree> m_filtered;
    std::shared_ptr<const analysis::HiddenLater> m_hidden;
    std::vector<int> m_lines;
    FileSort m_sort;
};

} // namespace sw::ui
