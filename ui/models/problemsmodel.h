#pragma once

#include "core/base/diagnostic.h"

#include <QAbstractTableModel>

#include <set>
#include <vector>

namespace sw::ui {

/// Diagnostics of the text as rows: severity, message (with what to do in the tooltip), first fix, rule, line. Sorted by place.
/// Rows are those whose severity is shown and that hold the filter's words in message or rule.
class ProblemsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { MessageColumn, FixColumn, RuleColumn, LineColumn, ColumnCount };
    enum Role { SeverityRole = Qt::UserRole + 1, DetailRole, LineRole, FixTitleRole };

    using QAbstractTableModel::QAbstractTableModel;
    void setDiagnostics(const std::vector<Diagnostic>& diagnostics);
    const Diagnostic& diagnostic(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    int count(Severity severity) const; ///< of all, shown or not
    int total() const { return static_cast<int>(m_diagnostics.size()); }

    void setShown(Severity severity, bool shown);
    bool isShown(Severity severity) const { return !m_hidden.contains(severity); }
    void setFilter(const QString& words);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    static QString severityWord(Severity severity);

private:
    void fillRows();
    std::vector<Diagnostic> m_diagnostics;
    std::vector<Diagnostic> m_rows;
    std::set<Severity> m_hidden;
    QString m_filter;
};

} // namespace sw::ui
