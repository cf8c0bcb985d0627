#include "ui/models/contextmodel.h"

#include "ui/models/format.h"

#include <algorithm>

namespace sw::ui {

void ContextFilesModel::setFiles(std::vector<build::ContextFile> files) {
    std::ranges::stable_sort(files, std::ranges::greater{}, &build::ContextFile::bytes);
    beginResetModel();
    m_files = std::move(files);
    endResetModel();
}

int ContextFilesModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_files.size()); }
int ContextFilesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ContextFilesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const build::ContextFile& file = m_files[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case PathColumn: return QString::fromStdString(file.path);
        case NoteColumn:
            return file.ignored && file.ignoreLine > 0 ? tr("line %1: %2").arg(file.ignoreLine).arg(QString::fromStdString(file.ignoredBy))
                                                       : QString::fromStdString(file.ignoredBy);
        case SizeColumn: return bytesText(file.bytes);
        default: return {};
        }
    case Qt::ToolTipRole: return QString::fromStdString(file.path) + u'\n' + exactBytesText(file.bytes);
    case Qt::TextAlignmentRole:
        return index.column() == SizeColumn ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case IgnoreLineRole: return file.ignoreLine;
    default: return {};
    }
}

QVariant ContextFilesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((section == SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case PathColumn: return tr("File");
    case NoteColumn: return tr("Ignored by");
    case SizeColumn: return tr("Size");
    default: return {};
    }
}

} // namespace sw::ui
