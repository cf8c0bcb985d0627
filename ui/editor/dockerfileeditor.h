#pragma once

#include "core/base/diagnostic.h"
#include "core/base/text.h"
#include "ui/session/documentsession.h"
#include "ui/session/selection.h"

#include <QStringList>
#include <QWidget>

#include <functional>
#include <string>
#include <vector>

class QAction;
class QKeyEvent;

namespace sw::dockerfile {
struct Reference;
}

namespace sw::ui {

class CodeView;
class FindBar;
class StageStrip;

/// What completion needs to know of the world outside the text. Called on the GUI thread: answers come from memory.
struct CompletionSources {
    std::function<QStringList(const QString& prefix)> contextPaths; ///< entries below the context, directories end in '/'
    std::function<QStringList()> imageNames;                        ///< images the store has seen
};

/// The text of one file with everything that stands beside its lines. It owns the text while the file is open and applies
/// TextEdits as one undo step each; it never parses for others: snapshots and states come in, requests go out.
class DockerfileEditor : public QWidget {
    Q_OBJECT
public:
    enum class Language { Dockerfile, IgnoreFile, Plain };

    explicit DockerfileEditor(Language language = Language::Dockerfile, QWidget* parent = nullptr);
    ~DockerfileEditor() override;

    /// Loads a file: undo starts anew, nothing is modified, the line ends of the text are kept.
    void setText(const std::string& utf8);
    /// A change on disk or a template: one undo step, caret and scroll position stay where the text is the same.
    void replaceText(const std::string& utf8);
    std::string text() const; ///< UTF-8, byte by byte what is in the file
    bool isModified() const;
    void markSaved();
    void setReadOnly(bool readOnly);

    void setSnapshot(const SnapshotPtr& snapshot);
    void setStates(const StatesPtr& states);
    void setCompletionSources(CompletionSources sources);

    /// One undo step; ranges refer to the text as it is now. The caret stays on the text it is on.
    void applyEdits(const std::vector<TextEdit>& edits);
    /// The fixes of the problems of a line's instruction, those of that very line first, each with "ignore here" behind.
    std::vector<QuickFix> fixesAt(int line) const;
    /// One undo step, when the text is still the one that the fix was made for.
    void applyFix(const QuickFix& fix);
    void ignoreHere(const Diagnostic& problem); ///< adds the comment that silences it at its instruction
    /// Lays a Dockerfile out evenly (core/format) in one undo step, and says what was left alone. Not for other languages.
    void format();
    void goToLine(int line, int column = 0); ///< 1-based line, 0-based byte column; takes the focus
    int caretLine() const;   ///< 1-based
    int caretColumn() const; ///< 0-based, in characters
    std::optional<std::size_t> caretInstruction() const;
    QString selectedText() const;

    /// Undo, redo, cut, copy, paste, find, replace, comment, rename, definition, fold, zoom: with texts and shortcuts, for the
    /// menus. Their shortcuts work while this editor has the focus.
    enum class Command { Undo, Redo, Cut, Copy, Paste, SelectAll, Find, FindNext, FindPrevious, Replace, ToggleComment, Rename,
                         GoToDefinition, Complete, ToggleFold, FoldAll, UnfoldAll, ZoomIn, ZoomOut, ZoomReset, DuplicateLine,
                         MoveLineUp, MoveLineDown, NextProblem, PreviousProblem, QuickFix, AddCaretBelow, AddCaretAbove, SelectNextOccurrence,
                         Format };
    QAction* action(Command command) const;
    QList<QAction*> allActions() const;

    CodeView* view() const { return m_view; } ///< for tests and for focus

public Q_SLOTS:
    /// Shows what is selected elsewhere. `origin` == this: does not scroll.
    void showSelection(const sw::ui::SelectedThing& thing, QObject* origin = nullptr);
    void renameStage(std::size_t stage); ///< opens the name field at the stage's name (from the graph's F2)

Q_SIGNALS:
    void textEdited();
    void modifiedChanged(bool modified);
    void caretMoved(int line, int column);
    void caretInstructionChanged(std::optional<std::size_t> instruction);
    void selectionRequested(const sw::ui::SelectedThing& thing);
    void message(const QString& sentence); ///< for the status bar

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Parts;
    void makeActions();
    void run(Command command);
    void connectView();
    const dockerfile::Document& parsed() const;
    bool snapshotIsCurrent() const; ///< the snapshot is of the text as it is now
    void refreshLanes();
    void afterText();
    void onTextChanged();
    void onCaretMoved();
    void askForCaretInstruction();
    void describeCaretLine();
    void updateStrip();
    void selectStage(int stage);
    void toggleFold();
    void foldStages(int fold);
    void addCaret(int direction);
    void toggleComment();
    void goToProblem(int direction);
    void showQuickFixes();
    void goToDefinition(std::size_t position);
    void markOccurrences();
    std::vector<TextEdit> renameEdits(const dockerfile::Reference& reference, const std::string& name) const;
    void startRename(std::size_t position);
    void openNameField(const TextRange& range, const std::string& name,
                       std::function<std::vector<TextEdit>(const std::string&)> edits);
    void closeNameField();
    void showHover(QPoint point);
    void hidePopups();
    void onCharacter(int character);
    void updateCompletion(bool asked);
    void acceptCompletion();
    bool completionKey(const QKeyEvent& event);

    CodeView* m_view = nullptr;
    StageStrip* m_strip = nullptr;
    FindBar* m_findBar = nullptr;
    std::unique_ptr<Parts> m_parts;
};

} // namespace sw::ui
