// The commands of DockerfileEditor: actions, completion, hover, definition, rename, comments, problems.

#include "core/dockerfile/edit.h"
#include "core/format/format.h"
#include "ui/editor/codestyles.h"
#include "ui/editor/codeview.h"
#include "ui/editor/editorparts.h"
#include "ui/editor/findbar.h"
#include "ui/editor/hover.h"
#include "ui/session/sentence.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QRegularExpression>

#include <algorithm>

namespace sw::ui {
namespace {

using Sci = QsciScintillaBase;

struct CommandRow {
    DockerfileEditor::Command command;
    const char* text;
    const char* shortcut;
};

using C = DockerfileEditor::Command;
constexpr CommandRow kCommands[] = {
    {C::Undo, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Undo"), "Ctrl+Z"},
    {C::Redo, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Redo"), "Ctrl+Shift+Z"},
    {C::Cut, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Cut"), "Ctrl+X"},
    {C::Copy, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Copy"), "Ctrl+C"},
    {C::Paste, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Paste"), "Ctrl+V"},
    {C::SelectAll, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Select all"), "Ctrl+A"},
    {C::Find, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Find…"), "Ctrl+F"},
    {C::FindNext, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Find next"), "F3"},
    {C::FindPrevious, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Find previous"), "Shift+F3"},
    {C::Replace, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Replace…"), "Ctrl+H"},
    {C::ToggleComment, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Comment or uncomment lines"), "Ctrl+/"},
    {C::Rename, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Rename stage or argument…"), "F2"},
    {C::GoToDefinition, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Go to definition"), "F12"},
    {C::Complete, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Complete"), "Ctrl+Space"},
    {C::ToggleFold, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Fold or unfold"), "Ctrl+Shift+["},
    {C::FoldAll, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Fold all stages"), "Ctrl+Alt+["},
    {C::UnfoldAll, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Unfold all"), "Ctrl+Alt+]"},
    {C::ZoomIn, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Larger text"), "Ctrl++"},
    {C::ZoomOut, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Smaller text"), "Ctrl+-"},
    {C::ZoomReset, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Normal text size"), "Ctrl+0"},
    {C::DuplicateLine, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Duplicate lines"), "Ctrl+Shift+D"},
    {C::MoveLineUp, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Move lines up"), "Alt+Up"},
    {C::MoveLineDown, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Move lines down"), "Alt+Down"},
    {C::NextProblem, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Next problem"), "F8"},
    {C::PreviousProblem, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Previous problem"), "Shift+F8"},
    {C::QuickFix, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Fix the problem in this line…"), "Ctrl+."},
    {C::AddCaretBelow, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Add caret below"), "Ctrl+Alt+Down"},
    {C::AddCaretAbove, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Add caret above"), "Ctrl+Alt+Up"},
    {C::SelectNextOccurrence, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Add next occurrence to selection"), "Ctrl+D"},
    {C::Format, QT_TRANSLATE_NOOP("sw::ui::DockerfileEditor", "Format"), "Shift+Alt+F"},
};

QRect inWindow(const QWidget* view, const QWidget* window, QPoint point, int height) {
    return {view->mapTo(window, point), QSize(1, height)};
}

} // namespace

void DockerfileEditor::makeActions() {
    for (const CommandRow& row : kCommands) {
        auto* action = new QAction(tr(row.text), this);
        action->setShortcut(QKeySequence(QString::fromLatin1(row.shortcut)));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        const Command command = row.command;
        connect(action, &QAction::triggered, this, [this, command] { run(command); });
        addAction(action);
        action->setEnabled(command != Command::Format || m_parts->language == Language::Dockerfile);
        m_parts->actions.insert(static_cast<int>(command), action);
    }
}

void DockerfileEditor::run(Command command) {
    const auto sci = [this](unsigned message) { m_view->SendScintilla(message); };
    switch (command) {
    case Command::Undo: m_view->undo(); break;
    case Command::Redo: m_view->redo(); break;
    case Command::Cut: m_view->cut(); break;
    case Command::Copy: m_view->copy(); break;
    case Command::Paste: m_view->paste(); break;
    case Command::SelectAll: m_view->selectAll(); break;
    case Command::Find: m_findBar->open(false); break;
    case Command::FindNext: m_findBar->findNext(); break;
    case Command::FindPrevious: m_findBar->findPrevious(); break;
    case Command::Replace: m_findBar->open(true); break;
    case Command::ToggleComment: toggleComment(); break;
    case Command::Format: format(); break;
    case Command::Rename: startRename(m_view->caret()); break;
    case Command::GoToDefinition: goToDefinition(m_view->caret()); break;
    case Command::Complete: updateCompletion(true); break;
    case Command::ToggleFold: toggleFold(); break;
    case Command::FoldAll: foldStages(Sci::SC_FOLDACTION_CONTRACT); break;
    case Command::UnfoldAll: foldStages(Sci::SC_FOLDACTION_EXPAND); break;
    case Command::ZoomIn: m_view->zoomIn(1); break;
    case Command::ZoomOut: m_view->zoomOut(1); break;
    case Command::ZoomReset: m_view->zoomTo(0); break;
    case Command::DuplicateLine: sci(Sci::SCI_SELECTIONDUPLICATE); break;
    case Command::MoveLineUp: sci(Sci::SCI_MOVESELECTEDLINESUP); break;
    case Command::MoveLineDown: sci(Sci::SCI_MOVESELECTEDLINESDOWN); break;
    case Command::NextProblem: goToProblem(1); break;
    case Command::QuickFix: showQuickFixes(); break;
    case Command::PreviousProblem: goToProblem(-1); break;
    case Command::AddCaretBelow: addCaret(1); break;
    case Command::AddCaretAbove: addCaret(-1); break;
    case Command::SelectNextOccurrence:
        sci(Sci::SCI_TARGETWHOLEDOCUMENT);
        m_view->SendScintilla(Sci::SCI_SETSEARCHFLAGS, Sci::SCFIND_MATCHCASE);
        sci(Sci::SCI_MULTIPLESELECTADDNEXT);
        break;
    }
}

void DockerfileEditor::toggleFold() {
    int line = caretLine() - 1;
    if ((m_view->SendScintilla(Sci::SCI_GETFOLDLEVEL, static_cast<unsigned long>(line)) & Sci::SC_FOLDLEVELHEADERFLAG) == 0) {
        line = static_cast<int>(m_view->SendScintilla(Sci::SCI_GETFOLDPARENT, static_cast<unsigned long>(line)));
    }
    if (line >= 0) {
        m_view->SendScintilla(Sci::SCI_TOGGLEFOLD, static_cast<unsigned long>(line));
    }
}

void DockerfileEditor::foldStages(int fold) {
    for (const auto& stage : parsed().stages) {
        const auto line = static_cast<unsigned long>(parsed().instructions[stage.from].startLine() - 1);
        m_view->SendScintilla(Sci::SCI_FOLDLINE, line, static_cast<long>(fold));
    }
}

void DockerfileEditor::addCaret(int direction) {
    const auto count = m_view->SendScintilla(Sci::SCI_GETSELECTIONS);
    const auto last = static_cast<std::size_t>(m_view->SendScintilla(Sci::SCI_GETSELECTIONNCARET, static_cast<unsigned long>(count - 1)));
    const int line = m_view->lineOf(last) + direction;
    if (line < 0 || line >= m_view->lines()) {
        return;
    }
    const std::size_t column = last - m_view->lineStart(line - direction);
    const std::size_t place = std::min(m_view->lineStart(line) + column, m_view->lineEnd(line));
    m_view->SendScintilla(Sci::SCI_ADDSELECTION, static_cast<unsigned long>(place), static_cast<long>(place));
}

void DockerfileEditor::toggleComment() {
    const auto [begin, end] = m_view->selectionRange();
    const int first = m_view->lineOf(begin) + 1;
    int last = m_view->lineOf(end) + 1;
    if (last > first && end == m_view->lineStart(last - 1)) {
        --last; // a selection that ends at a line's start does not mean that line
    }
    m_view->applyEdits(dockerfile::toggleComment(parsed(), first, last));
}

void DockerfileEditor::format() {
    if (m_parts->language != Language::Dockerfile || m_view->isReadOnly()) {
        return;
    }
    const format::Formatted formatted = format::format(parsed());
    if (!formatted.refusal.empty()) {
        Q_EMIT message(tr("The text was left as it is, because formatting would have changed what it means."));
        return;
    }
    m_view->applyEdits(formatted.edits);
    if (!formatted.untouched.empty()) {
        Q_EMIT message(tr("%Ln instruction(s) with mistakes were left as they are.", nullptr, static_cast<int>(formatted.untouched.size())));
    } else if (!formatted.changed()) {
        Q_EMIT message(tr("The text is formatted already."));
    }
}

void DockerfileEditor::goToProblem(int direction) {
    if (!snapshotIsCurrent() || m_parts->snapshot->problems.empty()) {
        Q_EMIT message(tr("There are no problems."));
        return;
    }
    std::vector<std::size_t> places;
    for (const Diagnostic& diagnostic : m_parts->snapshot->problems) {
        places.push_back(diagnostic.range.start.offset);
    }
    std::ranges::sort(places);
    const std::size_t caret = m_view->caret();
    std::size_t place = direction > 0 ? places.front() : places.back();
    if (direction > 0) {
        const auto next = std::ranges::upper_bound(places, caret);
        place = next == places.end() ? places.front() : *next;
    } else {
        const auto next = std::ranges::lower_bound(places, caret);
        place = next == places.begin() ? places.back() : *(next - 1);
    }
    m_view->select(place, place);
    m_view->reveal(place);
    for (const Diagnostic& diagnostic : m_parts->snapshot->problems) {
        if (diagnostic.range.start.offset == place) {
            Q_EMIT message(shown(diagnostic.message));
            break;
        }
    }
}

void DockerfileEditor::goToDefinition(std::size_t position) {
    const auto reference = dockerfile::referenceAt(parsed(), position);
    if (!reference) {
        Q_EMIT message(tr("There is no stage or argument name under the caret."));
        return;
    }
    if (reference->definition.empty()) {
        Q_EMIT message(tr("'%1' is not declared in this file.").arg(QString::fromStdString(reference->name)));
        return;
    }
    m_view->select(reference->definition.start.offset, reference->definition.end.offset);
    m_view->reveal(reference->definition.start.offset);
    m_view->setFocus();
}

void DockerfileEditor::markOccurrences() {
    std::vector<std::pair<std::size_t, std::size_t>> ranges;
    const auto [begin, end] = m_view->selectionRange();
    if (m_parts->language == Language::Dockerfile && begin == end) {
        const dockerfile::Document& document = parsed();
        if (const auto reference = dockerfile::referenceAt(document, m_view->caret())) {
            for (const TextEdit& edit : renameEdits(*reference, reference->name + "_")) {
                ranges.emplace_back(edit.range.start.offset, edit.range.end.offset);
            }
        }
    }
    if (ranges.size() == 1) {
        ranges.clear();
    }
    m_view->setRanges(CodeIndicator::Occurrence, ranges);
}

std::vector<TextEdit> DockerfileEditor::renameEdits(const dockerfile::Reference& reference, const std::string& name) const {
    const dockerfile::Document& document = parsed();
    if (reference.what == dockerfile::Reference::What::Variable) {
        return dockerfile::renameVariable(document, reference.range.start.line, reference.name, name);
    }
    const auto stage = reference.definition.empty() ? std::nullopt : document.stageAtLine(reference.definition.start.line);
    return stage ? dockerfile::renameStage(document, *stage, name) : std::vector<TextEdit>{};
}

void DockerfileEditor::renameStage(std::size_t stage) {
    const dockerfile::Document& document = parsed();
    if (stage >= document.stages.size()) {
        return;
    }
    const dockerfile::Instruction& from = document.instructions[document.stages[stage].from];
    const auto* args = from.as<dockerfile::FromArgs>();
    if (args == nullptr) {
        return;
    }
    m_view->reveal(from.range.start.offset);
    if (args->name) {
        openNameField(args->name->range, args->name->text, [this, stage](const std::string& name) {
            return dockerfile::renameStage(parsed(), stage, name);
        });
    } else { // an unnamed stage gets its first name at the end of its FROM
        openNameField({args->image.range.end, args->image.range.end}, {}, [this, stage](const std::string& name) {
            return dockerfile::renameStage(parsed(), stage, name);
        });
    }
}

void DockerfileEditor::startRename(std::size_t position) {
    const auto reference = dockerfile::referenceAt(parsed(), position);
    if (!reference || (reference->what == dockerfile::Reference::What::Stage && reference->definition.empty())) {
        Q_EMIT message(tr("There is no stage or argument name under the caret."));
        return;
    }
    openNameField(reference->range, reference->name, [this, reference](const std::string& name) { return renameEdits(*reference, name); });
}

void DockerfileEditor::openNameField(const TextRange& range, const std::string& name,
                                     std::function<std::vector<TextEdit>(const std::string&)> edits) {
    closeNameField();
    auto* field = new QLineEdit(QString::fromStdString(name), m_view->viewport());
    m_parts->nameField = field;
    field->setAccessibleName(tr("New name"));
    field->setPlaceholderText(tr("Name"));
    field->setFont(Theme::instance().monospaceFont());
    const auto place = [this, field, range] {
        const QPoint begin = m_view->pointOf(range.start.offset);
        const int width = std::max(140, m_view->pointOf(range.end.offset).x() - begin.x() + 40);
        field->setGeometry(begin.x() - 9, begin.y() - 3, width, m_view->bandHeight() + 6);
    };
    place();
    connect(m_view, &CodeView::firstLineChanged, field, place);
    field->selectAll();
    field->show();
    field->setFocus();
    const QString before = field->text();
    connect(field, &QLineEdit::textChanged, field, [field](const QString& text) {
        static const QRegularExpression kName(QStringLiteral("^[A-Za-z_][A-Za-z0-9_.-]*$"));
        Theme::setVariant(field, "invalid", kName.match(text).hasMatch() ? QStringLiteral("false") : QStringLiteral("true"));
    });
    m_parts->acceptName = [this, field, before, edits = std::move(edits)] {
        const QString text = field->text();
        if (field->property("invalid").toString() == QLatin1StringView("true") || text.isEmpty()) {
            Q_EMIT message(tr("A name begins with a letter and has letters, digits, '-', '_' and '.' only."));
            return;
        }
        if (text != before) {
            m_view->applyEdits(edits(text.toStdString()));
        }
        closeNameField();
    };
    field->installEventFilter(this);
}

void DockerfileEditor::closeNameField() {
    if (QLineEdit* field = std::exchange(m_parts->nameField, nullptr)) {
        field->hide();
        field->deleteLater();
        m_view->setFocus();
    }
}

void DockerfileEditor::showHover(QPoint point) {
    if (m_parts->language != Language::Dockerfile || !snapshotIsCurrent() || m_parts->popupOpen() || !isActiveWindow()) {
        return;
    }
    const bool inLane = point.x() >= m_view->viewport()->width() - m_view->sizeLaneWidth();
    const auto position = inLane ? std::nullopt : m_view->positionOver(point);
    QString html;
    if (position && point.x() > m_view->pointOf(m_view->lineStart(m_view->lineOf(*position))).x()) {
        html = hoverText(*m_parts->snapshot, m_parts->states.get(), *position);
    } else if (const int line = m_view->lineOver(point); line >= 0) {
        const int textLeft = m_view->pointOf(m_view->lineStart(line)).x();
        if (inLane || point.x() < textLeft) {
            html = laneHoverText(*m_parts->snapshot, m_parts->states.get(), line + 1);
        }
    }
    if (!html.isEmpty()) {
        m_parts->card(window())->show(html, inWindow(m_view->viewport(), window(), point - QPoint(0, 4), 12));
    }
}

void DockerfileEditor::hidePopups() {
    if (!m_parts->hoverCard.isNull()) {
        m_parts->hoverCard->hide();
    }
}

void DockerfileEditor::onCharacter(int character) {
    if (m_parts->language != Language::Dockerfile || m_view->SendScintilla(Sci::SCI_GETSELECTIONS) != 1) {
        return;
    }
    const char c = character > 0 && character < 128 ? static_cast<char>(character) : ' ';
    const std::size_t caret = m_view->caret();
    if (c == '\n') {
        const dockerfile::Document& document = parsed();
        const std::size_t previous = m_view->lineEnd(m_view->lineOf(caret) - 1);
        const bool continued = previous > 0 && m_view->view()[previous - 1] == document.escape;
        if (continued && caret == m_view->lineStart(m_view->lineOf(caret))) {
            m_view->SendScintilla(Sci::SCI_ADDTEXT, 4UL, "    ");
        }
        return;
    }
    const bool word = std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("_-./=${,:").find(c) != std::string_view::npos;
    const bool afterFrom = c == ' ' && [&] {
        const std::size_t start = m_view->lineStart(m_view->lineOf(caret));
        const std::string_view before = m_view->view().substr(start, caret - start);
        return before.size() == 5 && (before == "FROM " || before == "from ");
    }();
    if (word || afterFrom) {
        QTimer::singleShot(0, this, [this] { updateCompletion(false); });
    } else if (m_parts->popupOpen()) {
        m_parts->popup->hide();
    }
}

void DockerfileEditor::updateCompletion(bool asked) {
    if (m_parts->language != Language::Dockerfile || m_view->isReadOnly()) {
        return;
    }
    const plan::StageGraph* graph = m_parts->snapshot ? m_parts->snapshot->graph.get() : nullptr;
    Completion completion = complete(parsed(), graph, m_view->caret(), m_parts->sources);
    if (completion.items.empty()) {
        if (m_parts->popupOpen()) {
            m_parts->popup->hide();
        }
        if (asked) {
            Q_EMIT message(tr("Nothing to complete here."));
        }
        return;
    }
    if (m_parts->popup.isNull() || m_parts->popup->parentWidget() != window()) {
        delete m_parts->popup;
        m_parts->popup = new CompletionPopup(window());
        connect(m_parts->popup, &CompletionPopup::chosen, this, &DockerfileEditor::acceptCompletion);
    }
    hidePopups();
    m_parts->completionFrom = completion.from;
    m_parts->completionWasAsked = asked || (m_parts->completionWasAsked && m_parts->popupOpen());
    m_parts->popup->offer(std::move(completion.items),
                          inWindow(m_view->viewport(), window(), m_view->pointOf(completion.from), m_view->bandHeight()));
}

void DockerfileEditor::acceptCompletion() {
    const CompletionItem* item = m_parts->popup->current();
    if (item == nullptr) {
        return;
    }
    const CompletionItem chosen = *item;
    m_parts->popup->hide();
    const std::string text = chosen.written().toStdString();
    m_view->SendScintilla(Sci::SCI_BEGINUNDOACTION);
    m_view->SendScintilla(Sci::SCI_SETTARGETRANGE, static_cast<unsigned long>(m_parts->completionFrom), static_cast<long>(m_view->caret()));
    m_view->SendScintilla(Sci::SCI_REPLACETARGET, static_cast<unsigned long>(text.size()), text.data());
    m_view->SendScintilla(Sci::SCI_ENDUNDOACTION);
    m_view->select(m_parts->completionFrom + text.size(), m_parts->completionFrom + text.size());
    if (chosen.again) {
        QTimer::singleShot(0, this, [this] { updateCompletion(false); });
    }
}

bool DockerfileEditor::completionKey(const QKeyEvent& event) {
    CompletionPopup& popup = *m_parts->popup;
    switch (event.key()) {
    case Qt::Key_Down: popup.move(1); return true;
    case Qt::Key_Up: popup.move(-1); return true;
    case Qt::Key_PageDown: popup.move(9); return true;
    case Qt::Key_PageUp: popup.move(-9); return true;
    case Qt::Key_Escape: popup.hide(); return true;
    case Qt::Key_Tab: acceptCompletion(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: {
        // Enter after a typed image or path means a new line, unless the list was asked for or walked.
        const CompletionItem* item = popup.current();
        const bool open = item != nullptr && (item->kind == CompletionItem::Kind::Image || item->kind == CompletionItem::Kind::File ||
                                              item->kind == CompletionItem::Kind::Directory);
        if (open && !m_parts->completionWasAsked && !popup.wasNavigated()) {
            popup.hide();
            return false;
        }
        acceptCompletion();
        return true;
    }
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End: popup.hide(); return false;
    default: return false;
    }
}

bool DockerfileEditor::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_view) {
        if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
            const auto* key = static_cast<QKeyEvent*>(event);
            if (m_parts->popupOpen() && event->type() == QEvent::KeyPress && completionKey(*key)) {
                return true;
            }
            if (event->type() == QEvent::KeyPress) {
                hidePopups();
                if (key->key() == Qt::Key_Escape && m_view->SendScintilla(Sci::SCI_GETSELECTIONS) > 1) {
                    const std::size_t caret = m_view->caret();
                    m_view->SendScintilla(Sci::SCI_SETEMPTYSELECTION, static_cast<unsigned long>(caret));
                    return true;
                }
                if (key->key() == Qt::Key_Escape && m_findBar->isVisible()) {
                    m_findBar->close();
                    return true;
                }
            } else if (m_parts->popupOpen() && key->key() == Qt::Key_Escape) {
                event->accept();
                return true;
            }
        } else if (event->type() == QEvent::FocusOut && m_parts->popupOpen()) {
            m_parts->popup->hide();
        } else if (event->type() == QEvent::Leave) {
            hidePopups();
        }
    } else if (watched == m_parts->nameField && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_parts->acceptName();
            return true;
        }
        if (key == Qt::Key_Escape) {
            closeNameField();
            return true;
        }
    } else if (watched == m_parts->nameField && event->type() == QEvent::FocusOut) {
        closeNameField();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace sw::ui
