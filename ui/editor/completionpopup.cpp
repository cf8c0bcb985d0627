#include "ui/editor/completionpopup.h"

#include "ui/editor/hovercard.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace sw::ui {
namespace {

constexpr int kShown = 10;

QString iconName(CompletionItem::Kind kind) {
    switch (kind) {
    case CompletionItem::Kind::Instruction: return QStringLiteral("keyword");
    case CompletionItem::Kind::Flag: return QStringLiteral("flag");
    case CompletionItem::Kind::Value: return QStringLiteral("check");
    case CompletionItem::Kind::Stage: return QStringLiteral("stage");
    case CompletionItem::Kind::Image: return QStringLiteral("image");
    case CompletionItem::Kind::Variable: return QStringLiteral("variable");
    case CompletionItem::Kind::File: return QStringLiteral("file");
    case CompletionItem::Kind::Directory: return QStringLiteral("folder");
    case CompletionItem::Kind::Directive: return QStringLiteral("settings");
    }
    return QStringLiteral("check");
}

class ItemDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Theme& theme = Theme::instance();
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter->fillRect(option.rect, theme.color(Theme::Role::Selection));
        }
        const QIcon icon = qvariant_cast<QIcon>(index.data(Qt::DecorationRole));
        QRect rect = option.rect.adjusted(8, 0, -8, 0);
        icon.paint(painter, QRect(rect.left(), rect.center().y() - 7, 14, 14));
        rect.setLeft(rect.left() + 22);
        painter->setFont(theme.monospaceFont());
        painter->setPen(theme.color(Theme::Role::Text));
        const QString text = index.data(Qt::DisplayRole).toString();
        const int width = std::min(QFontMetrics(painter->font()).horizontalAdvance(text) + 2, rect.width());
        painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft, QFontMetrics(painter->font()).elidedText(text, Qt::ElideMiddle, width));
        rect.setLeft(rect.left() + width + 16);
        const QString detail = index.data(Qt::UserRole).toString();
        if (rect.width() > 40 && !detail.isEmpty()) {
            painter->setFont(theme.uiFont(-1));
            painter->setPen(theme.color(Theme::Role::TextMuted));
            painter->drawText(rect, Qt::AlignVCenter | Qt::AlignRight, QFontMetrics(painter->font()).elidedText(detail, Qt::ElideRight, rect.width()));
        }
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {200, QFontMetrics(Theme::instance().uiFont()).height() + 8};
    }
};

} // namespace

CompletionPopup::CompletionPopup(QWidget* parent) : QFrame(parent) {
    setFrameShape(QFrame::StyledPanel);
    setObjectName(QStringLiteral("completionPopup"));
    setFocusPolicy(Qt::NoFocus);
    m_list = new QListWidget(this);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setItemDelegate(new ItemDelegate(m_list));
    m_list->setAccessibleName(tr("Completions"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(m_list);
    connect(m_list, &QListWidget::itemClicked, this, &CompletionPopup::chosen);
    addShadow(this);
    hide();
}

void CompletionPopup::offer(std::vector<CompletionItem> items, const QRect& anchor) {
    m_items = std::move(items);
    m_navigated = false;
    m_list->clear();
    int width = 240;
    const QFontMetrics metrics(Theme::instance().monospaceFont());
    const QFontMetrics small(Theme::instance().uiFont(-1));
    for (const CompletionItem& item : m_items) {
        auto* row = new QListWidgetItem(Theme::instance().icon(iconName(item.kind), Theme::IconTint::Muted), item.text, m_list);
        row->setData(Qt::UserRole, item.detail);
        row->setToolTip(item.detail);
        width = std::max(width, metrics.horizontalAdvance(item.text) + std::min(small.horizontalAdvance(item.detail), 360) + 72);
    }
    m_list->setCurrentRow(0);
    const int row = QFontMetrics(Theme::instance().uiFont()).height() + 8;
    const int shown = std::min(static_cast<int>(m_items.size()), kShown);
    resize(std::min({width, 620, parentWidget()->width() - 16}), shown * row + 4);
    QPoint where = anchor.bottomLeft() + QPoint(-30, 2);
    if (where.y() + height() > parentWidget()->height()) {
        where.setY(std::max(0, anchor.top() - height() - 2));
    }
    where.setX(std::clamp(where.x(), 0, std::max(0, parentWidget()->width() - width - 8)));
    QFrame::move(where);
    setStyleSheet(QStringLiteral("#completionPopup { border: 1px solid %1; background: %2; }")
                      .arg(Theme::instance().color(Theme::Role::Border).name(), Theme::instance().color(Theme::Role::Surface).name()));
    show();
    raise();
}

const CompletionItem* CompletionPopup::current() const {
    const int row = m_list->currentRow();
    return isVisible() && row >= 0 && row < static_cast<int>(m_items.size()) ? &m_items[static_cast<std::size_t>(row)] : nullptr;
}

void CompletionPopup::move(int rows) {
    const int count = m_list->count();
    if (count == 0) {
        return;
    }
    const int wanted = m_list->currentRow() + rows;
    m_list->setCurrentRow(rows == 1 || rows == -1 ? (wanted + count) % count : std::clamp(wanted, 0, count - 1));
    m_navigated = true;
}

} // namespace sw::ui
