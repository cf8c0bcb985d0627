#include "ui/build/imagespage.h"

#include "ui/build/emptyview.h"
#include "ui/build/mountsview.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QPushButton>
#include <QStackedLayout>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace sw::ui {

using namespace Qt::StringLiterals;

ImagesPage::ImagesPage(StoreSession& store, QWidget* parent)
    : QWidget(parent), m_store(store), m_list(new QTreeView(this)), m_mounts(new MountsView(store, this)), m_stack(new QStackedLayout(this)) {
    m_stack->addWidget(new EmptyView(tr("No images yet"), tr("Images you build, and base images they stand on, appear here."), this));
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QFrame(content);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    const QList<std::pair<QString, QString>> actions = {{u"browse"_s, tr("Browse")},     {u"compare"_s, tr("Compare")},
                                                        {u"run"_s, tr("Run…")},          {u"export"_s, tr("Export…")},
                                                        {u"push"_s, tr("Push…")},        {u"load"_s, tr("Load into Docker")},
                                                        {u"tag"_s, tr("Another name…")}, {u"remove"_s, tr("Remove")}};
    for (const auto& [id, text] : actions) {
        auto* button = new QPushButton(text, bar);
        connect(button, &QPushButton::clicked, this, [this, id, button] {
            if (id == "remove"_L1) {
                m_store.remove(currentImage());
            } else if (id == "browse"_L1) {
                Q_EMIT browseWanted(currentImage());
            } else if (id == "compare"_L1) {
                const QStringList chosen = chosenImages();
                Q_EMIT compareWanted(chosen.value(0), chosen.size() == 2 ? chosen[1] : QString());
            } else {
                Q_EMIT actionWanted(id, currentImage(), button);
            }
        });
        row->addWidget(button);
        m_buttons.insert(id, button);
    }
    row->addStretch(1);
    m_buttons[u"browse"_s]->setToolTip(tr("Shows the layers and files of the image"));
    m_buttons[u"compare"_s]->setToolTip(tr("Two chosen images with each other, or one with what was built last"));
    layout->addWidget(bar);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setModel(&m_model);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setAccessibleName(tr("Images"));
    QHeaderView* header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ImagesModel::NameColumn, QHeaderView::Stretch);
    layout->addWidget(m_list, 3);
    layout->addWidget(m_mounts, 2);
    m_stack->addWidget(content);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ImagesPage::showButtons);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ImagesPage::showButtons);
    connect(m_list, &QTreeView::activated, this, [this] { Q_EMIT browseWanted(currentImage()); });
    connect(&m_store, &StoreSession::imagesChanged, this, [this] {
        const QString before = currentImage();
        m_model.setImages(m_store.images());
        m_stack->setCurrentIndex(m_model.rowCount() > 0 ? 1 : 0);
        for (int i = 0; i < m_model.rowCount(); ++i) {
            if (QString::fromStdString(m_model.image(i).name) == before) {
                m_list->setCurrentIndex(m_model.index(i, 0));
            }
        }
        showButtons();
    });
    showButtons();
}

QString ImagesPage::currentImage() const {
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? index.data(ImagesModel::FullNameRole).toString() : QString();
}

QStringList ImagesPage::chosenImages() const {
    QModelIndexList rows = m_list->selectionModel()->selectedRows();
    std::ranges::sort(rows, std::greater{}, &QModelIndex::row); // the newest stands first
    QStringList out;
    for (const QModelIndex& row : std::as_const(rows)) {
        out.push_back(row.data(ImagesModel::FullNameRole).toString());
    }
    return out;
}

void ImagesPage::showButtons() {
    const qsizetype chosen = m_list->selectionModel()->selectedRows().size();
    const bool one = chosen == 1 && !currentImage().isEmpty();
    for (auto button = m_buttons.begin(); button != m_buttons.end(); ++button) {
        button.value()->setEnabled(one || (chosen == 2 && button.key() == "compare"_L1));
    }
}

} // namespace sw::ui
