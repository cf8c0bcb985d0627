#include "ui/layers/layerspage.h"

#include "ui/layers/browsebar.h"
#include "ui/layers/environmentview.h"
#include "ui/layers/filepreviewview.h"
#include "ui/layers/filetreeview.h"
#include "ui/layers/findingsview.h"
#include "ui/layers/pointbar.h"
#include "ui/layers/shipsview.h"
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
#include <QCursor>
#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QResizeEvent>
#include <QStackedLayout>
#include <QToolButton>
#include <QTreeView>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace sw::ui {

using namespace Qt::StringLiterals;

void LayersPage::connectSession() {
    connect(&m_session, &ImageSession::layersChanged, this, &LayersPage::onLayers);
    connect(&m_session, &ImageSession::layersCounted, this, &LayersPage::onCounted);
    connect(&m_session, &ImageSession::layersCompleted, this, &LayersPage::onCompleted);
    connect(&m_session, &ImageSession::opened, this, &LayersPage::present);
    connect(&m_session, &ImageSession::openingFailed, this, [this](const QString& sentence) {
        showBrowseBar();
        Q_EMIT browseFailed(sentence);
    });
    connect(&m_session, &ImageSession::originsReady, this, [this](const StageLayersPtr& layers) { m_shipsList->show(*layers); });
    connect(m_browseBar, &BrowseBar::backClicked, this, [this] {
        if (m_session.isOpening()) {
            m_session.stopOpening();
            showBrowseBar();
        } else {
            showLast();
        }
    });
    connect(m_points, &PointBar::pointChosen, this, &LayersPage::onPointChosen);
    connect(m_files, &FileTreeView::filterChanged, &m_session, &ImageSession::setFilter);
    connect(m_files->changedOnly(), &QToolButton::clicked, this, [this](bool on) {
        if (on) {
            leaveMetadata();
        }
    });
    connect(m_files, &FileTreeView::sortChanged, &m_session, &ImageSession::setSort);
    connect(&m_session, &ImageSession::filteredChanged, this, [this](const ShownTree& shown) {
        if (shown.filtered == m_files->model().filtered()) {
            m_files->model().setHidden(shown.hidden);
            m_files->model().setOrder(shown.order);
            return;
        }
        m_files->setFiltered(shown);
        m_treemap->setFiltered(shown.filtered);
    });
    connect(&m_session, &ImageSession::treeChanged, this, [this](const ShownTree& shown) {
        const QString path = m_wantedPath.isEmpty() ? m_selection.current().path : std::exchange(m_wantedPath, QString());
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
            for (QToolButton* button : {m_points->environment(), m_points->packages(), m_findings, m_ships}) {
                button->setChecked(false);
            }
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
    const QList<QToolButton*> chips = {m_points->environment(), m_points->packages(), m_findings, m_ships};
    for (QToolButton* button : chips) {
        connect(button, &QToolButton::toggled, this, [this, chips, button](bool on) { // one of them at a time, or none
            for (QToolButton* other : chips) {
                other->setChecked(other->isChecked() && (!on || other == button));
            }
            showDetails();
        });
    }
    const auto showOnly = [this](const QString& path) {
        m_following = true; // the list stays
        m_files->showPath(path);
        m_treemap->showPath(path);
        m_following = false;
    };
    connect(m_findingList, &FindingsView::pathChosen, this, showOnly);
    connect(m_findingList, &FindingsView::lineChosen, this, &LayersPage::lineWanted);
    connect(m_shipsList, &ShipsView::lineChosen, this, &LayersPage::lineWanted);
    connect(m_shipsList, &ShipsView::originChosen, m_files, &FileTreeView::chooseOrigin);
    connect(m_shipsList, &ShipsView::fileChosen, this, [this](std::size_t stage, const QString& path) {
        const int at = m_stages->findData(static_cast<qulonglong>(stage));
        if (at >= 0) {
            m_wantedPath = path;
            m_stages->setCurrentIndex(at);
            m_session.showStage(stage);
        }
    });
    connect(m_preview, &FilePreviewView::lineClicked, this, &LayersPage::lineWanted);
    connect(&m_session, &ImageSession::packagesChanged, this, [this](const PackagesPtr& packages) {
        std::vector<int> lines;
        for (const StageLayers::Layer& layer : m_session.layers()->layers) {
            lines.push_back(layer.line);
        }
        m_packages.setPackages(packages, lines);
        m_packageList->setColumnHidden(PackagesModel::TypeColumn, !m_packages.hasSeveralTypes());
        m_points->setPackageCount(packages ? packages->packages().size() : 0);
        m_files->setPackages(packages);
    });
    connect(m_packageList, &QTreeView::activated, this, [this](const QModelIndex& index) { m_files->choosePackage(index.data(PackagesModel::PackageRole).toULongLong()); });
    connect(m_files, &FileTreeView::saveRequested, this, &LayersPage::save);
    connect(m_preview, &FilePreviewView::saveRequested, this, [this](const QString& path) { save(m_currentFile, path, false); });
    connect(m_files, &FileTreeView::openRequested, this, [this](analysis::FileTree::Id id) { m_session.copyForOpening(id); });
    connect(m_files, &FileTreeView::openWithRequested, this, [this](analysis::FileTree::Id id) {
        m_menuPlace = QCursor::pos();
        m_session.findPrograms(id);
    });
    connect(m_preview, &FilePreviewView::openWithRequested, this, [this](const QPoint& place) {
        if (m_currentFile != analysis::FileTree::kNone) {
            m_menuPlace = place;
            m_session.findPrograms(m_currentFile);
        }
    });
    connect(&m_session, &ImageSession::programsReady, this, &LayersPage::showPrograms);
    connect(m_preview, &FilePreviewView::openRequested, this, [this] {
        if (m_currentFile != analysis::FileTree::kNone) {
            m_session.copyForOpening(m_currentFile);
        }
    });
    connect(&m_session, &ImageSession::copyReady, this, &LayersPage::openCopy);
}

void LayersPage::showPrograms(analysis::FileTree::Id id, const ProgramChoice& choice) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [this, id](QMenu* to, const DesktopProgram& program) {
        QAction* action = to->addAction(QIcon::fromTheme(program.icon), QString(program.name).replace(u'&', u"&&"_s));
        connect(action, &QAction::triggered, this, [this, id, program] { m_session.copyForOpening(id, program); });
    };
    for (const DesktopProgram& program : choice.fitting) {
        add(menu, program);
    }
    if (choice.fitting.empty()) {
        menu->addAction(tr("No program says that it opens %1").arg(choice.type))->setEnabled(false);
    }
    menu->addSeparator();
    menu->addAction(tr("What the desktop takes by itself"), this, [this, id] { m_session.copyForOpening(id); });
    if (!choice.others.empty()) {
        QMenu* others = menu->addMenu(tr("Another program"));
        for (const DesktopProgram& program : choice.others) {
            add(others, program);
        }
    }
    menu->popup(m_menuPlace);
}

void LayersPage::openCopy(const QString& file, const DesktopProgram& program) {
    if (!program.id.isEmpty()) {
        if (!startProgram(program, file)) {
            Q_EMIT message(tr("%1 cannot be started.").arg(program.name));
        }
        return;
    }
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(file))) {
        Q_EMIT message(tr("This desktop knows no program for %1.").arg(QFileInfo(file).fileName()));
    }
}

void LayersPage::setLast(Browsed last, bool showNow) {
    const bool stays = isBrowsing() && !showNow;
    m_last = std::move(last);
    if (stays) {
        showBrowseBar();
    } else {
        showLast();
    }
}

void LayersPage::showLast() { present(m_last); }

void LayersPage::browse(const QString& image, const QString& title, const QString& dockerfile) {
    m_browseBar->showOpening(title);
    m_session.open(image, toPath(dockerfile));
}

void LayersPage::present(Browsed browsed) {
    m_session.setBrowsed(std::move(browsed));
    m_model.setRows({});
    m_files->setTree({});
    m_treemap->setTree({}, nullptr);
    m_points->setPoints({}, {});
    m_points->setPackageCount(0);
    m_files->setPackages(nullptr);
    m_findings->setVisible(false);
    m_ships->setVisible(false);
    m_preview->clear();
    m_mapping.clear();
    showBrowseBar();
    showPlatforms();
    Q_EMIT browsedChanged();
    showStages();
}

void LayersPage::showBrowseBar() {
    const Browsed& browsed = m_session.browsed();
    if (browsed.isLast()) {
        m_browseBar->hide();
        return;
    }
    const QString remark = browsed.dockerfile.isEmpty()               ? tr("no build of this computer made it; its history tells of its layers")
                           : browsed.dockerfile == m_last.dockerfile ? tr("line numbers are of the text that was built")
                                                                     : tr("line numbers are of %1").arg(browsed.dockerfile);
    m_browseBar->showBrowsed(browsed.title, remark, m_last.result != nullptr);
}

void LayersPage::showPlatforms() {
    const Browsed& browsed = m_session.browsed();
    m_platforms->clear();
    if (browsed.whole) {
        for (const build::PlatformResult& platform : browsed.whole->platforms) {
            m_platforms->addItem(QString::fromStdString(platform.platform.text()));
        }
    }
    m_platforms->setCurrentIndex(static_cast<int>(browsed.platform));
    m_platforms->setVisible(m_platforms->count() > 1);
}

void LayersPage::setMapping(std::vector<std::optional<std::size_t>> builtToShown) { m_mapping = std::move(builtToShown); }

std::optional<std::size_t> LayersPage::instructionAtLine(int line) const {
    const ResultPtr& result = m_session.result();
    if (!result) {
        return std::nullopt;
    }
    const auto step = std::ranges::find(result->steps, line, &build::StepResult::line);
    return step == result->steps.end() ? std::nullopt : shownInstruction(step->instruction);
}

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
            m_stages->addItem(name.isEmpty() ? m_session.browsed().view ? m_session.browsed().title : tr("stage %1").arg(stage.index + 1) : name,
                              static_cast<qulonglong>(stage.index));
            last = stage.index;
        }
    }
    m_stack->setCurrentIndex(m_stages->count() > 0 ? 1 : 0);
    if (!last) {
        return;
    }
    const auto wanted = isBrowsing() ? std::optional(m_session.browsed().stage) : m_selection.current().stage;
    const int at = wanted ? m_stages->findData(static_cast<qulonglong>(*wanted)) : -1;
    m_stages->setCurrentIndex(at >= 0 ? at : m_stages->count() - 1);
    m_session.showStage(static_cast<std::size_t>(m_stages->currentData().toULongLong()));
}

std::vector<LayerRow> LayersPage::rowsOf(const StageLayers& layers) {
    std::vector<LayerRow> rows;
    for (const StageLayers::Layer& layer : layers.layers) {
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
                        .files = layer.figures.files,
                        .compressed = layer.compressed,
                        .reason = layer.reason,
                        .tarBytes = layer.figures.tarBytes,
                        .headerBytes = layer.figures.headerBytes,
                        .paddingBytes = layer.figures.paddingBytes,
                        .counted = layers.accounts != nullptr});
    }
    return rows;
}

void LayersPage::onLayers(const StageLayersPtr& layers) {
    m_findings->setVisible(false);
    m_ships->setVisible(false);
    if (layers) {
        showFigures(*layers);
    }
    m_following = true; // the new rows are nobody's choice
    m_model.setRows(layers ? rowsOf(*layers) : std::vector<LayerRow>{});
    m_following = false;
    chooseColumns();
    m_files->setLayers(layers);
    m_points->setPoints(layers ? layers->points : std::vector<inspect::StagePoint>{},
                        layers ? Theme::instance().stageColor(layers->stage) : QColor());
    goTo(wantedPlace());
}

/// What can be seen of each layer: the list stays as it is, with all of its figures.
void LayersPage::onCounted(const StageLayersPtr& layers) {
    showFigures(*layers);
    m_model.updateRows(rowsOf(*layers));
}

/// What the build's record knows came after the layers: where files came from, what should not be there, what one stage would weigh.
void LayersPage::onCompleted(const StageLayersPtr& layers) {
    showFigures(*layers);
    m_findingList->show(*layers);
    m_findings->setText(tr("%Ln finding(s)", nullptr, static_cast<int>(layers->findings.size())));
    m_findings->setVisible(!layers->findings.empty());
    m_shipsList->show(*layers);
    m_ships->setVisible(layers->build != nullptr && layers->build->recorded);
    m_files->setLayers(layers);
    m_treemap->setLayers(layers);
    const FileTreePtr& tree = m_session.tree();
    if (tree && m_currentFile < tree->size() && !tree->node(m_currentFile).directory) { // also one that is being read: it did not know this
        m_session.preview(m_currentFile);
    }
}

void LayersPage::showFigures(const StageLayers& layers) {
    m_figureText = figuresText(layers);
    elideFigures();
    QString toolTip = tr("Stored: content of all layers. Visible: content of the final tree, hard links once. "
                         "Hidden: stored, but deleted or replaced by a later layer.");
    m_ships->setText(layers.single.multiStage() ? tr("As one stage %1").arg(bytesText(layers.single.bytes)) : tr("What ships"));
    m_ships->setToolTip(layers.single.multiStage() ? singleStageText(layers) : tr("Where the files of this stage began, and what crossed from other stages"));
    m_figures->setToolTip(m_figureText + u"\n\n"_s + toolTip + u'\n' + wholeText(layers));
}

/// What else is known of all layers together.
QString LayersPage::wholeText(const StageLayers& layers) {
    std::uint64_t tar = 0;
    std::uint64_t compressed = 0;
    bool known = !layers.layers.empty();
    for (const StageLayers::Layer& layer : layers.layers) {
        tar += layer.figures.tarBytes;
        compressed += layer.compressed.value_or(0);
        known = known && layer.compressed;
    }
    QStringList lines;
    if (layers.accounts) {
        lines << tr("Efficiency %1 %: visible of stored").arg(QLocale().toString(100 * layers.accounts->efficiency, 'f', 1));
    }
    lines << tr("As tars, with headers and padding: %1").arg(exactBytesText(tar));
    if (known) {
        lines << tr("Compressed, as a registry has them: %1").arg(exactBytesText(compressed));
    }
    return lines.join(u'\n');
}

QString LayersPage::figuresText(const StageLayers& layers) const {
    if (!layers.accounts) {
        std::uint64_t stored = 0;
        for (const StageLayers::Layer& layer : layers.layers) {
            stored += layer.figures.atRest;
        }
        return tr("%1 stored\nwhat is visible is being counted").arg(bytesText(stored));
    }
    const analysis::Accounts& accounts = *layers.accounts;
    return accounts.wasted > 0 ? tr("%1 visible of %2 stored\n%3 hidden by later layers").arg(bytesText(accounts.visible), bytesText(accounts.stored), bytesText(accounts.wasted))
                               : tr("%1 visible\nnothing is stored in vain").arg(bytesText(accounts.visible));
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

/// What the selected layer did is asked for at a point behind it, whose instruction made no layer: back to the layer's own.
void LayersPage::leaveMetadata() {
    const auto& points = m_points->points();
    const auto at = static_cast<std::size_t>(m_points->point());
    const int row = m_list->currentIndex().row();
    const int point = pointOfRow(row);
    if (row >= 0 && at > 0 && at < points.size() && !points[at].hasLayer && point > 0) {
        goTo({.row = row, .point = point});
    }
}

void LayersPage::selectInstruction(std::optional<std::size_t> built, std::optional<std::size_t> stage) {
    if (!built || (isBrowsing() && !shownInstruction(*built))) {
        return; // it is not in the editor
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
    if (origin == this || !m_session.result() || (isBrowsing() && !thing.instruction)) {
        return;
    }
    if (isBrowsing()) { // it has its own stages; what is an instruction of it as well leads there
        const auto& steps = m_session.result()->steps;
        const auto step = std::ranges::find_if(steps, [&](const build::StepResult& one) { return shownInstruction(one.instruction) == thing.instruction; });
        if (step == steps.end()) {
            return;
        }
        if (m_session.layers() && m_session.layers()->stage != step->stage) {
            if (const int at = m_stages->findData(static_cast<qulonglong>(step->stage)); at >= 0) {
                m_stages->setCurrentIndex(at);
                m_session.showStage(step->stage);
            }
            return;
        }
    } else if (thing.stage && m_session.layers() && m_session.layers()->stage != *thing.stage) {
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
                                : m_findings->isChecked()         ? static_cast<QWidget*>(m_findingList)
                                : m_ships->isChecked()            ? static_cast<QWidget*>(m_shipsList)
                                : file                            ? static_cast<QWidget*>(m_preview)
                                                                  : m_environment);
}

void LayersPage::save(analysis::FileTree::Id id, const QString& path, bool directory) {
    if (id == analysis::FileTree::kNone) {
        return;
    }
    const QString name = QFileInfo(path).fileName();
    const QString target = QFileDialog::getSaveFileName(this, directory ? tr("Save the folder as a new one") : tr("Save a copy"), name.isEmpty() ? u"root"_s : name);
    if (!target.isEmpty()) {
        m_session.extract(id, target);
    }
}

bool LayersPage::isSettled() const { return !m_session.isBusy(); }

bool LayersPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_figures && event->type() == QEvent::Resize) {
        elideFigures();
    }
    if (watched == m_list->viewport() && event->type() == QEvent::Resize) {
        chooseColumns();
        const auto* resize = static_cast<QResizeEvent*>(event);
        const QModelIndex current = m_list->currentIndex();
        if (current.isValid() && QRect(QPoint(), resize->oldSize()).intersects(m_list->visualRect(current))) { // what was seen of it stays
            QMetaObject::invokeMethod(m_list, [this] { m_list->scrollTo(m_list->currentIndex()); }, Qt::QueuedConnection);
        }
    }
    return QWidget::eventFilter(watched, event);
}

/// What there is room for and something to say in.
void LayersPage::chooseColumns() {
    constexpr int kRoomForFiles = 500;
    constexpr int kRoomForReason = 700;
    const bool reasons = std::ranges::any_of(m_model.rows(), [](const LayerRow& row) { return !row.reason.isEmpty(); });
    m_list->setColumnHidden(LayersModel::FilesColumn, m_list->width() < kRoomForFiles);
    m_list->setColumnHidden(LayersModel::ReasonColumn, !reasons || m_list->width() < kRoomForReason);
}

void LayersPage::elideFigures() {
    QStringList lines = m_figureText.split(u'\n');
    for (QString& line : lines) {
        line = m_figures->fontMetrics().elidedText(line, Qt::ElideRight, m_figures->width());
    }
    m_figures->setText(lines.join(u'\n'));
}

} // namespace sw::ui
