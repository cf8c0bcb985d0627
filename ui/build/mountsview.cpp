#include "ui/build/mountsview.h"

#include "ui/theme/theme.h"

#include <QDesktopServices>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeView>
#include <QUrl>
#include <QVBoxLayout>

namespace sw::ui {

using namespace Qt::StringLiterals;

MountsView::MountsView(StoreSession& store, QWidget* parent)
    : QWidget(parent), m_store(store), m_list(new QTreeView(this)), m_browse(new QPushButton(tr("Open folder"), this)),
      m_clear(new QPushButton(tr("Empty"), this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QFrame(this);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    auto* title = new QLabel(tr("Cache mounts"), bar);
    Theme::setVariant(title, "tone", u"strong"_s);
    row->addWidget(title);
    row->addStretch(1);
    row->addWidget(m_browse);
    row->addWidget(m_clear);
    layout->addWidget(bar);
    m_list->setModel(&m_model);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setAccessibleName(tr("Cache mounts"));
    QHeaderView* header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(MountsModel::StepColumn, QHeaderView::Stretch);
    layout->addWidget(m_list, 1);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &MountsView::showButtons);
    connect(m_list, &QTreeView::activated, this, &MountsView::goToStep);
    connect(m_browse, &QPushButton::clicked, this, [this] {
        if (const cache::MountUse* mount = current()) {
            QDesktopServices::openUrl(QUrl::fromLocalFile(m_store.mountFolder(*mount)));
        }
    });
    connect(m_clear, &QPushButton::clicked, this, [this] {
        if (const cache::MountUse* mount = current()) {
            m_store.clearMount(*mount);
        }
    });
    connect(&m_store, &StoreSession::mountsChanged, this, [this] {
        m_model.setMounts(m_store.mounts());
        setVisible(m_model.rowCount() > 0);
        showButtons();
    });
    setVisible(false);
    showButtons();
}

const cache::MountUse* MountsView::current() const {
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? &m_model.mount(index.row()) : nullptr;
}

void MountsView::showButtons() {
    m_browse->setEnabled(current() != nullptr);
    m_clear->setEnabled(current() != nullptr);
}

void MountsView::goToStep() {
    const cache::MountUse* mount = current();
    if (mount != nullptr && !mount->steps.empty()) {
        Q_EMIT stepWanted(QString::fromStdString(mount->steps.front().dockerfile), mount->steps.front().line);
    }
}

} // namespace sw::ui
