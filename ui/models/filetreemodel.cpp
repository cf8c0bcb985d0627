#include "ui/models/filetreemodel.h"

#include "core/base/imagepath.h"
#include "ui/models/format.h"

#include <QColor>

#include <algorithm>

namespace sw::ui {

using analysis::Change;

namespace {

constexpr FileTreeModel::Id kRoot = 0;
constexpr std::uint32_t kNowhere = UINT32_MAX;

/// What stands for the change, besides its colour.
QString changeMark(Change change) {
    switch (change) {
    case Change::Added: return QStringLiteral("+");
    case Change::Modified: return QStringLiteral("~");
    case Change::Removed: return QString(QChar(0x2212));
    case Change::Unchanged: return {};
    }
    return {};
}

} // namespace

void FileTreeModel::setTree(std::shared_ptr<const analysis::FileTree> tree, std::shared_ptr<const analysis::FilteredTree> filtered,
                            std::shared_ptr<const analysis::HiddenLater> hidden, FileOrderPtr order) {
    beginResetModel();
    m_tree = std::move(tree);
    m_filtered = std::move(filtered);
    m_hidden = std::move(hidden);
    m_order = std::move(order);
    m_rows.clear();
    m_position.assign(m_tree ? m_tree->size() : 0, kNowhere);
    endResetModel();
}

void FileTreeModel::setFiltered(std::shared_ptr<const analysis::FilteredTree> filtered, FileOrderPtr order) {
    setTree(m_tree, std::move(filtered), m_hidden, std::move(order));
}

void FileTreeModel::setHidden(std::shared_ptr<const analysis::HiddenLater> hidden) {
    if (hidden == m_hidden) {
        return;
    }
    m_hidden = std::move(hidden);
    for (const auto& [folder, rows] : m_rows) {
        if (!rows.empty()) {
            const QModelIndex parent = indexOf(folder);
            Q_EMIT dataChanged(index(0, ChangeColumn, parent), index(static_cast<int>(rows.size()) - 1, ChangeColumn, parent));
        }
    }
}

QString FileTreeModel::hiddenText(Id id) const {
    const auto found = m_hidden ? m_hidden->find(id) : analysis::HiddenLater::const_iterator();
    if (!m_hidden || found == m_hidden->end()) {
        return {};
    }
    const int line = found->second < m_lines.size() ? m_lines[found->second] : 0;
    return line > 0 ? tr("hidden later, by line %1").arg(line) : tr("hidden by a later layer");
}

bool FileTreeModel::isShown(Id id) const { return !m_filtered || m_filtered->visible[id]; }

const std::vector<FileTreeModel::Id>& FileTreeModel::rows(Id parent) const {
    const auto [it, isNew] = m_rows.try_emplace(parent);
    std::vector<Id>& list = it->second;
    if (!isNew) {
        return list;
    }
    const bool ordered = m_order && m_order->sort == m_sort && m_order->folders.contains(parent);
    list = ordered ? m_order->folders.at(parent) : sortedChildren(*m_tree, m_filtered.get(), parent, m_sort);
    for (std::size_t i = 0; i < list.size(); ++i) {
        m_position[list[i]] = static_cast<std::uint32_t>(i);
    }
    return list;
}

QModelIndex FileTreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!m_tree || row < 0 || column < 0 || column >= ColumnCount) {
        return {};
    }
    if (!parent.isValid()) {
        return row == 0 ? createIndex(0, column, static_cast<quintptr>(kRoot)) : QModelIndex();
    }
    const std::vector<Id>& list = rows(idOf(parent));
    return static_cast<std::size_t>(row) < list.size() ? createIndex(row, column, static_cast<quintptr>(list[static_cast<std::size_t>(row)])) : QModelIndex();
}

QModelIndex FileTreeModel::parent(const QModelIndex& index) const {
    if (!index.isValid() || idOf(index) == kRoot) {
        return {};
    }
    return indexOf(m_tree->node(idOf(index)).parent);
}

QModelIndex FileTreeModel::indexOf(Id id) const {
    if (!m_tree || id >= m_tree->size() || !isShown(id)) {
        return {};
    }
    if (id == kRoot) {
        return createIndex(0, 0, static_cast<quintptr>(kRoot));
    }
    rows(m_tree->node(id).parent);
    return m_position[id] == kNowhere ? QModelIndex() : createIndex(static_cast<int>(m_position[id]), 0, static_cast<quintptr>(id));
}

QModelIndex FileTreeModel::indexOfPath(const QString& path) const {
    if (!m_tree) {
        return {};
    }
    const auto id = m_tree->find(cleanImagePath(path.toStdString()));
    return id ? indexOf(*id) : QModelIndex();
}

int FileTreeModel::rowCount(const QModelIndex& parent) const {
    if (!m_tree || parent.column() > 0) {
        return 0;
    }
    return parent.isValid() ? static_cast<int>(rows(idOf(parent)).size()) : 1;
}

int FileTreeModel::columnCount(const QModelIndex&) const { return ColumnCount; }

bool FileTreeModel::hasChildren(const QModelIndex& parent) const {
    if (!m_tree || parent.column() > 0) {
        return false;
    }
    if (!parent.isValid()) {
        return true;
    }
    Id child = m_tree->node(idOf(parent)).firstChild;
    while (child != analysis::FileTree::kNone && !isShown(child)) {
        child = m_tree->node(child).nextSibling;
    }
    return child != analysis::FileTree::kNone;
}

QVariant FileTreeModel::data(const QModelIndex& index, int role) const {
    if (!m_tree || !index.isValid()) {
        return {};
    }
    const Id id = idOf(index);
    const auto& node = m_tree->node(id);
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case NameColumn: return id == kRoot ? QStringLiteral("/") : QString::fromUtf8(node.name.data(), static_cast<qsizetype>(node.name.size()));
        case ChangeColumn: return changeMark(node.change) + (m_hidden && m_hidden->contains(id) ? QStringLiteral("\u2298") : QString());
        case SizeColumn: return bytesText(bytesOf(id));
        default: return {};
        }
    case Qt::ToolTipRole: {
        QString text = QString::fromStdString(absolutePath(m_tree->path(id))) + u'\n' + exactBytesText(node.bytes);
        if (m_filtered && node.directory && bytesOf(id) != node.bytes) {
            text += u'\n' + tr("%1 of it fits the filter").arg(exactBytesText(bytesOf(id)));
        }
        if (const QString hidden = hiddenText(id); !hidden.isEmpty()) {
            text += u'\n' + hidden;
        }
        if (node.directory) {
            text += u'\n' + tr("%Ln file(s)", nullptr, static_cast<int>(node.files));
        }
        if (const auto entry = m_tree->entry(id)) {
            text += u'\n' + tr("mode %1, owner %2:%3").arg(QString::number(entry->mode, 8)).arg(entry->uid).arg(entry->gid);
            if (entry->type == oci::EntryType::Symlink) {
                text += u'\n' + tr("link to %1").arg(QString::fromStdString(entry->link));
            }
        }
        return text;
    }
    case HiddenRole: return m_hidden && m_hidden->contains(id);
    case Qt::AccessibleTextRole:
        return index.column() == NameColumn
                   ? tr("%1, %2, %3").arg(data(index, Qt::DisplayRole).toString(), bytesText(bytesOf(id)), QString::fromUtf8(analysis::changeName(node.change).data())) +
                         (hiddenText(id).isEmpty() ? QString() : QStringLiteral(", ") + hiddenText(id))
                   : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == SizeColumn     ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter)
               : index.column() == ChangeColumn ? QVariant::fromValue(Qt::AlignHCenter | Qt::AlignVCenter)
                                                : QVariant();
    case ChangeRole: return static_cast<int>(node.change);
    case ShareRole: {
        const std::uint64_t whole = bytesOf(kRoot);
        return whole == 0 ? 0.0 : static_cast<double>(bytesOf(id)) / static_cast<double>(whole);
    }
    case PathRole: return QString::fromStdString(absolutePath(m_tree->path(id)));
    case IsDirectoryRole: return node.directory;
    case BytesRole: return static_cast<qulonglong>(bytesOf(id));
    default: return {};
    }
}

QVariant FileTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((section == SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case ChangeColumn: return tr("Added, changed or removed by the selected layer; hidden by a later one");
        case ShareColumn: return tr("Share of all bytes that are shown");
        case SizeColumn: return tr("Visible content in it and below it, hard links once; with a filter, of what fits");
        default: return {};
        }
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case NameColumn: return tr("Name");
    case ShareColumn: return tr("Share");
    case SizeColumn: return tr("Size");
    default: return {};
    }
}

void FileTreeModel::sort(int column, Qt::SortOrder order) {
    const FileSort sort{.by = column == NameColumn     ? FileSort::By::Name
                              : column == ChangeColumn ? FileSort::By::Change
                                                       : FileSort::By::Size,
                        .descending = order == Qt::DescendingOrder};
    if (sort == m_sort) {
        return;
    }
    m_sort = sort;
    if (isLarge()) {
        Q_EMIT sortWanted(sort);
    } else {
        arrange();
        Q_EMIT sortWanted(sort); // for folders that are opened later
    }
}

bool FileTreeModel::isLarge() const {
    return std::ranges::any_of(m_rows, [](const auto& folder) { return folder.second.size() > kWideFolder; });
}

void FileTreeModel::setOrder(FileOrderPtr order) {
    m_order = std::move(order);
    if (m_order && m_order->sort == m_sort && isLarge()) {
        arrange();
    }
}

/// Makes the rows anew, by m_sort.
void FileTreeModel::arrange() {
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    m_rows.clear();
    std::ranges::fill(m_position, kNowhere);
    QModelIndexList after;
    for (const QModelIndex& index : before) {
        const QModelIndex now = indexOf(idOf(index));
        after.push_back(now.isValid() ? createIndex(now.row(), index.column(), index.internalId()) : QModelIndex());
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

} // namespace sw::ui
