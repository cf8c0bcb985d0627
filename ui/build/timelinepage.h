#pragma once

#include "ui/models/stepsmodel.h"

#include <QWidget>

class QLabel;
class QStackedLayout;
class QTreeView;

namespace sw::ui {

class TimelineView;

/// Timeline above, the same steps as a sortable table below.
class TimelinePage : public QWidget {
    Q_OBJECT
public:
    explicit TimelinePage(StepsModel& model, QWidget* parent = nullptr);
    void setStageNames(const QStringList& names);
    void showInstruction(std::optional<std::size_t> instruction);
    TimelineView* view() const { return m_view; }

Q_SIGNALS:
    void instructionClicked(std::size_t instruction);

private:
    void showTotals();
    StepsModel& m_model;
    TimelineView* m_view;
    QTreeView* m_table;
    QLabel* m_totals;
    QStackedLayout* m_stack;
};

} // namespace sw::ui
