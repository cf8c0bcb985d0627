#include "ui/layers/filetreeview.h"

#include "ui/layers/filterpanel.h"
#include "ui/layers/sizedelegates.h"
#include "ui/models/format.h"
#include "ui/theme/sections.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace sw::ui {

using namespace Qt::StringLiterals;

FileTreeView::FileTreeView(QWidget* parent)
    : QWidget(parent), m_tree(new QTreeView(this)), m_filter(new QLineEdit(this)), m_changed(new QToolButton(this)), m_more(new QToolButton(this)),
      m_panel(new FilterPanel(this)), m_count(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QFrame(this);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    m_filter->setPlaceholderText(tr("Search: name, /path, *.js"));
    m_filter->setAccessibleName(tr("Filter files"));
    m_filter->setClearButtonEnabled(true);
    row->addWidget(m_filter, 1);
    Theme::setVariant(m_count, "tone", u"small"_s);
    row->addWidget(m_count);
    m_count->setVisible(false);
    m_changed->setText(tr("Changed"));
    m_changed->setCheckable(true);
    m_changed->setToolTip(tr("Only what the selected layer added, changed or removed"));
    Theme::setVariant(m_changed, "kind", u"chip"_s);
    row->addWidget(m_changed);
    m_more->setIcon(Theme::instance().icon(u"filter"_s));
    m_more->setAccessibleName(tr("Filter"));
    m_more->setCheckable(true);
    m_more->setToolTip(tr("By change, kind, size, owner, stage of origin and package"));
    Theme::setVariant(m_more, "kind", u"chip"_s);
    row->addWidget(m_more);
    layout->addWidget(bar);

    m_tree->setModel(&m_model);
    m_tree->setUniformRowHeights(true);
    m_tree->setSortingEnabled(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setAccessibleName(tr("Files"));
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setItemDelegateForColumn(FileTreeModel::NameColumn, new FileNameDelegate(m_tree));
    m_tree->setItemDelegateForColumn(FileTreeModel::ChangeColumn, new ChangeDelegate(m_tree));
    m_tree->setItemDelegateForColumn(FileTreeModel::ShareColumn, new ShareDelegate(FileTreeModel::ShareRole, m_tree));
    QHeaderView* header = m_tree->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(FileTreeModel::NameColumn, QHeaderView::Stretch);
    header->resizeSection(FileTreeModel::ChangeColumn, 32);
    fitSection(header, FileTreeModel::ShareColumn, 56);
    fitSection(header, FileTreeModel::SizeColumn, 76);
    m_tree->sortByColumn(FileTreeModel::SizeColumn, Qt::DescendingOrder);
    layout->addWidget(m_tree, 1);

    connect(&m_model, &FileTreeModel::sortWanted, this, &FileTreeView::sortChanged);
    connect(m_filter, &QLineEdit::textChanged, this, &FileTreeView::onFilter);
    connect(m_changed, &QToolButton::toggled, m_panel, &FilterPanel::setAnyChange);
    connect(m_panel, &FilterPanel::changed, this, &FileTreeView::onFilter);
    connect(m_more, &QToolButton::clicked, this, [this] {
        m_more->setChecked(m_panel->count() > 0); // says whether there is a filter, not whether it was clicked
        m_panel->openUnder(m_more);
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] { m_more->setIcon(Theme::instance().icon(u"filter"_s)); });
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &FileTreeView::contextMenu);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (!index.isValid() || m_filling) {
            return;
        }
        m_current = index.data(FileTreeModel::PathRole).toString();
        Q_EMIT currentChanged(m_model.idOf(index), m_current, index.data(FileTreeModel::IsDirectoryRole).toBool());
    });
}

void FileTreeView::rememberOpen() {
    if (!m_model.tree() || m_model.isFiltered()) {
        return; // what a filter opened was not opened by anybody
    }
    m_open.clear();
    QList<QModelIndex> waiting = {m_model.index(0, 0)};
    while (!waiting.isEmpty() && m_open.size() < 500) {
        const QModelIndex index = waiting.takeFirst();
        if (m_tree->isExpanded(index)) {
            m_open.push_back(index.data(FileTreeModel::PathRole).toString());
            for (int i = 0; i < m_model.rowCount(index) && i < 500; ++i) {
                waiting.push_back(m_model.index(i, 0, index));
            }
        }
    }
}

void FileTreeView::setLayers(const StageLayersPtr& layers) {
    std::vector<int> lines;
    for (std::size_t i = 0; layers && i < layers->layers.size(); ++i) {
        lines.push_back(layers->layers[i].line);
    }
    m_model.setLines(std::move(lines));
    m_panel->setLayers(layers);
}

void FileTreeView::setPackages(const PackagesPtr& packages) { m_panel->setPackages(packages); }

void FileTreeView::choosePackage(std::size_t package) { m_panel->package()->setCurrentIndex(m_panel->package()->findData(static_cast<qulonglong>(package))); }

void FileTreeView::chooseOrigin(const QString& name, bool context) { m_panel->chooseOrigin(name, context); }

void FileTreeView::setTree(const ShownTree& shown) {
    rememberOpen();
    m_panel->setOwners(shown.owners);
    m_filling = true;
    m_model.setTree(shown.tree, shown.filtered, shown.hidden, shown.order);
    m_filling = false;
    openAsBefore();
    if (!m_current.isEmpty()) {
        showPath(m_current);
    }
}

void FileTreeView::setFiltered(const ShownTree& shown) {
    if (!m_model.isFiltered()) {
        rememberOpen();
    }
    m_filling = true;
    m_model.setFiltered(shown.filtered, shown.order);
    m_filling = false;
    openAsBefore();
    if (!m_current.isEmpty()) {
        showPath(m_current);
    }
}

/// What a filter leaves is opened, if it is not too much; else what was open.
void FileTreeView::openAsBefore() {
    constexpr int kMostOpened = 2000;
    const bool filtered = m_model.isFiltered();
    const QString bytes = filtered && m_model.tree() ? bytesText(m_model.bytesOf(0)) : QString();
    m_count->setText(filtered ? QLocale().toString(m_model.matchCount()) + u" · "_s + bytes : QString());
    m_count->setToolTip(filtered ? tr("%Ln file(s)", nullptr, m_model.matchCount()) + u" · "_s + bytes : QString());
    m_count->setAccessibleName(m_count->toolTip());
    m_count->setVisible(filtered);
    if (filtered && m_model.matchCount() <= kMostOpened) {
        m_tree->expandAll();
        return;
    }
    m_tree->expand(m_model.index(0, 0));
    for (const QString& path : std::as_const(m_open)) {
        if (const QModelIndex index = m_model.indexOfPath(path); index.isValid()) {
            m_tree->expand(index);
        }
    }
}

analysis::TreeFilter FileTreeView::filter() const {
    analysis::TreeFilter filter = m_panel->filter();
    filter.text = m_filter->text().trimmed().toStdString();
    return filter;
}

void FileTreeView::onFilter() {
    const int count = m_panel->count();
    m_more->setText(count == 0 ? QString() : QString::number(count));
    m_more->setToolButtonStyle(count == 0 ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    m_more->setAccessibleDescription(count == 0 ? QString() : tr("%Ln condition(s)", nullptr, count));
    m_more->setChecked(count > 0);
    const QSignalBlocker blocker(m_changed);
    m_changed->setChecked(m_panel->isAnyChange());
    Q_EMIT filterChanged(filter());
}

void FileTreeView::showPath(const QString& path) {
    const QModelIndex index = m_model.indexOfPath(path);
    if (!index.isValid() || index == m_tree->currentIndex()) {
        return;
    }
    for (QModelIndex up = index.parent(); up.isValid(); up = up.parent()) {
        m_tree->expand(up);
    }
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

QString FileTreeView::currentPath() const { return m_current; }

void FileTreeView::contextMenu(const QPoint& point) {
    const QModelIndex index = m_tree->indexAt(point);
    if (!index.isValid()) {
        return;
    }
    const QString path = index.data(FileTreeModel::PathRole).toString();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy the path"), this, [path] { QApplication::clipboard()->setText(path); });
    const FileTreeModel::Id id = m_model.idOf(index);
    if (index.data(FileTreeModel::IsDirectoryRole).toBool()) {
        menu->addAction(tr("Save the folder…"), this, [this, id, path] { Q_EMIT saveRequested(id, path, true); });
    } else {
        menu->addAction(tr("Open with the desktop's program"), this, [this, id, path] { Q_EMIT openRequested(id, path); });
        menu->addAction(tr("Open with…"), this, [this, id] { Q_EMIT openWithRequested(id); });
        menu->addAction(tr("Save a copy…"), this, [this, id, path] { Q_EMIT saveRequested(id, path, false); });
    }
    menu->popup(m_tree->viewport()->mapToGlobal(point));
}

} // namespace sw::ui
