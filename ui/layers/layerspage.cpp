#include "ui/layers/layerspage.h"

#include "ui/layers/environmentview.h"
#include "ui/layers/filepreviewview.h"
#include "ui/layers/filetreeview.h"
#include "ui/layers/pointbar.h"
#include "ui/layers/treemapview.h"
#include "core/base/imagepath.h"
#include "ui/models/format.h"
#include "ui/session/sentence.h"
#include "ui/session/stagename.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QStackedLayout>
#include <QToolButton>
#include <QTreeView>
#include <QUrl>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

void LayersPage::connectSession() {
    connect(&m_session, &ImageSession::layersChanged, this, &LayersPage::onLayers);
    connect(&m_session, &ImageSession::layersCompleted, this, &LayersPage::onCompleted);
    connect(m_points, &PointBar::pointChosen, this, &LayersPage::onPointChosen);
    connect(m_files, &FileTreeView::filterChanged, &m_session, &ImageSession::setFilter);
    connect(&m_session, &ImageSession::filteredChanged, this, [this](const FilteredPtr& filtered) {
        m_files->setFiltered(filtered);
        m_treemap->setFiltered(filtered);
    });
    connect(&m_session, &ImageSession::treeChanged, this, [this](const ShownTree& shown) {
        const QString path = m_selection.current().path;
        if (path.isEmpty() || !shown.tree->find(cleanImagePath(path.toStdString()))) {
            m_preview->clear(); // it is not there at this point
            m_currentFile = analysis::FileTree::kNone;
        }
        m_following = true;
        m_files->setTree(shown);
        m_treemap->setTree(shown, m_session.layers());
        if (!path.isEmpty()) {
            m_files->showPath(path);
            m_treemap->showPath(path);
        }
        m_following = false;
        showDetails();
    });
    connect(m_treemap, &TreemapView::pathChosen, m_files, &FileTreeView::showPath);
    connect(&m_session, &ImageSession::previewReady, this, [this](const FilePreview& preview) {
        m_preview->show(preview);
        showDetails();
    });
    connect(&m_session, &ImageSession::message, this, &LayersPage::message);
    connect(m_files, &FileTreeView::currentChanged, this, [this](analysis::FileTree::Id id, const QString& path, bool directory) {
        m_currentFile = id;
        if (!m_following && !directory) { // a file is asked for
            m_points->environment()->setChecked(false);
            m_points->packages()->setChecked(false);
        }
        SelectedThing thing = m_selection.current();
        thing.path = path;
        m_selection.select(thing, this);
        m_treemap->showPath(path);
        if (directory) {
            m_session.previewNothing();
            m_preview->clear();
            showDetails();
        } else {
            m_session.preview(id);
        }
    });
    connect(&m_selection, &Selection::changed, this, &LayersPage::onSelection);
}

/// What is below the layers: environment, packages or a file, and what can be done with a file.
void LayersPage::connectDetails() {
    for (QToolButton* button : {m_points->environment(), m_points->packages()}) {
        connect(button, &QToolButton::toggled, this, &LayersPage::showDetails);
    }
    connect(&m_session, &ImageSession::packagesChanged, this, [this](const PackagesPtr& packages) {
        std::vector<int> lines;
        for (const StageLayers::Layer& layer : m_session.layers()->layers) {
            lines.push_back(layer.line);
        }
        m_packages.setPackages(packages, lines);
        m_points->setPackageCount(packages ? packages->packages().size() : 0);
        m_files->setPackages(packages);
    });
    connect(m_packageList, &QTreeView::activated, this, [this](const QModelIndex& index) { m_files->choosePackage(index.data(PackagesModel::PackageRole).toULongLong()); });
    connect(m_files, &FileTreeView::saveRequested, this, &LayersPage::save);
    connect(m_preview, &FilePreviewView::saveRequested, this, [this](const QString& path) { save(m_currentFile, path); });
    connect(m_files, &FileTreeView::openRequested, this, [this](analysis::FileTree::Id id) { m_session.copyForOpening(id); });
    connect(m_preview, &FilePreviewView::openRequested, this, [this] {
        if (m_currentFile != analysis::FileTree::kNone) {
            m_session.copyForOpening(m_currentFile);
        }
    });
    connect(&m_session, &ImageSession::copyReady, this, &LayersPage::openCopy);
}

void LayersPage::openCopy(const QString& file) {
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(file))) {
        Q_EMIT message(tr("This desktop knows no program for %1.").arg(QFileInfo(file).fileName()));
    }
}

void LayersPage::setResult(const ResultPtr& result, const SnapshotPtr& built) {
    m_session.setResult(result, built);
    m_model.setRows({});
    m_files->setTree({});
    m_treemap->setTree({}, nullptr);
    m_points->setPoints({}, {});
    m_points->setPackageCount(0);
    m_files->setPackages(nullptr);
    m_findings->setVisible(false);
    m_preview->clear();
    m_mapping.clear();
    showStages();
}

void LayersPage::setMapping(std::vector<std::optional<std::size_t>> builtToShown) { m_mapping = std::move(builtToShown); }

void LayersPage::showStages() {
    m_stages->clear();
    const ResultPtr& result = m_session.result();
    std::optional<std::size_t> last;
    if (result) {
        for (const build::StageResult& stage : result->stages) {
            if (stage.layers.empty()) {
                continue;
            }
            const bool known = m_session.built() && stage.index < m_session.built()->graph->stages.size();
            const QString name = known ? stageTitle(m_session.built()->graph->stages[stage.index]) : QString::fromStdString(stage.name);
            m_stages->addItem(name, static_cast<qulonglong>(stage.index));
            last = stage.index;
        }
    }
    m_stack->setCurrentIndex(m_stages->count() > 0 ? 1 : 0);
    if (!last) {
        return;
    }
    const auto wanted = m_selection.current().stage;
    const int at = wanted ? m_stages->findData(static_cast<qulonglong>(*wanted)) : -1;
    m_stages->setCurrentIndex(at >= 0 ? at : m_stages->count() - 1);
    m_session.showStage(static_cast<std::size_t>(m_stages->currentData().toULongLong()));
}

void LayersPage::onLayers(const StageLayersPtr& layers) {
    std::vector<LayerRow> rows;
    m_findings->setVisible(false);
    if (layers) {
        for (const StageLayers::Layer& layer : layers->layers) {
            rows.push_back({.id = layer.id,
                            .text = layer.text,
                            .line = layer.line,
                            .stage = layer.ownerStage,
                            .instruction = layer.instruction,
                            .origin = layer.origin,
                            .fromBase = layer.fromBase,
                            .atRest = layer.figures.atRest,
                            .contribution = layer.figures.contribution,
                            .runningTotal = layer.figures.runningTotal,
                            .files = layer.figures.files});
        }
        showFigures(*layers);
    }
    m_following = true; // the new rows are nobody's choice
    m_model.setRows(std::move(rows));
    m_following = false;
    m_files->setLayers(layers);
    m_points->setPoints(layers ? layers->points : std::vector<inspect::StagePoint>{},
                        layers ? Theme::instance().stageColor(layers->stage) : QColor());
    goTo(wantedPlace());
}

/// What the build's record knows came after the layers: where files came from, what should not be there, what one stage would weigh.
void LayersPage::onCompleted(const StageLayersPtr& layers) {
    showFigures(*layers);
    showFindings(*layers);
    m_files->setLayers(layers);
    m_treemap->setLayers(layers);
    if (m_preview->hasFile() && m_currentFile != analysis::FileTree::kNone) {
        m_session.preview(m_currentFile);
    }
}

void LayersPage::showFigures(const StageLayers& layers) {
    m_figureText = figuresText(layers);
    elideFigures();
    QString toolTip = tr("Stored: content of all layers. Visible: content of the final tree, hard links once. "
                         "Hidden: stored, but deleted or replaced by a later layer.");
    if (layers.single.multiStage()) {
        toolTip += u"\n\n"_s + tr("As one stage: %1 of the stages that files are copied from (layers they share counted once), and %2 that this stage's "
                                 "own steps add. Its own base would not be there.")
                                   .arg(exactBytesText(layers.single.roots), exactBytesText(layers.single.own));
    }
    m_figures->setToolTip(m_figureText + u"\n\n"_s + toolTip);
}

QString LayersPage::figuresText(const StageLayers& layers) const {
    const analysis::Accounts& accounts = layers.accounts;
    const QString text = accounts.wasted > 0 ? tr("%1 visible · %2 stored · %3 hidden by later layers")
                                                   .arg(bytesText(accounts.visible), bytesText(accounts.stored), bytesText(accounts.wasted))
                                             : tr("%1 visible · nothing is stored in vain").arg(bytesText(accounts.visible));
    return layers.single.multiStage() ? text + u" · "_s + tr("as one stage %1").arg(bytesText(layers.single.bytes)) : text;
}

/// A choice of what was found; choosing one shows its file.
void LayersPage::showFindings(const StageLayers& layers) {
    constexpr std::size_t kMostFindings = 40;
    auto* menu = new QMenu(m_findings);
    menu->setToolTipsVisible(true);
    for (std::size_t i = 0; i < std::min(kMostFindings, layers.findings.size()); ++i) {
        const analysis::Finding& finding = layers.findings[i];
        const int line = finding.layer && *finding.layer < layers.layers.size() ? layers.layers[*finding.layer].line : 0;
        const QString text = shown(finding.message);
        QString title = line > 0 ? tr("Line %1: %2").arg(line).arg(text) : text;
        QAction* action = menu->addAction(title.replace(u'&', u"&&"_s)); // a path is no mnemonic
        action->setToolTip(shown(finding.advice));
        connect(action, &QAction::triggered, m_files, [this, path = QString::fromStdString(absolutePath(finding.path))] { m_files->showPath(path); });
    }
    delete m_findings->menu();
    m_findings->setMenu(menu);
    m_findings->setText(tr("%n finding(s)", nullptr, static_cast<int>(layers.findings.size())));
    m_findings->setVisible(!layers.findings.empty());
}

std::optional<std::size_t> LayersPage::shownInstruction(std::size_t built) const {
    return built < m_mapping.size() ? m_mapping[built] : std::optional(built);
}

/// Where the selected instruction led, else the end of the stage.
LayersPage::Place LayersPage::wantedPlace() const {
    const auto wanted = m_selection.current().instruction;
    const auto& points = m_points->points();
    for (std::size_t i = points.size(); i-- > 0 && wanted;) { // of the triggers of a FROM the last one
        if (points[i].instruction && shownInstruction(*points[i].instruction) == wanted) {
            return {.row = static_cast<int>(points[i].layers) - 1, .point = static_cast<int>(i)};
        }
    }
    const auto& rows = m_model.rows();
    for (std::size_t i = 0; i < rows.size() && wanted; ++i) {
        if (rows[i].instruction && shownInstruction(*rows[i].instruction) == wanted) {
            return {.row = static_cast<int>(i), .point = pointOfRow(static_cast<int>(i))};
        }
    }
    return {.row = static_cast<int>(rows.size()) - 1, .point = static_cast<int>(points.size()) - 1};
}

/// The point after the instruction that made a layer; the first for those of the base.
int LayersPage::pointOfRow(int row) const {
    const auto& points = m_points->points();
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i].hasLayer && static_cast<int>(points[i].layers) == row + 1) {
            return static_cast<int>(i);
        }
    }
    return points.empty() ? -1 : 0;
}

void LayersPage::goTo(const Place& place) {
    m_following = true;
    if (place.row >= 0) {
        m_list->setCurrentIndex(m_model.index(place.row, 0));
        m_list->scrollTo(m_model.index(place.row, 0));
    } else {
        m_list->setCurrentIndex({});
    }
    if (place.point >= 0) {
        m_points->setPoint(place.point);
    }
    m_following = false;
    showTree();
}

void LayersPage::selectInstruction(std::optional<std::size_t> built, std::optional<std::size_t> stage) {
    if (!built) {
        return;
    }
    SelectedThing thing = m_selection.current();
    thing.stage = stage;
    thing.instruction = shownInstruction(*built);
    m_selection.select(thing, this);
}

void LayersPage::onLayerChosen(int row) {
    if (row < 0 || m_following) {
        return;
    }
    const LayerRow& layer = m_model.rows()[static_cast<std::size_t>(row)];
    selectInstruction(layer.instruction, layer.stage);
    if (const int point = pointOfRow(row); point >= 0) {
        m_points->setPoint(point);
    }
    showTree();
}

void LayersPage::onPointChosen(int point) {
    if (m_following || !m_session.layers()) {
        return;
    }
    const inspect::StagePoint& at = m_points->points()[static_cast<std::size_t>(point)];
    selectInstruction(at.instruction, m_session.layers()->stage);
    goTo({.row = static_cast<int>(at.layers) - 1, .point = point});
}

void LayersPage::onSelection(const SelectedThing& thing, QObject* origin) {
    if (origin == this || !m_session.result()) {
        return;
    }
    if (thing.stage && m_session.layers() && m_session.layers()->stage != *thing.stage) {
        const int at = m_stages->findData(static_cast<qulonglong>(*thing.stage));
        if (at >= 0) {
            m_stages->setCurrentIndex(at);
            m_session.showStage(*thing.stage);
        }
        return;
    }
    if (!thing.instruction) {
        return;
    }
    const Place place = wantedPlace();
    if (place.row != m_list->currentIndex().row() || place.point != m_points->point()) {
        goTo(place);
    }
}

void LayersPage::showTree() {
    const int row = m_list->currentIndex().row();
    TreeWish wish{.layers = static_cast<std::size_t>(row + 1), .since = static_cast<std::size_t>(std::max(0, row)), .changesOnly = m_alone->isChecked()};
    const auto& points = m_points->points();
    const auto at = static_cast<std::size_t>(m_points->point());
    if (at < points.size() && points[at].layers == wish.layers && !points[at].hasLayer) {
        // FROM brought all that is there, metadata nothing.
        wish.since = at == 0 && wish.changesOnly ? 0 : wish.layers;
    }
    m_session.showTree(wish);
    showDetails();
}

void LayersPage::showDetails() {
    const auto& points = m_points->points();
    const auto at = static_cast<std::size_t>(m_points->point());
    if (at < points.size()) {
        m_environment->show(points[at], at == 0 ? nullptr : &points[at - 1]);
    }
    const bool file = m_preview->hasFile() && !m_points->environment()->isChecked();
    m_details->setCurrentWidget(m_points->packages()->isChecked() ? static_cast<QWidget*>(m_packageList)
                                : file                            ? static_cast<QWidget*>(m_preview)
                                                                  : m_environment);
}

void LayersPage::save(analysis::FileTree::Id id, const QString& path) {
    if (id == analysis::FileTree::kNone) {
        return;
    }
    const QString target = QFileDialog::getSaveFileName(this, tr("Save a copy"), QFileInfo(path).fileName());
    if (!target.isEmpty()) {
        m_session.extract(id, target);
    }
}

bool LayersPage::isSettled() const { return !m_session.isBusy(); }

bool LayersPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_figures && event->type() == QEvent::Resize) {
        elideFigures();
    }
    return QWidget::eventFilter(watched, event);
}

void LayersPage::elideFigures() {
    m_figures->setText(m_figures->fontMetrics().elidedText(m_figureText, Qt::ElideRight, m_figures->width()));
}

} // namespace sw::ui
