#pragma once

#include "core/analysis/packagesizes.h"
#include "ui/models/rowsmodel.h"

#include <QString>

#include <memory>

namespace sw::ui {

/// A package of a stage with what it weighs there.
struct PackageRow {
    std::size_t package = 0; ///< index in the owners' list
    QString name, version, type;
    std::uint64_t bytes = 0, files = 0;
    int line = 0;   ///< that brought most of its bytes; 0: the base
};

/// Packages of a stage, largest first.
class PackagesModel : public RowsModel<PackageRow> {
    Q_OBJECT
public:
    enum Column { NameColumn, VersionColumn, TypeColumn, LineColumn, FilesColumn, SizeColumn, ColumnCount };
    enum Role { PackageRole = Qt::UserRole + 1, ShareRole };

    using RowsModel::RowsModel;
    using RowsModel::rows;
    /// `lines`: of the stage's layers, 0 for those of the base.
    void setPackages(const std::shared_ptr<const analysis::PackageOwners>& owners, const std::vector<int>& lines);
    bool hasSeveralTypes() const; ///< dpkg's and npm's, say

private:
    int columns() const override { return ColumnCount; }
    QString title(int column) const override;
    QString meaning(int column) const override;
    bool isNumber(int column) const override { return column >= LineColumn; }
    QVariant cell(const PackageRow& row, int column, int role) const override;
    std::uint64_t m_largest = 0;
};

} // namespace sw::ui
