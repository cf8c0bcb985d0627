#pragma once

#include "core/store/store.h"

#include <QAbstractTableModel>

#include <vector>

namespace sw::ui {

/// Names in the store, newest first: name, origin, when, size.
class ImagesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, OriginColumn, CreatedColumn, SizeColumn, ColumnCount };
    enum Role { FullNameRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;
    void setImages(std::vector<store::ImageName> images);
    const store::ImageName& image(int row) const { return m_images[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<store::ImageName> m_images;
};

} // namespace sw::ui
