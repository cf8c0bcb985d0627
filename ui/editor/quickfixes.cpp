// Quick fixes of DockerfileEditor: what can be done about the problems of a line.

#include "core/checks/pragmas.h"
#include "ui/editor/codeview.h"
#include "ui/editor/editorparts.h"
#include "ui/session/sentence.h"

#include <QMenu>

#include <algorithm>

namespace sw::ui {

namespace {

using Sci = QsciScintillaBase;

/// The problem is of this line's instruction.
bool isAt(const Diagnostic& problem, const dockerfile::Document& document, int line) {
    const int start = problem.range.start.line;
    const dockerfile::Instruction* instruction = document.instructionAtLine(line);
    return start == line || (instruction != nullptr && start >= instruction->startLine() && start <= instruction->endLine());
}

} // namespace

std::vector<QuickFix> DockerfileEditor::fixesAt(int line) const {
    std::vector<QuickFix> fixes;
    if (!snapshotIsCurrent()) {
        return fixes;
    }
    const dockerfile::Document& document = *m_parts->snapshot->document;
    std::vector<const Diagnostic*> problems;
    for (const Diagnostic& problem : m_parts->snapshot->problems) {
        if (isAt(problem, document, line)) {
            problems.push_back(&problem);
        }
    }
    std::ranges::stable_sort(problems, {}, [line](const Diagnostic* problem) { return problem->range.start.line != line; });
    const auto add = [&fixes](const QuickFix& fix) {
        if (!fix.edits.empty() && std::ranges::find(fixes, fix) == fixes.end()) {
            fixes.push_back(fix);
        }
    };
    for (const Diagnostic* problem : problems) {
        std::ranges::for_each(problem->fixes, add);
    }
    for (const Diagnostic* problem : problems) {
        if (checks::canBeIgnored(problem->rule)) {
            QuickFix fix = checks::ignoreHere(document, *problem);
            fix.title = tr("Ignore %1 here").arg(QString::fromStdString(problem->rule)).toStdString();
            add(fix);
        }
    }
    return fixes;
}

void DockerfileEditor::applyFix(const QuickFix& fix) {
    if (snapshotIsCurrent()) {
        applyEdits(fix.edits);
    } else {
        Q_EMIT message(tr("The text has just changed; try again."));
    }
}

void DockerfileEditor::ignoreHere(const Diagnostic& problem) {
    if (snapshotIsCurrent() && checks::canBeIgnored(problem.rule)) {
        applyEdits(checks::ignoreHere(*m_parts->snapshot->document, problem).edits);
    }
}

void DockerfileEditor::showQuickFixes() {
    const std::vector<QuickFix> fixes = fixesAt(caretLine());
    if (fixes.empty()) {
        Q_EMIT message(tr("Nothing can be fixed by itself in this line."));
        return;
    }
    hidePopups();
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("quickFixes"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QuickFix& fix : fixes) {
        menu->addAction(shown(fix.title), this, [this, fix] { applyFix(fix); });
    }
    menu->setActiveAction(menu->actions().constFirst());
    const auto caret = static_cast<long>(m_view->caret());
    const auto x = static_cast<int>(m_view->SendScintilla(Sci::SCI_POINTXFROMPOSITION, 0UL, caret));
    const auto y = static_cast<int>(m_view->SendScintilla(Sci::SCI_POINTYFROMPOSITION, 0UL, caret));
    menu->popup(m_view->viewport()->mapToGlobal(QPoint(x, y + m_view->textHeight(0))));
}

} // namespace sw::ui
