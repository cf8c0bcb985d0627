#pragma once

#include "ui/models/logmodel.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QStackedLayout;
class QToolButton;

namespace sw::ui {

class LogView;

/// The log with its search field and buttons.
class LogPage : public QWidget {
    Q_OBJECT
public:
    explicit LogPage(LogModel& model, QWidget* parent = nullptr);
    LogView* view() const { return m_view; }
    void focusSearch();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search(bool forward, bool fromStart);
    LogModel& m_model;
    LogView* m_view;
    QLineEdit* m_search;
    QLabel* m_noHit;
    QStackedLayout* m_stack;
};

} // namespace sw::ui
