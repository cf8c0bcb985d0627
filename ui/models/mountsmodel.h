#pragma once

#include "core/cache/mountlist.h"
#include "ui/models/rowsmodel.h"

namespace sw::ui {

/// Cache mounts, largest first: id, the RUN lines that use them, files, size, last use.
class MountsModel : public RowsModel<cache::MountUse> {
    Q_OBJECT
public:
    enum Column { IdColumn, StepColumn, FilesColumn, SizeColumn, UsedColumn, ColumnCount };

    using RowsModel::RowsModel;
    void setMounts(std::vector<cache::MountUse> mounts);
    const cache::MountUse& mount(int row) const { return rows()[static_cast<std::size_t>(row)]; }

protected:
    int columns() const override { return ColumnCount; }
    QString title(int column) const override;
    bool isNumber(int column) const override { return column == FilesColumn || column == SizeColumn; }
    QVariant cell(const cache::MountUse& mount, int column, int role) const override;
};

} // namespace sw::ui
