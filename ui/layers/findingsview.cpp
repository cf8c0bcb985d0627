#include "ui/layers/findingsview.h"

#include "core/base/imagepath.h"
#include "ui/models/format.h"
#include "ui/session/sentence.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMargin = 12;
constexpr int kGap = 6;

/// A mark for how much it matters, what was found, and below it the advice; both wrap.
class FindingDelegate : public QStyledItemDelegate {
public:
    explicit FindingDelegate(QListWidget* list) : QStyledItemDelegate(list), m_list(list) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        const int width = m_list->viewport()->width();
        const double height = layOut(nullptr, {}, width, index.data(FindingsView::TitleRole).toString(), Theme::instance().uiFont()) +
                              layOut(nullptr, {}, width, index.data(FindingsView::AdviceRole).toString(), Theme::instance().uiFont(-1));
        return {width, static_cast<int>(std::ceil(height)) + 2 * kGap + 2};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem mine = option;
        initStyleOption(&mine, index);
        mine.text.clear();
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &mine, painter, option.widget);
        const Theme& theme = Theme::instance();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool warning = index.data(FindingsView::LevelRole).toInt() == static_cast<int>(analysis::FindingLevel::Warning);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(warning ? Theme::Role::Warning : Theme::Role::Metadata));
        const QPointF mark(option.rect.left() + kMargin + 4, option.rect.top() + kGap + QFontMetrics(theme.uiFont()).height() / 2.0);
        warning ? painter->drawPolygon(QPolygonF({mark + QPointF(0, -4.5), mark + QPointF(4.5, 3.5), mark + QPointF(-4.5, 3.5)})) : painter->drawEllipse(mark, 3.0, 3.0);
        painter->setPen(theme.color(Theme::Role::Text));
        QPointF at = option.rect.topLeft() + QPoint(0, kGap);
        at.ry() += layOut(painter, at, option.rect.width(), index.data(FindingsView::TitleRole).toString(), theme.uiFont()) + 2;
        painter->setPen(theme.color(Theme::Role::TextMuted));
        layOut(painter, at, option.rect.width(), index.data(FindingsView::AdviceRole).toString(), theme.uiFont(-1));
        painter->restore();
    }

private:
    /// Breaks a text between words, or in a path too long for a line anywhere; draws it when there is a painter. Returns its height.
    static double layOut(QPainter* painter, QPointF at, int width, const QString& text, const QFont& font) {
        constexpr int kLeft = kMargin + 18;
        QTextLayout layout(text, font);
        QTextOption wrapping;
        wrapping.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        layout.setTextOption(wrapping);
        double height = 0;
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(std::max(80, width - kLeft - kMargin));
            line.setPosition({0, height});
            height += line.height();
        }
        layout.endLayout();
        if (painter != nullptr) {
            layout.draw(painter, at + QPointF(kLeft, 0));
        }
        return height;
    }
    QListWidget* m_list;
};

} // namespace

FindingsView::FindingsView(QWidget* parent) : QListWidget(parent) {
    setItemDelegate(new FindingDelegate(this));
    setAccessibleName(tr("Findings"));
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(QListView::Adjust);
    setToolTip(tr("A click shows the file; Return or a double click goes to the line"));
    connect(this, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item != nullptr) {
            Q_EMIT pathChosen(item->data(PathRole).toString());
        }
    });
    connect(this, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        if (const int line = item->data(LineRole).toInt(); line > 0) {
            Q_EMIT lineChosen(line);
        }
    });
}

void FindingsView::show(const StageLayers& layers) {
    constexpr std::size_t kMost = 500;
    const QSignalBlocker blocker(this);
    clear();
    for (std::size_t i = 0; i < std::min(kMost, layers.findings.size()); ++i) {
        const analysis::Finding& finding = layers.findings[i];
        const int line = layers.build && layers.place < layers.build->stages.size() ? analysis::placeOf(finding, layers.build->stages[layers.place]).line : 0;
        const QString text = shown(finding.message);
        const QString title = line > 0 ? tr("Line %1: %2").arg(line).arg(text) : text;
        auto* item = new QListWidgetItem(this);
        item->setData(TitleRole, title);
        item->setData(AdviceRole, shown(finding.advice));
        item->setData(PathRole, QString::fromStdString(absolutePath(finding.path)));
        item->setData(LineRole, line);
        item->setData(LevelRole, static_cast<int>(finding.level));
        item->setData(Qt::AccessibleTextRole, QString(title + u". "_s + shown(finding.advice)));
        item->setToolTip(QString::fromStdString(absolutePath(finding.path)) + (finding.bytes > 0 ? u'\n' + exactBytesText(finding.bytes) : QString()));
    }
}

void FindingsView::resizeEvent(QResizeEvent* event) {
    QListWidget::resizeEvent(event);
    scheduleDelayedItemsLayout();
}

} // namespace sw::ui
