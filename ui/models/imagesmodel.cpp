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
    setRows(std::move(images));
}

QVariant ImagesModel::cell(const store::ImageName& row, int column, int role) const {
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case NameColumn: return familiarName(row.name);
        case OriginColumn:
            return row.origin == "built" ? tr("built") : row.origin == "pulled" ? tr("pulled") : tr("imported");
        case CreatedColumn: return dateText(build::Time(std::chrono::seconds(row.created)));
        case SizeColumn: return bytesText(row.bytes);
        default: return {};
        }
    case Qt::ToolTipRole:
        return column == SizeColumn ? exactBytesText(row.bytes) + u'\n' + meaning(SizeColumn)
                                    : QString::fromStdString(row.name) + u'\n' + QString::fromStdString(row.manifest.text());
    case FullNameRole: return QString::fromStdString(row.name);
    default: return {};
    }
}

QString ImagesModel::title(int column) const {
    switch (column) {
    case NameColumn: return tr("Image");
    case OriginColumn: return tr("Origin");
    case CreatedColumn: return tr("When");
    case SizeColumn: return tr("As tar");
    default: return {};
    }
}

QString ImagesModel::meaning(int column) const {
    return column == SizeColumn ? tr("What the store keeps of the image: the tars of all of its layers, with headers and padding. "
                                     "What is visible of it, the Layers page counts.")
                                : QString();
}

} // namespace sw::ui
