#pragma once

#include "ui/models/problemsmodel.h"

#include <QWidget>

class QStackedLayout;
class QTreeView;

namespace sw::ui {

class EmptyView;

/// Findings about the text: click goes to the line, a button applies the fix.
class ProblemsPage : public QWidget {
    Q_OBJECT
public:
    explicit ProblemsPage(ProblemsModel& model, QWidget* parent = nullptr);
    QTreeView* list() const { return m_list; }

Q_SIGNALS:
    void lineClicked(int line, int column);
    void fixRequested(const sw::QuickFix& fix);

private:
    void showList();
    ProblemsModel& m_model;
    QTreeView* m_list;
    EmptyView* m_empty;
    QStackedLayout* m_stack;
};

} // namespace sw::ui
