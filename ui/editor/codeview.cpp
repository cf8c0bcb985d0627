#include "ui/editor/codeview.h"

#include "ui/editor/codestyles.h"
#include "ui/theme/theme.h"

#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>

namespace sw::ui {
namespace {

constexpr int kFoldHeader = 0x2000;

unsigned long u(std::size_t value) {
    return static_cast<unsigned long>(value);
}

unsigned long margin(CodeMargin m) {
    return static_cast<unsigned long>(m);
}

} // namespace

CodeView::CodeView(QWidget* parent) : QsciScintilla(parent) {
    m_changeTimer = new QTimer(this);
    m_changeTimer->setSingleShot(true);
    m_changeTimer->setInterval(0);
    connect(m_changeTimer, &QTimer::timeout, this, &CodeView::changed);
    m_annotationTimer = new QTimer(this);
    m_annotationTimer->setSingleShot(true);
    m_annotationTimer->setInterval(0);
    connect(m_annotationTimer, &QTimer::timeout, this, &CodeView::placeAnnotations);
    m_runningTimer = new QTimer(this);
    m_runningTimer->setInterval(120);
    connect(m_runningTimer, &QTimer::timeout, this, [this] {
        m_phase = m_phase >= 0.99 ? 0.0 : m_phase + 1.0 / 12;
        viewport()->update();
    });
    m_hoverTimer = new QTimer(this);
    m_hoverTimer->setSingleShot(true);
    m_hoverTimer->setInterval(450);
    connect(m_hoverTimer, &QTimer::timeout, this, [this] { Q_EMIT hovered(m_hoverPoint); });
    setUpScintilla();
    applyTheme();
    connect(&Theme::instance(), &Theme::changed, this, &CodeView::applyTheme);
    connect(this, &QsciScintillaBase::SCN_MODIFIED, this,
            [this](int position, int type, const char*, int, int linesAdded, int line, int, int, int, int) {
                onModified(position, type, linesAdded, line);
            });
    connect(this, &QsciScintillaBase::SCN_STYLENEEDED, this, [this] { restyle(); });
    connect(this, &QsciScintillaBase::SCN_UPDATEUI, this, [this] {
        colorCaretLine();
        const int first = firstVisibleLine();
        if (first != m_firstVisible) {
            m_firstVisible = first;
            Q_EMIT firstLineChanged();
        }
    });
    connect(this, &QsciScintillaBase::SCN_ZOOM, this, [this] {
        layoutMargins();
        placeAnnotations();
    });
}

void CodeView::setUpScintilla() {
    setUtf8(true);
    setFrameShape(QFrame::NoFrame);
    setBraceMatching(QsciScintilla::SloppyBraceMatch);
    setTabWidth(4);
    setIndentationsUseTabs(false);
    setAutoIndent(true);
    const auto send = [this](unsigned message, unsigned long w = 0, long l = 0) { SendScintilla(message, w, l); };
    send(SCI_SETLEXER, SCLEX_CONTAINER);
    send(SCI_SETMULTIPLESELECTION, 1);
    send(SCI_SETADDITIONALSELECTIONTYPING, 1);
    send(SCI_SETMULTIPASTE, SC_MULTIPASTE_EACH);
    send(SCI_SETVIRTUALSPACEOPTIONS, SCVS_RECTANGULARSELECTION);
    send(SCI_SETRECTANGULARSELECTIONMODIFIER, SCMOD_ALT);
    send(SCI_SETMOUSESELECTIONRECTANGULARSWITCH, 1);
    send(SCI_SETSCROLLWIDTH, 100);
    send(SCI_SETSCROLLWIDTHTRACKING, 1);
    send(SCI_SETENDATLASTLINE, 1);
    send(SCI_SETEXTRAASCENT, 3);
    send(SCI_SETEXTRADESCENT, 3);
    send(SCI_SETCARETWIDTH, 2);
    send(SCI_SETMARGINLEFT, 0, 4);
    send(SCI_SETINDENTATIONGUIDES, SC_IV_NONE);
    send(SCI_ANNOTATIONSETVISIBLE, ANNOTATION_STANDARD);
    send(SCI_SETAUTOMATICFOLD, SC_AUTOMATICFOLD_SHOW | SC_AUTOMATICFOLD_CLICK | SC_AUTOMATICFOLD_CHANGE);
    send(SCI_SETFOLDFLAGS, 0);
    send(SCI_SETXCARETPOLICY, CARET_SLOP | CARET_EVEN, 40);
    send(SCI_SETYCARETPOLICY, CARET_SLOP | CARET_STRICT | CARET_EVEN, 2);
    send(SCI_SETMODEVENTMASK, SC_MOD_INSERTTEXT | SC_MOD_DELETETEXT | SC_MOD_CHANGEFOLD);
    send(SCI_SETLAYOUTCACHE, SC_CACHE_PAGE);
    send(SCI_SETMARGINS, 4);
    send(SCI_SETMARGINTYPEN, margin(CodeMargin::Stage), SC_MARGIN_COLOUR);
    send(SCI_SETMARGINTYPEN, margin(CodeMargin::Number), SC_MARGIN_NUMBER);
    send(SCI_SETMARGINTYPEN, margin(CodeMargin::Fold), SC_MARGIN_SYMBOL);
    send(SCI_SETMARGINTYPEN, margin(CodeMargin::State), SC_MARGIN_COLOUR);
    send(SCI_SETMARGINMASKN, margin(CodeMargin::Fold), static_cast<long>(SC_MASK_FOLDERS));
    for (const CodeMargin m : {CodeMargin::Stage, CodeMargin::Number, CodeMargin::State}) {
        send(SCI_SETMARGINMASKN, margin(m), 0);
    }
    send(SCI_SETMARGINSENSITIVEN, margin(CodeMargin::Fold), 1);
    send(SCI_SETMARGINSENSITIVEN, margin(CodeMargin::Number), 0);
    // Keys that are commands of ours.
    for (const QKeyCombination keys : {Qt::CTRL | Qt::Key_D, Qt::CTRL | Qt::Key_L, Qt::CTRL | Qt::Key_T, Qt::CTRL | Qt::Key_Slash,
                          Qt::CTRL | Qt::Key_BracketLeft, Qt::CTRL | Qt::Key_BracketRight, Qt::CTRL | Qt::Key_U,
                          Qt::CTRL | Qt::SHIFT | Qt::Key_L, Qt::CTRL | Qt::SHIFT | Qt::Key_U, Qt::CTRL | Qt::SHIFT | Qt::Key_T,
                          Qt::CTRL | Qt::Key_Backslash, Qt::CTRL | Qt::SHIFT | Qt::Key_Slash}) {
        const int key = keys.toCombined();
        if (QsciCommand* command = standardCommands()->boundTo(key)) {
            if (command->key() == key) {
                command->setKey(0);
            } else {
                command->setAlternateKey(0);
            }
        }
    }
}

void CodeView::applyTheme() {
    m_sizeWidth.reset();
    applyCodeStyles(*this);
    colorCaretLine();
    layoutMargins();
    placeAnnotations();
    viewport()->update();
}

void CodeView::load(const std::string& utf8) {
    m_loading = true;
    const auto crlf = static_cast<std::ptrdiff_t>(utf8.find("\r\n"));
    SendScintilla(SCI_SETEOLMODE, crlf != -1 ? SC_EOL_CRLF : SC_EOL_LF);
    SendScintilla(SCI_SETUNDOCOLLECTION, 0UL);
    m_lanes = {};
    SendScintilla(SCI_CLEARALL);
    SendScintilla(SCI_ADDTEXT, u(utf8.size()), utf8.data());
    SendScintilla(SCI_SETUNDOCOLLECTION, 1UL);
    SendScintilla(SCI_EMPTYUNDOBUFFER);
    SendScintilla(SCI_SETSAVEPOINT);
    SendScintilla(SCI_GOTOPOS, 0UL);
    m_styles.clear();
    m_loading = false;
    layoutMargins();
}

std::string_view CodeView::view() const {
    const auto length = static_cast<std::size_t>(SendScintilla(SCI_GETLENGTH));
    const auto* characters = static_cast<const char*>(SendScintillaPtrResult(SCI_GETCHARACTERPOINTER));
    return characters == nullptr ? std::string_view() : std::string_view(characters, length);
}

std::string CodeView::bytes() const {
    return std::string(view());
}

void CodeView::applyEdits(std::vector<TextEdit> edits) {
    if (edits.empty()) {
        return;
    }
    std::ranges::sort(edits, std::greater{}, [](const TextEdit& e) { return e.range.start.offset; });
    SendScintilla(SCI_BEGINUNDOACTION);
    for (const TextEdit& edit : edits) {
        replaceRange(edit.range.start.offset, edit.range.end.offset, edit.replacement);
    }
    SendScintilla(SCI_ENDUNDOACTION);
}

void CodeView::replaceRange(std::size_t begin, std::size_t end, std::string_view replacement) {
    // Only what differs is replaced, so that a caret in the equal part stays where it is.
    const std::string old(view().substr(begin, end - begin));
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
    std::size_t head = 0;
    while (head < old.size() && head < replacement.size() && old[head] == replacement[head]) {
        ++head;
    }
    while (head > 0 && ((head < old.size() && continues(old[head])) || (head < replacement.size() && continues(replacement[head])))) {
        --head;
    }
    std::size_t tail = 0;
    while (tail < old.size() - head && tail < replacement.size() - head &&
           old[old.size() - 1 - tail] == replacement[replacement.size() - 1 - tail]) {
        ++tail;
    }
    while (tail > 0 && continues(old[old.size() - tail])) {
        --tail;
    }
    if (head + tail == old.size() && old.size() == replacement.size()) {
        return;
    }
    const std::string middle(replacement.substr(head, replacement.size() - head - tail));
    SendScintilla(SCI_SETTARGETRANGE, u(begin + head), static_cast<long>(end - tail));
    SendScintilla(SCI_REPLACETARGET, u(middle.size()), middle.data());
}

/// Takes text. A file is the window's to open; Scintilla would take it and do nothing.
void CodeView::dragEnterEvent(QDragEnterEvent* event) { event->mimeData()->hasUrls() ? event->ignore() : QsciScintilla::dragEnterEvent(event); }

std::size_t CodeView::caret() const {
    return static_cast<std::size_t>(SendScintilla(SCI_GETCURRENTPOS));
}

int CodeView::lineOf(std::size_t position) const {
    return static_cast<int>(SendScintilla(SCI_LINEFROMPOSITION, u(position)));
}

std::size_t CodeView::lineStart(int line) const {
    const long position = SendScintilla(SCI_POSITIONFROMLINE, static_cast<unsigned long>(line));
    return position < 0 ? static_cast<std::size_t>(SendScintilla(SCI_GETLENGTH)) : static_cast<std::size_t>(position);
}

std::size_t CodeView::lineEnd(int line) const {
    return static_cast<std::size_t>(SendScintilla(SCI_GETLINEENDPOSITION, static_cast<unsigned long>(line)));
}

std::pair<std::size_t, std::size_t> CodeView::selectionRange() const {
    return {static_cast<std::size_t>(SendScintilla(SCI_GETSELECTIONSTART)),
            static_cast<std::size_t>(SendScintilla(SCI_GETSELECTIONEND))};
}

void CodeView::select(std::size_t begin, std::size_t end) {
    SendScintilla(SCI_ENSUREVISIBLEENFORCEPOLICY, static_cast<unsigned long>(lineOf(begin)));
    SendScintilla(SCI_SETSEL, u(begin), static_cast<long>(end));
}

void CodeView::reveal(std::size_t position) {
    const int line = lineOf(position);
    SendScintilla(SCI_ENSUREVISIBLE, static_cast<unsigned long>(line));
    const auto display = static_cast<int>(SendScintilla(SCI_VISIBLEFROMDOCLINE, static_cast<unsigned long>(line)));
    const auto first = static_cast<int>(SendScintilla(SCI_GETFIRSTVISIBLELINE));
    const auto screen = static_cast<int>(SendScintilla(SCI_LINESONSCREEN));
    if (display < first + 2 || display > first + screen - 3) {
        SendScintilla(SCI_SETFIRSTVISIBLELINE, static_cast<unsigned long>(std::max(0, display - screen / 3)));
    }
}

QPoint CodeView::pointOf(std::size_t position) const {
    return {static_cast<int>(SendScintilla(SCI_POINTXFROMPOSITION, 0UL, static_cast<long>(position))),
            static_cast<int>(SendScintilla(SCI_POINTYFROMPOSITION, 0UL, static_cast<long>(position)))};
}

std::size_t CodeView::positionNear(QPoint point) const {
    return static_cast<std::size_t>(
        SendScintilla(SCI_POSITIONFROMPOINT, static_cast<unsigned long>(point.x()), static_cast<long>(point.y())));
}

std::optional<std::size_t> CodeView::positionOver(QPoint point) const {
    const long position =
        SendScintilla(SCI_CHARPOSITIONFROMPOINTCLOSE, static_cast<unsigned long>(point.x()), static_cast<long>(point.y()));
    return position < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(position));
}

int CodeView::lineOver(QPoint point) const {
    for (const Row& row : visibleRows()) {
        if (point.y() >= row.top && point.y() < row.top + row.height) {
            return row.line;
        }
    }
    return -1;
}

int CodeView::firstVisibleLine() const {
    const auto display = static_cast<unsigned long>(SendScintilla(SCI_GETFIRSTVISIBLELINE));
    return static_cast<int>(SendScintilla(SCI_DOCLINEFROMVISIBLE, display));
}

bool CodeView::isFoldedAway(int line) const {
    return SendScintilla(SCI_GETLINEVISIBLE, static_cast<unsigned long>(line)) == 0;
}

void CodeView::setStylist(Stylist stylist) {
    m_stylist = std::move(stylist);
    m_styles.clear();
    restyle();
}

void CodeView::restyle() {
    if (!m_stylist) {
        return;
    }
    const std::string_view text = view();
    std::vector<std::uint8_t> styles = m_stylist(text);
    styles.resize(text.size(), codestyle::kDefault);
    // Scintilla keeps the styles of text that was not touched: send the differing middle only.
    const auto endStyled = static_cast<std::size_t>(SendScintilla(SCI_GETENDSTYLED));
    std::size_t begin = 0;
    const std::size_t common = std::min({styles.size(), m_styles.size(), endStyled});
    while (begin < common && styles[begin] == m_styles[begin]) {
        ++begin;
    }
    if (begin < styles.size()) {
        SendScintilla(SCI_STARTSTYLING, u(begin), 0x1fL);
        SendScintilla(SCI_SETSTYLINGEX, u(styles.size() - begin), reinterpret_cast<const char*>(styles.data() + begin));
    } else {
        SendScintilla(SCI_STARTSTYLING, u(styles.size()), 0x1fL);
    }
    m_styles = std::move(styles);
}

void CodeView::setFoldLevels(const std::vector<int>& levels) {
    for (std::size_t line = 0; line < levels.size(); ++line) {
        if (SendScintilla(SCI_GETFOLDLEVEL, u(line)) != levels[line]) {
            const bool wasHeader = (SendScintilla(SCI_GETFOLDLEVEL, u(line)) & kFoldHeader) != 0;
            if (wasHeader && (levels[line] & kFoldHeader) == 0) {
                SendScintilla(SCI_FOLDLINE, u(line), static_cast<long>(SC_FOLDACTION_EXPAND));
            }
            SendScintilla(SCI_SETFOLDLEVEL, u(line), static_cast<long>(levels[line]));
        }
    }
}

/// What is marked now, in order.
std::vector<std::pair<std::size_t, std::size_t>> CodeView::ranges(CodeIndicator indicator) const {
    std::vector<std::pair<std::size_t, std::size_t>> list;
    const auto which = static_cast<unsigned long>(indicator);
    const long length = SendScintilla(SCI_GETLENGTH);
    for (long at = 0; at < length;) {
        const long end = SendScintilla(SCI_INDICATOREND, which, at);
        if (SendScintilla(SCI_INDICATORVALUEAT, which, at) != 0) {
            list.emplace_back(static_cast<std::size_t>(at), static_cast<std::size_t>(end > at ? end : length));
        }
        if (end <= at) {
            break;
        }
        at = end;
    }
    return list;
}

void CodeView::setRanges(CodeIndicator indicator, std::vector<std::pair<std::size_t, std::size_t>> wanted) {
    std::ranges::sort(wanted);
    std::vector<std::pair<std::size_t, std::size_t>> joined;
    for (const auto& [begin, end] : wanted) {
        if (begin >= end) {
            continue;
        }
        if (!joined.empty() && begin <= joined.back().second) {
            joined.back().second = std::max(joined.back().second, end);
        } else {
            joined.emplace_back(begin, end);
        }
    }
    if (joined == ranges(indicator)) {
        return; // marking them again would draw the whole text again
    }
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(indicator));
    SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, SendScintilla(SCI_GETLENGTH));
    for (const auto& [begin, end] : joined) {
        SendScintilla(SCI_INDICATORFILLRANGE, u(begin), static_cast<long>(end - begin));
    }
}

void CodeView::setSelectedLines(int first, int last) {
    if (first == m_selectedFirst && last == m_selectedLast) {
        return;
    }
    m_selectedFirst = first;
    m_selectedLast = last;
    SendScintilla(SCI_MARKERDELETEALL, static_cast<unsigned long>(kSelectedInstructionMarker));
    for (int line = first; first >= 0 && line <= last; ++line) {
        SendScintilla(SCI_MARKERADD, static_cast<unsigned long>(line), static_cast<long>(kSelectedInstructionMarker));
    }
    colorCaretLine();
    viewport()->update();
}

void CodeView::onModified(int position, int type, int linesAdded, int line) {
    if ((type & (SC_MOD_INSERTTEXT | SC_MOD_DELETETEXT)) != 0) {
        m_styles.resize(std::min(m_styles.size(), static_cast<std::size_t>(position)));
        if (m_loading) {
            return;
        }
        if (linesAdded != 0) {
            const int at = lineOf(static_cast<std::size_t>(position));
            m_lanes.shift(at, linesAdded);
            layoutMargins();
        }
        m_changeTimer->start();
    } else if ((type & SC_MOD_CHANGEFOLD) != 0 && line >= 0) {
        // A folded stage hides the line that carries the next stage's band: move it, once the fold is done.
        m_annotationTimer->start();
    }
}

void CodeView::mousePressEvent(QMouseEvent* event) {
    Q_EMIT leftHover();
    m_hoverTimer->stop();
    const QPoint point = event->position().toPoint();
    if (event->button() == Qt::LeftButton) {
        for (const Row& row : visibleRows()) {
            const int bandTop = row.top + row.height - bandHeight();
            if (bandBelow(row.line) && point.y() >= bandTop && point.y() < row.top + row.height) {
                Q_EMIT bandClicked(*bandBelow(row.line));
                return;
            }
        }
        if (event->modifiers() == Qt::ControlModifier && m_linkTest) {
            const auto position = positionOver(point);
            if (position && m_linkTest(*position)) {
                showLink(std::nullopt);
                Q_EMIT linkActivated(*position);
                return;
            }
        }
    }
    QsciScintilla::mousePressEvent(event);
}

void CodeView::mouseMoveEvent(QMouseEvent* event) {
    QsciScintilla::mouseMoveEvent(event);
    const QPoint point = event->position().toPoint();
    if (event->buttons() == Qt::NoButton) {
        if ((point - m_hoverPoint).manhattanLength() > 3) {
            Q_EMIT leftHover();
        }
        m_hoverPoint = point;
        m_hoverTimer->start();
    }
    std::optional<std::pair<std::size_t, std::size_t>> link;
    if (event->modifiers() == Qt::ControlModifier && m_linkTest) {
        if (const auto position = positionOver(point)) {
            if (const auto range = m_linkTest(*position)) {
                link = std::pair{range->start.offset, range->end.offset};
            }
        }
    }
    showLink(link);
}

void CodeView::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Control) {
        showLink(std::nullopt);
    }
    QsciScintilla::keyReleaseEvent(event);
}

void CodeView::showLink(std::optional<std::pair<std::size_t, std::size_t>> range) {
    if (range == m_link) {
        return;
    }
    m_link = range;
    setRanges(CodeIndicator::Link, range ? std::vector{*range} : std::vector<std::pair<std::size_t, std::size_t>>{});
    if (range) {
        viewport()->setCursor(Qt::PointingHandCursor);
    } else {
        viewport()->setCursor(Qt::IBeamCursor);
    }
}

void CodeView::contextMenuEvent(QContextMenuEvent* event) {
    event->ignore(); // the editor makes one of its actions
}

} // namespace sw::ui
