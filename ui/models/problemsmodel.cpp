#include "ui/models/problemsmodel.h"

#include "ui/session/sentence.h"

#include <algorithm>

namespace sw::ui {

void ProblemsModel::setDiagnostics(const std::vector<Diagnostic>& diagnostics) {
    if (diagnostics == m_diagnostics) {
        return;
    }
    beginResetModel();
    m_diagnostics = diagnostics;
    fillRows();
    endResetModel();
}

void ProblemsModel::fillRows() {
    m_rows.clear();
    for (const Diagnostic& d : m_diagnostics) {
        const QString text = sw::ui::shown(d.message) + u' ' + QString::fromStdString(d.rule);
        if (isShown(d.severity) && text.contains(m_filter, Qt::CaseInsensitive)) {
            m_rows.push_back(d);
        }
    }
}

void ProblemsModel::setShown(Severity severity, bool shown) {
    if (shown == isShown(severity)) {
        return;
    }
    beginResetModel();
    if (shown) {
        m_hidden.erase(severity);
    } else {
        m_hidden.insert(severity);
    }
    fillRows();
    endResetModel();
}

void ProblemsModel::setFilter(const QString& words) {
    if (words != m_filter) {
        beginResetModel();
        m_filter = words;
        fillRows();
        endResetModel();
    }
}

int ProblemsModel::count(Severity severity) const {
    return static_cast<int>(std::ranges::count(m_diagnostics, severity, &Diagnostic::severity));
}

int ProblemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ProblemsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ProblemsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Diagnostic& d = diagnostic(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case MessageColumn: return shown(d.message);
        case FixColumn: return d.fixes.empty() ? QString() : shown(d.fixes.front().title);
        case RuleColumn: return QString::fromStdString(d.rule);
        case LineColumn: return d.range.start.line;
        default: return {};
        }
    case Qt::ToolTipRole:
        if (index.column() == FixColumn) {
            return d.fixes.empty() ? QString() : tr("Click to do this: %1").arg(shown(d.fixes.front().title));
        }
        return d.detail.empty() ? shown(d.message)
                                : shown(d.message) + u'\n' + shown(d.detail);
    case Qt::AccessibleTextRole:
        if (index.column() == MessageColumn) {
            return tr("%1, line %2: %3").arg(severityWord(d.severity)).arg(d.range.start.line).arg(shown(d.message));
        }
        return {};
    case Qt::TextAlignmentRole:
        return index.column() == LineColumn ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case SeverityRole: return static_cast<int>(d.severity);
    case DetailRole: return shown(d.detail);
    case LineRole: return d.range.start.line;
    case FixTitleRole: return d.fixes.empty() ? QString() : shown(d.fixes.front().title);
    default: return {};
    }
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((section == LineColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case MessageColumn: return tr("Problem");
    case FixColumn: return tr("Fix");
    case RuleColumn: return tr("Rule");
    case LineColumn: return tr("Line");
    default: return {};
    }
}

QString ProblemsModel::severityWord(Severity severity) {
    switch (severity) {
    case Severity::Error: return tr("Error");
    case Severity::Warning: return tr("Warning");
    case Severity::Info: return tr("Note");
    case Severity::Hint: return tr("Hint");
    }
    return {};
}

} // namespace sw::ui
