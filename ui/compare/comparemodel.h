#pragma once

#include "ui/session/comparesession.h"

#include <QAbstractTableModel>

namespace sw::ui {

/// The files in which two images differ, in the order that is given: mark, path, in what, sizes, growth, line. Holds no strings of
/// its own, so that half a million cost what is looked at.
class CompareModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { MarkColumn, PathColumn, DiffersColumn, BeforeColumn, AfterColumn, GrowthColumn, LineColumn, ColumnCount };
    enum Role { ChangeRole = Qt::UserRole + 1, FileRole, LineNumberRole };

    using QAbstractTableModel::QAbstractTableModel;
    void set(ComparedPtr compared, CompareOrder order);
    void setOrder(CompareOrder order);
    const ComparedPtr& compared() const { return m_compared; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override; ///< asks for it: sortWanted

Q_SIGNALS:
    void sortWanted(sw::ui::CompareWish::Order order, bool descending);

private:
    QString display(const analysis::FileDifference& file, int column) const;
    QString toolTip(const analysis::FileDifference& file) const;
    ComparedPtr m_compared;
    CompareOrder m_order;
};

/// "content, mode": in what a file differs, in the reader's language.
QString differsText(std::uint8_t set);
/// "line 7 (builder)", "layer 3, before"; "" where nobody is responsible.
QString responsibleText(const Compared& compared, const analysis::FileDifference& file);

} // namespace sw::ui
