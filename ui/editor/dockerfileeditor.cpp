#include "ui/editor/dockerfileeditor.h"

#include "core/dockerfile/edit.h"
#include "core/dockerfile/parser.h"
#include "ui/editor/codestyles.h"
#include "ui/editor/codeview.h"
#include "ui/editor/editorparts.h"
#include "ui/editor/findbar.h"
#include "ui/editor/hover.h"
#include "ui/editor/stagestrip.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace sw::ui {

DockerfileEditor::DockerfileEditor(Language language, QWidget* parent) : QWidget(parent), m_parts(std::make_unique<Parts>()) {
    m_parts->language = language;
    m_strip = new StageStrip(this);
    m_view = new CodeView(this);
    m_findBar = new FindBar(*m_view, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_strip);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_findBar);
    setFocusProxy(m_view);
    m_view->setAccessibleName(language == Language::Dockerfile ? tr("Dockerfile") : tr("Ignore file"));
    const bool dockerfile = language == Language::Dockerfile;
    m_strip->setVisible(dockerfile);
    m_view->setLaneVisible(dockerfile);
    m_parts->changes.setSingleShot(true);
    m_parts->changes.setInterval(120);
    m_parts->refresh.setSingleShot(true);
    connect(&m_parts->refresh, &QTimer::timeout, this, &DockerfileEditor::refreshLanes);
    makeActions();
    connectView();
    if (dockerfile) {
        m_view->setStylist([this](std::string_view text) { return m_parts->colors.styles(m_parts->parsed(text)); });
    } else if (language == Language::IgnoreFile) {
        m_view->setStylist(ignoreFileStyles);
    }
    updateStrip();
}

DockerfileEditor::~DockerfileEditor() {
    // The view outlives m_parts by a moment and must not call back any more.
    m_view->setStylist({});
    m_view->setLinkTest({});
    m_view->disconnect(this);
    m_view->removeEventFilter(this);
    delete m_parts->popup;
    delete m_parts->hoverCard;
}

void DockerfileEditor::connectView() {
    connect(m_view, &CodeView::changed, this, &DockerfileEditor::onTextChanged);
    connect(m_view, &CodeView::firstLineChanged, this, &DockerfileEditor::updateStrip);
    connect(m_view, &QsciScintilla::cursorPositionChanged, this, [this] { onCaretMoved(); });
    connect(m_view, &QsciScintilla::modificationChanged, this, &DockerfileEditor::modifiedChanged);
    connect(m_view, &CodeView::linkActivated, this, [this](std::size_t position) { goToDefinition(position); });
    connect(m_view, &CodeView::bandClicked, this, &DockerfileEditor::selectStage);
    connect(m_strip, &StageStrip::clicked, this, &DockerfileEditor::selectStage);
    connect(m_view, &CodeView::hovered, this, &DockerfileEditor::showHover);
    connect(m_view, &CodeView::leftHover, this, &DockerfileEditor::hidePopups);
    connect(m_view, &QsciScintillaBase::SCN_CHARADDED, this, &DockerfileEditor::onCharacter);
    connect(m_findBar, &FindBar::message, this, &DockerfileEditor::message);
    connect(&m_parts->changes, &QTimer::timeout, this, &DockerfileEditor::markOccurrences);
    m_view->installEventFilter(this);
    m_view->setLinkTest([this](std::size_t position) -> std::optional<TextRange> {
        if (m_parts->language != Language::Dockerfile) {
            return std::nullopt;
        }
        const auto reference = dockerfile::referenceAt(parsed(), position);
        return reference && !reference->definition.empty() ? std::optional(reference->range) : std::nullopt;
    });
}

const dockerfile::Document& DockerfileEditor::parsed() const {
    return m_parts->parsed(m_view->view());
}

bool DockerfileEditor::snapshotIsCurrent() const {
    return m_parts->snapshot && m_parts->snapshot->document && m_parts->snapshot->document->text == m_view->view();
}

void DockerfileEditor::setText(const std::string& utf8) {
    m_parts->quiet = true;
    m_view->load(utf8);
    m_parts->quiet = false;
    m_parts->caretInstruction = m_parts->language == Language::Dockerfile ? caretInstruction() : std::nullopt;
    afterText();
    updateStrip();
}

void DockerfileEditor::replaceText(const std::string& utf8) {
    m_view->SendScintilla(QsciScintillaBase::SCI_BEGINUNDOACTION);
    m_view->replaceRange(0, m_view->view().size(), utf8);
    m_view->SendScintilla(QsciScintillaBase::SCI_ENDUNDOACTION);
}

std::string DockerfileEditor::text() const {
    return m_view->bytes();
}

bool DockerfileEditor::isModified() const {
    return m_view->isModified();
}

void DockerfileEditor::markSaved() {
    m_view->setModified(false);
}

void DockerfileEditor::setReadOnly(bool readOnly) {
    m_view->setReadOnly(readOnly);
}

void DockerfileEditor::setCompletionSources(CompletionSources sources) {
    m_parts->sources = std::move(sources);
}

void DockerfileEditor::setSnapshot(const SnapshotPtr& snapshot) {
    m_parts->snapshot = snapshot;
    if (snapshot && m_parts->states && m_parts->states->revision != snapshot->revision) {
        m_parts->refresh.start(); // its states follow at once: no frame without them in between
    } else {
        refreshLanes();
    }
}

void DockerfileEditor::setStates(const StatesPtr& states) {
    m_parts->states = states;
    m_parts->refresh.stop();
    refreshLanes();
}

void DockerfileEditor::refreshLanes() {
    if (m_parts->language != Language::Dockerfile || !snapshotIsCurrent()) {
        return; // a newer snapshot is on its way; lines and lanes were kept together by the view
    }
    const DocumentSnapshot& snapshot = *m_parts->snapshot;
    m_view->setLanes(makeLanes(snapshot, m_parts->states.get()));
    m_view->setFoldLevels(foldLevels(*snapshot.document));
    std::vector<std::pair<std::size_t, std::size_t>> errors;
    std::vector<std::pair<std::size_t, std::size_t>> warnings;
    std::vector<std::pair<std::size_t, std::size_t>> hints;
    for (const Diagnostic& diagnostic : snapshot.problems) {
        std::size_t begin = diagnostic.range.start.offset;
        std::size_t end = diagnostic.range.end.offset;
        if (begin == end) {
            begin = begin > 0 ? begin - 1 : 0;
        }
        auto& list = diagnostic.severity == Severity::Error ? errors : diagnostic.severity == Severity::Warning ? warnings : hints;
        list.emplace_back(begin, end);
    }
    m_view->setRanges(CodeIndicator::Error, errors);
    m_view->setRanges(CodeIndicator::Warning, warnings);
    m_view->setRanges(CodeIndicator::Hint, hints);
    showSelection(m_parts->selection, this);
    updateStrip();
    describeCaretLine();
    if (std::exchange(m_parts->askLater, false)) {
        askForCaretInstruction();
    }
}

void DockerfileEditor::afterText() {
    if (m_parts->language == Language::Dockerfile && !snapshotIsCurrent()) {
        m_view->setFoldLevels(foldLevels(parsed()));
    }
}

void DockerfileEditor::onTextChanged() {
    m_parts->card(window())->hide();
    afterText();
    Q_EMIT textEdited();
    onCaretMoved();
    if (m_parts->popupOpen()) {
        updateCompletion(false);
    }
}

void DockerfileEditor::updateStrip() {
    if (m_parts->language != Language::Dockerfile) {
        return;
    }
    const Lanes& lanes = m_view->lanes();
    const int line = m_view->firstVisibleLine();
    const int stage = line < static_cast<int>(lanes.lines.size()) ? lanes.lines[static_cast<std::size_t>(std::max(line, 0))].stage : -1;
    if (stage >= 0 && stage < static_cast<int>(lanes.bands.size())) {
        m_strip->show(stage, lanes.bands[static_cast<std::size_t>(stage)], {});
        return;
    }
    const std::size_t count = lanes.bands.size();
    m_strip->show(-1, {}, count == 0 ? tr("No stage yet: a stage begins with FROM")
                                     : tr("Before the first stage"));
}

int DockerfileEditor::caretLine() const {
    return m_view->lineOf(m_view->caret()) + 1;
}

int DockerfileEditor::caretColumn() const {
    return static_cast<int>(m_view->SendScintilla(QsciScintillaBase::SCI_COUNTCHARACTERS,
                                                  static_cast<unsigned long>(m_view->lineStart(caretLine() - 1)),
                                                  static_cast<long>(m_view->caret())));
}

std::optional<std::size_t> DockerfileEditor::caretInstruction() const {
    return parsed().instructionIndexAtLine(caretLine());
}

QString DockerfileEditor::selectedText() const {
    return m_view->selectedText();
}

void DockerfileEditor::onCaretMoved() {
    Q_EMIT caretMoved(caretLine(), caretColumn());
    m_parts->changes.start();
    if (m_parts->quiet || m_parts->language != Language::Dockerfile) {
        return;
    }
    const auto instruction = caretInstruction();
    if (instruction == m_parts->caretInstruction) {
        return;
    }
    m_parts->caretInstruction = instruction;
    Q_EMIT caretInstructionChanged(instruction);
    m_parts->askLater = !snapshotIsCurrent();
    if (!m_parts->askLater) {
        askForCaretInstruction();
    }
}

void DockerfileEditor::askForCaretInstruction() {
    describeCaretLine();
    if (m_parts->caretInstruction) {
        SelectedThing thing;
        thing.instruction = m_parts->caretInstruction;
        thing.stage = m_parts->snapshot->document->stageAtLine(caretLine());
        Q_EMIT selectionRequested(thing);
    }
}

/// What the lanes say of the caret's line, for those who hear it instead.
void DockerfileEditor::describeCaretLine() {
    const auto index = m_parts->caretInstruction;
    const StepStates* states = m_parts->states.get();
    QString text;
    if (index && snapshotIsCurrent() && states != nullptr && *index < states->steps.size()) {
        const StepState& state = states->steps[*index];
        QStringList parts{Theme::word(state.display)};
        if (state.bytes) {
            parts << Theme::bytes(*state.bytes);
        }
        if (!state.reason.isEmpty() || !state.error.isEmpty()) {
            parts << (state.error.isEmpty() ? state.reason : state.error);
        }
        parts.removeAll(QString());
        text = parts.join(QStringLiteral(", "));
    }
    m_view->setAccessibleDescription(text);
}

void DockerfileEditor::selectStage(int stage) {
    if (!snapshotIsCurrent()) {
        return;
    }
    SelectedThing thing;
    thing.stage = static_cast<std::size_t>(stage);
    Q_EMIT selectionRequested(thing);
}

void DockerfileEditor::showSelection(const SelectedThing& thing, QObject* origin) {
    m_parts->selection = thing;
    if (m_parts->language != Language::Dockerfile || !snapshotIsCurrent()) {
        return;
    }
    const dockerfile::Document& document = *m_parts->snapshot->document;
    std::optional<std::size_t> index = thing.instruction;
    if (!index && thing.stage && *thing.stage < document.stages.size()) {
        index = document.stages[*thing.stage].from;
    }
    if (!index || *index >= document.instructions.size()) {
        m_view->setSelectedLines(-1, -1);
        return;
    }
    const dockerfile::Instruction& instruction = document.instructions[*index];
    m_view->setSelectedLines(instruction.startLine() - 1, instruction.endLine() - 1);
    if (origin == this) {
        return;
    }
    const int line = caretLine();
    if (line < instruction.startLine() || line > instruction.endLine()) {
        m_parts->quiet = true;
        const std::size_t start = m_view->lineStart(instruction.startLine() - 1);
        m_view->select(start, start);
        m_parts->caretInstruction = index;
        m_parts->quiet = false;
    }
    m_view->reveal(m_view->lineStart(instruction.startLine() - 1));
}

void DockerfileEditor::goToLine(int line, int column) {
    const std::size_t start = m_view->lineStart(std::max(0, line - 1));
    const std::size_t place = std::min(start + static_cast<std::size_t>(std::max(0, column)), m_view->lineEnd(std::max(0, line - 1)));
    m_view->select(place, place);
    m_view->reveal(place);
    m_view->setFocus(Qt::OtherFocusReason);
}

void DockerfileEditor::applyEdits(const std::vector<TextEdit>& edits) {
    m_view->applyEdits(edits);
}

QAction* DockerfileEditor::action(Command command) const {
    return m_parts->actions.value(static_cast<int>(command));
}

QList<QAction*> DockerfileEditor::allActions() const {
    return m_parts->actions.values();
}

void DockerfileEditor::contextMenuEvent(QContextMenuEvent* event) {
    hidePopups();
    QMenu menu(this);
    const bool dockerfile = m_parts->language == Language::Dockerfile;
    if (dockerfile) {
        menu.addAction(action(Command::QuickFix));
        menu.addAction(action(Command::GoToDefinition));
        menu.addAction(action(Command::Rename));
        menu.addAction(action(Command::ToggleComment));
        menu.addAction(action(Command::Format));
        menu.addSeparator();
    }
    for (const Command command : {Command::Cut, Command::Copy, Command::Paste, Command::SelectAll}) {
        menu.addAction(action(command));
    }
    menu.addSeparator();
    menu.addAction(action(Command::Find));
    menu.addAction(action(Command::Replace));
    menu.exec(event->globalPos());
}

} // namespace sw::ui
