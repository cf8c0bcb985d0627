#include "ui/build/problemspage.h"

#include "core/checks/catalogue.h"
#include "core/checks/pragmas.h"
#include "ui/build/emptyview.h"
#include "ui/session/sentence.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace sw::ui {

using namespace Qt::StringLiterals;

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
    auto* full = new QWidget(this);
    auto* layout = new QVBoxLayout(full);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeFilters());
    m_nothing = new QLabel(tr("No problem of the chosen kinds."), full);
    m_nothing->setAlignment(Qt::AlignCenter);
    Theme::setVariant(m_nothing, "tone", u"muted"_s);
    layout->addWidget(m_nothing, 1);
    layout->addWidget(m_list, 1);
    layout->addWidget(makeDetails());
    m_stack->addWidget(full);
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
    connectList();
    showList();
}

/// One button per severity with its count, and a field for words.
QWidget* ProblemsPage::makeFilters() {
    auto* bar = new QWidget(this);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(8, 4, 8, 4);
    for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Info, Severity::Hint}) {
        auto* button = new QToolButton(bar);
        button->setCheckable(true);
        button->setChecked(m_model.isShown(severity));
        connect(button, &QToolButton::toggled, this, [this, severity](bool on) { m_model.setShown(severity, on); });
        layout->addWidget(button);
        m_buttons[severity] = button;
    }
    layout->addStretch(1);
    m_filter = new QLineEdit(bar);
    m_filter->setPlaceholderText(tr("Filter by words or rule"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(280);
    connect(m_filter, &QLineEdit::textChanged, &m_model, &ProblemsModel::setFilter);
    layout->addWidget(m_filter, 1);
    return bar;
}

QWidget* ProblemsPage::makeDetails() {
    m_details = new QWidget(this);
    Theme::setVariant(m_details, "panel", u"footer"_s);
    auto* layout = new QVBoxLayout(m_details);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(4);
    m_rule = new QLabel(m_details);
    m_rule->setTextFormat(Qt::RichText);
    m_rule->setOpenExternalLinks(true);
    m_about = new QLabel(m_details);
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    Theme::setVariant(m_about, "tone", u"muted"_s);
    m_fixes = new QHBoxLayout;
    m_fixes->setSpacing(8);
    layout->addWidget(m_rule);
    layout->addWidget(m_about);
    layout->addLayout(m_fixes);
    m_details->hide();
    return m_details;
}

void ProblemsPage::connectList() {
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
        if (!index.isValid()) {
            return;
        }
        const Diagnostic problem = m_model.diagnostic(index.row());
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const QuickFix& fix : problem.fixes) {
            menu->addAction(shown(fix.title), this, [this, fix] { Q_EMIT fixRequested(fix); });
        }
        if (checks::canBeIgnored(problem.rule)) {
            menu->addAction(ignoreText(problem), this, [this, problem] { Q_EMIT ignoreRequested(problem); });
        }
        if (!menu->isEmpty()) {
            menu->popup(m_list->viewport()->mapToGlobal(point));
        }
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ProblemsPage::showDetails);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &ProblemsPage::showList);
}

QString ProblemsPage::ignoreText(const Diagnostic& problem) const {
    return tr("Ignore %1 here").arg(QString::fromStdString(problem.rule));
}

void ProblemsPage::showList() {
    m_stack->setCurrentIndex(m_model.total() > 0 ? 1 : 0);
    m_list->setVisible(m_model.rowCount() > 0);
    m_nothing->setVisible(m_model.rowCount() == 0);
    const auto show = [this](Severity severity, const QString& text) {
        m_buttons[severity]->setText(text);
        m_buttons[severity]->setVisible(m_model.count(severity) > 0 || !m_model.isShown(severity));
    };
    show(Severity::Error, tr("%Ln error(s)", nullptr, m_model.count(Severity::Error)));
    show(Severity::Warning, tr("%Ln warning(s)", nullptr, m_model.count(Severity::Warning)));
    show(Severity::Info, tr("%Ln note(s)", nullptr, m_model.count(Severity::Info)));
    show(Severity::Hint, tr("%Ln hint(s)", nullptr, m_model.count(Severity::Hint)));
    showDetails();
}

/// What the rule of the current row is for, and what can be done.
void ProblemsPage::showDetails() {
    while (QLayoutItem* item = m_fixes->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->deleteLater();
        }
        delete item;
    }
    const QModelIndex index = m_list->currentIndex();
    m_details->setVisible(index.isValid());
    if (!index.isValid()) {
        return;
    }
    const Diagnostic problem = m_model.diagnostic(index.row());
    const QString rule = QString::fromStdString(problem.rule).toHtmlEscaped();
    const QString url = QString::fromStdString(checks::ruleUrl(problem.rule));
    const QString link = url.isEmpty() ? QString()
                                       : u" \u00B7 <a style='color:%1' href='%2'>%3</a>"_s.arg(
                                             Theme::instance().color(Theme::Role::Accent).name(), url.toHtmlEscaped(), tr("More about it"));
    m_rule->setText(u"<b>%1</b>"_s.arg(rule) + link);
    const Sentence description = Sentence::translatable(std::string(checks::ruleDescription(problem.rule)), {});
    const QString about = shown(problem.detail.empty() ? description : problem.detail);
    m_about->setText(about);
    m_about->setVisible(!about.isEmpty());
    const auto addButton = [this](const QString& text, auto action) {
        auto* button = new QPushButton(text, m_details);
        connect(button, &QPushButton::clicked, this, action);
        m_fixes->addWidget(button);
    };
    for (const QuickFix& fix : problem.fixes) {
        addButton(shown(fix.title), [this, fix] { Q_EMIT fixRequested(fix); });
    }
    if (checks::canBeIgnored(problem.rule)) {
        addButton(ignoreText(problem), [this, problem] { Q_EMIT ignoreRequested(problem); });
    }
    m_fixes->addStretch(1);
}

} // namespace sw::ui
