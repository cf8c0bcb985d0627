#include "ui/models/contextmodel.h"

#include "ui/models/format.h"

#include <algorithm>

namespace sw::ui {

void ContextFilesModel::setFiles(std::vector<build::ContextFile> files) {
    std::ranges::stable_sort(files, std::ranges::greater{}, &build::ContextFile::bytes);
    setRows(std::move(files));
}

QVariant ContextFilesModel::cell(const build::ContextFile& file, int column, int role) const {
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case PathColumn: return QString::fromStdString(file.path);
        case NoteColumn:
            return file.ignored && file.ignoreLine > 0 ? tr("line %1: %2").arg(file.ignoreLine).arg(QString::fromStdString(file.ignoredBy))
                                                       : QString::fromStdString(file.ignoredBy);
        case SizeColumn: return bytesText(file.bytes);
        default: return {};
        }
    case Qt::ToolTipRole: return QString::fromStdString(file.path) + u'\n' + exactBytesText(file.bytes);
    case IgnoreLineRole: return file.ignoreLine;
    default: return {};
    }
}

QString ContextFilesModel::title(int column) const {
    switch (column) {
    case PathColumn: return tr("File");
    case NoteColumn: return tr("Ignored by");
    case SizeColumn: return tr("Size");
    default: return {};
    }
}

} // namespace sw::ui
