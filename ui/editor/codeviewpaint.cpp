// The painting half of CodeView: margins, lanes, bands and annotations.

#include "ui/editor/codestyles.h"
#include "ui/editor/codeview.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPaintEvent>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace sw::ui {
namespace {

constexpr int kStageWidth = 4;
constexpr int kFoldWidth = 14;
constexpr int kStateWidth = 22;
constexpr int kFade = 14;
constexpr int kTextGap = 4; ///< SCI_SETMARGINLEFT

const LineInfo kNoInfo;

unsigned long n(int value) {
    return static_cast<unsigned long>(value);
}

} // namespace

const LineInfo& CodeView::info(int line) const {
    return line >= 0 && line < static_cast<int>(m_lanes.lines.size()) ? m_lanes.lines[static_cast<std::size_t>(line)] : kNoInfo;
}

void CodeView::layoutMargins() {
    const int lines = static_cast<int>(SendScintilla(SCI_GETLINECOUNT));
    const QByteArray digits(lines >= 1000 ? 4 : lines >= 100 ? 3 : 2, '8');
    const auto digitsWidth = static_cast<int>(SendScintilla(SCI_TEXTWIDTH, static_cast<unsigned long>(STYLE_LINENUMBER), digits.constData()));
    const auto set = [this](CodeMargin m, int width) {
        const auto index = static_cast<unsigned long>(m);
        if (SendScintilla(SCI_GETMARGINWIDTHN, index) != width) {
            SendScintilla(SCI_SETMARGINWIDTHN, index, static_cast<long>(width));
        }
    };
    set(CodeMargin::Stage, m_lanesVisible ? kStageWidth : 0);
    set(CodeMargin::Number, digitsWidth + 20);
    set(CodeMargin::Fold, m_lanesVisible ? kFoldWidth : 0);
    set(CodeMargin::State, m_lanesVisible ? kStateWidth : 0);
    SendScintilla(SCI_SETMARGINRIGHT, 0UL, static_cast<long>(m_lanesVisible ? sizeLaneWidth() : 4));
}

void CodeView::setLaneVisible(bool visible) {
    m_lanesVisible = visible;
    layoutMargins();
}

int CodeView::sizeLaneWidth() const {
    if (!m_lanesVisible) {
        return 0;
    }
    if (!m_sizeWidth) {
        m_sizeWidth = QFontMetrics(Theme::instance().uiFont(-1)).horizontalAdvance(QStringLiteral("≈ 99.9 MB")) + 16;
    }
    const int width = viewport()->width();
    return width < 320 ? 0 : width < 480 ? *m_sizeWidth + 8 : *m_sizeWidth + 72;
}

int CodeView::bandHeight() const {
    return static_cast<int>(SendScintilla(SCI_TEXTHEIGHT, 0UL));
}

std::optional<int> CodeView::bandBelow(int line) const {
    const int lines = static_cast<int>(SendScintilla(SCI_GETLINECOUNT));
    int next = line + 1;
    while (next < lines && isFoldedAway(next)) {
        ++next;
    }
    if (next < lines && info(next).startsStage && info(next).stage < static_cast<int>(m_lanes.bands.size())) {
        return info(next).stage;
    }
    return std::nullopt;
}

void CodeView::setLanes(Lanes lanes) {
    if (lanes == m_lanes) {
        return;
    }
    const Lanes before = std::exchange(m_lanes, std::move(lanes));
    const bool running = std::ranges::any_of(m_lanes.lines, [](const LineInfo& i) { return i.display == StepDisplay::Running; });
    if (running && !m_runningTimer->isActive()) {
        m_runningTimer->start();
    } else if (!running) {
        m_runningTimer->stop();
    }
    layoutMargins();
    placeAnnotations();
    paintChanges(before);
}

/// Most keys change few lines; drawing the text of all of them takes longer than everything else.
void CodeView::paintChanges(const Lanes& before) {
    if (before.lines.size() != m_lanes.lines.size() || before.bands.size() != m_lanes.bands.size() || before.largest != m_lanes.largest) {
        viewport()->update();
        return;
    }
    const std::vector<Row> rows = visibleRows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::optional<int> band = bandBelow(rows[i].line);
        bool changed = band && before.bands[static_cast<std::size_t>(*band)] != m_lanes.bands[static_cast<std::size_t>(*band)];
        const int next = i + 1 < rows.size() ? rows[i + 1].line : rows[i].line + 1; // a band is drawn below the line before it
        for (int line = rows[i].line; !changed && line <= next && line < static_cast<int>(m_lanes.lines.size()); ++line) {
            changed = before.lines[static_cast<std::size_t>(line)] != info(line);
        }
        if (changed) {
            viewport()->update(QRect(0, rows[i].top, viewport()->width(), rows[i].height));
        }
    }
}

std::string CodeView::annotationFor(int line, std::string& styles) const {
    std::string text;
    const auto note = std::ranges::lower_bound(m_lanes.notes, line, {}, &LineNote::line);
    if (note != m_lanes.notes.end() && note->line == line) {
        const QFontMetrics metrics(Theme::instance().uiFont(-1));
        const int room = std::max(160, viewport()->width() - 90 - sizeLaneWidth());
        const std::string sentence =
            metrics.elidedText(QStringLiteral("└ ") + note->text.simplified(), Qt::ElideRight, room).toStdString();
        text = "  " + sentence;
        styles.assign(text.size(), static_cast<char>(note->failure ? codestyle::kFailure : codestyle::kReason));
    }
    if (bandBelow(line)) {
        text += text.empty() ? " " : "\n ";
        styles.resize(text.size(), static_cast<char>(codestyle::kBand));
    }
    return text;
}

void CodeView::placeAnnotations() {
    if (m_loading) {
        return;
    }
    const int lines = static_cast<int>(SendScintilla(SCI_GETLINECOUNT));
    std::string styles;
    std::string old;
    for (int line = 0; line < lines; ++line) {
        const std::string text = annotationFor(line, styles);
        const auto length = static_cast<std::size_t>(SendScintilla(SCI_ANNOTATIONGETTEXT, n(line), static_cast<void*>(nullptr)));
        old.assign(length + 1, '\0');
        if (length > 0) {
            SendScintilla(SCI_ANNOTATIONGETTEXT, n(line), static_cast<void*>(old.data()));
        }
        old.resize(length);
        if (old == text) {
            continue;
        }
        SendScintilla(SCI_ANNOTATIONSETTEXT, n(line), text.empty() ? nullptr : text.c_str());
        if (!text.empty()) {
            SendScintilla(SCI_ANNOTATIONSETSTYLES, n(line), styles.c_str());
        }
    }
    Q_EMIT firstLineChanged();
}

std::vector<CodeView::Row> CodeView::visibleRows() const {
    std::vector<Row> rows;
    const int lines = static_cast<int>(SendScintilla(SCI_GETLINECOUNT));
    const int height = static_cast<int>(SendScintilla(SCI_TEXTHEIGHT, 0UL));
    for (int line = firstVisibleLine(); line < lines; ++line) {
        if (isFoldedAway(line)) {
            continue;
        }
        const int top = pointOf(lineStart(line)).y();
        if (top > viewport()->height()) {
            break;
        }
        const int annotation = static_cast<int>(SendScintilla(SCI_ANNOTATIONGETLINES, n(line)));
        const int wraps = static_cast<int>(SendScintilla(SCI_WRAPCOUNT, n(line)));
        rows.push_back({line, top, (wraps + annotation) * height, annotation * height});
    }
    return rows;
}

QColor CodeView::lineBackground(int line) const {
    const Theme& theme = Theme::instance();
    if (line == lineOf(caret())) {
        const bool selected = m_selectedFirst >= 0 && line >= m_selectedFirst && line <= m_selectedLast;
        return theme.color(selected ? Theme::Role::Selection : Theme::Role::CurrentLine);
    }
    if (m_selectedFirst >= 0 && line >= m_selectedFirst && line <= m_selectedLast) {
        return theme.color(Theme::Role::Selection);
    }
    return theme.color(Theme::Role::Surface);
}

void CodeView::colorCaretLine() {
    const QColor color = lineBackground(lineOf(caret()));
    const long wanted = color.red() | (color.green() << 8) | (color.blue() << 16);
    if (SendScintilla(SCI_GETCARETLINEBACK) != wanted) {
        SendScintilla(SCI_SETCARETLINEBACK, static_cast<unsigned long>(wanted));
        viewport()->update();
    }
}

void CodeView::paintEvent(QPaintEvent* event) {
    QsciScintilla::paintEvent(event);
    QPainter painter(viewport());
    const QRect area = event->rect();
    for (const Row& row : visibleRows()) {
        if (row.top + row.height >= area.top() && row.top <= area.bottom()) {
            paintRow(painter, row, viewport()->width());
        }
    }
}

void CodeView::paintRow(QPainter& painter, const Row& row, int right) {
    if (!m_lanesVisible) {
        return;
    }
    const LineInfo& line = info(row.line);
    const int lineHeight = bandHeight();
    paintMargin(painter, row, line);
    const int lane = sizeLaneWidth();
    if (lane > 0) {
        const QRect cell(right - lane, row.top, lane, row.height - row.annotation);
        const QColor ground = lineBackground(row.line);
        painter.fillRect(cell, ground);
        QLinearGradient fade(cell.left() - kFade, 0, cell.left(), 0); // long text ends softly
        QColor clear = ground;
        clear.setAlpha(0);
        fade.setColorAt(0, clear);
        fade.setColorAt(1, ground);
        painter.fillRect(QRect(cell.left() - kFade, cell.top(), kFade, cell.height()), fade);
        if (line.startsInstruction) {
            lanepaint::size(painter, QRectF(cell.left(), row.top, lane, lineHeight), line, m_lanes.largest, lane > 100);
        }
    }
    if (const auto stage = bandBelow(row.line); stage && row.annotation >= lineHeight) {
        const QRectF band(0, row.top + row.height - lineHeight, right, lineHeight);
        lanepaint::band(painter, band, m_lanes.bands[static_cast<std::size_t>(*stage)], static_cast<std::size_t>(*stage));
    }
}

void CodeView::paintMargin(QPainter& painter, const Row& row, const LineInfo& line) {
    const Theme& theme = Theme::instance();
    const int lineHeight = bandHeight();
    const int number = static_cast<int>(SendScintilla(SCI_GETMARGINWIDTHN, static_cast<unsigned long>(CodeMargin::Number)));
    if (line.stage >= 0) {
        const double amount = theme.isHighContrast() ? 1.0 : 0.32;
        const QColor color = Theme::blend(theme.color(Theme::Role::Surface), theme.stageColor(static_cast<std::size_t>(line.stage)), amount);
        painter.fillRect(QRect(0, row.top, kStageWidth, row.height), color);
    }
    if (line.problem) {
        lanepaint::problem(painter, QRectF(kStageWidth + 3, row.top, 12, lineHeight), *line.problem);
    }
    const long level = SendScintilla(SCI_GETFOLDLEVEL, n(row.line));
    if ((level & SC_FOLDLEVELHEADERFLAG) != 0) {
        const QPointF c(kStageWidth + number + kFoldWidth / 2.0 - 1, row.top + lineHeight / 2.0);
        const bool open = SendScintilla(SCI_GETFOLDEXPANDED, n(row.line)) != 0;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Theme::Role::TextMuted), 1.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(open ? QPolygonF({{c.x() - 3.0, c.y() - 1.5}, {c.x(), c.y() + 1.5}, {c.x() + 3.0, c.y() - 1.5}})
                                  : QPolygonF({{c.x() - 1.5, c.y() - 3.0}, {c.x() + 1.5, c.y()}, {c.x() - 1.5, c.y() + 3.0}}));
    }
    const int stateLeft = kStageWidth + number + kFoldWidth;
    const QRect stateCell(stateLeft, row.top, kStateWidth + kTextGap, row.height - row.annotation);
    painter.fillRect(stateCell, lineBackground(row.line));
    if (line.startsInstruction) {
        lanepaint::state(painter, QRectF(stateLeft, row.top, kStateWidth - 2, lineHeight), line, m_phase);
    }
}

void CodeView::resizeEvent(QResizeEvent* event) {
    QsciScintilla::resizeEvent(event);
    layoutMargins();
    placeAnnotations();
}

} // namespace sw::ui
