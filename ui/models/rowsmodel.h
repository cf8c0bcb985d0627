#pragma once

#include <QAbstractTableModel>

#include <utility>
#include <vector>

namespace sw::ui {

/// A flat table over a list of values, replaced as a whole. A model of it says only what a cell holds and what a column
/// is called; numbers stand at the right, in the cells and above them.
template <typename Row>
class RowsModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const final { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const final { return parent.isValid() ? 0 : columns(); }

    QVariant data(const QModelIndex& index, int role) const final {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
            return {};
        }
        if (role == Qt::TextAlignmentRole) {
            return isNumber(index.column()) ? alignment(index.column()) : QVariant();
        }
        return cell(m_rows[static_cast<std::size_t>(index.row())], index.column(), role);
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const final {
        if (orientation != Qt::Horizontal) {
            return {};
        }
        if (role == Qt::TextAlignmentRole) {
            return alignment(section);
        }
        const QString text = role == Qt::DisplayRole ? title(section) : role == Qt::ToolTipRole ? meaning(section) : QString();
        return text.isEmpty() ? QVariant() : QVariant(text);
    }

protected:
    const std::vector<Row>& rows() const { return m_rows; }
    void setRows(std::vector<Row> rows) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }

    virtual int columns() const = 0;
    virtual QString title(int column) const = 0;
    virtual QString meaning(int) const { return {}; } ///< of a column's figures, as its title's tool tip
    virtual bool isNumber(int column) const = 0;
    virtual QVariant cell(const Row& row, int column, int role) const = 0; ///< every role but the alignment

private:
    QVariant alignment(int column) const {
        return QVariant::fromValue((isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }

    std::vector<Row> m_rows;
};

} // namespace sw::ui
