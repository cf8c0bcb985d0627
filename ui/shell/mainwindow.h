#pragma once

#include "ui/models/problemsmodel.h"
#include "ui/session/buildsession.h"
#include "ui/session/engine.h"
#include "ui/session/selection.h"
#include "ui/shell/actions.h"
#include "ui/shell/settings.h"

#include <QMainWindow>

class QStackedWidget;

namespace sw::ui {

class BuildController;
class CommandPalette;
class FileController;
class LogPage;
class NoticeBar;
class Pages;
class ProblemsPage;
class SettingsPanel;
class ShippingBar;
class TimelinePage;
class TopBar;
class WelcomePage;
class Workspace;
struct DocumentSnapshot;

/// The window: composes sessions and views, and joins them. No logic of its own beyond the joining.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(const std::filesystem::path& storeRoot, QWidget* parent = nullptr);
    ~MainWindow() override;

    void openPath(const QString& path);
    void showPage(const QString& id); ///< a page's id, "welcome", "settings", "palette"
    void build();
    /// Looks at a build or an image in the layers page, as soon as a file is open and the store is.
    void browse(const QString& image);
    void browseAlone(const QString& image); ///< nothing else is open: the layers take the window

    /// Everything asked for has happened: text parsed, forecast made, graph laid out, no build running. For pictures and tests.
    bool isSettled() const;
    DocumentSession& document() { return *m_document; }
    Workspace& workspace() { return *m_workspace; }
    BuildController& builds() { return *m_builds; }
    FileController& files() { return *m_files; }
    Selection& selection() { return m_selection; }
    NoticeBar& notices() { return *m_notices; }
    ShippingBar& shipping() { return *m_shipping; }
    TopBar& topBar() { return *m_topBar; }
    CommandPalette& palette() { return *m_palette; }
    Engine& engine() { return *m_engine; }
    Pages& pages() { return *m_pages; }
    QAction* action(const QString& id) const { return m_actions[id]; }

Q_SIGNALS:
    void settledChanged();

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void compose();
    void connectDocument();
    void showProblems(const DocumentSnapshot& snapshot);
    void connectSelection();
    void connectBuilds();
    void connectEngine();
    void makeMenus();
    void makeFileMenu();
    void makeViewMenu();
    void makeBuildMenu();
    void applySettings(const Settings& settings);
    void showTitle();
    void showBuildState();
    void showRecentMenu();
    void openDocument(bool open);
    void recallLastBuild();
    void browseIfReady();

    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<DocumentSession> m_document;
    Selection m_selection;
    ProblemsModel m_problems;
    Actions m_actions{this};
    Settings m_settings;
    QStackedWidget* m_stack = nullptr;
    NoticeBar* m_notices = nullptr;
    TopBar* m_topBar = nullptr;
    Workspace* m_workspace = nullptr;
    WelcomePage* m_welcome = nullptr;
    ShippingBar* m_shipping = nullptr;
    CommandPalette* m_palette = nullptr;
    SettingsPanel* m_settingsPanel = nullptr;
    FileController* m_files = nullptr;
    BuildController* m_builds = nullptr;
    Pages* m_pages = nullptr;
    QMenu* m_recentMenu = nullptr;
    bool m_closing = false;
    bool m_recallWanted = false;
    QString m_browseWanted;
};

} // namespace sw::ui
