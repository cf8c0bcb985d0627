#include "ui/shell/commandpalette.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPointer>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kEntryRole = Qt::UserRole + 1;
constexpr int kShortcutRole = Qt::UserRole + 2;

/// Text left, shortcut right.
class PaletteDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Theme& theme = Theme::instance();
        if ((option.state & QStyle::State_Selected) != 0) {
            painter->fillRect(option.rect, theme.color(Theme::Role::Selection));
        }
        const bool enabled = (index.flags() & Qt::ItemIsEnabled) != 0;
        const QRect inner = option.rect.adjusted(16, 0, -16, 0);
        painter->setFont(theme.uiFont());
        painter->setPen(theme.color(enabled ? Theme::Role::Text : Theme::Role::TextMuted));
        painter->drawText(inner, Qt::AlignVCenter | Qt::AlignLeft, index.data().toString());
        painter->setPen(theme.color(Theme::Role::TextMuted));
        painter->drawText(inner, Qt::AlignVCenter | Qt::AlignRight, index.data(kShortcutRole).toString());
    }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {200, Theme::instance().rowHeight() + 4};
    }
};

} // namespace

int fuzzyScore(QStringView pattern, QStringView text) {
    int score = 0;
    qsizetype at = 0;
    qsizetype last = -2;
    for (const QChar wanted : pattern) {
        if (wanted.isSpace()) {
            continue;
        }
        qsizetype found = -1;
        for (qsizetype i = at; i < text.size(); ++i) { // a word start is worth a look ahead
            if (text[i].toCaseFolded() != wanted.toCaseFolded()) {
                continue;
            }
            const bool wordStart = i == 0 || !text[i - 1].isLetterOrNumber();
            if (found < 0 || wordStart) {
                found = i;
            }
            if (wordStart || i == last + 1) {
                break;
            }
        }
        if (found < 0) {
            return -1;
        }
        const bool wordStart = found == 0 || !text[found - 1].isLetterOrNumber();
        score += 1 + (wordStart ? 6 : 0) + (found == last + 1 ? 4 : 0);
        last = found;
        at = found + 1;
    }
    return score * 100 - static_cast<int>(text.size());
}

CommandPalette::CommandPalette(QWidget* window)
    : Popover(window), m_field(new QLineEdit(this)), m_list(new QListView(this)), m_model(new QStandardItemModel(this)) {
    setAccessibleName(tr("Command palette"));
    setFixedSize(560, 420);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    m_field->setPlaceholderText(tr("Type a command…"));
    m_field->setAccessibleName(tr("Command"));
    m_field->setClearButtonEnabled(true);
    layout->addWidget(m_field);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("Commands"));
    layout->addWidget(m_list);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
}

void CommandPalette::setActions(const QList<std::pair<QString, QList<QAction*>>>& groups) {
    m_entries.clear();
    for (const auto& [group, actions] : groups) {
        for (QAction* action : actions) {
            if (action == nullptr || action->isSeparator() || action->menu() != nullptr || action->text().isEmpty()) {
                continue;
            }
            QString text = action->text();
            text.remove(u'&');
            text.remove(u'…');
            m_entries.push_back({group + u": "_s + text, action});
        }
    }
}

void CommandPalette::openPalette() {
    m_field->clear();
    filter({});
    openCentered(56);
}

QWidget* CommandPalette::firstField() { return m_field; }

QStringList CommandPalette::visibleEntries() const {
    QStringList list;
    for (int i = 0; i < m_model->rowCount(); ++i) {
        list.push_back(m_model->item(i)->text());
    }
    return list;
}

void CommandPalette::filter(const QString& text) {
    QList<std::pair<int, qsizetype>> found;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const int score = text.isEmpty() ? 0 : fuzzyScore(text, m_entries[i].text);
        if (score >= 0 || text.isEmpty()) {
            found.push_back({score, i});
        }
    }
    std::ranges::stable_sort(found, std::ranges::greater{}, &std::pair<int, qsizetype>::first);
    m_model->clear();
    for (const auto& [score, index] : found) {
        const Entry& entry = m_entries[index];
        auto* item = new QStandardItem(entry.text);
        item->setData(static_cast<qlonglong>(index), kEntryRole);
        item->setData(entry.action->shortcut().toString(QKeySequence::NativeText), kShortcutRole);
        item->setEnabled(entry.action->isEnabled());
        m_model->appendRow(item);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
}

void CommandPalette::runCurrent() {
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid() || (index.flags() & Qt::ItemIsEnabled) == 0) {
        return;
    }
    const QPointer<QAction> action = m_entries[index.data(kEntryRole).toLongLong()].action;
    hide();
    if (action) {
        action->trigger();
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const int rows = m_model->rowCount();
        const int row = m_list->currentIndex().row();
        switch (key->key()) {
        case Qt::Key_Down: m_list->setCurrentIndex(m_model->index(rows == 0 ? 0 : (row + 1) % rows, 0)); return true;
        case Qt::Key_Up: m_list->setCurrentIndex(m_model->index(rows == 0 ? 0 : (row + rows - 1) % rows, 0)); return true;
        case Qt::Key_PageDown: m_list->setCurrentIndex(m_model->index(std::min(rows - 1, row + 10), 0)); return true;
        case Qt::Key_PageUp: m_list->setCurrentIndex(m_model->index(std::max(0, row - 10), 0)); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: runCurrent(); return true;
        default: break;
        }
    }
    return Popover::eventFilter(watched, event);
}

} // namespace sw::ui
