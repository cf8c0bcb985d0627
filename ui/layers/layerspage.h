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

class EnvironmentView;
class FilePreviewView;
class FileTreeView;
class PointBar;
class TreemapView;

/// Layers of any stage of the last build with their three sizes; beside them the files up to a layer, or of it alone. A track travels
/// through the instructions of the stage, also those that change metadata alone: files, map and environment follow.
class LayersPage : public QWidget {
    Q_OBJECT
public:
    LayersPage(Engine& engine, Selection& selection, QWidget* parent = nullptr);

    void setResult(const ResultPtr& result, const SnapshotPtr& built);
    /// Where the instructions of the build are now; for the selection. By instruction of the built text.
    void setMapping(std::vector<std::optional<std::size_t>> builtToShown);
    bool isSettled() const;
    QTreeView* layerList() const { return m_list; }
    FileTreeView* files() const { return m_files; }
    FilePreviewView* preview() const { return m_preview; }
    PointBar* points() const { return m_points; }
    QTreeView* packageList() const { return m_packageList; }
    EnvironmentView* environment() const { return m_environment; }
    QToolButton* alone() const { return m_alone; }
    TreemapView* treemap() const { return m_treemap; }
    QToolButton* findings() const { return m_findings; }
    ImageSession& session() { return m_session; }
    LayersModel& model() { return m_model; }
    QComboBox* stageChoice() const { return m_stages; }

Q_SIGNALS:
    void message(const QString& sentence);

private:
    QWidget* makeBar();
    QWidget* makeList();
    QWidget* makeLeft();
    QWidget* makeFiles();
    QWidget* makePackages();
    void connectDetails();
    void openCopy(const QString& file);
    void connectSession();
    void showStages();
    void onLayers(const StageLayersPtr& layers);
    void onCompleted(const StageLayersPtr& layers);
    void onLayerChosen(int row);
    void onSelection(const SelectedThing& thing, QObject* origin);
    void showTree();
    void showFindings(const StageLayers& layers);
    QString figuresText(const StageLayers& layers) const;
    void save(analysis::FileTree::Id id, const QString& path);
    struct Place {
        int row = -1;   ///< of the list of layers; -1: none is there yet
        int point = -1; ///< of the track; -1: the stage has none
    };
    Place wantedPlace() const;
    int pointOfRow(int row) const;
    void onPointChosen(int point);
    void goTo(const Place& place);
    void selectInstruction(std::optional<std::size_t> built, std::optional<std::size_t> stage);
    std::optional<std::size_t> shownInstruction(std::size_t built) const;
    void showDetails();
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showFigures(const StageLayers& layers);
    void elideFigures();

    Selection& m_selection;
    ImageSession m_session;
    LayersModel m_model;
    std::vector<std::optional<std::size_t>> m_mapping;
    QComboBox* m_stages;
    QTreeView* m_list;
    FileTreeView* m_files;
    TreemapView* m_treemap;
    FilePreviewView* m_preview;
    PointBar* m_points;
    EnvironmentView* m_environment;
    PackagesModel m_packages;
    QTreeView* m_packageList;
    QStackedLayout* m_details; ///< the environment, packages, or a file
    QLabel* m_figures;
    QString m_figureText; ///< whole; the label shows what there is room for
    QToolButton* m_alone;
    QToolButton* m_stacked;
    QToolButton* m_map;
    QToolButton* m_findings;
    QStackedLayout* m_stack;
    analysis::FileTree::Id m_currentFile = analysis::FileTree::kNone;
    bool m_following = false; ///< the selection is being shown, not made
};

} // namespace sw::ui
