// The menus of MainWindow: every command once.
#include "ui/editor/dockerfileeditor.h"
#include "ui/graph/stagegraphview.h"
#include "ui/session/buildinputs.h"
#include "ui/session/documentsession.h"
#include "ui/session/statemerge.h"
#include "ui/shell/buildcontroller.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/filecontroller.h"
#include "ui/shell/imageactions.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/pages.h"
#include "ui/shell/workspace.h"

#include <QFileInfo>
#include <QMenu>

#include <tuple>

namespace sw::ui {

using namespace Qt::StringLiterals;

void MainWindow::makeMenus() {
    makeFileMenu();

    m_actions.menu(u"edit"_s, tr("&Edit"));
    using Edit = DockerfileEditor::Command;
    const QList<QList<Edit>> groups = {{Edit::Undo, Edit::Redo},
                                       {Edit::Cut, Edit::Copy, Edit::Paste, Edit::SelectAll},
                                       {Edit::Find, Edit::FindNext, Edit::FindPrevious, Edit::Replace},
                                       {Edit::ToggleComment, Edit::DuplicateLine, Edit::MoveLineUp, Edit::MoveLineDown},
                                       {Edit::AddCaretAbove, Edit::AddCaretBelow, Edit::SelectNextOccurrence},
                                       {Edit::Rename, Edit::GoToDefinition, Edit::Complete, Edit::Format},
                                       {Edit::ToggleFold, Edit::FoldAll, Edit::UnfoldAll}};
    for (qsizetype i = 0; i < groups.size(); ++i) {
        if (i > 0) {
            m_actions.addSeparator(u"edit"_s);
        }
        for (const Edit command : groups[i]) {
            m_actions.adopt(u"edit"_s, m_workspace->editor()->action(command));
        }
    }

    makeViewMenu();
    makeBuildMenu();

    m_actions.menu(u"help"_s, tr("&Help"));
    connect(m_actions.add(u"help"_s, u"palette"_s, tr("&Command palette…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P), u"search"_s),
            &QAction::triggered, this, [this] { showPage(u"palette"_s); });
    connect(m_actions.add(u"help"_s, u"welcome"_s, tr("&Welcome page"), {}, u"help"_s), &QAction::triggered, this,
            [this] { m_files->guard(tr("Show the welcome page?"), [this] { showPage(u"welcome"_s); }); });
}

void MainWindow::makeBuildMenu() {
    m_actions.menu(u"build"_s, tr("&Build"));
    connect(m_actions.add(u"build"_s, u"build"_s, tr("&Build"), QKeySequence(Qt::CTRL | Qt::Key_B), u"play"_s), &QAction::triggered, m_builds,
            &BuildController::build);
    connect(m_actions.add(u"build"_s, u"stop"_s, tr("&Stop"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B), u"stop"_s), &QAction::triggered,
            m_builds, &BuildController::stop);
    m_actions[u"stop"_s]->setEnabled(false);
    m_actions.addSeparator(u"build"_s);
    connect(m_actions.add(u"build"_s, u"refresh"_s, tr("Forecast &again"), QKeySequence(Qt::Key_F5), u"refresh"_s), &QAction::triggered, this,
            [this] { m_document->refresh(); });
    m_actions.addSeparator(u"build"_s);
    const std::tuple<QString, QString, QString> inputs[] = {{u"arguments"_s, tr("Build &arguments…"), u"variable"_s},
                                                            {u"secrets"_s, tr("S&ecrets…"), u"key"_s},
                                                            {u"context-inputs"_s, tr("Context and &name…"), u"folder"_s}};
    for (const auto& [id, text, icon] : inputs) {
        connect(m_actions.add(u"build"_s, id, text, {}, icon), &QAction::triggered, this, [this, id = id] { showPage(id); });
    }
    QAction* hostCa = m_actions.add(u"build"_s, u"host-ca"_s, tr("&Trust this computer's certificates"));
    hostCa->setCheckable(true);
    hostCa->setEnabled(!hostCaBundle().empty());
    connect(hostCa, &QAction::triggered, this, [this](bool on) {
        BuildInputs chosen = m_document->inputs();
        chosen.hostCa = on;
        m_document->setInputs(chosen);
    });
    connect(m_document.get(), &DocumentSession::inputsChanged, hostCa, [this, hostCa] { hostCa->setChecked(m_document->inputs().hostCa); });
    m_actions.addSeparator(u"build"_s);
    const std::tuple<QString, QString, QKeySequence, QString> results[] = {
        {u"run"_s, tr("&Run the image…"), QKeySequence(Qt::CTRL | Qt::Key_R), u"terminal"_s},
        {u"export"_s, tr("E&xport the image…"), QKeySequence(Qt::CTRL | Qt::Key_E), u"export"_s},
        {u"push"_s, tr("&Push the image…"), {}, u"upload"_s},
        {u"load"_s, tr("&Load the image into Docker"), {}, u"download"_s}};
    for (const auto& [id, text, shortcut, icon] : results) {
        QAction* action = m_actions.add(u"build"_s, u"image-"_s + id, text, shortcut, icon);
        action->setEnabled(false);
        connect(action, &QAction::triggered, this, [this, id = id] { Q_EMIT m_builds->resultActionWanted(id, nullptr); });
        connect(&m_builds->session(), &BuildSession::viewChanged, action, [action](const std::shared_ptr<const BuildView>& view) {
            action->setEnabled(view && view->result && view->result->image);
        });
    }
}

void MainWindow::makeFileMenu() {
    m_actions.menu(u"file"_s, tr("&File"));
    connect(m_actions.add(u"file"_s, u"new"_s, tr("&New"), QKeySequence::New, u"new"_s), &QAction::triggered, m_files, &FileController::newFile);
    connect(m_actions.add(u"file"_s, u"open"_s, tr("&Open…"), QKeySequence::Open, u"open"_s), &QAction::triggered, m_files,
            &FileController::chooseFile);
    m_recentMenu = m_actions.menu(u"file"_s, {})->addMenu(tr("Open &recent"));
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::showRecentMenu);
    showRecentMenu();
    m_actions.addSeparator(u"file"_s);
    connect(m_actions.add(u"file"_s, u"browse-image"_s, tr("&Browse an image…"), {}, u"layers"_s), &QAction::triggered, &m_pages->actions(), &ImageActions::askImage);
    m_actions.addSeparator(u"file"_s);
    connect(m_actions.add(u"file"_s, u"save"_s, tr("&Save"), QKeySequence::Save, u"save"_s), &QAction::triggered, m_files,
            [this] { m_files->save(); });
    connect(m_actions.add(u"file"_s, u"save-as"_s, tr("Save &as…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)), &QAction::triggered, m_files,
            &FileController::saveAs);
    m_actions.addSeparator(u"file"_s);
    connect(m_actions.add(u"file"_s, u"settings"_s, tr("Se&ttings…"), QKeySequence(Qt::CTRL | Qt::Key_Comma), u"settings"_s),
            &QAction::triggered, this, [this] { showPage(u"settings"_s); });
    m_actions.addSeparator(u"file"_s);
    connect(m_actions.add(u"file"_s, u"quit"_s, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q)), &QAction::triggered, this, &QWidget::close);
}

void MainWindow::showRecentMenu() {
    m_recentMenu->clear();
    for (const QString& path : RecentFiles::list()) {
        m_recentMenu->addAction(path, this, [this, path] { openPath(path); });
    }
    if (m_recentMenu->isEmpty()) {
        m_recentMenu->addAction(tr("Nothing yet"))->setEnabled(false);
    } else {
        m_recentMenu->addSeparator();
        m_recentMenu->addAction(tr("Forget these"), this, [] { RecentFiles::clear(); });
    }
}

void MainWindow::makeViewMenu() {
    m_actions.menu(u"view"_s, tr("&View"));
    connect(m_actions.add(u"view"_s, u"back"_s, tr("&Back"), QKeySequence(Qt::ALT | Qt::Key_Left), u"back"_s), &QAction::triggered, &m_selection,
            &Selection::goBack);
    connect(m_actions.add(u"view"_s, u"forward"_s, tr("For&ward"), QKeySequence(Qt::ALT | Qt::Key_Right), u"forward"_s), &QAction::triggered,
            &m_selection, &Selection::goForward);
    m_actions[u"back"_s]->setEnabled(false);
    m_actions[u"forward"_s]->setEnabled(false);
    m_actions.addSeparator(u"view"_s);
    int number = 1;
    for (const QString& id : m_workspace->pageIds()) {
        const QKeySequence shortcut = number <= 9 ? QKeySequence(Qt::ALT | static_cast<Qt::Key>(Qt::Key_0 + number)) : QKeySequence();
        QString title = m_workspace->pageTitle(id);
        connect(m_actions.add(u"view"_s, u"page-"_s + id, title, shortcut), &QAction::triggered, this, [this, id] { showPage(id); });
        ++number;
    }
    m_actions.addSeparator(u"view"_s);
    connect(m_actions.add(u"view"_s, u"next-pane"_s, tr("&Next pane"), QKeySequence(Qt::Key_F6)), &QAction::triggered, this,
            [this] { m_workspace->focusNextPane(true); });
    connect(m_actions.add(u"view"_s, u"previous-pane"_s, tr("&Previous pane"), QKeySequence(Qt::SHIFT | Qt::Key_F6)), &QAction::triggered, this,
            [this] { m_workspace->focusNextPane(false); });
    connect(m_actions.add(u"view"_s, u"go-to-editor"_s, tr("Go to the &editor"), QKeySequence(Qt::CTRL | Qt::Key_1)), &QAction::triggered, this,
            [this] {
            m_actions[u"page-only"_s]->setChecked(false);
            m_actions[u"graph-only"_s]->setChecked(false);
            m_workspace->currentEditor()->setFocus(Qt::ShortcutFocusReason);
        });
    connect(m_actions.add(u"view"_s, u"go-to-graph"_s, tr("Go to the &graph"), QKeySequence(Qt::CTRL | Qt::Key_2)), &QAction::triggered, this,
            [this] {
                m_actions[u"page-only"_s]->setChecked(false);
                m_workspace->graph()->setFocus(Qt::ShortcutFocusReason);
            });
    QAction* big = m_actions.add(u"view"_s, u"graph-only"_s, tr("Graph &only"), QKeySequence(Qt::Key_F11));
    big->setCheckable(true);
    QAction* wide = m_actions.add(u"view"_s, u"page-only"_s, tr("&Page only"), QKeySequence(Qt::SHIFT | Qt::Key_F11), u"fit"_s);
    wide->setCheckable(true);
    wide->setToolTip(tr("The whole window for this page (Shift+F11)"));
    connect(big, &QAction::toggled, this, [this, wide](bool on) {
        if (on) {
            wide->setChecked(false);
        }
        m_workspace->maximiseGraph(on);
    });
    connect(wide, &QAction::toggled, this, [this, big](bool on) {
        if (on) {
            big->setChecked(false);
        }
        m_workspace->maximisePages(on);
    });
    m_workspace->setPagesAction(wide);
    m_actions.addSeparator(u"view"_s);
    using Edit = DockerfileEditor::Command;
    for (const Edit command : {Edit::ZoomIn, Edit::ZoomOut, Edit::ZoomReset, Edit::NextProblem, Edit::PreviousProblem, Edit::QuickFix}) {
        m_actions.adopt(u"view"_s, m_workspace->editor()->action(command));
    }
    m_actions.addSeparator(u"view"_s);
    for (QAction* action : m_workspace->graph()->allActions()) {
        m_actions.adopt(u"view"_s, action);
    }
}

} // namespace sw::ui
