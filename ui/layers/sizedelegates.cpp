#include "ui/layers/sizedelegates.h"

#include "core/analysis/filetree.h"
#include "ui/models/filetreemodel.h"
#include "ui/models/layersmodel.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace sw::ui {

using analysis::Change;

void ShareDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const double share = std::clamp(index.data(m_role).toDouble(), 0.0, 1.0);
    if (share <= 0) {
        return;
    }
    const Theme& theme = Theme::instance();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(Theme::blend(theme.color(Theme::Role::Surface), theme.color(Theme::Role::Accent), theme.isDark() ? 0.55 : 0.45));
    const QRectF bar(option.rect.left() + 4, option.rect.center().y() - 3, std::max(1.5, (option.rect.width() - 8) * share), 7);
    const double radius = std::min(2.0, bar.width() / 2);
    painter->drawRoundedRect(bar, radius, radius);
    painter->restore();
}

void ChangeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem mine = option;
    initStyleOption(&mine, index);
    const QString mark = mine.text;
    mine.text.clear();
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &mine, painter, option.widget);
    const Theme& theme = Theme::instance();
    const auto change = static_cast<Change>(index.data(FileTreeModel::ChangeRole).toInt());
    painter->save();
    QFont bold = theme.monospaceFont();
    bold.setBold(true);
    painter->setFont(bold);
    painter->setPen(theme.color(change == Change::Added      ? Theme::Role::Added
                                : change == Change::Modified ? Theme::Role::Modified
                                                             : Theme::Role::Removed));
    painter->drawText(option.rect, Qt::AlignCenter, mark);
    painter->restore();
}

void LayerTextDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem mine = option;
    initStyleOption(&mine, index);
    const QString text = mine.text;
    mine.text.clear();
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &mine, painter, option.widget);
    const Theme& theme = Theme::instance();
    painter->save();
    const QVariant stage = index.data(LayersModel::StageRole);
    if (stage.isValid()) {
        painter->fillRect(QRect(option.rect.left() + 2, option.rect.top() + 4, 3, option.rect.height() - 8),
                          theme.stageColor(static_cast<std::size_t>(stage.toInt())));
    }
    const bool base = index.data(LayersModel::FromBaseRole).toBool();
    painter->setFont(theme.monospaceFont());
    painter->setPen(theme.color(base ? Theme::Role::TextMuted : Theme::Role::Text));
    const QRect area = option.rect.adjusted(12, 0, -4, 0);
    painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft, QFontMetrics(painter->font()).elidedText(text, Qt::ElideRight, area.width()));
    painter->restore();
}

void LayerLineDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    if (option->text.startsWith(u'#')) {
        option->palette.setColor(QPalette::Text, Theme::instance().color(Theme::Role::TextMuted));
        option->palette.setColor(QPalette::HighlightedText, Theme::instance().color(Theme::Role::TextMuted));
    }
}

void FileNameDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    if (static_cast<Change>(index.data(FileTreeModel::ChangeRole).toInt()) == Change::Removed) {
        option->font.setStrikeOut(true);
        option->palette.setColor(QPalette::Text, Theme::instance().color(Theme::Role::TextMuted));
        option->palette.setColor(QPalette::HighlightedText, Theme::instance().color(Theme::Role::TextMuted));
    }
}

} // namespace sw::ui
