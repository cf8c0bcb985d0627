// Mouse, keyboard, selection and search of LogView.
#include "ui/build/logview.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace sw::ui {

namespace {
constexpr int kTextStart = 88;
} // namespace

LogView::Position LogView::positionAt(const QPoint& point) const {
    if (m_shown.empty()) {
        return {};
    }
    const int offset = std::max(0, point.y()) / m_rowHeight;
    const std::size_t row = std::min(m_rows - 1, static_cast<std::size_t>(verticalScrollBar()->value() + offset));
    Position position;
    position.block = blockAtRow(row);
    const Shown& shown = m_shown[position.block];
    const std::size_t inside = row - shown.firstRow;
    if (inside == 0) {
        return position;
    }
    const std::size_t cut = shown.hasCut ? 1 : 0;
    position.line = inside > cut ? std::min(inside - 1 - cut, shown.lines == 0 ? 0 : shown.lines - 1) : 0;
    const double x = point.x() - kTextStart + horizontalScrollBar()->value();
    position.column = std::clamp(static_cast<int>(std::lround(x / m_charWidth)), 0, static_cast<int>(textOf(position).size()));
    return position;
}

QString LogView::textOf(const Position& position) const {
    const LogBlock& block = m_model.block(position.block);
    if (position.line == Position::kHeader) {
        return block.title;
    }
    return position.line < LogModel::lineCount(block) ? QString::fromStdString(LogModel::line(block, position.line).content.text) : QString();
}

std::size_t LogView::rowOf(const Position& position) const {
    const Shown& shown = m_shown[position.block];
    return position.line == Position::kHeader ? shown.firstRow : shown.firstRow + 1 + (shown.hasCut ? 1U : 0U) + position.line;
}

bool LogView::isSelected(std::size_t block, std::size_t line, int& from, int& to, int length) const {
    if (!m_anchor || !m_caret || *m_anchor == *m_caret) {
        return false;
    }
    const auto first = std::min(m_anchor->key(), m_caret->key());
    const auto last = std::max(m_anchor->key(), m_caret->key());
    const auto begin = std::tuple(block, line + 1, 0);
    const auto end = std::tuple(block, line + 1, length);
    if (last < begin || first > end) {
        return false;
    }
    from = first <= begin ? 0 : std::get<2>(first);
    to = last > end ? length + 1 : std::get<2>(last);
    return to > from;
}

QString LogView::selectedText() const {
    if (!m_anchor || !m_caret || *m_anchor == *m_caret) {
        return {};
    }
    const auto first = std::min(m_anchor->key(), m_caret->key());
    const auto last = std::max(m_anchor->key(), m_caret->key());
    QString text;
    for (std::size_t block = std::get<0>(first); block <= std::get<0>(last) && block < m_shown.size(); ++block) {
        if (!m_shown[block].expanded) {
            continue;
        }
        const std::size_t count = LogModel::lineCount(m_model.block(block));
        for (std::size_t line = 0; line < count; ++line) {
            const QString content = textOf({block, line, 0});
            int from = 0;
            int to = 0;
            if (isSelected(block, line, from, to, static_cast<int>(content.size()))) {
                text += content.mid(from, to - from);
                if (to > content.size()) {
                    text += u'\n';
                }
            }
        }
    }
    return text;
}

void LogView::copy() {
    const QString text = selectedText();
    if (!text.isEmpty()) {
        QApplication::clipboard()->setText(text);
    } else if (m_currentBlock && *m_currentBlock < m_model.blockCount()) {
        QApplication::clipboard()->setText(m_model.plainText(*m_currentBlock));
    }
}

void LogView::selectAll() {
    if (m_shown.empty()) {
        return;
    }
    m_anchor = Position{};
    const std::size_t last = m_shown.size() - 1;
    m_caret = Position{last, LogModel::lineCount(m_model.block(last)), 0};
    viewport()->update();
}

void LogView::highlight(const QString& text) {
    m_highlight = text;
    viewport()->update();
}

bool LogView::find(const QString& text, bool forward, bool fromStart) {
    if (text.isEmpty() || m_shown.empty()) {
        return false;
    }
    const std::size_t blocks = m_model.blockCount();
    Position at = m_caret && !fromStart ? *m_caret : Position{};
    std::size_t block = std::min(at.block, blocks - 1);
    const auto startLine = static_cast<std::ptrdiff_t>(at.line == Position::kHeader ? 0 : at.line);
    for (std::size_t round = 0; round <= blocks; ++round) {
        const auto count = static_cast<std::ptrdiff_t>(LogModel::lineCount(m_model.block(block)));
        std::ptrdiff_t line = round == 0 ? startLine : forward ? 0 : count - 1;
        for (; line >= 0 && line < count; line += forward ? 1 : -1) {
            const Position here{block, static_cast<std::size_t>(line), 0};
            const QString content = textOf(here);
            const bool first = round == 0 && line == startLine && !fromStart && m_caret;
            const qsizetype found = forward ? content.indexOf(text, first ? at.column : 0, Qt::CaseInsensitive)
                                    : first && at.column - text.size() - 1 < 0
                                        ? -1
                                        : content.lastIndexOf(text, first ? at.column - text.size() - 1 : -1, Qt::CaseInsensitive);
            if (found >= 0) {
                if (!m_shown[block].expanded) {
                    setExpanded(block, true);
                }
                m_anchor = Position{block, here.line, static_cast<int>(found)};
                m_caret = Position{block, here.line, static_cast<int>(found + text.size())};
                m_currentBlock = block;
                setFollowing(false);
                scrollToRow(rowOf(*m_caret));
                return true;
            }
        }
        block = forward ? (block + 1) % blocks : (block + blocks - 1) % blocks;
    }
    return false;
}

void LogView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_shown.empty()) {
        return;
    }
    const std::size_t row = static_cast<std::size_t>(verticalScrollBar()->value() + event->pos().y() / m_rowHeight);
    if (row >= m_rows) {
        return;
    }
    const Position position = positionAt(event->pos());
    m_currentBlock = position.block;
    if (position.line == Position::kHeader) {
        setExpanded(position.block, !isExpanded(position.block));
        if (const auto instruction = m_model.block(position.block).instruction) {
            Q_EMIT instructionClicked(*instruction);
        }
        return;
    }
    if ((event->modifiers() & Qt::ShiftModifier) == 0 || !m_anchor) {
        m_anchor = position;
    }
    m_caret = position;
    m_selecting = true;
    viewport()->update();
}

void LogView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_selecting) {
        const bool header = !m_shown.empty() && positionAt(event->pos()).line == Position::kHeader;
        viewport()->setCursor(header ? Qt::PointingHandCursor : Qt::IBeamCursor);
        return;
    }
    if (event->pos().y() < 0) {
        verticalScrollBar()->setValue(verticalScrollBar()->value() - 1);
    } else if (event->pos().y() > viewport()->height()) {
        verticalScrollBar()->setValue(verticalScrollBar()->value() + 1);
    }
    const Position position = positionAt(event->pos());
    if (position.line != Position::kHeader) {
        m_caret = position;
        viewport()->update();
    }
}

void LogView::mouseReleaseEvent(QMouseEvent*) { m_selecting = false; }

void LogView::mouseDoubleClickEvent(QMouseEvent* event) {
    const Position position = positionAt(event->pos());
    if (m_shown.empty() || position.line == Position::kHeader) {
        return;
    }
    const QString text = textOf(position);
    int from = position.column;
    int to = position.column;
    const auto isWord = [&text](int i) { return text.at(i).isLetterOrNumber() || QStringView(u"_-./:@").contains(text.at(i)); };
    while (from > 0 && isWord(from - 1)) {
        --from;
    }
    while (to < text.size() && isWord(to)) {
        ++to;
    }
    m_anchor = Position{position.block, position.line, from};
    m_caret = Position{position.block, position.line, to};
    viewport()->update();
}

void LogView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
        return;
    }
    const int page = verticalScrollBar()->pageStep();
    const std::size_t block = m_currentBlock.value_or(0);
    const auto moveTo = [this](std::size_t target) {
        m_currentBlock = target;
        scrollToRow(m_shown[target].firstRow);
        viewport()->update();
    };
    switch (event->key()) {
    case Qt::Key_Escape: Q_EMIT stopRequested(); break;
    case Qt::Key_Down:
        if (!m_shown.empty()) {
            moveTo(m_currentBlock ? std::min(m_shown.size() - 1, block + 1) : 0);
        }
        break;
    case Qt::Key_Up:
        if (!m_shown.empty()) {
            moveTo(block == 0 ? 0 : block - 1);
        }
        break;
    case Qt::Key_Left:
    case Qt::Key_Right: setExpanded(block, event->key() == Qt::Key_Right); break;
    case Qt::Key_Space: setExpanded(block, !isExpanded(block)); break;
    case Qt::Key_Return:
        if (block < m_model.blockCount() && m_model.block(block).instruction) {
            Q_EMIT instructionClicked(*m_model.block(block).instruction);
        }
        break;
    case Qt::Key_PageDown: verticalScrollBar()->setValue(verticalScrollBar()->value() + page); break;
    case Qt::Key_PageUp: verticalScrollBar()->setValue(verticalScrollBar()->value() - page); break;
    case Qt::Key_Home: verticalScrollBar()->setValue(0); break;
    case Qt::Key_End: verticalScrollBar()->setValue(verticalScrollBar()->maximum()); break;
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void LogView::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!m_shown.empty()) {
        m_currentBlock = positionAt(event->pos()).block;
    }
    menu->addAction(selectedText().isEmpty() ? tr("Copy this step's output") : tr("Copy"), this, &LogView::copy)
        ->setEnabled(!m_shown.empty());
    menu->addAction(tr("Copy the whole log"), this, [this] { QApplication::clipboard()->setText(m_model.plainText()); });
    menu->addSeparator();
    menu->addAction(tr("Unfold all steps"), this, [this] { expandAll(true); });
    menu->addAction(tr("Fold all steps"), this, [this] { expandAll(false); });
    menu->popup(event->globalPos());
}

} // namespace sw::ui
