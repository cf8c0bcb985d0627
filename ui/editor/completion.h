#pragma once

#include "core/dockerfile/ast.h"
#include "core/plan/stagegraph.h"
#include "ui/editor/dockerfileeditor.h"

#include <QString>

#include <vector>

namespace sw::ui {

struct CompletionItem {
    enum class Kind { Instruction, Flag, Value, Stage, Image, Variable, File, Directory, Directive };
    Kind kind = Kind::Value;
    QString text;   ///< what is shown and matched
    QString insert; ///< what is written; as `text` when empty
    QString detail; ///< muted, at the right
    bool again = false; ///< offer the next completion at once (a directory, "--from=")
    const QString& written() const { return insert.isEmpty() ? text : insert; }
    bool operator==(const CompletionItem&) const = default;
};

/// What can stand at one place. `from`..caret is replaced by the item that is chosen.
struct Completion {
    std::size_t from = 0;
    std::vector<CompletionItem> items; ///< those that match what is typed already, best first
};

/// `document` must be the parse of the text that `offset` counts in. Works on half-typed lines.
Completion complete(const dockerfile::Document& document, const plan::StageGraph* graph, std::size_t offset,
                    const CompletionSources& sources);

} // namespace sw::ui
