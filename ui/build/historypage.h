#pragma once

#include "core/build/build.h"
#include "ui/session/documentsession.h"

#include <QWidget>

class QStackedLayout;
class QTreeWidget;

namespace sw::ui {

class Engine;

/// Builds of this file, newest first: when, how it ended, how long, what ran, what shipped.
class HistoryPage : public QWidget {
    Q_OBJECT
public:
    HistoryPage(Engine& engine, DocumentSession& document, QWidget* parent = nullptr);
    void refresh();
    bool isSettled() const { return !m_reading.isBusy(); }
    QTreeWidget* list() const { return m_list; }

Q_SIGNALS:
    void settledChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void fill(const std::vector<build::BuildRecord>& records);
    Engine& m_engine;
    DocumentSession& m_document;
    QTreeWidget* m_list;
    QStackedLayout* m_stack;
    JobRunner m_reading;
};

} // namespace sw::ui
