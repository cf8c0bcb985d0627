#pragma once

#include "core/base/diagnostic.h"

#include <QAbstractTableModel>

#include <vector>

namespace sw::ui {

/// Diagnostics of the text as rows: severity, message (with what to do in the tooltip), first fix, rule, line. Sorted by place.
class ProblemsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { MessageColumn, FixColumn, RuleColumn, LineColumn, ColumnCount };
    enum Role { SeverityRole = Qt::UserRole + 1, DetailRole, LineRole, FixTitleRole };

    using QAbstractTableModel::QAbstractTableModel;
    void setDiagnostics(const std::vector<Diagnostic>& diagnostics);
    const Diagnostic& diagnostic(int row) const { return m_diagnostics[static_cast<std::size_t>(row)]; }
    int count(Severity severity) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    static QString severityWord(Severity severity);

private:
    std::vector<Diagnostic> m_diagnostics;
};

} // namespace sw::ui
