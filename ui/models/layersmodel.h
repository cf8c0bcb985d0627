#pragma once

#include "core/store/store.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace sw::ui {

/// One layer of a stage with its three sizes and where it came from.
struct LayerRow {
    store::LayerId id;
    QString text;                 ///< the instruction's source text, or the base's history entry
    int line = 0;                 ///< of the Dockerfile; 0: no line made it, its number stands there
    std::optional<std::size_t> stage, instruction;
    QString origin;               ///< name of the stage or image it was made in
    bool fromBase = false;
    std::uint64_t atRest = 0;     ///< bytes of file content stored in the layer
    std::int64_t contribution = 0; ///< change of the visible total
    std::uint64_t runningTotal = 0;
    std::uint64_t files = 0;
    std::optional<std::uint64_t> compressed = {}; ///< bytes, where a compressed form is known
    QString reason = {};          ///< why the step ran; empty: it came from the cache, or nothing is known
    std::uint64_t tarBytes = 0, headerBytes = 0;
    std::int64_t paddingBytes = 0; ///< the rest of the tar: see analysis::LayerFigures
    bool counted = true;          ///< contribution and runningTotal are known
    bool operator==(const LayerRow&) const = default;
};

/// Layers of one stage, lowest first.
class LayersModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { LineColumn, TextColumn, AtRestColumn, ContributionColumn, TotalColumn, FilesColumn, ReasonColumn, ColumnCount };
    enum Role { FromBaseRole = Qt::UserRole + 1, ShareRole, StageRole };

    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<LayerRow> rows);
    void updateRows(std::vector<LayerRow> rows); ///< as many of the same layers, of which more is known
    const std::vector<LayerRow>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void take(std::vector<LayerRow> rows);
    static QString tarText(const LayerRow& row);
    QString textToolTip(const LayerRow& row) const;
    QVariant toolTip(const LayerRow& row, int column) const;
    std::vector<LayerRow> m_rows;
    std::uint64_t m_largest = 0;
};

} // namespace sw::ui
