#pragma once

#include "core/build/build.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace sw::ui {

/// Files of the context: those one COPY takes, or those that are ignored (with the line that decided). Largest first.
class ContextFilesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { PathColumn, NoteColumn, SizeColumn, ColumnCount };
    enum Role { IgnoreLineRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;
    void setFiles(std::vector<build::ContextFile> files);
    const std::vector<build::ContextFile>& files() const { return m_files; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<build::ContextFile> m_files;
};

} // namespace sw::ui
