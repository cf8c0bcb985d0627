#pragma once

#include "core/build/build.h"
#include "ui/models/rowsmodel.h"

#include <vector>

namespace sw::ui {

/// Files of the context: those one COPY takes, or those that are ignored (with the line that decided). Largest first.
class ContextFilesModel : public RowsModel<build::ContextFile> {
    Q_OBJECT
public:
    enum Column { PathColumn, NoteColumn, SizeColumn, ColumnCount };
    enum Role { IgnoreLineRole = Qt::UserRole + 1 };

    using RowsModel::RowsModel;
    void setFiles(std::vector<build::ContextFile> files);
    const std::vector<build::ContextFile>& files() const { return rows(); }

protected:
    int columns() const override { return ColumnCount; }
    QString title(int column) const override;
    bool isNumber(int column) const override { return column == SizeColumn; }
    QVariant cell(const build::ContextFile& file, int column, int role) const override;
};

} // namespace sw::ui
