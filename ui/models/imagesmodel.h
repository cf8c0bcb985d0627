#pragma once

#include "core/store/store.h"
#include "ui/models/rowsmodel.h"

#include <vector>

namespace sw::ui {

/// Names in the store, newest first: name, origin, when, size.
class ImagesModel : public RowsModel<store::ImageName> {
    Q_OBJECT
public:
    enum Column { NameColumn, OriginColumn, CreatedColumn, SizeColumn, ColumnCount };
    enum Role { FullNameRole = Qt::UserRole + 1 };

    using RowsModel::RowsModel;
    void setImages(std::vector<store::ImageName> images);
    const store::ImageName& image(int row) const { return rows()[static_cast<std::size_t>(row)]; }

protected:
    int columns() const override { return ColumnCount; }
    QString title(int column) const override;
    QString meaning(int column) const override;
    bool isNumber(int column) const override { return column == SizeColumn; }
    QVariant cell(const store::ImageName& image, int column, int role) const override;
};

} // namespace sw::ui
