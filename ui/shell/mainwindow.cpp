#include "ui/shell/mainwindow.h"

#include "ui/editor/dockerfileeditor.h"
#include "ui/graph/stagegraphview.h"
#include "ui/session/remembered.h"
#include "ui/session/sentence.h"
#include "ui/shell/buildcontroller.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/examples.h"
#include "ui/shell/filecontroller.h"
#include "ui/shell/imageactions.h"
#include "ui/shell/inputpopovers.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/pages.h"
#include "ui/shell/shippingbar.h"
#include "ui/shell/summarybar.h"
#include "ui/shell/topbar.h"
#include "ui/shell/welcomepage.h"
#include "ui/shell/workspace.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFile>
#include <QMimeData>
#include <QProcess>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace sw::ui {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(const std::filesystem::path& storeRoot, QWidget* parent)
    : QMainWindow(parent),
      m_engine(std::make_unique<Engine>()),
      m_document(std::make_unique<DocumentSession>(*m_engine)),
      m_settings(Settings::load()) {
    Theme::instance().setScheme(m_settings.scheme); // before the first widget: each change of style and font goes through all there are
    Theme::instance().setFontSize(m_settings.fontSize);
    setAcceptDrops(true);
    setMinimumSize(820, 520);
    compose();
    makeMenus();
    connectDocument();
    connectSelection();
    connectBuilds();
    connectEngine();
    applySettings(m_settings);
    const Remembered stored;
    if (!restoreGeometry(stored.value(u"layout/geometry"_s).toByteArray())) {
        resize(1600, 1000);
    }
    m_workspace->restoreLayout(stored);
    openDocument(false);
    m_engine->open(storeRoot);
}

MainWindow::~MainWindow() = default;

void MainWindow::compose() {
    auto* central = new QWidget(this);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_topBar = new TopBar(*m_document, central);
    m_notices = new NoticeBar(central);
    m_stack = new QStackedWidget(central);
    m_workspace = new Workspace(m_stack);
    m_welcome = new WelcomePage(m_stack);
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_workspace);
    m_shipping = new ShippingBar(central);
    layout->addWidget(m_topBar);
    layout->addWidget(m_notices);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_shipping);
    setCentralWidget(central);
    m_files = new FileController(*m_document, *m_workspace, *m_notices, this);
    m_builds = new BuildController(*m_engine, *m_document, *m_files, *m_notices, this);
    m_pages = new Pages(*m_engine, *m_document, *m_builds, m_problems, m_selection, *m_workspace, *m_notices, central);
    m_palette = new CommandPalette(central);
    m_settingsPanel = new SettingsPanel(central);
    for (QWidget* popover : {static_cast<QWidget*>(m_topBar->arguments()), static_cast<QWidget*>(m_topBar->secrets()),
                             static_cast<QWidget*>(m_topBar->context())}) {
        popover->setParent(central);
        popover->hide();
    }

    connect(m_welcome, &WelcomePage::exampleRequested, m_files, &FileController::openExample);
    connect(m_welcome, &WelcomePage::fileRequested, m_files, &FileController::open);
    connect(m_welcome, &WelcomePage::openRequested, m_files, &FileController::chooseFile);
    connect(m_welcome, &WelcomePage::newRequested, m_files, &FileController::newFile);
    connect(m_welcome, &WelcomePage::imageRequested, &m_pages->actions(), &ImageActions::askImage);
    connect(m_welcome, &WelcomePage::templateRequested, this, [this](const QString& id) {
        QFile file(u":/stagewright/templates/%1/Dockerfile"_s.arg(id));
        if (file.open(QIODevice::ReadOnly)) {
            m_files->openText(file.readAll().toStdString());
        }
    });
    connect(m_settingsPanel, &SettingsPanel::settingsChanged, this, &MainWindow::applySettings);
    connect(m_settingsPanel, &SettingsPanel::restartNeeded, this, [this] {
        Notice notice{.kind = Notice::Kind::Info, .text = tr("The language changes when the program starts again."), .detail = {}, .actions = {}};
        notice.actions.push_back({.text = tr("Start again"), .run = [this](QWidget*) {
                                      m_files->guard(tr("Start again?"), [this] {
                                          QProcess::startDetached(QApplication::applicationFilePath(), {m_files->path()});
                                          close();
                                      });
                                  }});
        m_notices->show(u"language"_s, std::move(notice));
    });
}

void MainWindow::connectDocument() {
    const auto look = [this](const QString& image) { m_files->hasFile() ? browse(image) : browseAlone(image); };
    connect(m_files, &FileController::imageChosen, this, look);
    connect(&m_pages->actions(), &ImageActions::imageWanted, this, look);
    connect(m_files, &FileController::opened, this, [this] {
        m_builds->session().clear();
        m_builds->log().clear();
        m_builds->steps().clear({});
        m_notices->remove(u"build"_s);
        m_shipping->setResult(nullptr);
        m_selection.clear();
        m_recallWanted = true;
        openDocument(true);
        showTitle();
    });
    connect(m_files, &FileController::titleChanged, this, &MainWindow::showTitle);
    connect(m_document.get(), &DocumentSession::snapshotChanged, this, [this](const SnapshotPtr& snapshot) {
        m_workspace->editor()->setSnapshot(snapshot);
        m_workspace->graph()->setSnapshot(snapshot);
        showProblems(*snapshot);
        showBuildState();
        recallLastBuild();
        browseIfReady();
    });
    connect(m_document.get(), &DocumentSession::problemsChanged, this, [this](const SnapshotPtr& snapshot) {
        m_workspace->editor()->setSnapshot(snapshot);
        showProblems(*snapshot);
    });
    connect(m_document.get(), &DocumentSession::statesChanged, this, [this](const StatesPtr& states) {
        m_workspace->editor()->setStates(states);
        m_workspace->graph()->setStates(states);
    });
    connect(m_topBar, &TopBar::inputsChosen, this, [this](const BuildInputs& inputs) { m_document->setInputs(inputs); });
    connect(m_document.get(), &DocumentSession::inputsChanged, this, [this] {
        if (!m_document->path().isEmpty()) {
            Remembered settings;
            m_document->inputs().save(settings, m_document->path());
        }
    });
    connect(m_document.get(), &DocumentSession::settled, this, &MainWindow::settledChanged);
    connect(m_workspace->editor(), &DockerfileEditor::caretMoved, this, [this](int line, int column) { m_shipping->setCaret(line, column + 1); });
    connect(m_workspace->editor(), &DockerfileEditor::message, m_shipping, &ShippingBar::showMessage);
    connect(m_workspace->graph(), &StageGraphView::message, m_shipping, &ShippingBar::showMessage);
    connect(m_workspace->graph(), &StageGraphView::layoutDone, this, &MainWindow::settledChanged);
    connect(m_workspace->graph(), &StageGraphView::goToLineRequested, this, [this](int line) { m_workspace->editor()->goToLine(line); });
    connect(m_workspace->graph(), &StageGraphView::renameStageRequested, m_workspace->editor(), &DockerfileEditor::renameStage);
    connect(m_workspace->graph(), &StageGraphView::editsRequested, this, [this](const std::vector<TextEdit>& edits, const QString& title) {
        m_workspace->editor()->applyEdits(edits);
        m_shipping->showMessage(title);
    });
    connect(m_pages, &Pages::message, m_shipping, &ShippingBar::showMessage);
    connect(m_pages, &Pages::browseFailed, this, [this](const QString& sentence) {
        m_notices->show(u"browse"_s, {.kind = Notice::Kind::Error, .text = sentence, .detail = {}, .actions = {}});
    });
    connect(m_pages, &Pages::settledChanged, this, &MainWindow::settledChanged);
    connect(m_pages, &Pages::ignoreLineWanted, this, [this](int line) {
        m_workspace->showIgnoreTab(true);
        m_workspace->ignoreEditor()->goToLine(line);
    });
    connect(m_shipping, &ShippingBar::problemsClicked, this, [this] { showPage(u"problems"_s); });
    connect(m_shipping, &ShippingBar::machineClicked, this, [this] { showPage(u"doctor"_s); });
    connect(m_shipping, &ShippingBar::caretClicked, this, [this] { m_workspace->currentEditor()->setFocus(); });
    connect(m_pages, &Pages::lineWanted, this, [this](int line, int column) {
        m_actions[u"page-only"_s]->setChecked(false); // the line is to be seen
        m_workspace->showIgnoreTab(false);
        m_workspace->editor()->goToLine(line, column);
    });
}

void MainWindow::showProblems(const DocumentSnapshot& snapshot) {
    m_problems.setDiagnostics(snapshot.problems);
    m_shipping->setProblems(m_problems.count(Severity::Error), m_problems.count(Severity::Warning));
    const int wrong = m_problems.count(Severity::Error) + m_problems.count(Severity::Warning); // notes are no problems
    m_workspace->setPageTitle(u"problems"_s, wrong == 0 ? tr("Problems") : tr("Problems  %1").arg(wrong));
}

void MainWindow::connectSelection() {
    DockerfileEditor* editor = m_workspace->editor();
    StageGraphView* graph = m_workspace->graph();
    connect(editor, &DockerfileEditor::selectionRequested, this, [this, editor](const SelectedThing& thing) { m_selection.select(thing, editor); });
    connect(editor, &DockerfileEditor::caretInstructionChanged, this, [this, editor](std::optional<std::size_t> instruction) {
        const SnapshotPtr& snapshot = m_document->snapshot();
        if (!instruction || !snapshot || *instruction >= snapshot->document->instructions.size()) {
            return;
        }
        const int line = snapshot->document->instructions[*instruction].startLine();
        m_selection.select({.stage = snapshot->document->stageAtLine(line), .instruction = instruction, .path = {}}, editor);
    });
    connect(graph, &StageGraphView::selectionRequested, this, [this, graph](const SelectedThing& thing) { m_selection.select(thing, graph); });
    connect(&m_selection, &Selection::changed, editor, &DockerfileEditor::showSelection);
    connect(&m_selection, &Selection::changed, graph, &StageGraphView::showSelection);
    connect(&m_selection, &Selection::changed, this, [this] {
        m_actions[u"back"_s]->setEnabled(m_selection.canGoBack());
        m_actions[u"forward"_s]->setEnabled(m_selection.canGoForward());
    });
}

void MainWindow::connectBuilds() {
    connect(m_topBar, &TopBar::buildRequested, m_builds, &BuildController::build);
    connect(m_topBar, &TopBar::stopRequested, m_builds, &BuildController::stop);
    connect(m_topBar, &TopBar::buildOnSaveChanged, this, [this](bool on) {
        m_settings.buildOnSave = on;
        m_settings.save();
        m_builds->setBuildOnSave(on);
    });
    connect(m_builds, &BuildController::buildingChanged, this, [this](bool building, bool stopping) {
        m_topBar->setBuilding(building, stopping);
        m_actions[u"stop"_s]->setEnabled(building && !stopping);
        if (building && !stopping && m_workspace->currentPage() != u"timeline"_s) {
            m_workspace->showPage(u"log"_s);
        }
        showBuildState();
        Q_EMIT settledChanged();
    });
    connect(m_builds, &BuildController::elapsed, m_topBar->summary(), &SummaryBar::setElapsed);
    connect(m_builds, &BuildController::logWanted, this, [this] { m_workspace->showPage(u"log"_s); });
    connect(m_builds, &BuildController::lineWanted, this, [this](int line) { m_workspace->editor()->goToLine(line); });
    connect(&m_builds->session(), &BuildSession::recalled, this, [this](const ResultPtr& result) {
        m_shipping->setResult(result.get());
        m_builds->steps().showResult(*result);
        Q_EMIT settledChanged();
    });
    connect(m_builds, &BuildController::finished, this, [this](const ResultPtr& result) {
        m_shipping->setResult(result.get());
        Q_EMIT settledChanged();
    });
}

void MainWindow::connectEngine() {
    connect(m_engine.get(), &Engine::ready, this, &MainWindow::showBuildState);
    connect(m_engine.get(), &Engine::ready, this, &MainWindow::recallLastBuild);
    connect(m_engine.get(), &Engine::ready, this, &MainWindow::browseIfReady);
    connect(m_engine.get(), &Engine::failed, this, [this](const QString& sentence) {
        m_notices->show(u"store"_s, {.kind = Notice::Kind::Error, .text = tr("The store cannot be opened."), .detail = sentence, .actions = {}});
        m_shipping->setMachine(tr("no store"), sentence, true);
        showBuildState();
        Q_EMIT settledChanged();
    });
    connect(m_engine.get(), &Engine::probed, this, [this] {
        const sandbox::Capabilities& machine = *m_engine->capabilities();
        const bool trouble = machine.isolation == sandbox::Isolation::None || machine.isolation == sandbox::Isolation::Chroot;
        const QString isolation = machine.isolation == sandbox::Isolation::Root        ? tr("root")
                                  : machine.isolation == sandbox::Isolation::UserMap   ? tr("rootless")
                                  : machine.isolation == sandbox::Isolation::SingleUid ? tr("rootless, one user id")
                                  : machine.isolation == sandbox::Isolation::Chroot    ? tr("no isolation")
                                                                                       : tr("cannot run steps");
        const QString network = machine.network == sandbox::NetworkBackend::Host ? tr("host network") : tr("sandboxed network");
        m_shipping->setMachine(QStringList({tr("embedded engine"), isolation, network}).join(u" · "_s),
                               trouble && !machine.blocker.empty() ? shown(machine.blocker) : tr("What this machine allows"),
                               trouble);
        showBuildState();
    });
    m_shipping->setMachine(tr("embedded engine"), tr("This machine is being looked at…"), false);
}

void MainWindow::openDocument(bool open) {
    m_stack->setCurrentWidget(open ? static_cast<QWidget*>(m_workspace) : m_welcome);
    m_topBar->setVisible(open);
    m_shipping->setVisible(open);
    if (open) {
        m_workspace->editor()->setFocus();
    } else {
        m_welcome->refreshRecent();
        m_welcome->setFocus();
    }
    showTitle();
}

void MainWindow::openPath(const QString& path) { m_files->open(path); }
void MainWindow::build() { m_builds->build(); }

void MainWindow::showPage(const QString& id) {
    if (id == "welcome"_L1) {
        openDocument(false);
    } else if (id == "settings"_L1) {
        m_settingsPanel->openPanel();
    } else if (id == "palette"_L1) {
        m_palette->setActions(m_actions.groups());
        m_palette->openPalette();
    } else if (id == "arguments"_L1 || id == "secrets"_L1 || id == "context-inputs"_L1) {
        m_topBar->openPopover(id);
    } else {
        m_workspace->showPage(id, true);
    }
}

bool MainWindow::isSettled() const {
    if (m_stack->currentWidget() == m_welcome) {
        return !m_files->hasFile();
    }
    const bool engineDone = m_engine->isReady() || !m_engine->error().isEmpty();
    return engineDone && m_browseWanted.isEmpty() && m_document->isSettled() && !m_workspace->graph()->layoutPending() && !m_builds->session().isRunning() &&
           !m_builds->session().isRecalling() && m_pages->isSettled();
}

void MainWindow::applySettings(const Settings& settings) {
    const bool storeChanged = settings.store != m_settings.store;
    m_settings = settings;
    Theme::instance().setScheme(settings.scheme);
    Theme::instance().setFontSize(settings.fontSize);
    m_topBar->setBuildOnSave(settings.buildOnSave);
    m_builds->setBuildOnSave(settings.buildOnSave);
    m_files->setFormatOnSave(settings.formatOnSave);
    m_document->setRuleSets(settings.ruleSets);
    if (storeChanged && !m_builds->session().isRunning()) {
        m_engine->open(settings.store.isEmpty() ? store::Store::defaultRoot() : toPath(settings.store));
    }
}

/// Once per opened file, as soon as both its text and the store are there.
void MainWindow::recallLastBuild() {
    if (m_recallWanted && m_engine->isReady() && m_document->snapshot() && !m_document->path().isEmpty()) {
        m_recallWanted = false;
        m_builds->session().recall(toPath(m_document->path()), m_document->snapshot());
    }
}

void MainWindow::browse(const QString& image) {
    m_browseWanted = image;
    browseIfReady();
}

void MainWindow::browseAlone(const QString& image) {
    m_files->newUntouched();
    m_actions[u"page-only"_s]->setChecked(true);
    browse(image);
}

void MainWindow::browseIfReady() {
    if (!m_browseWanted.isEmpty() && m_engine->isReady() && m_document->snapshot() && m_stack->currentWidget() == m_workspace) {
        m_notices->remove(u"browse"_s);
        m_pages->browse(std::exchange(m_browseWanted, QString()));
    }
}

void MainWindow::showTitle() {
    const bool open = m_stack->currentWidget() == m_workspace;
    const QString title = m_files->title();
    setWindowTitle(open ? u"%1%2 — Stagewright"_s.arg(title, m_files->isModified() ? u" •"_s : QString()) : u"Stagewright"_s);
    m_topBar->setProject(title, m_files->path());
}

void MainWindow::showBuildState() {
    const QString why = m_builds->obstacle();
    m_topBar->setBuildAllowed(why.isEmpty(), why);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_closing && m_files->isModified()) {
        event->ignore();
        m_files->guard(tr("Close the window?"), [this] {
            m_closing = true;
            close();
        });
        return;
    }
    Remembered settings;
    settings.setValue(u"layout/geometry"_s, saveGeometry());
    m_workspace->saveLayout(settings);
    m_builds->stop();
    event->accept();
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && isActiveWindow()) {
        m_document->refreshIfUnwatched();
        m_document->refreshBases(); // another program may have brought some
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().first().isLocalFile()) {
        event->setDropAction(Qt::CopyAction); // a move would have the file manager delete it
        event->accept();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->setDropAction(Qt::CopyAction);
    event->accept();
    m_files->open(event->mimeData()->urls().first().toLocalFile());
}

} // namespace sw::ui
