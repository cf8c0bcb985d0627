#include "ui/build/logview.h"

#include "ui/models/format.h"
#include "ui/theme/stateglyph.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <array>
#include <cmath>

namespace sw::ui {

namespace {
constexpr int kGutter = 44; ///< before the text of a line: fold sign, state, stream mark
constexpr int kNumberColumn = 44;
} // namespace

LogView::LogView(LogModel& model, QWidget* parent) : QAbstractScrollArea(parent), m_model(model) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Build log"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setMouseTracking(true);
    m_spin.setInterval(90);
    connect(&m_spin, &QTimer::timeout, this, [this] {
        m_phase = std::fmod(m_phase + 0.09, 1.0);
        viewport()->update();
    });
    connect(&m_model, &LogModel::changed, this, &LogView::onChanged);
    connect(&m_model, &LogModel::failed, this, &LogView::onFailed);
    connect(&m_model, &LogModel::cleared, this, [this] {
        m_shown.clear();
        m_anchor.reset();
        m_caret.reset();
        m_currentBlock.reset();
        m_widest = 0;
        setFollowing(true);
        relayout();
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        m_font = Theme::instance().monospaceFont();
        relayout();
        viewport()->update();
    });
    m_font = Theme::instance().monospaceFont();
    relayout();
}

void LogView::relayout() {
    const QFontMetricsF metrics(m_font);
    m_rowHeight = static_cast<int>(std::ceil(metrics.height())) + 3;
    m_charWidth = metrics.horizontalAdvance(QLatin1Char('M'));
    m_shown.resize(m_model.blockCount());
    std::size_t row = 0;
    for (std::size_t i = 0; i < m_shown.size(); ++i) {
        Shown& shown = m_shown[i];
        const LogBlock& block = m_model.block(i);
        shown.firstRow = row;
        shown.lines = shown.expanded ? LogModel::lineCount(block) : 0;
        shown.hasCut = shown.expanded && block.firstLine > 0;
        shown.hasError = shown.expanded && !block.error.isEmpty();
        row += 1 + shown.lines + (shown.hasCut ? 1U : 0U) + (shown.hasError ? 1U : 0U);
    }
    m_rows = row;
    const int page = std::max(1, viewport()->height() / m_rowHeight);
    const QSignalBlocker blocker(verticalScrollBar());
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(m_rows) - page));
    const int textWidth = static_cast<int>(m_widest * m_charWidth) + kGutter + kNumberColumn + 24;
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(static_cast<int>(m_charWidth) * 4);
    horizontalScrollBar()->setRange(0, std::max(0, textWidth - viewport()->width()));
    if (m_following) {
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    }
}

void LogView::onChanged() {
    bool running = false;
    m_shown.resize(m_model.blockCount());
    for (std::size_t i = 0; i < m_shown.size(); ++i) {
        const LogBlock& block = m_model.block(i);
        running = running || block.display == StepDisplay::Running;
        if (!m_shown[i].touched) { // what runs is open, what is done folds again unless it failed
            m_shown[i].expanded = block.display == StepDisplay::Running || block.display == StepDisplay::Failed;
        }
    }
    if (running != m_spin.isActive()) {
        running ? m_spin.start() : m_spin.stop();
    }
    relayout();
    viewport()->update();
}

void LogView::onFailed(std::size_t block) {
    m_shown.resize(m_model.blockCount());
    m_shown[block].expanded = true;
    m_shown[block].touched = true;
    m_currentBlock = block;
    relayout();
    const Shown& shown = m_shown[block];
    scrollToRow(shown.firstRow + shown.lines);
}

bool LogView::isExpanded(std::size_t block) const { return block < m_shown.size() && m_shown[block].expanded; }

void LogView::setExpanded(std::size_t block, bool expanded) {
    if (block >= m_shown.size()) {
        return;
    }
    m_shown[block].expanded = expanded;
    m_shown[block].touched = true;
    relayout();
    viewport()->update();
}

void LogView::expandAll(bool expanded) {
    for (Shown& shown : m_shown) {
        shown.expanded = expanded;
        shown.touched = true;
    }
    setFollowing(false);
    relayout();
    viewport()->update();
}

void LogView::setFollowing(bool following) {
    if (m_following != following) {
        m_following = following;
        if (following) {
            relayout();
            viewport()->update();
        }
        Q_EMIT followingChanged(following);
    }
}

void LogView::showInstruction(std::size_t instruction) {
    const auto block = m_model.blockOf(instruction);
    if (!block || *block >= m_shown.size()) {
        return;
    }
    m_currentBlock = block;
    if (!m_shown[*block].expanded) {
        setExpanded(*block, true);
    }
    setFollowing(false);
    verticalScrollBar()->setValue(static_cast<int>(m_shown[*block].firstRow));
    viewport()->update();
}

std::size_t LogView::blockAtRow(std::size_t row) const {
    const auto after = std::ranges::upper_bound(m_shown, row, {}, &Shown::firstRow);
    return static_cast<std::size_t>(after - m_shown.begin()) - 1;
}

void LogView::scrollToRow(std::size_t row) {
    const int page = std::max(1, viewport()->height() / m_rowHeight);
    const int top = verticalScrollBar()->value();
    const int wanted = static_cast<int>(row);
    if (wanted < top || wanted >= top + page) {
        setFollowing(false);
        verticalScrollBar()->setValue(std::max(0, wanted - page * 2 / 3));
    }
    viewport()->update();
}

void LogView::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::instance();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme.color(Theme::Role::Surface));
    painter.setFont(m_font);
    if (m_rows == 0) {
        return;
    }
    const auto first = static_cast<std::size_t>(verticalScrollBar()->value());
    const auto count = static_cast<std::size_t>(viewport()->height() / m_rowHeight + 2);
    const int widest = m_widest;
    for (std::size_t row = first; row < m_rows && row < first + count; ++row) {
        paintRow(painter, row, static_cast<int>(row - first) * m_rowHeight);
    }
    if (m_widest > widest) {
        QMetaObject::invokeMethod(this, [this] { relayout(); }, Qt::QueuedConnection);
    }
}

void LogView::paintRow(QPainter& painter, std::size_t row, int y) {
    const std::size_t index = blockAtRow(row);
    const Shown& shown = m_shown[index];
    const std::size_t inside = row - shown.firstRow;
    if (inside == 0) {
        paintHeader(painter, index, y);
        return;
    }
    const Theme& theme = Theme::instance();
    const LogBlock& block = m_model.block(index);
    const int x = kGutter + kNumberColumn - horizontalScrollBar()->value();
    const std::size_t cut = shown.hasCut ? 1 : 0;
    if (shown.hasCut && inside == 1) {
        painter.setPen(theme.color(Theme::Role::TextMuted));
        painter.drawText(x, y + QFontMetrics(m_font).ascent() + 1,
                         tr("… %Ln line(s) left out", nullptr, static_cast<int>(std::min<std::uint64_t>(block.firstLine, INT_MAX))));
        return;
    }
    const std::size_t line = inside - 1 - cut;
    if (line < shown.lines) {
        paintLine(painter, index, line, y);
    } else {
        painter.fillRect(QRect(0, y, viewport()->width(), m_rowHeight),
                         Theme::blend(theme.color(Theme::Role::Surface), theme.color(Theme::Role::Failed), 0.10));
        painter.setPen(theme.color(Theme::Role::Failed));
        painter.drawText(x, y + QFontMetrics(m_font).ascent() + 1, block.error);
    }
}

void LogView::paintHeader(QPainter& painter, std::size_t index, int y) {
    const Theme& theme = Theme::instance();
    const LogBlock& block = m_model.block(index);
    const QRect row(0, y, viewport()->width(), m_rowHeight);
    painter.fillRect(row, theme.color(m_currentBlock == index && hasFocus() ? Theme::Role::Selection : Theme::Role::SurfaceAlt));
    if (block.stage) {
        painter.fillRect(QRect(0, y, 3, m_rowHeight), theme.stageColor(*block.stage));
    }
    // fold sign
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.color(Theme::Role::TextMuted), 1.4));
    painter.setBrush(Qt::NoBrush);
    const QPointF center(16, y + m_rowHeight / 2.0);
    painter.drawPolyline(isExpanded(index) ? QPolygonF({center + QPointF(-3.5, -2), center + QPointF(0, 2), center + QPointF(3.5, -2)})
                                           : QPolygonF({center + QPointF(-2, -3.5), center + QPointF(2, 0), center + QPointF(-2, 3.5)}));
    paintStateGlyph(painter, QRectF(26, y, 14, m_rowHeight), block.display, theme.stateColor(block.display), m_phase);
    // right: time, or what is going on
    QString right;
    if (block.display == StepDisplay::Running) {
        right = block.progress;
        if (block.started) {
            right += (right.isEmpty() ? QString() : QStringLiteral("   ")) +
                     secondsText(std::max(0.0, secondsBetween(*block.started, std::chrono::system_clock::now())));
        }
    } else if (block.started && block.completed) {
        right = block.display == StepDisplay::Hit ? Theme::word(StepDisplay::Hit)
                                                  : secondsText(secondsBetween(*block.started, *block.completed));
    }
    painter.setFont(theme.uiFont(-1));
    painter.setPen(theme.color(Theme::Role::TextMuted));
    const int rightWidth = QFontMetrics(painter.font()).horizontalAdvance(right);
    painter.drawText(row.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter, right);
    painter.setFont(m_font);
    painter.setPen(theme.color(block.display == StepDisplay::Failed ? Theme::Role::Failed : Theme::Role::Text));
    const QRect titleRect = row.adjusted(kGutter + 4, 0, -rightWidth - 28, 0);
    painter.drawText(titleRect, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(m_font).elidedText(block.title, Qt::ElideRight, titleRect.width()));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void LogView::paintLine(QPainter& painter, std::size_t index, std::size_t number, int y) {
    const Theme& theme = Theme::instance();
    const LogBlock& block = m_model.block(index);
    const LogLine line = LogModel::line(block, number);
    const int x = kGutter + kNumberColumn - horizontalScrollBar()->value();
    if (line.isError) {
        painter.fillRect(QRect(0, y, viewport()->width(), m_rowHeight),
                         Theme::blend(theme.color(Theme::Role::Surface), theme.color(Theme::Role::Warning), 0.05));
    }
    const QString text = QString::fromStdString(line.content.text);
    m_widest = std::max(m_widest, static_cast<int>(text.size()));
    int from = 0;
    int to = 0;
    if (isSelected(index, number, from, to, static_cast<int>(text.size()))) {
        painter.fillRect(QRectF(x + from * m_charWidth, y, std::max(1.0, (to - from) * m_charWidth), m_rowHeight),
                         theme.color(Theme::Role::Selection));
    }
    if (!m_highlight.isEmpty()) {
        for (qsizetype at = text.indexOf(m_highlight, 0, Qt::CaseInsensitive); at >= 0;
             at = text.indexOf(m_highlight, at + m_highlight.size(), Qt::CaseInsensitive)) {
            painter.fillRect(QRectF(x + static_cast<double>(at) * m_charWidth, y, static_cast<double>(m_highlight.size()) * m_charWidth, m_rowHeight),
                             theme.color(Theme::Role::FindMatch));
        }
    }
    paintRuns(painter, line, x, y);
    // line number, over what scrolled under it
    painter.fillRect(QRect(0, y, kGutter + kNumberColumn - 10, m_rowHeight), theme.color(Theme::Role::Surface));
    if (line.isError) {
        painter.fillRect(QRect(8, y + 2, 2, m_rowHeight - 4), theme.color(Theme::Role::Warning));
    }
    if (block.stage) {
        painter.fillRect(QRect(0, y, 3, m_rowHeight), theme.stageTint(*block.stage));
    }
    painter.setPen(theme.color(Theme::Role::TextMuted));
    painter.setFont(theme.uiFont(-1));
    painter.drawText(QRect(0, y, kGutter + kNumberColumn - 14, m_rowHeight), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(block.firstLine + number + 1));
    painter.setFont(m_font);
}

void LogView::paintRuns(QPainter& painter, const LogLine& line, int x, int y) {
    const Theme& theme = Theme::instance();
    const QColor normal = theme.color(Theme::Role::Text);
    const int baseline = y + QFontMetrics(m_font).ascent() + 1;
    const std::string& bytes = line.content.text;
    double at = x;
    const auto draw = [&](std::size_t start, std::size_t size, const AnsiStyle& style) {
        const QString part = QString::fromUtf8(bytes.data() + start, static_cast<qsizetype>(size));
        const double width = static_cast<double>(part.size()) * m_charWidth;
        if (at + width > 0 && at < viewport()->width()) {
            QColor color = ansiColor(style.foreground, normal);
            QColor back = style.background == AnsiStyle::kDefault ? QColor() : ansiColor(style.background, normal);
            if (style.inverse) {
                const QColor swapped = back.isValid() ? back : theme.color(Theme::Role::Surface);
                back = color;
                color = swapped;
            }
            if (style.dim) {
                color = Theme::blend(theme.color(Theme::Role::Surface), color, 0.6);
            }
            if (back.isValid()) {
                painter.fillRect(QRectF(at, y, width, m_rowHeight), back);
            }
            QFont font = m_font;
            font.setBold(style.bold);
            font.setItalic(style.italic);
            font.setUnderline(style.underline);
            font.setStrikeOut(style.strike);
            painter.setFont(font);
            painter.setPen(color);
            painter.drawText(QPointF(at, baseline), part);
        }
        at += width;
    };
    std::size_t done = 0;
    for (const AnsiRun& run : line.content.runs) {
        if (run.start > done) {
            draw(done, run.start - done, {});
        }
        draw(run.start, run.size, run.style);
        done = run.start + run.size;
    }
    if (done < bytes.size()) {
        draw(done, bytes.size() - done, {});
    }
    painter.setFont(m_font);
}

QColor LogView::ansiColor(std::int32_t color, const QColor& fallback) const {
    const bool dark = Theme::instance().isDark();
    // Sixteen colours that are readable on our surfaces (contrast 4.5 and more).
    static constexpr std::array<QRgb, 16> kLight = {0x24292f, 0xb3261e, 0x1a7f37, 0x8a5a00, 0x0b57d0, 0x8250df, 0x0f6f7c, 0x57606a,
                                                    0x57606a, 0xc4342b, 0x1a7f37, 0x8a5a00, 0x0b57d0, 0x8250df, 0x0f6f7c, 0x24292f};
    static constexpr std::array<QRgb, 16> kDark = {0x8b949e, 0xff8a80, 0x6fdd8b, 0xe8c268, 0x8ab4ff, 0xd2a8ff, 0x76e3ea, 0xd0d7de,
                                                   0x9da7b1, 0xffa198, 0x85e89d, 0xf2d384, 0xa5c8ff, 0xe2c5ff, 0x9aeff5, 0xffffff};
    if (color == AnsiStyle::kDefault) {
        return fallback;
    }
    if (color >= AnsiStyle::kTrueColor) {
        return QColor(static_cast<QRgb>(color - AnsiStyle::kTrueColor));
    }
    if (color < 16) {
        return QColor((dark ? kDark : kLight)[static_cast<std::size_t>(color)]);
    }
    if (color >= 232) {
        const int grey = 8 + (color - 232) * 10;
        return {grey, grey, grey};
    }
    const auto level = [](int v) { return v == 0 ? 0 : 55 + v * 40; };
    const int cube = color - 16;
    return {level(cube / 36), level(cube / 6 % 6), level(cube % 6)};
}

void LogView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    relayout();
}

void LogView::scrollContentsBy(int, int dy) {
    viewport()->update();
    if (dy != 0) {
        const bool atEnd = verticalScrollBar()->value() >= verticalScrollBar()->maximum();
        if (atEnd != m_following) {
            m_following = atEnd;
            Q_EMIT followingChanged(atEnd);
        }
    }
}

void LogView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_font = Theme::instance().monospaceFont();
        relayout();
    }
}

} // namespace sw::ui
