#include "ui/shell/pages.h"

#include "ui/build/contextpage.h"
#include "ui/build/doctorpage.h"
#include "ui/build/historypage.h"
#include "ui/build/imagespage.h"
#include "ui/build/logpage.h"
#include "ui/build/logview.h"
#include "ui/build/mountsview.h"
#include "ui/build/problemspage.h"
#include "ui/build/timelinepage.h"
#include "ui/compare/comparepage.h"
#include "ui/editor/dockerfileeditor.h"
#include "ui/layers/layerspage.h"
#include "ui/session/engine.h"
#include "ui/session/stagename.h"
#include "ui/shell/buildcontroller.h"
#include "ui/shell/imageactions.h"
#include "ui/shell/workspace.h"

#include <QFileInfo>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

Pages::Pages(Engine& engine, DocumentSession& document, BuildController& builds, ProblemsModel& problems, Selection& selection,
             Workspace& workspace, NoticeBar& notices, QWidget* window)
    : QObject(window),
      m_document(document),
      m_builds(builds),
      m_selection(selection),
      m_workspace(workspace),
      m_layers(new LayersPage(engine, selection, window)),
      m_log(new LogPage(builds.log(), window)),
      m_timeline(new TimelinePage(builds.steps(), window)),
      m_problemsPage(new ProblemsPage(problems, window)),
      m_context(new ContextPage(document, window)),
      m_actions(new ImageActions(engine, notices, builds.log(), window)),
      m_images(new ImagesPage(m_actions->store(), window)),
      m_history(new HistoryPage(engine, document, window)),
      m_compare(new ComparePage(engine, window)),
      m_doctor(new DoctorPage(engine, window)) {
    m_workspace.addPage(m_layers, u"layers"_s, tr("Layers"));
    m_workspace.addPage(m_timeline, u"timeline"_s, tr("Timeline"));
    m_workspace.addPage(m_log, u"log"_s, tr("Log"));
    m_workspace.addPage(m_problemsPage, u"problems"_s, tr("Problems"));
    m_workspace.addPage(m_context, u"context"_s, tr("Context"));
    m_workspace.addPage(m_images, u"images"_s, tr("Images"));
    m_workspace.addPage(m_history, u"history"_s, tr("History"));
    m_workspace.addPage(m_compare, u"compare"_s, tr("Compare"));
    m_workspace.addPage(m_doctor, u"doctor"_s, tr("Machine"));

    connect(m_problemsPage, &ProblemsPage::lineClicked, this, &Pages::lineWanted);
    connect(m_problemsPage, &ProblemsPage::fixRequested, this,
            [this](const QuickFix& fix) { m_workspace.editor()->applyFix(fix); });
    connect(m_problemsPage, &ProblemsPage::ignoreRequested, this,
            [this](const Diagnostic& problem) { m_workspace.editor()->ignoreHere(problem); });
    connect(&m_document, &DocumentSession::snapshotChanged, this, [this](const SnapshotPtr& snapshot) {
        QStringList names;
        for (const plan::Stage& stage : snapshot->graph->stages) {
            names.push_back(stageTitle(stage));
        }
        m_timeline->setStageNames(names);
    });
    connect(m_log->view(), &LogView::stopRequested, &m_builds, &BuildController::stop);
    connectSelection();
    connectBrowsing();
    connectResults();
    connectCompletion();
}

void Pages::connectCompletion() {
    const auto list = [this] { m_listing.read(toPath(m_document.inputs().context), toPath(m_document.path())); };
    connect(&m_document, &DocumentSession::inputsChanged, this, list);
    connect(&m_document, &DocumentSession::contextChanged, this, list);
    m_workspace.editor()->setCompletionSources({.contextPaths = [this](const QString& prefix) { return m_listing.entries(prefix); },
                                                .imageNames =
                                                    [this] {
                                                        QStringList names;
                                                        for (const store::ImageName& image : m_actions->store().images()) {
                                                            names.push_back(familiarName(QString::fromStdString(image.name)));
                                                        }
                                                        return names;
                                                    }});
}

void Pages::connectResults() {
    connect(m_layers, &LayersPage::message, this, &Pages::message);
    connect(m_layers, &LayersPage::browseFailed, this, &Pages::browseFailed);
    connect(m_context, &ContextPage::settledChanged, this, &Pages::settledChanged);
    connect(m_history, &HistoryPage::settledChanged, this, &Pages::settledChanged);
    connect(m_compare, &ComparePage::settledChanged, this, &Pages::settledChanged);
    connect(&m_document, &DocumentSession::snapshotChanged, this, [this] { m_compare->setDockerfile(m_document.path()); });
    connect(m_history, &HistoryPage::compareWanted, this, [this](const QString& before, const QString& after) {
        m_compare->setDockerfile(m_document.path());
        m_compare->compare(before, after);
        m_workspace.showPage(u"compare"_s);
    });
    connect(m_compare, &ComparePage::lineClicked, this, [this](const QString& dockerfile, int line) {
        if (QFileInfo(dockerfile) == QFileInfo(m_document.path())) {
            Q_EMIT lineWanted(line, 0);
        }
    });
    connect(m_context, &ContextPage::ignoreLineClicked, this, &Pages::ignoreLineWanted);
    connect(m_images->mounts(), &MountsView::stepWanted, this, [this](const QString& dockerfile, int line) {
        if (QFileInfo(dockerfile) == QFileInfo(m_document.path())) {
            Q_EMIT lineWanted(line, 0);
        }
    });
    connect(m_images, &ImagesPage::actionWanted, m_actions, &ImageActions::start);
    connect(m_actions, &ImageActions::logWanted, &m_builds, &BuildController::logWanted);
    connect(&m_builds, &BuildController::resultActionWanted, this, [this](const QString& action, QWidget* anchor) {
        m_actions->start(action, m_document.inputs().tag, anchor);
    });
    connect(&m_builds, &BuildController::finished, this, [this] {
        m_actions->store().refresh();
        m_history->refresh();
        m_compare->refresh();
    });
    connect(&m_actions->store(), &StoreSession::imagesChanged, &m_document, &DocumentSession::refreshBases);
    connect(&m_layers->session(), &ImageSession::busyChanged, this, &Pages::settledChanged);
    connect(&m_builds.session(), &BuildSession::viewChanged, this, [this](const std::shared_ptr<const BuildView>& view) {
        if (!view) {
            m_layers->setLast({}, true);
        } else if (view->result && view->result != m_layers->last().result) {
            Browsed last;
            last.whole = view->whole;
            last.result = view->result;
            last.platform = view->platform;
            last.built = view->built;
            last.dockerfile = m_document.path();
            last.context = toPath(m_document.inputs().context);
            m_layers->setLast(std::move(last), false);
        }
    });
    connect(&m_builds, &BuildController::finished, this, [this] {
        if (m_layers->isBrowsing()) {
            m_layers->showLast();
        }
    });
}

/// What is looked at in the layers page, and the way back to the editor.
void Pages::connectBrowsing() {
    connect(m_layers, &LayersPage::browsedChanged, this, &Pages::showMapping);
    connect(&m_document, &DocumentSession::snapshotChanged, this, &Pages::showMapping);
    connect(m_layers, &LayersPage::platformChosen, &m_builds.session(), &BuildSession::choosePlatform);
    connect(m_layers, &LayersPage::lineWanted, this, [this](int line) {
        const auto instruction = m_layers->instructionAtLine(line);
        const SnapshotPtr& snapshot = m_document.snapshot();
        if (instruction && snapshot && *instruction < snapshot->document->instructions.size()) {
            Q_EMIT lineWanted(snapshot->document->instructions[*instruction].startLine(), 0);
        } else {
            Q_EMIT message(tr("Line %1 of what was built is not in the editor as it was.").arg(line));
        }
    });
    connect(m_history, &HistoryPage::browseWanted, this, &Pages::browse);
    connect(m_images, &ImagesPage::browseWanted, this, &Pages::browse);
    connect(m_images, &ImagesPage::compareWanted, this, [this](const QString& before, const QString& after) {
        const ResultPtr built = m_builds.session().result();
        if (after.isEmpty() && (!built || built->id.empty())) {
            Q_EMIT message(tr("Nothing was built here yet: choose two images to compare."));
            return;
        }
        m_compare->setDockerfile(m_document.path());
        m_compare->compare(familiarName(before), after.isEmpty() ? QString::fromStdString(built->id) : familiarName(after));
        m_workspace.showPage(u"compare"_s);
    });
}

void Pages::browse(const QString& image) {
    m_layers->browse(image, familiarName(image), m_document.path());
    m_workspace.showPage(u"layers"_s);
}

/// Instructions of what is looked at, as far as they are those of the editor.
void Pages::showMapping() {
    const SnapshotPtr& snapshot = m_document.snapshot();
    const Browsed& browsed = m_layers->session().browsed();
    if (!snapshot || !browsed.result) {
        return;
    }
    if (browsed.isLast() && browsed.built) {
        m_layers->setMapping(matchInstructions(*browsed.built->document, *snapshot->document));
    } else if (QFileInfo(browsed.dockerfile) == QFileInfo(m_document.path()) && !browsed.dockerfile.isEmpty()) {
        m_layers->setMapping(matchSteps(*browsed.result, *snapshot->document));
    } else { // of another file, or of none
        std::size_t count = 0;
        for (const build::StepResult& step : browsed.result->steps) {
            count = std::max(count, step.instruction + 1);
        }
        m_layers->setMapping(std::vector<std::optional<std::size_t>>(count));
    }
}

void Pages::connectSelection() {
    connect(m_log->view(), &LogView::instructionClicked, this,
            [this](std::size_t instruction) { selectInstruction(instruction, m_log); });
    connect(m_timeline, &TimelinePage::instructionClicked, this,
            [this](std::size_t instruction) { selectInstruction(instruction, m_timeline); });
    connect(m_context, &ContextPage::instructionClicked, this,
            [this](std::size_t instruction) { selectInstruction(instruction, m_context); });
    connect(&m_selection, &Selection::changed, this, [this](const SelectedThing& thing, QObject* origin) {
        m_timeline->showInstruction(thing.instruction);
        m_context->showInstruction(thing.instruction);
        if (thing.instruction && origin != m_log && !m_builds.session().isRunning()) {
            m_log->view()->showInstruction(*thing.instruction);
        }
    });
}

void Pages::selectInstruction(std::size_t instruction, QObject* origin) {
    const SnapshotPtr& snapshot = m_document.snapshot();
    SelectedThing thing{.stage = std::nullopt, .instruction = instruction, .path = {}};
    if (snapshot && instruction < snapshot->document->instructions.size()) {
        thing.stage = snapshot->document->stageAtLine(snapshot->document->instructions[instruction].startLine());
    }
    m_selection.select(thing, origin);
}

bool Pages::isSettled() const { return m_layers->isSettled() && m_context->isSettled() && m_history->isSettled() && m_compare->isSettled() && !m_actions->store().isRefreshing(); }

} // namespace sw::ui
