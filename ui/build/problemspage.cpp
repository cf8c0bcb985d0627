#include "ui/build/problemspage.h"

#include "ui/build/emptyview.h"
#include "ui/session/sentence.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace sw::ui {

namespace {

/// Icon by severity, the message, what to do behind it in a quieter colour.
class ProblemDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Theme& theme = Theme::instance();
        QStyleOptionViewItem plain = option;
        initStyleOption(&plain, index);
        plain.text.clear();
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, option.widget);
        const auto severity = static_cast<Severity>(index.data(ProblemsModel::SeverityRole).toInt());
        const bool isError = severity == Severity::Error;
        const bool isWarning = severity == Severity::Warning;
        const QColor color = theme.color(isError ? Theme::Role::Failed : isWarning ? Theme::Role::Warning : Theme::Role::Accent);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(color);
        const QPointF c(option.rect.left() + 16, option.rect.center().y() + 0.5);
        if (isError) { // shape as well as colour: disc, triangle, square
            painter->drawEllipse(c, 5, 5);
        } else if (isWarning) {
            painter->drawPolygon(QPolygonF({c + QPointF(0, -5.5), c + QPointF(5.5, 4.5), c + QPointF(-5.5, 4.5)}));
        } else {
            painter->drawRoundedRect(QRectF(c.x() - 4.5, c.y() - 4.5, 9, 9), 2, 2);
        }
        const QString message = index.data().toString();
        const QString detail = index.data(ProblemsModel::DetailRole).toString();
        QRect text = option.rect.adjusted(32, 0, -8, 0);
        painter->setFont(theme.uiFont());
        painter->setPen(theme.color(Theme::Role::Text));
        const QFontMetrics metrics(theme.uiFont());
        const QString shown = metrics.elidedText(message, Qt::ElideRight, text.width());
        painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft, shown);
        text.setLeft(text.left() + metrics.horizontalAdvance(shown) + 12);
        if (!detail.isEmpty() && text.width() > 60) {
            painter->setPen(theme.color(Theme::Role::TextMuted));
            painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(detail, Qt::ElideRight, text.width()));
        }
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return {QStyledItemDelegate::sizeHint(option, index).width(), Theme::instance().rowHeight() + 6};
    }
};

/// A fix reads like a link, because a click on it does it.
class FixDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const QColor color = Theme::instance().color(Theme::Role::Accent);
        option->palette.setColor(QPalette::Text, color);
        option->palette.setColor(QPalette::HighlightedText, color);
    }
};

} // namespace

ProblemsPage::ProblemsPage(ProblemsModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_list(new QTreeView(this)),
      m_empty(new EmptyView(tr("No problems"), tr("Mistakes and advice about the file appear here as you type."), this)),
      m_stack(new QStackedLayout(this)) {
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_list);
    m_list->setModel(&m_model);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAccessibleName(tr("Problems"));
    m_list->setItemDelegateForColumn(ProblemsModel::MessageColumn, new ProblemDelegate(m_list));
    m_list->setItemDelegateForColumn(ProblemsModel::FixColumn, new FixDelegate(m_list));
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView* header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(ProblemsModel::MessageColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(ProblemsModel::FixColumn, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ProblemsModel::RuleColumn, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ProblemsModel::LineColumn, QHeaderView::Fixed);
    header->resizeSection(ProblemsModel::LineColumn, 64);
    const auto go = [this](const QModelIndex& index) {
        const Diagnostic& diagnostic = m_model.diagnostic(index.row());
        Q_EMIT lineClicked(diagnostic.range.start.line, diagnostic.range.start.column);
    };
    connect(m_list, &QTreeView::clicked, this, [this, go](const QModelIndex& index) {
        const Diagnostic& diagnostic = m_model.diagnostic(index.row());
        if (index.column() == ProblemsModel::FixColumn && !diagnostic.fixes.empty()) {
            Q_EMIT fixRequested(diagnostic.fixes.front());
        } else {
            go(index);
        }
    });
    connect(m_list, &QTreeView::activated, this, go);
    connect(m_list, &QTreeView::customContextMenuRequested, this, [this](const QPoint& point) {
        const QModelIndex index = m_list->indexAt(point);
        if (!index.isValid() || m_model.diagnostic(index.row()).fixes.empty()) {
            return;
        }
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const QuickFix& fix : m_model.diagnostic(index.row()).fixes) {
            menu->addAction(shown(fix.title), this, [this, fix] { Q_EMIT fixRequested(fix); });
        }
        menu->popup(m_list->viewport()->mapToGlobal(point));
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &ProblemsPage::showList);
    showList();
}

void ProblemsPage::showList() {
    m_stack->setCurrentIndex(m_model.rowCount() > 0 ? 1 : 0);
}

} // namespace sw::ui
