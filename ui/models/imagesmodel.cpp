#include "ui/models/imagesmodel.h"

#include "ui/models/format.h"

#include <algorithm>

namespace sw::ui {

namespace {

QString familiarName(const std::string& name) {
    const auto reference = oci::Reference::parse(name);
    return QString::fromStdString(reference ? reference->familiar() : name);
}

} // namespace

void ImagesModel::setImages(std::vector<store::ImageName> images) {
    std::ranges::stable_sort(images, std::ranges::greater{}, &store::ImageName::created);
    beginResetModel();
    m_images = std::move(images);
    endResetModel();
}

int ImagesModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_images.size()); }
int ImagesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ImagesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const store::ImageName& row = image(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case NameColumn: return familiarName(row.name);
        case OriginColumn:
            return row.origin == "built" ? tr("built") : row.origin == "pulled" ? tr("pulled") : tr("imported");
        case CreatedColumn: return dateText(build::Time(std::chrono::seconds(row.created)));
        case SizeColumn: return bytesText(row.bytes);
        default: return {};
        }
    case Qt::ToolTipRole:
        return index.column() == SizeColumn ? exactBytesText(row.bytes)
                                            : QString::fromStdString(row.name) + u'\n' + QString::fromStdString(row.manifest.text());
    case Qt::TextAlignmentRole:
        return index.column() == SizeColumn ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case FullNameRole: return QString::fromStdString(row.name);
    default: return {};
    }
}

QVariant ImagesModel::headerData(int section, Qt::Orientation orientation, int role) const {
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
    case NameColumn: return tr("Image");
    case OriginColumn: return tr("Origin");
    case CreatedColumn: return tr("When");
    case SizeColumn: return tr("Size");
    default: return {};
    }
}

} // namespace sw::ui
