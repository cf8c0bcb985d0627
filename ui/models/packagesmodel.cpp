#include "ui/models/packagesmodel.h"

#include "ui/models/format.h"

#include <QLocale>

#include <algorithm>

namespace sw::ui {

void PackagesModel::setPackages(const std::shared_ptr<const analysis::PackageOwners>& owners, const std::vector<int>& lines) {
    std::vector<PackageRow> list;
    if (owners) {
        for (const analysis::PackageSize& size : owners->sizes()) {
            const analysis::OwningPackage& package = owners->packages()[size.package];
            list.push_back({.package = size.package,
                            .name = QString::fromStdString(package.name),
                            .version = QString::fromStdString(package.version),
                            .type = QString::fromStdString(package.type),
                            .bytes = size.bytes,
                            .files = size.files,
                            .line = size.layer < lines.size() ? lines[size.layer] : 0});
        }
    }
    m_largest = list.empty() ? 0 : std::ranges::max(list, {}, &PackageRow::bytes).bytes;
    setRows(std::move(list));
}

bool PackagesModel::hasSeveralTypes() const {
    return std::ranges::any_of(rows(), [this](const PackageRow& row) { return row.type != rows().front().type; });
}

QString PackagesModel::title(int column) const {
    switch (column) {
    case NameColumn: return tr("Package");
    case VersionColumn: return tr("Version");
    case TypeColumn: return tr("Kind");
    case LineColumn: return tr("Line");
    case FilesColumn: return tr("Files");
    case SizeColumn: return tr("Size");
    default: return {};
    }
}

QString PackagesModel::meaning(int column) const {
    switch (column) {
    case LineColumn: return tr("The line that brought most bytes of the package");
    case FilesColumn: return tr("Files of the package that are visible in this stage");
    case SizeColumn: return tr("Visible bytes of the package's files, hard links once");
    default: return {};
    }
}

QVariant PackagesModel::cell(const PackageRow& row, int column, int role) const {
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case NameColumn: return row.name;
        case VersionColumn: return row.version;
        case TypeColumn: return row.type;
        case LineColumn: return row.line > 0 ? QVariant(row.line) : QVariant(tr("base", "image that a stage begins with"));
        case FilesColumn: return QLocale().toString(static_cast<qulonglong>(row.files));
        case SizeColumn: return bytesText(row.bytes);
        default: return {};
        }
    case Qt::ToolTipRole: return row.name + u' ' + row.version + u'\n' + exactBytesText(row.bytes) + u'\n' + tr("%Ln file(s)", nullptr, static_cast<int>(row.files));
    case PackageRole: return static_cast<qulonglong>(row.package);
    case ShareRole: return m_largest == 0 ? 0.0 : static_cast<double>(row.bytes) / static_cast<double>(m_largest);
    default: return {};
    }
}

} // namespace sw::ui
