#include "ui/build/logpage.h"

#include "ui/build/emptyview.h"
#include "ui/build/logview.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace sw::ui {

using namespace Qt::StringLiterals;

LogPage::LogPage(LogModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_view(new LogView(model, this)), m_search(new QLineEdit(this)), m_noHit(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QFrame(this);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(4);
    m_search->setPlaceholderText(tr("Find in the log"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(320);
    m_search->installEventFilter(this);
    row->addWidget(m_search, 1);
    const auto button = [&](const QString& icon, const QString& tip) {
        auto* tool = new QToolButton(bar);
        tool->setIcon(Theme::instance().icon(icon, Theme::IconTint::Muted));
        tool->setToolTip(tip);
        tool->setAccessibleName(tip);
        row->addWidget(tool);
        return tool;
    };
    QToolButton* previous = button(u"up"_s, tr("Previous hit (Shift+Enter)"));
    QToolButton* next = button(u"down"_s, tr("Next hit (Enter)"));
    Theme::setVariant(m_noHit, "tone", u"small"_s);
    row->addWidget(m_noHit);
    row->addStretch(1);
    QToolButton* follow = button(u"flag"_s, tr("Follow the end"));
    follow->setCheckable(true);
    follow->setChecked(true);
    QToolButton* unfold = button(u"plus"_s, tr("Unfold all steps"));
    QToolButton* fold = button(u"minus"_s, tr("Fold all steps"));
    QToolButton* copy = button(u"copy"_s, tr("Copy the whole log"));
    layout->addWidget(bar);
    m_stack = new QStackedLayout;
    m_stack->addWidget(new EmptyView(tr("No output yet"), tr("The output of each step appears here while a build runs."), this));
    m_stack->addWidget(m_view);
    layout->addLayout(m_stack, 1);

    connect(previous, &QToolButton::clicked, this, [this] { search(false, false); });
    connect(next, &QToolButton::clicked, this, [this] { search(true, false); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_view->highlight(text);
        search(true, true);
    });
    connect(follow, &QToolButton::clicked, m_view, &LogView::setFollowing);
    connect(m_view, &LogView::followingChanged, follow, &QToolButton::setChecked);
    connect(unfold, &QToolButton::clicked, this, [this] { m_view->expandAll(true); });
    connect(fold, &QToolButton::clicked, this, [this] { m_view->expandAll(false); });
    connect(copy, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(m_model.plainText()); });
    connect(&m_model, &LogModel::changed, this, [this] { m_stack->setCurrentIndex(m_model.blockCount() > 0 ? 1 : 0); });
    connect(&m_model, &LogModel::cleared, this, [this] { m_stack->setCurrentIndex(0); });
}

void LogPage::focusSearch() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool LogPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            search((key->modifiers() & Qt::ShiftModifier) == 0, false);
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            m_search->clear();
            m_view->setFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void LogPage::search(bool forward, bool fromStart) {
    const QString text = m_search->text();
    const bool found = text.isEmpty() || m_view->find(text, forward, fromStart);
    m_noHit->setText(found ? QString() : tr("Not found"));
}

} // namespace sw::ui
