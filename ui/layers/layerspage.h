#pragma once

#include "ui/models/layersmodel.h"
#include "ui/models/packagesmodel.h"
#include "ui/session/imagesession.h"
#include "ui/session/selection.h"

#include <QWidget>

class QButtonGroup;
class QComboBox;
class QLabel;
class QStackedLayout;
class QToolButton;
class QTreeView;

namespace sw::ui {

class BrowseBar;
class EnvironmentView;
class FilePreviewView;
class FileTreeView;
class FindingsView;
class PointBar;
class ShipsView;
class TreemapView;

/// Layers of any stage of the last build, of one of the past or of an image, with their three sizes; beside them the files up to a layer,
/// or of it alone. A track travels through the instructions of the stage, also those that change metadata alone: files, map and
/// environment follow.
class LayersPage : public QWidget {
    Q_OBJECT
public:
    LayersPage(Engine& engine, Selection& selection, QWidget* parent = nullptr);

    /// The last build of the window. It is shown, unless something else is being looked at and `showNow` is false.
    void setLast(Browsed last, bool showNow);
    const Browsed& last() const { return m_last; }
    /// A build of the past by its id, or any image; `title` is what it is called until it is open. Nothing else changes when it fails.
    void browse(const QString& image, const QString& title, const QString& dockerfile);
    void showLast();
    bool isBrowsing() const { return !m_session.browsed().isLast(); }
    /// Where the instructions of what is shown are now in the editor; for the selection. By instruction of the built text.
    void setMapping(std::vector<std::optional<std::size_t>> builtToShown);
    /// The instruction of what is shown that begins at a line of its text, as it is now in the editor.
    std::optional<std::size_t> instructionAtLine(int line) const;
    bool isSettled() const;
    QTreeView* layerList() const { return m_list; }
    FileTreeView* files() const { return m_files; }
    FilePreviewView* preview() const { return m_preview; }
    PointBar* points() const { return m_points; }
    QTreeView* packageList() const { return m_packageList; }
    EnvironmentView* environment() const { return m_environment; }
    QToolButton* alone() const { return m_alone; }
    QToolButton* stacked() const { return m_stacked; }
    TreemapView* treemap() const { return m_treemap; }
    QToolButton* findings() const { return m_findings; }
    QToolButton* ships() const { return m_ships; }
    FindingsView* findingList() const { return m_findingList; }
    ShipsView* shipsList() const { return m_shipsList; }
    BrowseBar* browseBar() const { return m_browseBar; }
    QComboBox* platformChoice() const { return m_platforms; }
    ImageSession& session() { return m_session; }
    LayersModel& model() { return m_model; }
    QComboBox* stageChoice() const { return m_stages; }

Q_SIGNALS:
    void message(const QString& sentence);
    void browseFailed(const QString& sentence); ///< what was shown before still is
    void browsedChanged();                          ///< something else is shown: its mapping is wanted
    void lineWanted(int line);                      ///< of the text that was built
    void platformChosen(std::size_t platform);      ///< of the last build

private:
    QWidget* makeBar();
    QWidget* makeList();
    QWidget* makeLeft();
    QWidget* makeFiles();
    QWidget* makePackages();
    void connectDetails();
    void openCopy(const QString& file, const DesktopProgram& program);
    void showPrograms(analysis::FileTree::Id id, const ProgramChoice& choice);
    void present(Browsed browsed);
    void showBrowseBar();
    void showPlatforms();
    void connectSession();
    void showStages();
    void onLayers(const StageLayersPtr& layers);
    static std::vector<LayerRow> rowsOf(const StageLayers& layers);
    void onCounted(const StageLayersPtr& layers);
    void onCompleted(const StageLayersPtr& layers);
    void onLayerChosen(int row);
    void onSelection(const SelectedThing& thing, QObject* origin);
    void showTree();
    static QString wholeText(const StageLayers& layers);
    QString figuresText(const StageLayers& layers) const;
    void save(analysis::FileTree::Id id, const QString& path, bool directory);
    struct Place {
        int row = -1;   ///< of the list of layers; -1: none is there yet
        int point = -1; ///< of the track; -1: the stage has none
    };
    Place wantedPlace() const;
    int pointOfRow(int row) const;
    void onPointChosen(int point);
    void goTo(const Place& place);
    void leaveMetadata();
    void selectInstruction(std::optional<std::size_t> built, std::optional<std::size_t> stage);
    std::optional<std::size_t> shownInstruction(std::size_t built) const;
    void showDetails();
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showFigures(const StageLayers& layers);
    void elideFigures();
    void chooseColumns();

    Selection& m_selection;
    ImageSession m_session;
    LayersModel m_model;
    Browsed m_last;
    QPoint m_menuPlace; ///< where the programs are offered
    std::vector<std::optional<std::size_t>> m_mapping;
    BrowseBar* m_browseBar;
    QComboBox* m_stages;
    QComboBox* m_platforms;
    QTreeView* m_list;
    FileTreeView* m_files;
    TreemapView* m_treemap;
    FilePreviewView* m_preview;
    PointBar* m_points;
    EnvironmentView* m_environment;
    PackagesModel m_packages;
    QTreeView* m_packageList;
    FindingsView* m_findingList;
    ShipsView* m_shipsList;
    QStackedLayout* m_details; ///< the environment, packages, findings, what ships, or a file
    QLabel* m_figures;
    QString m_figureText; ///< whole; the label shows what there is room for
    QToolButton* m_alone;
    QToolButton* m_stacked;
    QToolButton* m_map;
    QToolButton* m_findings;
    QToolButton* m_ships;
    QStackedLayout* m_stack;
    analysis::FileTree::Id m_currentFile = analysis::FileTree::kNone;
    bool m_following = false; ///< the selection is being shown, not made
    QString m_wantedPath;     ///< to be shown when the tree of another stage is there
};

} // namespace sw::ui
