#include "ui/layers/layerspage.h"

#include "ui/layers/browsebar.h"
#include "ui/layers/environmentview.h"
#include "ui/layers/filepreviewview.h"
#include "ui/layers/filetreeview.h"
#include "ui/layers/findingsview.h"
#include "ui/layers/pointbar.h"
#include "ui/layers/shipsview.h"
#include "ui/layers/sizedelegates.h"
#include "ui/layers/treemapview.h"
#include "ui/theme/sections.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QStackedLayout>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

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
      m_browseBar(new BrowseBar(this)),
      m_stages(new QComboBox(this)),
      m_platforms(new QComboBox(this)),
      m_list(new QTreeView(this)),
      m_files(new FileTreeView(this)),
      m_treemap(new TreemapView(this)),
      m_preview(new FilePreviewView(this)),
      m_points(new PointBar(this)),
      m_environment(new EnvironmentView(this)),
      m_packageList(new QTreeView(this)),
      m_findingList(new FindingsView(this)),
      m_shipsList(new ShipsView(this)),
      m_details(new QStackedLayout),
      m_figures(new QLabel(this)),
      m_alone(new QToolButton(this)),
      m_stacked(new QToolButton(this)),
      m_map(new QToolButton(this)),
      m_findings(new QToolButton(this)),
      m_ships(new QToolButton(this)),
      m_stack(new QStackedLayout) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(m_browseBar);
    whole->addLayout(m_stack, 1);
    m_stack->addWidget(emptyHint(this));
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_points);
    auto* splitter = new QSplitter(Qt::Horizontal, content);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeLeft());
    splitter->addWidget(makeFiles());
    splitter->setSizes({450, 410});
    splitter->setStretchFactor(0, 2); // more room is for files and map first
    splitter->setStretchFactor(1, 3);
    layout->addWidget(splitter, 1);
    m_stack->addWidget(content);
    connectSession();
    connectDetails();
}

/// Layers above, below them what is known of the selected file, or the environment.
QWidget* LayersPage::makeLeft() {
    auto* left = new QSplitter(Qt::Vertical, this);
    left->setChildrenCollapsible(false);
    left->addWidget(makeList());
    auto* details = new QWidget(left);
    details->setLayout(m_details);
    m_details->addWidget(m_environment);
    m_details->addWidget(makePackages());
    m_details->addWidget(m_findingList);
    m_details->addWidget(m_shipsList);
    m_details->addWidget(m_preview);
    details->setMinimumHeight(150);
    left->addWidget(details);
    left->setSizes({190, 240});
    return left;
}

QWidget* LayersPage::makePackages() {
    m_packageList->setModel(&m_packages);
    m_packageList->setRootIsDecorated(false);
    m_packageList->setUniformRowHeights(true);
    m_packageList->setAllColumnsShowFocus(true);
    m_packageList->setAccessibleName(tr("Packages"));
    m_packageList->setToolTip(tr("Return or a double click shows the files of a package alone"));
    QHeaderView* header = m_packageList->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(PackagesModel::NameColumn, QHeaderView::Stretch);
    for (const auto& [column, width] : {std::pair{PackagesModel::VersionColumn, 110}, std::pair{PackagesModel::TypeColumn, 44}, std::pair{PackagesModel::LineColumn, 48},
                                        std::pair{PackagesModel::FilesColumn, 56}, std::pair{PackagesModel::SizeColumn, 72}}) {
        fitSection(header, column, width);
    }
    return m_packageList;
}

QWidget* LayersPage::makeFiles() {
    auto* right = new QSplitter(Qt::Vertical, this);
    right->setChildrenCollapsible(false);
    right->addWidget(m_files);
    right->addWidget(m_treemap);
    right->setSizes({200, 200});
    m_files->setMinimumHeight(120);
    m_treemap->setMinimumHeight(90);
    return right;
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
    m_platforms->setAccessibleName(tr("Platform"));
    m_platforms->setToolTip(tr("Which platform's layers, sizes and times are shown, everywhere in the window"));
    m_platforms->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_platforms->setVisible(false);
    row->addWidget(m_platforms);
    Theme::setVariant(m_figures, "tone", u"small"_s);
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
    m_map->setIcon(Theme::instance().icon(u"treemap"_s));
    m_map->setToolTip(tr("Treemap"));
    m_map->setAccessibleName(tr("Treemap"));
    connect(&Theme::instance(), &Theme::changed, this, [this] { m_map->setIcon(Theme::instance().icon(u"treemap"_s)); });
    m_map->setCheckable(true);
    m_map->setChecked(true);
    Theme::setVariant(m_map, "kind", u"chip"_s);
    row->addWidget(m_map);
    connect(m_map, &QToolButton::toggled, m_treemap, &QWidget::setVisible);
    m_findings->setToolTip(tr("What should not be in this stage, with advice"));
    for (QToolButton* button : {m_ships, m_findings}) {
        button->setCheckable(true);
        Theme::setVariant(button, "kind", u"chip"_s);
        button->setVisible(false);
        row->addWidget(button);
    }
    connect(group, &QButtonGroup::buttonClicked, this, [this] {
        if (m_alone->isChecked()) {
            leaveMetadata();
        }
        showTree();
    });
    connect(m_stages, &QComboBox::activated, this, [this] {
        const auto stage = static_cast<std::size_t>(m_stages->currentData().toULongLong());
        if (!isBrowsing()) {
            m_selection.select({.stage = stage, .instruction = std::nullopt, .path = {}}, this);
        }
        m_session.showStage(stage);
    });
    connect(m_platforms, &QComboBox::activated, this, [this](int platform) {
        if (!isBrowsing()) {
            Q_EMIT platformChosen(static_cast<std::size_t>(platform));
            return;
        }
        Browsed browsed = m_session.browsed();
        browsed.stage = static_cast<std::size_t>(m_stages->currentData().toULongLong());
        browsed.choosePlatform(static_cast<std::size_t>(platform));
        present(std::move(browsed));
    });
    return bar;
}

QWidget* LayersPage::makeList() {
    m_list->setModel(&m_model);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setAccessibleName(tr("Layers"));
    m_list->setItemDelegateForColumn(LayersModel::LineColumn, new LayerLineDelegate(m_list));
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
    fitSection(header, LayersModel::FilesColumn, 64);
    header->resizeSection(LayersModel::ReasonColumn, 180);
    m_list->setColumnHidden(LayersModel::FilesColumn, true);
    m_list->setColumnHidden(LayersModel::ReasonColumn, true);
    m_list->viewport()->installEventFilter(this); // the room decides which columns there are
    m_list->setMinimumWidth(340);
    m_list->setMinimumHeight(80);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) { onLayerChosen(index.row()); });
    return m_list;
}

} // namespace sw::ui
