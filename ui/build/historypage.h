#pragma once

#include "ui/build/buildschart.h"
#include "ui/session/documentsession.h"

#include <QWidget>

class QLabel;
class QStackedLayout;
class QToolButton;
class QTreeWidget;

namespace sw::ui {

class Engine;

/// Builds of this file, newest first: when, how it ended, how long, what ran, what shipped; above them a chart. Two that are chosen,
/// in the list or the chart, can be compared, one can be looked at.
class HistoryPage : public QWidget {
    Q_OBJECT
public:
    HistoryPage(Engine& engine, DocumentSession& document, QWidget* parent = nullptr);
    void refresh();
    bool isSettled() const { return !m_reading.isBusy(); }
    QTreeWidget* list() const { return m_list; }
    BuildsChart* chart() const { return m_chart; }
    QToolButton* compareButton() const { return m_compare; }
    QToolButton* browseButton() const { return m_browse; }

Q_SIGNALS:
    void settledChanged();
    void compareWanted(const QString& before, const QString& after); ///< ids, the older first
    void browseWanted(const QString& build);                         ///< its id

protected:
    void showEvent(QShowEvent* event) override;

private:
    void fill(std::vector<BuildRow> builds);
    void showChosen(const QStringList& ids);
    void onListSelection();
    Engine& m_engine;
    DocumentSession& m_document;
    std::vector<BuildRow> m_builds; ///< newest first
    BuildsChart* m_chart;
    QLabel* m_hint;
    QToolButton* m_browse;
    QToolButton* m_compare;
    QTreeWidget* m_list;
    QStackedLayout* m_stack;
    JobRunner m_reading;
};

} // namespace sw::ui
