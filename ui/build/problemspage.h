#pragma once

#include "ui/models/problemsmodel.h"

#include <QWidget>

#include <map>

class QLabel;
class QLineEdit;
class QStackedLayout;
class QToolButton;
class QTreeView;
class QHBoxLayout;

namespace sw::ui {

class EmptyView;

/// Findings about the text: click goes to the line, a click on the fix applies it. Above: which severities, and words to look
/// for; below: what the rule of the current row is for, its fixes, and "ignore here".
class ProblemsPage : public QWidget {
    Q_OBJECT
public:
    explicit ProblemsPage(ProblemsModel& model, QWidget* parent = nullptr);
    QTreeView* list() const { return m_list; }
    QToolButton* severityButton(Severity severity) const { return m_buttons.at(severity); }

Q_SIGNALS:
    void lineClicked(int line, int column);
    void fixRequested(const sw::QuickFix& fix);
    void ignoreRequested(const sw::Diagnostic& problem);

private:
    QWidget* makeFilters();
    QWidget* makeDetails();
    void connectList();
    void showList();
    void showDetails();
    QString ignoreText(const Diagnostic& problem) const;
    ProblemsModel& m_model;
    std::map<Severity, QToolButton*> m_buttons;
    QLineEdit* m_filter = nullptr;
    QWidget* m_details = nullptr;
    QLabel* m_rule = nullptr;
    QLabel* m_about = nullptr;
    QHBoxLayout* m_fixes = nullptr;
    QLabel* m_nothing = nullptr;
    QTreeView* m_list;
    EmptyView* m_empty;
    QStackedLayout* m_stack;
};

} // namespace sw::ui
