#include "ui/editor/findbar.h"

#include "ui/editor/codestyles.h"
#include "ui/editor/codeview.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace sw::ui {

FindBar::FindBar(CodeView& view, QWidget* parent) : QWidget(parent), m_view(view) {
    setAttribute(Qt::WA_StyledBackground);
    setProperty("panel", QStringLiteral("footer"));
    m_find = new QLineEdit(this);
    m_find->setPlaceholderText(tr("Find"));
    m_find->setAccessibleName(tr("Find"));
    m_find->setClearButtonEnabled(true);
    m_find->installEventFilter(this);
    m_case = makeToggle(QStringLiteral("Aa"), tr("Match case"));
    m_word = makeToggle(QStringLiteral("W"), tr("Whole words"));
    m_regex = makeToggle(QStringLiteral(".*"), tr("Regular expression"));
    m_count = new QLabel(this);
    m_count->setProperty("tone", QStringLiteral("small"));
    m_count->setMinimumWidth(88);
    auto* previous = makeButton(QStringLiteral("up"), tr("Previous match (Shift+F3)"));
    auto* next = makeButton(QStringLiteral("down"), tr("Next match (F3)"));
    auto* done = makeButton(QStringLiteral("close"), tr("Close (Esc)"));

    auto* findRow = new QHBoxLayout;
    findRow->setSpacing(4);
    findRow->addWidget(m_find, 1);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_case, m_word, m_regex, m_count, previous, next, done}) {
        findRow->addWidget(widget);
    }

    m_replaceRow = new QWidget(this);
    m_replace = new QLineEdit(m_replaceRow);
    m_replace->setPlaceholderText(tr("Replace with"));
    m_replace->setAccessibleName(tr("Replace with"));
    m_replace->installEventFilter(this);
    auto* one = new QPushButton(tr("Replace"), m_replaceRow);
    auto* all = new QPushButton(tr("Replace all"), m_replaceRow);
    auto* replaceRow = new QHBoxLayout(m_replaceRow);
    replaceRow->setContentsMargins(0, 0, 0, 0);
    replaceRow->setSpacing(4);
    replaceRow->addWidget(m_replace, 1);
    replaceRow->addWidget(one);
    replaceRow->addWidget(all);

    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(12, 6, 8, 6);
    rows->setSpacing(4);
    rows->addLayout(findRow);
    rows->addWidget(m_replaceRow);

    connect(m_find, &QLineEdit::textChanged, this, [this] { refresh(true); });
    for (QToolButton* toggle : {m_case, m_word, m_regex}) {
        connect(toggle, &QToolButton::toggled, this, [this] { refresh(true); });
    }
    connect(previous, &QToolButton::clicked, this, &FindBar::findPrevious);
    connect(next, &QToolButton::clicked, this, &FindBar::findNext);
    connect(done, &QToolButton::clicked, this, &FindBar::close);
    connect(one, &QPushButton::clicked, this, &FindBar::replaceCurrent);
    connect(all, &QPushButton::clicked, this, &FindBar::replaceAll);
    connect(&m_view, &CodeView::changed, this, [this] {
        if (isVisible()) {
            refresh(false);
        }
    });
    hide();
}

QToolButton* FindBar::makeToggle(const QString& text, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setCheckable(true);
    return button;
}

QToolButton* FindBar::makeButton(const QString& icon, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setIcon(Theme::instance().icon(icon));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

SearchQuery FindBar::query() const {
    return {m_find->text(), m_case->isChecked(), m_word->isChecked(), m_regex->isChecked()};
}

void FindBar::setQuery(const SearchQuery& query) {
    m_case->setChecked(query.caseSensitive);
    m_word->setChecked(query.wholeWord);
    m_regex->setChecked(query.regex);
    m_find->setText(query.pattern);
    refresh(true);
}

void FindBar::open(bool withReplace) {
    const auto [begin, end] = m_view.selectionRange();
    m_anchor = begin;
    const QString selected = m_view.selectedText();
    if (!selected.isEmpty() && !selected.contains(QLatin1Char('\n'))) {
        m_find->setText(selected);
    }
    m_replaceRow->setVisible(withReplace);
    show();
    m_find->selectAll();
    m_find->setFocus(Qt::ShortcutFocusReason);
    refresh(false);
}

void FindBar::close() {
    hide();
    m_matches.clear();
    m_view.setRanges(CodeIndicator::FindMatch, {});
    m_view.setRanges(CodeIndicator::FindCurrent, {});
    m_view.setFocus();
}

void FindBar::refresh(bool jump) {
    QString error;
    auto matches = findAll(m_view.view(), query(), m_replace->text(), &error);
    m_find->setToolTip(error);
    Theme::setVariant(m_find, "invalid", matches ? QStringLiteral("false") : QStringLiteral("true"));
    m_matches = std::move(matches).value_or(std::vector<SearchMatch>{});
    std::vector<std::pair<std::size_t, std::size_t>> ranges;
    ranges.reserve(m_matches.size());
    for (const SearchMatch& match : m_matches) {
        ranges.emplace_back(match.begin, match.end);
    }
    m_view.setRanges(CodeIndicator::FindMatch, ranges);
    if (jump && !m_matches.empty()) {
        const auto from = std::ranges::lower_bound(m_matches, m_anchor, {}, &SearchMatch::begin);
        const SearchMatch& match = from == m_matches.end() ? m_matches.front() : *from;
        m_view.select(match.begin, match.end);
        m_view.reveal(match.begin);
    }
    showCurrent();
}

void FindBar::showCurrent() {
    const auto [begin, end] = m_view.selectionRange();
    const auto at = std::ranges::find(m_matches, begin, &SearchMatch::begin);
    const bool current = at != m_matches.end() && at->end == end;
    m_view.setRanges(CodeIndicator::FindCurrent,
                     current ? std::vector{std::pair{begin, end}} : std::vector<std::pair<std::size_t, std::size_t>>{});
    if (m_find->text().isEmpty()) {
        m_count->clear();
    } else if (m_matches.empty()) {
        m_count->setText(tr("No matches"));
    } else if (current) {
        m_count->setText(tr("%1 of %2").arg(at - m_matches.begin() + 1).arg(m_matches.size()));
    } else {
        m_count->setText(m_matches.size() == 1 ? tr("1 match") : tr("%1 matches").arg(m_matches.size()));
    }
}

QString FindBar::countText() const {
    return m_count->text();
}

void FindBar::step(int direction) {
    if (!isVisible() && !m_find->text().isEmpty()) {
        refresh(false);
    }
    if (m_matches.empty()) {
        Q_EMIT message(m_find->text().isEmpty() ? tr("Nothing to find: type in the find field first.") : tr("No matches."));
        return;
    }
    const auto [begin, end] = m_view.selectionRange();
    std::size_t index = 0;
    if (direction > 0) {
        const auto next = std::ranges::lower_bound(m_matches, std::max(end, begin + (end == begin ? 0 : 1)), {}, &SearchMatch::begin);
        index = next == m_matches.end() ? 0 : static_cast<std::size_t>(next - m_matches.begin());
    } else {
        const auto next = std::ranges::lower_bound(m_matches, begin, {}, &SearchMatch::begin);
        index = next == m_matches.begin() ? m_matches.size() - 1 : static_cast<std::size_t>(next - m_matches.begin()) - 1;
    }
    m_view.select(m_matches[index].begin, m_matches[index].end);
    m_view.reveal(m_matches[index].begin);
    m_anchor = m_matches[index].begin;
    showCurrent();
}

void FindBar::findNext() {
    step(1);
}

void FindBar::findPrevious() {
    step(-1);
}

void FindBar::replaceCurrent() {
    const auto [begin, end] = m_view.selectionRange();
    refresh(false);
    const auto at = std::ranges::find(m_matches, begin, &SearchMatch::begin);
    if (at != m_matches.end() && at->end == end) {
        const SearchMatch match = *at;
        m_view.applyEdits({TextEdit{{{match.begin, 1, 0}, {match.end, 1, 0}}, match.replacement}});
        const std::size_t after = match.begin + match.replacement.size();
        m_view.select(after, after);
        refresh(false);
    }
    step(1);
}

void FindBar::replaceAll() {
    refresh(false);
    std::vector<TextEdit> edits;
    edits.reserve(m_matches.size());
    for (const SearchMatch& match : m_matches) {
        edits.push_back({{{match.begin, 1, 0}, {match.end, 1, 0}}, match.replacement});
    }
    const auto count = edits.size();
    m_view.applyEdits(edits);
    refresh(false);
    Q_EMIT message(count == 1 ? tr("Replaced 1 match.") : tr("Replaced %1 matches.").arg(count));
}

void FindBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QWidget::keyPressEvent(event);
}

bool FindBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            if (watched == m_replace) {
                replaceCurrent();
            } else {
                step(key->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
            }
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace sw::ui
