#pragma once

#include "ui/session/buildsession.h"
#include "ui/session/selection.h"

#include <QObject>

namespace sw::ui {

class BuildController;
class DocumentSession;
class Engine;
class LayersPage;
class LogPage;
class NoticeBar;
class ProblemsModel;
class ProblemsPage;
class TimelinePage;
class Workspace;

/// The pages at the bottom right, and what flows into and out of them.
class Pages : public QObject {
    Q_OBJECT
public:
    Pages(Engine& engine, DocumentSession& document, BuildController& builds, ProblemsModel& problems, Selection& selection,
          Workspace& workspace, NoticeBar& notices, QWidget* window);

    LayersPage* layers() const { return m_layers; }
    LogPage* log() const { return m_log; }
    TimelinePage* timeline() const { return m_timeline; }
    bool isSettled() const;

Q_SIGNALS:
    void lineWanted(int line, int column);
    void message(const QString& sentence);
    void settledChanged();

private:
    void connectSelection();
    void connectResults();
    void selectInstruction(std::size_t instruction, QObject* origin);

    DocumentSession& m_document;
    BuildController& m_builds;
    Selection& m_selection;
    Workspace& m_workspace;
    LayersPage* m_layers;
    LogPage* m_log;
    TimelinePage* m_timeline;
    ProblemsPage* m_problemsPage;
};

} // namespace sw::ui
