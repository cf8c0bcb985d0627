#include "ui/layers/filetreeview.h"

#include "ui/layers/sizedelegates.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace sw::ui {

using namespace Qt::StringLiterals;

FileTreeView::FileTreeView(QWidget* parent)
    : QWidget(parent), m_tree(new QTreeView(this)), m_filter(new QLineEdit(this)), m_changed(new QToolButton(this)), m_count(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QFrame(this);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    m_filter->setPlaceholderText(tr("Filter by name, or by path with /"));
    m_filter->setAccessibleName(tr("Filter files"));
    m_filter->setClearButtonEnabled(true);
    row->addWidget(m_filter, 1);
    Theme::setVariant(m_count, "tone", u"small"_s);
    row->addWidget(m_count);
    m_changed->setText(tr("Changed"));
    m_changed->setCheckable(true);
    m_changed->setToolTip(tr("Only what the selected layer added, changed or removed"));
    Theme::setVariant(m_changed, "kind", u"chip"_s);
    row->addWidget(m_changed);
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
    header->resizeSection(FileTreeModel::ChangeColumn, 22);
    fitSection(header, FileTreeModel::ShareColumn, 56);
    fitSection(header, FileTreeModel::SizeColumn, 94);
    m_tree->sortByColumn(FileTreeModel::SizeColumn, Qt::DescendingOrder);
    layout->addWidget(m_tree, 1);

    connect(m_filter, &QLineEdit::textChanged, this, &FileTreeView::onFilter);
    connect(m_changed, &QToolButton::toggled, this, &FileTreeView::onFilter);
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
    if (!m_model.tree()) {
        return;
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

void FileTreeView::setTree(const std::shared_ptr<const analysis::FileTree>& tree) {
    rememberOpen();
    m_filling = true;
    m_model.setTree(tree);
    m_filling = false;
    expandTop();
    for (const QString& path : std::as_const(m_open)) {
        if (const QModelIndex index = m_model.indexOfPath(path); index.isValid()) {
            m_tree->expand(index);
        }
    }
    if (!m_current.isEmpty()) {
        showPath(m_current);
    }
}

void FileTreeView::expandTop() { m_tree->expand(m_model.index(0, 0)); }

void FileTreeView::onFilter() {
    const bool wasFree = m_count->text().isEmpty();
    if (wasFree) {
        rememberOpen();
    }
    m_filling = true;
    m_model.setFilter(m_filter->text());
    m_model.setShownChanges(m_changed->isChecked());
    m_filling = false;
    const bool filtered = !m_filter->text().isEmpty() || m_changed->isChecked();
    m_count->setText(filtered ? tr("%n file(s)", nullptr, m_model.matchCount()) : QString());
    if (filtered && m_model.matchCount() <= 2000) {
        m_tree->expandAll();
        return;
    }
    expandTop();
    for (const QString& path : std::as_const(m_open)) {
        m_tree->expand(m_model.indexOfPath(path));
    }
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
    if (!index.data(FileTreeModel::IsDirectoryRole).toBool()) {
        menu->addAction(tr("Save a copy…"), this, [this, id = m_model.idOf(index), path] { Q_EMIT saveRequested(id, path); });
    }
    menu->popup(m_tree->viewport()->mapToGlobal(point));
}

} // namespace sw::ui
