#pragma once

#include "core/dockerfile/parser.h"
#include "ui/editor/codecolors.h"
#include "ui/editor/completionpopup.h"
#include "ui/editor/dockerfileeditor.h"
#include "ui/editor/hovercard.h"

#include <QLineEdit>
#include <QMap>
#include <QPointer>
#include <QTimer>

namespace sw::ui {

/// What an editor holds; shared by its source files only.
struct DockerfileEditor::Parts {
    Language language = Language::Dockerfile;
    SnapshotPtr snapshot;
    StatesPtr states;
    CompletionSources sources;
    CodeColors colors;
    SelectedThing selection;
    std::optional<std::size_t> caretInstruction;
    QMap<int, QAction*> actions;
    QPointer<CompletionPopup> popup;
    QPointer<HoverCard> hoverCard;
    QPointer<QLineEdit> nameField;
    std::function<void()> acceptName;
    std::size_t completionFrom = 0;
    bool completionWasAsked = false; ///< by Ctrl+Space, not by typing
    QTimer changes;                  ///< occurrences are marked when the caret rests
    QTimer refresh;                  ///< shows a snapshot whose states did not come
    bool askLater = false;           ///< the caret is in a line that the snapshot does not know yet
    bool quiet = false;              ///< the caret is moved by us

    /// The text as it is now, parsed. Parsing takes a millisecond for a long file; what the session knows (graph, values)
    /// comes later with the snapshot.
    const dockerfile::Document& parsed(std::string_view text) {
        if (snapshot && snapshot->document && snapshot->document->text == text) {
            return *snapshot->document;
        }
        if (!m_document || m_document->text != text) {
            m_document = std::make_shared<const dockerfile::Document>(dockerfile::parse(std::string(text)));
        }
        return *m_document;
    }

    HoverCard* card(QWidget* window) {
        if (hoverCard.isNull() || hoverCard->parentWidget() != window) {
            delete hoverCard;
            hoverCard = new HoverCard(window);
        }
        return hoverCard;
    }
    bool popupOpen() const { return !popup.isNull() && popup->isVisible(); }

private:
    std::shared_ptr<const dockerfile::Document> m_document;
};

} // namespace sw::ui
