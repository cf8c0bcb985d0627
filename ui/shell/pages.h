#pragma once

#include "ui/session/buildsession.h"
#include "ui/session/contextlisting.h"
#include "ui/session/selection.h"

#include <QObject>

namespace sw::ui {

class BuildController;
class DocumentSession;
class Engine;
class ComparePage;
class ContextPage;
class DoctorPage;
class HistoryPage;
class ImageActions;
class ImagesPage;
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
    ComparePage* compare() const { return m_compare; }
    ContextPage* context() const { return m_context; }
    HistoryPage* history() const { return m_history; }
    ImagesPage* images() const { return m_images; }
    DoctorPage* doctor() const { return m_doctor; }
    ImageActions& actions() { return *m_actions; }
    LogPage* log() const { return m_log; }
    TimelinePage* timeline() const { return m_timeline; }
    bool isSettled() const;
    void browse(const QString& image); ///< in the layers page: a build's id, or an image as the command line takes it

Q_SIGNALS:
    void lineWanted(int line, int column);
    void ignoreLineWanted(int line);
    void message(const QString& sentence);
    void browseFailed(const QString& sentence);
    void settledChanged();

private:
    void connectSelection();
    void connectBrowsing();
    void showMapping();
    void connectResults();
    void connectCompletion();
    void selectInstruction(std::size_t instruction, QObject* origin);

    DocumentSession& m_document;
    BuildController& m_builds;
    Selection& m_selection;
    Workspace& m_workspace;
    ContextListing m_listing;
    LayersPage* m_layers;
    LogPage* m_log;
    TimelinePage* m_timeline;
    ProblemsPage* m_problemsPage;
    ContextPage* m_context;
    ImageActions* m_actions;
    ImagesPage* m_images;
    HistoryPage* m_history;
    ComparePage* m_compare;
    DoctorPage* m_doctor;
};

} // namespace sw::ui
