#include "ui/models/layersmodel.h"

#include "ui/models/format.h"

#include <QLocale>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {
const QString kNotYet = QStringLiteral("…");
} // namespace

void LayersModel::setRows(std::vector<LayerRow> rows) {
    beginResetModel();
    take(std::move(rows));
    endResetModel();
}

void LayersModel::updateRows(std::vector<LayerRow> rows) {
    if (rows.size() != m_rows.size()) {
        return setRows(std::move(rows));
    }
    take(std::move(rows));
    if (!m_rows.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

void LayersModel::take(std::vector<LayerRow> rows) {
    m_rows = std::move(rows);
    m_largest = 0;
    for (const LayerRow& row : m_rows) {
        m_largest = std::max(m_largest, row.atRest);
    }
}

int LayersModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int LayersModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant LayersModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const LayerRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case LineColumn: return row.line > 0 ? QVariant(row.line) : QVariant(u'#' + QString::number(index.row()));
        case TextColumn: return row.text;
        case AtRestColumn: return bytesText(row.atRest);
        case ContributionColumn: return row.counted ? signedBytesText(row.contribution) : kNotYet;
        case TotalColumn: return row.counted ? bytesText(row.runningTotal) : kNotYet;
        case FilesColumn: return QLocale().toString(static_cast<qulonglong>(row.files));
        case ReasonColumn: return row.reason;
        default: return {};
        }
    case Qt::ToolTipRole: return toolTip(row, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == TextColumn || index.column() == ReasonColumn ? QVariant() : QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    case FromBaseRole: return row.fromBase;
    case StageRole: return row.stage ? QVariant(static_cast<int>(*row.stage)) : QVariant();
    case ShareRole:
        return m_largest == 0 ? 0.0 : static_cast<double>(row.atRest) / static_cast<double>(m_largest);
    default: return {};
    }
}

QVariant LayersModel::toolTip(const LayerRow& row, int column) const {
    switch (column) {
    case AtRestColumn:
        return exactBytesText(row.atRest) + u'\n' + tr("File content stored in this layer.") + u'\n' + tarText(row) +
               (row.compressed ? u'\n' + tr("Compressed, as a registry has it: %1").arg(exactBytesText(*row.compressed)) : QString());
    case ContributionColumn: {
        if (!row.counted) {
            return tr("How much this layer changes what is visible: it is being counted.");
        }
        const QString amount = QLocale().toString(static_cast<qlonglong>(row.contribution));
        return tr("%1 bytes").arg(amount) + u'\n' +
               tr("How much this layer changes what is visible. Negative when it hides more than it adds.");
    }
    case TotalColumn: return !row.counted ? tr("Visible bytes up to and including this layer: they are being counted.") : exactBytesText(row.runningTotal) + u'\n' + tr("Visible bytes up to and including this layer.");
    case FilesColumn: return tr("Files, links and directories in this layer.");
    default: return textToolTip(row);
    }
}

/// The layer's tar to the byte. Holes of sparse files count as content and are not stored: they can be more than the padding.
QString LayersModel::tarText(const LayerRow& row) {
    const QLocale locale;
    const auto number = [&](std::uint64_t bytes) { return locale.toString(static_cast<qulonglong>(bytes)); };
    return row.paddingBytes < 0
               ? tr("As tar %1 bytes: content %2 + headers %3 − holes %4").arg(number(row.tarBytes), number(row.atRest), number(row.headerBytes), number(static_cast<std::uint64_t>(-row.paddingBytes)))
               : tr("As tar %1 bytes: content %2 + headers %3 + padding %4").arg(number(row.tarBytes), number(row.atRest), number(row.headerBytes), number(static_cast<std::uint64_t>(row.paddingBytes)));
}

QString LayersModel::textToolTip(const LayerRow& row) const {
    QString text = row.fromBase ? tr("From the base image %1").arg(row.origin) : row.line > 0 ? tr("Line %1 of stage %2").arg(row.line).arg(row.origin) : row.origin;
    text += (text.isEmpty() ? QString() : u"\n"_s) + row.text + u'\n' + tr("%Ln file(s)", nullptr, static_cast<int>(row.files));
    return row.reason.isEmpty() ? text : text + u'\n' + tr("It ran: %1").arg(row.reason);
}

QVariant LayersModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((section == TextColumn || section == ReasonColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case LineColumn: return tr("The line that made the layer; of a layer without one its number, from the lowest");
        case AtRestColumn: return tr("File content stored in the layer");
        case ContributionColumn: return tr("Change of the visible total");
        case TotalColumn: return tr("Visible bytes up to this layer");
        case FilesColumn: return tr("Files and links stored in the layer");
        case ReasonColumn: return tr("Why its step ran and did not come from the cache");
        default: return {};
        }
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case LineColumn: return tr("Line");
    case TextColumn: return tr("Layer");
    case AtRestColumn: return tr("At rest");
    case ContributionColumn: return tr("Contribution");
    case TotalColumn: return tr("Total");
    case FilesColumn: return tr("Files");
    case ReasonColumn: return tr("Ran because");
    default: return {};
    }
}

} // namespace sw::ui
