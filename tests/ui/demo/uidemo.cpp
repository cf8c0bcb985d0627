// Draws editor and graph of a Dockerfile with invented states into a picture (or a window, without OUT).

#include "core/dockerfile/parser.h"
#include "ui/editor/codeview.h"
#include "ui/editor/dockerfileeditor.h"
#include "ui/graph/stagegraphview.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSplitter>
#include <QTimer>

using namespace sw;
using namespace sw::ui;

namespace {

SnapshotPtr makeSnapshot(std::string text) {
    auto snapshot = std::make_shared<DocumentSnapshot>();
    snapshot->revision = 1;
    snapshot->document = std::make_shared<dockerfile::Document>(dockerfile::parse(std::move(text)));
    snapshot->graph = std::make_shared<plan::StageGraph>(plan::resolveStages(*snapshot->document, snapshot->inputs));
    snapshot->diagnostics = snapshot->document->diagnostics;
    snapshot->diagnostics.insert(snapshot->diagnostics.end(), snapshot->graph->diagnostics.begin(), snapshot->graph->diagnostics.end());
    snapshot->problems = snapshot->diagnostics;
    return snapshot;
}

StatesPtr makeStates(const DocumentSnapshot& snapshot) {
    using dockerfile::InstructionKind;
    auto states = std::make_shared<StepStates>();
    states->revision = snapshot.revision;
    const std::uint64_t sizes[] = {812'000, 214'000'000, 1'240'000, 4'100'000, 33'000, 88'000'000};
    std::size_t next = 0;
    bool missed = false;
    for (const auto& instruction : snapshot.document->instructions) {
        StepState state;
        const bool files = instruction.kind == InstructionKind::Run || instruction.kind == InstructionKind::Copy || instruction.kind == InstructionKind::Add;
        if (instruction.kind == InstructionKind::From) {
            state.display = StepDisplay::Hit;
            state.bytes = missed ? 43'100'000 : 905'000'000;
        } else if (instruction.kind == InstructionKind::Workdir) {
            state.display = StepDisplay::Hit;
        } else if (files) {
            state.bytes = sizes[next % 6];
            state.bytesMeasured = instruction.kind == InstructionKind::Run;
            state.display = next < 4 ? StepDisplay::WillRun : StepDisplay::Unknown;
            if (!missed) {
                state.reason = QStringLiteral("package.json changed: 1 line (\"vite\" ^6.0.0 → ^6.1.0). This is why 3 steps run again.");
                missed = true;
            }
            ++next;
        } else {
            state.display = StepDisplay::Metadata;
        }
        states->steps.push_back(state);
    }
    for (const auto& stage : snapshot.graph->stages) {
        states->stages.push_back({stage.isTarget ? 47'200'000ULL : 1'120'000'000ULL, stage.isTarget, StepDisplay::WillRun});
    }
    for (const auto& external : snapshot.graph->externals) {
        states->externalBytes.push_back(external.reference.starts_with("nginx") ? 43'100'000ULL : 905'000'000ULL);
    }
    for (const auto& edge : snapshot.graph->edges) {
        if (edge.kind == plan::EdgeKind::Copy && edge.sourceStage) {
            states->edges.push_back({edge.reference, edge.sourceStage, edge.stage, edge.instruction, edge.line, 4'100'000, 12, 1'120'000'000});
        }
    }
    return states;
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        qWarning("uidemo FILE [OUT.png] [dark|contrast]");
        return 2;
    }
    Theme::instance().setScheme(arguments.contains(QStringLiteral("dark"))       ? ColorScheme::Dark
                                : arguments.contains(QStringLiteral("contrast")) ? ColorScheme::HighContrast
                                                                                 : ColorScheme::Light);
    QFile file(arguments[1]);
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("cannot read %s", qPrintable(arguments[1]));
        return 1;
    }
    const std::string text = file.readAll().toStdString();
    QWidget page;
    auto* layout = new QHBoxLayout(&page);
    layout->setContentsMargins(0, 0, 0, 0);
    auto& window = *new QSplitter(&page);
    layout->addWidget(&window);
    auto* editor = new DockerfileEditor(DockerfileEditor::Language::Dockerfile, &window);
    auto* graph = new StageGraphView(&window);
    window.addWidget(editor);
    window.addWidget(graph);
    page.resize(1500, 760);
    window.setSizes({740, 760});
    editor->setText(text);
    const SnapshotPtr snapshot = makeSnapshot(text);
    const StatesPtr states = makeStates(*snapshot);
    editor->setSnapshot(snapshot);
    editor->setStates(states);
    graph->setSnapshot(snapshot);
    graph->setStates(states);
    const auto select = [&](const SelectedThing& thing) {
        editor->showSelection(thing, nullptr);
        graph->showSelection(thing, nullptr);
    };
    QObject::connect(editor, &DockerfileEditor::selectionRequested, graph, [&](const SelectedThing& thing) { select(thing); });
    QObject::connect(graph, &StageGraphView::selectionRequested, editor, [&](const SelectedThing& thing) { select(thing); });
    page.show();
    SelectedThing thing;
    thing.instruction = snapshot->document->instructions.size() > 7 ? 7 : 0;
    thing.stage = snapshot->document->stageAtLine(snapshot->document->instructions[*thing.instruction].startLine());
    select(thing);
    if (arguments.contains(QStringLiteral("find"))) {
        editor->action(DockerfileEditor::Command::Replace)->trigger();
        editor->findChild<QLineEdit*>()->setText(QStringLiteral("app"));
    }
    if (arguments.contains(QStringLiteral("complete"))) {
        const std::size_t end = editor->view()->view().size();
        editor->view()->replaceRange(end, end, "COPY --from=");
        editor->view()->select(end + 12, end + 12);
        editor->action(DockerfileEditor::Command::Complete)->trigger();
    }
    if (arguments.contains(QStringLiteral("rename"))) {
        editor->renameStage(0);
    }
    if (arguments.contains(QStringLiteral("hover"))) {
        QTimer::singleShot(700, editor, [editor] {
            const std::size_t keyword = editor->view()->lineStart(editor->caretLine() - 1) + 1;
            Q_EMIT editor->view()->hovered(editor->view()->pointOf(keyword) + QPoint(0, 10));
        });
    }
    if (arguments.size() > 2 && arguments[2].endsWith(QStringLiteral(".png"))) {
        QTimer::singleShot(1500, &page, [&] {
            page.grab().save(arguments[2]);
            QApplication::quit();
        });
    }
    return QApplication::exec();
}
