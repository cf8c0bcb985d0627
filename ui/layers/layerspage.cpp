#include "ui/layers/layerspage.h"

#include "ui/layers/filepreviewview.h"
#include "ui/layers/filetreeview.h"
#include "ui/layers/sizedelegates.h"
#include "ui/layers/treemapview.h"
#include "core/base/imagepath.h"
#include "ui/models/format.h"
#include "ui/session/sentence.h"
#include "ui/session/stagename.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QSplitter>
#include <QStackedLayout>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

QWidget* emptyHint(QWidget* parent) {
    auto* page = new QWidget(parent);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 24, 24, 24);
    auto* title = new QLabel(LayersPage::tr("Nothing built yet"), page);
    Theme::setVariant(title, "tone", u"strong"_s);
    auto* hint = new QLabel(LayersPage::tr("After a build, the layers and files of every stage can be browsed here: what each "
                                           "line added, and what of it ships."),
                            page);
    Theme::setVariant(hint, "tone", u"muted"_s);
    layout->addStretch(2);
    for (QLabel* label : {title, hint}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    layout->addStretch(3);
    return page;
}

} // namespace

LayersPage::LayersPage(Engine& engine, Selection& selection, QWidget* parent)
    : QWidget(parent),
      m_selection(selection),
      m_session(engine),
      m_stages(new QComboBox(this)),
      m_list(new QTreeView(this)),
      m_files(new FileTreeView(this)),
      m_treemap(new TreemapView(this)),
      m_preview(new FilePreviewView(this)),
      m_figures(new QLabel(this)),
      m_alone(new QToolButton(this)),
      m_stacked(new QToolButton(this)),
      m_map(new QToolButton(this)),
      m_findings(new QToolButton(this)),
      m_stack(new QStackedLayout(this)) {
    m_stack->addWidget(emptyHint(this));
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    auto* splitter = new QSplitter(Qt::Horizontal, content);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeList());
    auto* right = new QSplitter(Qt::Vertical, splitter);
    right->setChildrenCollapsible(false);
    right->addWidget(m_files);
    right->addWidget(m_treemap);
    right->addWidget(m_preview);
    right->setStretchFactor(0, 3);
    right->setStretchFactor(1, 3);
    right->setStretchFactor(2, 2);
    m_preview->setMinimumHeight(150);
    m_files->setMinimumHeight(120);
    splitter->addWidget(right);
    splitter->setSizes({500, 400});
    layout->addWidget(splitter, 1);
    m_stack->addWidget(content);
    connectSession();
}

QWidget* LayersPage::makeBar() {
    auto* bar = new QFrame(this);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    m_stages->setAccessibleName(tr("Stage"));
    m_stages->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    row->addWidget(m_stages);
    Theme::setVariant(m_figures, "tone", u"muted"_s);
    m_figures->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_figures->installEventFilter(this); // the room decides how much of it is shown
    row->addWidget(m_figures, 1);
    auto* group = new QButtonGroup(this);
    m_stacked->setText(tr("Stacked"));
    m_stacked->setToolTip(tr("All files up to and including the selected layer"));
    m_alone->setText(tr("This layer alone"));
    m_alone->setToolTip(tr("Only what the selected layer holds or removes"));
    for (QToolButton* button : {m_stacked, m_alone}) {
        button->setCheckable(true);
        Theme::setVariant(button, "kind", u"chip"_s);
        group->addButton(button);
        row->addWidget(button);
    }
    m_stacked->setChecked(true);
    m_map->setText(tr("Treemap"));
    m_map->setCheckable(true);
    m_map->setChecked(true);
    Theme::setVariant(m_map, "kind", u"chip"_s);
    row->addWidget(m_map);
    connect(m_map, &QToolButton::toggled, m_treemap, &QWidget::setVisible);
    m_findings->setPopupMode(QToolButton::InstantPopup);
    m_findings->setToolTip(tr("What should not be in this stage, with advice"));
    Theme::setVariant(m_findings, "kind", u"chip"_s);
    m_findings->setVisible(false);
    row->addWidget(m_findings);
    connect(group, &QButtonGroup::buttonClicked, this, &LayersPage::showTree);
    connect(m_stages, &QComboBox::activated, this, [this] {
        const auto stage = static_cast<std::size_t>(m_stages->currentData().toULongLong());
        m_selection.select({.stage = stage, .instruction = std::nullopt, .path = {}}, this);
        m_session.showStage(stage);
    });
    return bar;
}

QWidget* LayersPage::makeList() {
    m_list->setModel(&m_model);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setAccessibleName(tr("Layers"));
    m_list->setItemDelegateForColumn(LayersModel::TextColumn, new LayerTextDelegate(m_list));
    QHeaderView* header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(LayersModel::TextColumn, QHeaderView::Stretch);
    fitSection(header, LayersModel::LineColumn, 40);
    for (const int column : {LayersModel::AtRestColumn, LayersModel::TotalColumn}) {
        fitSection(header, column, 68);
    }
    fitSection(header, LayersModel::ContributionColumn, 76);
    m_list->setColumnHidden(LayersModel::FilesColumn, true);
    m_list->setMinimumWidth(360);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) { onLayerChosen(index.row()); });
    return m_list;
}

void LayersPage::connectSession() {
    connect(&m_session, &ImageSession::layersChanged, this, &LayersPage::onLayers);
    connect(&m_session, &ImageSession::treeChanged, this, [this](const FileTreePtr& tree) {
        m_preview->clear();
        m_files->setTree(tree);
        m_treemap->setTree(tree, m_session.layers());
        if (const QString path = m_selection.current().path; !path.isEmpty()) {
            m_files->showPath(path);
            m_treemap->showPath(path);
        }
    });
    connect(m_treemap, &TreemapView::pathChosen, m_files, &FileTreeView::showPath);
    connect(&m_session, &ImageSession::previewReady, this, [this](const FilePreview& preview) { m_preview->show(preview); });
    connect(&m_session, &ImageSession::message, this, &LayersPage::message);
    connect(m_files, &FileTreeView::currentChanged, this, [this](analysis::FileTree::Id id, const QString& path, bool directory) {
        m_currentFile = id;
        SelectedThing thing = m_selection.current();
        thing.path = path;
        m_selection.select(thing, this);
        m_treemap->showPath(path);
        if (directory) {
            m_preview->clear();
        } else {
            m_session.preview(id);
        }
    });
    connect(m_files, &FileTreeView::saveRequested, this, &LayersPage::save);
    connect(m_preview, &FilePreviewView::saveRequested, this, [this](const QString& path) { save(m_currentFile, path); });
    connect(&m_selection, &Selection::changed, this, &LayersPage::onSelection);
}

void LayersPage::setResult(const ResultPtr& result, const SnapshotPtr& built) {
    m_session.setResult(result, built);
    m_model.setRows({});
    m_files->setTree(nullptr);
    m_treemap->setTree(nullptr, nullptr);
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
        m_figureText = figuresText(*layers);
        showFigures();
        QString toolTip = tr("Stored: content of all layers. Visible: content of the final tree, hard links once. "
                             "Hidden: stored, but deleted or replaced by a later layer.");
        if (layers->single.multiStage()) {
            toolTip += u"\n\n"_s + tr("As one stage: %1 of the stages that files are copied from (layers they share counted once), and %2 that this stage's "
                                     "own steps add. Its own base would not be there.")
                                       .arg(exactBytesText(layers->single.roots), exactBytesText(layers->single.own));
        }
        m_figures->setToolTip(m_figureText + u"\n\n"_s + toolTip);
        showFindings(*layers);
    }
    m_model.setRows(std::move(rows));
    const int row = wantedRow();
    if (row >= 0) {
        m_following = true;
        m_list->setCurrentIndex(m_model.index(row, 0));
        m_list->scrollTo(m_model.index(row, 0));
        m_following = false;
    }
    showTree();
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

/// The layer of the selected instruction, else the topmost.
int LayersPage::wantedRow() const {
    const auto& rows = m_model.rows();
    const auto wanted = m_selection.current().instruction;
    for (std::size_t i = 0; i < rows.size() && wanted; ++i) {
        if (!rows[i].instruction) {
            continue;
        }
        const std::size_t built = *rows[i].instruction;
        const std::optional<std::size_t> shown = built < m_mapping.size() ? m_mapping[built] : std::optional(built);
        if (shown == wanted) {
            return static_cast<int>(i);
        }
    }
    return static_cast<int>(rows.size()) - 1;
}

void LayersPage::onLayerChosen(int row) {
    if (row < 0 || m_following) {
        return;
    }
    const LayerRow& layer = m_model.rows()[static_cast<std::size_t>(row)];
    if (layer.instruction) {
        const std::size_t built = *layer.instruction;
        const std::optional<std::size_t> shown = built < m_mapping.size() ? m_mapping[built] : std::optional(built);
        SelectedThing thing = m_selection.current();
        thing.stage = layer.stage;
        thing.instruction = shown;
        m_selection.select(thing, this);
    }
    showTree();
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
    const int row = thing.instruction ? wantedRow() : -1;
    if (row >= 0 && row != m_list->currentIndex().row()) {
        m_following = true;
        m_list->setCurrentIndex(m_model.index(row, 0));
        m_list->scrollTo(m_model.index(row, 0));
        m_following = false;
        showTree();
    }
}

void LayersPage::showTree() {
    const int row = m_list->currentIndex().row();
    if (row >= 0) {
        m_session.showTree(static_cast<std::size_t>(row), m_alone->isChecked());
    }
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
        showFigures();
    }
    return QWidget::eventFilter(watched, event);
}

void LayersPage::showFigures() {
    m_figures->setText(m_figures->fontMetrics().elidedText(m_figureText, Qt::ElideRight, m_figures->width()));
}

} // namespace sw::ui
