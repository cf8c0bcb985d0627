#pragma once

#include "ui/models/contextmodel.h"
#include "ui/session/documentsession.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;
class QSortFilterProxyModel;
class QStackedLayout;
class QTreeView;

namespace sw::ui {

class EmptyView;

/// What each COPY takes from the context, and what was left out by which line of the ignore file.
class ContextPage : public QWidget {
    Q_OBJECT
public:
    explicit ContextPage(DocumentSession& document, QWidget* parent = nullptr);
    void showInstruction(std::optional<std::size_t> instruction);
    bool isSettled() const { return !m_reading.isBusy() && !m_delay.isActive(); }
    QListWidget* uses() const { return m_uses; }
    ContextFilesModel& files() { return m_files; }

Q_SIGNALS:
    void instructionClicked(std::size_t instruction);
    void ignoreLineClicked(int line);
    void settledChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void take(Result<build::ContextReport> report);
    void showUse(int row);

    DocumentSession& m_document;
    ContextFilesModel m_files;
    std::shared_ptr<const build::ContextReport> m_report;
    bool m_stale = true;
    QTimer m_delay;
    QLabel* m_summary;
    QLineEdit* m_filter;
    QListWidget* m_uses;
    QTreeView* m_list;
    QSortFilterProxyModel* m_filtered;
    EmptyView* m_empty;
    QStackedLayout* m_stack;
    JobRunner m_reading;
};

} // namespace sw::ui
