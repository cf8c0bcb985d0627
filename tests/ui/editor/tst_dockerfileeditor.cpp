#include "core/dockerfile/parser.h"
#include "ui/editor/codestyles.h"
#include "ui/editor/codeview.h"
#include "ui/editor/dockerfileeditor.h"
#include "ui/editor/findbar.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace sw;
using namespace sw::ui;
using Command = DockerfileEditor::Command;

namespace {

const std::string kTwoStages = "FROM node:18 AS builder\n"
                               "RUN npm install\n"
                               "\n"
                               "FROM nginx:alpine\n"
                               "COPY --from=builder /app /html\n";

SnapshotPtr snapshotOf(const std::string& text, std::uint64_t revision = 1) {
    auto snapshot = std::make_shared<DocumentSnapshot>();
    snapshot->revision = revision;
    snapshot->document = std::make_shared<dockerfile::Document>(dockerfile::parse(text));
    snapshot->graph = std::make_shared<plan::StageGraph>(plan::resolveStages(*snapshot->document, snapshot->inputs));
    snapshot->diagnostics = snapshot->document->diagnostics;
    snapshot->problems = snapshot->diagnostics;
    return snapshot;
}

StatesPtr statesOf(const DocumentSnapshot& snapshot) {
    auto states = std::make_shared<StepStates>();
    states->revision = snapshot.revision;
    states->steps.resize(snapshot.document->instructions.size());
    states->steps[1].display = StepDisplay::WillRun;
    states->steps[1].reason = QStringLiteral("package.json changed");
    return states;
}

struct Fixture {
    DockerfileEditor editor;
    explicit Fixture(const std::string& text = kTwoStages) {
        editor.resize(700, 500);
        editor.setText(text);
        editor.setSnapshot(snapshotOf(text));
        editor.show();
        editor.activateWindow();
        editor.view()->setFocus();
        (void)QTest::qWaitForWindowExposed(&editor);
    }
    long send(unsigned message, unsigned long w = 0, long l = 0) { return editor.view()->SendScintilla(message, w, l); }
    void caretAt(const std::string& word, std::size_t plus = 0) {
        const std::size_t at = editor.text().find(word) + plus;
        editor.view()->select(at, at);
    }
};

using Sci = QsciScintillaBase;

} // namespace

class TestDockerfileEditor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textIsKeptByteByByte_data();
    void textIsKeptByteByByte();
    void stylesReachTheWidget();
    void renameIsOneUndoStep();
    void renameFieldRenamesEverywhere();
    void definitionOfAStage();
    void editsKeepTheCaret();
    void replaceAllIsOneUndoStep();
    void commentTogglesLines();
    void formatIsOneUndoStepAndKeepsTheCaret();
    void formatSaysWhatItLeftAlone();
    void bandAndReasonStandBesideTheLines();
    void bandStaysWhenTheStageAboveIsFolded();
    void linesAndLanesStayTogetherWhileTyping();
    void selectionIsShownAndAsked();
    void aTypedLineIsSelectedWhenItIsKnown();
    void themeChangesTheColours();
    void completionAcceptsWithTab();
    void problemsAreUnderlined();
    void problemsAreMendedAtTheCaret();
    void caretsAreMany();
    void plainFilesHaveNoLanes();
    void largeFileIsTyped();
};

void TestDockerfileEditor::textIsKeptByteByByte_data() {
    QTest::addColumn<std::string>("text");
    QTest::newRow("no end of line at the end") << std::string("FROM a");
    QTest::newRow("Windows line ends") << std::string("FROM a\r\nRUN b\r\n");
    QTest::newRow("mixed line ends") << std::string("FROM a\r\nRUN b\nRUN c\r\n");
    QTest::newRow("byte order mark and accents") << std::string("\xEF\xBB\xBF# ñandú €\nFROM a\n");
    QTest::newRow("bytes that are no UTF-8") << std::string("FROM a\nRUN echo \xff\xfe\n");
    QTest::newRow("empty") << std::string();
}

void TestDockerfileEditor::textIsKeptByteByByte() {
    QFETCH(std::string, text);
    DockerfileEditor editor;
    editor.setText(text);
    QCOMPARE(editor.text(), text);
    QVERIFY(!editor.isModified());
    editor.action(Command::Undo)->trigger();
    QCOMPARE(editor.text(), text);
}

void TestDockerfileEditor::stylesReachTheWidget() {
    Fixture f;
    f.editor.view()->restyle();
    QCOMPARE(f.send(Sci::SCI_GETSTYLEAT, 0), long(codestyle::kKeyword));
    const auto stage = static_cast<unsigned long>(kTwoStages.rfind("builder"));
    QCOMPARE(f.send(Sci::SCI_GETSTYLEAT, stage), long(codestyle::kStageFirst));
    f.editor.applyEdits({{{{0, 1, 0}, {0, 1, 0}}, "# x\n"}});
    f.editor.view()->restyle();
    QCOMPARE(f.send(Sci::SCI_GETSTYLEAT, 0), long(codestyle::kComment));
    QCOMPARE(f.send(Sci::SCI_GETSTYLEAT, 4), long(codestyle::kKeyword));
    QCOMPARE(f.send(Sci::SCI_GETSTYLEAT, stage + 4), long(codestyle::kStageFirst));
}

void TestDockerfileEditor::renameIsOneUndoStep() {
    Fixture f;
    f.editor.renameStage(0);
    auto* field = f.editor.view()->viewport()->findChild<QLineEdit*>();
    QVERIFY(field != nullptr);
    QCOMPARE(field->text(), QStringLiteral("builder"));
    field->setText(QStringLiteral("app"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(f.editor.text().find("AS app\n") != std::string::npos);
    QVERIFY(f.editor.text().find("--from=app ") != std::string::npos);
    f.editor.action(Command::Undo)->trigger();
    QCOMPARE(f.editor.text(), kTwoStages);
    QVERIFY(!f.editor.isModified());
}

void TestDockerfileEditor::renameFieldRenamesEverywhere() {
    Fixture f("FROM a\nARG VERSION=1\nRUN echo $VERSION ${VERSION}\n");
    f.caretAt("$VERSION", 2);
    f.editor.action(Command::Rename)->trigger();
    auto* field = f.editor.view()->viewport()->findChild<QLineEdit*>();
    QVERIFY(field != nullptr);
    field->setText(QStringLiteral("1bad"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY2(f.editor.text().find("1bad") == std::string::npos, "a name that is none is refused");
    f.editor.action(Command::Rename)->trigger();
    const auto fields = f.editor.view()->viewport()->findChildren<QLineEdit*>();
    fields.back()->setText(QStringLiteral("V"));
    QTest::keyClick(fields.back(), Qt::Key_Return);
    QVERIFY2(f.editor.text().find('\n', 30) == f.editor.text().size() - 1, "Enter in the field is no line in the file");
    QCOMPARE(f.editor.text(), std::string("FROM a\nARG V=1\nRUN echo $V ${V}\n"));
}

void TestDockerfileEditor::definitionOfAStage() {
    Fixture f;
    f.caretAt("builder /app", 3);
    f.editor.action(Command::GoToDefinition)->trigger();
    QCOMPARE(f.editor.caretLine(), 1);
    QCOMPARE(f.editor.selectedText(), QStringLiteral("builder"));
}

void TestDockerfileEditor::editsKeepTheCaret() {
    Fixture f;
    f.caretAt("npm install", 4);
    const std::string whole = "# one\n# two\n" + kTwoStages;
    f.editor.replaceText(whole);
    QCOMPARE(f.editor.text(), whole);
    QCOMPARE(f.editor.caretLine(), 4);
    QCOMPARE(f.editor.caretColumn(), 8);
    f.editor.action(Command::Undo)->trigger();
    QCOMPARE(f.editor.text(), kTwoStages);
}

void TestDockerfileEditor::replaceAllIsOneUndoStep() {
    Fixture f;
    f.editor.action(Command::Replace)->trigger();
    auto* bar = f.editor.findChild<FindBar*>();
    QVERIFY(bar->isVisible());
    bar->setQuery({QStringLiteral("FROM"), false, false, false});
    QCOMPARE(bar->countText(), QStringLiteral("1 of 3"));
    bar->findNext();
    QCOMPARE(bar->countText(), QStringLiteral("2 of 3"));
    bar->findPrevious();
    bar->findPrevious();
    QCOMPARE(bar->countText(), QStringLiteral("3 of 3"));
    bar->replaceField()->setText(QStringLiteral("X"));
    bar->replaceAll();
    QVERIFY(f.editor.text().starts_with("X node:18"));
    QVERIFY(f.editor.text().find("--X=builder") != std::string::npos);
    f.editor.action(Command::Undo)->trigger();
    QCOMPARE(f.editor.text(), kTwoStages);
}

void TestDockerfileEditor::commentTogglesLines() {
    Fixture f;
    f.caretAt("RUN");
    f.editor.action(Command::ToggleComment)->trigger();
    QVERIFY(f.editor.text().find("\n# RUN npm") != std::string::npos);
    f.editor.action(Command::ToggleComment)->trigger();
    QCOMPARE(f.editor.text(), kTwoStages);
}

void TestDockerfileEditor::formatIsOneUndoStepAndKeepsTheCaret() {
    const std::string before = "from node:18 as builder\nrun  npm install  \nfrom nginx:alpine\ncopy --from=builder   /app /html\n";
    Fixture f(before);
    f.caretAt("nginx");
    f.editor.action(Command::Format)->trigger();
    QCOMPARE(f.editor.text(), std::string("FROM node:18 AS builder\nRUN npm install\n\nFROM nginx:alpine\nCOPY --from=builder /app /html\n"));
    QCOMPARE(f.editor.view()->caret(), f.editor.text().find("nginx"));
    f.editor.action(Command::Undo)->trigger();
    QCOMPARE(f.editor.text(), before);
    QVERIFY(!f.editor.isModified());
}

void TestDockerfileEditor::formatSaysWhatItLeftAlone() {
    Fixture f("FROM a\nrum  x\nuser y\n");
    QSignalSpy said(&f.editor, &DockerfileEditor::message);
    f.editor.format();
    QCOMPARE(f.editor.text(), std::string("FROM a\nrum  x\nUSER y\n"));
    QCOMPARE(said.size(), 1);
    QVERIFY(said[0][0].toString().contains(u'1'));
    f.editor.setText("from a\n");
    f.editor.setReadOnly(true);
    f.editor.format();
    QCOMPARE(f.editor.text(), std::string("from a\n"));

    DockerfileEditor ignoreFile(DockerfileEditor::Language::IgnoreFile);
    ignoreFile.setText("from  a\n");
    QVERIFY(!ignoreFile.action(Command::Format)->isEnabled());
    ignoreFile.format();
    QCOMPARE(ignoreFile.text(), std::string("from  a\n"));
}

void TestDockerfileEditor::bandAndReasonStandBesideTheLines() {
    Fixture f;
    f.editor.setStates(statesOf(*snapshotOf(kTwoStages)));
    QCOMPARE(f.send(Sci::SCI_ANNOTATIONGETLINES, 0), 0L);
    QCOMPARE(f.send(Sci::SCI_ANNOTATIONGETLINES, 1), 1L); // the reason
    QCOMPARE(f.send(Sci::SCI_ANNOTATIONGETLINES, 2), 1L); // the band of the second stage
    const int lineHeight = f.editor.view()->bandHeight();
    QCOMPARE(f.editor.view()->pointOf(kTwoStages.find("FROM nginx")).y() - f.editor.view()->pointOf(0).y(), 5 * lineHeight);
}

void TestDockerfileEditor::bandStaysWhenTheStageAboveIsFolded() {
    Fixture f;
    f.editor.action(Command::FoldAll)->trigger();
    QVERIFY(f.editor.view()->isFoldedAway(1));
    QVERIFY(QTest::qWaitFor([&] { return f.send(Sci::SCI_ANNOTATIONGETLINES, 2) == 1; }));
    f.editor.action(Command::UnfoldAll)->trigger();
    QVERIFY(!f.editor.view()->isFoldedAway(1));
}

void TestDockerfileEditor::linesAndLanesStayTogetherWhileTyping() {
    Fixture f;
    f.editor.setStates(statesOf(*snapshotOf(kTwoStages)));
    f.caretAt("FROM node");
    QTest::keyClick(f.editor.view(), Qt::Key_Return);
    QCOMPARE(f.editor.view()->lanes().lines[2].display, StepDisplay::WillRun);
    QSignalSpy edited(&f.editor, &DockerfileEditor::textEdited);
    QTest::keyClicks(f.editor.view(), QStringLiteral("#"));
    QVERIFY(QTest::qWaitFor([&] { return edited.count() > 0; }));
}

void TestDockerfileEditor::selectionIsShownAndAsked() {
    Fixture f;
    QSignalSpy asked(&f.editor, &DockerfileEditor::selectionRequested);
    f.caretAt("COPY");
    QVERIFY(QTest::qWaitFor([&] { return asked.count() == 1; }));
    const auto thing = asked.last().first().value<SelectedThing>();
    QCOMPARE(*thing.instruction, 3U);
    QCOMPARE(*thing.stage, 1U);
    SelectedThing other;
    other.instruction = 1;
    other.stage = 0;
    f.editor.showSelection(other, nullptr);
    QCOMPARE(f.editor.caretLine(), 2);
    QTest::qWait(50);
    QCOMPARE(asked.count(), 1); // being told does not ask again
    QVERIFY((f.send(Sci::SCI_MARKERGET, 1) & (1 << kSelectedInstructionMarker)) != 0);
}

void TestDockerfileEditor::aTypedLineIsSelectedWhenItIsKnown() {
    Fixture f;
    QSignalSpy asked(&f.editor, &DockerfileEditor::selectionRequested);
    f.editor.view()->select(kTwoStages.size(), kTwoStages.size());
    QTest::keyClicks(f.editor.view(), QStringLiteral("RUN x"));
    QVERIFY(QTest::qWaitFor([&] { return f.editor.caretInstruction() == 4U; }));
    QTest::qWait(20);
    QVERIFY(asked.isEmpty() || *asked.last().first().value<SelectedThing>().instruction != 4U);
    f.editor.setSnapshot(snapshotOf(f.editor.text(), 2));
    QCOMPARE(*asked.last().first().value<SelectedThing>().instruction, 4U);
}

void TestDockerfileEditor::themeChangesTheColours() {
    Fixture f;
    Theme::instance().setScheme(ColorScheme::Dark);
    const QColor keyword = Theme::instance().color(Theme::Role::Keyword);
    QCOMPARE(f.send(Sci::SCI_STYLEGETFORE, codestyle::kKeyword), long(keyword.red() | (keyword.green() << 8) | (keyword.blue() << 16)));
    QVERIFY(f.editor.grab().toImage().pixelColor(300, 480) == Theme::instance().color(Theme::Role::Surface));
    Theme::instance().setScheme(ColorScheme::Light);
    QVERIFY(f.editor.grab().toImage().pixelColor(300, 480) == Theme::instance().color(Theme::Role::Surface));
}

void TestDockerfileEditor::completionAcceptsWithTab() {
    Fixture f("FROM a AS base\nFROM b\n");
    f.editor.view()->select(f.editor.text().size(), f.editor.text().size());
    QTest::keyClicks(f.editor.view(), QStringLiteral("COPY --fr"));
    QTest::qWait(1);
    auto* popup = f.editor.window()->findChild<QFrame*>(QStringLiteral("completionPopup"));
    QVERIFY(QTest::qWaitFor([&] { return popup != nullptr && popup->isVisible(); }));
    QTest::keyClick(f.editor.view(), Qt::Key_Tab);
    QVERIFY(f.editor.text().ends_with("COPY --from="));
    QVERIFY(QTest::qWaitFor([&] { return popup->isVisible(); })); // the stages follow at once
    QTest::keyClick(f.editor.view(), Qt::Key_Tab);
    QVERIFY2(f.editor.text().ends_with("COPY --from=base"), f.editor.text().c_str());
}

void TestDockerfileEditor::problemsAreUnderlined() {
    Fixture f("FROM a\nRUMBLE x\n");
    QVERIFY(f.send(Sci::SCI_INDICATORVALUEAT, static_cast<unsigned long>(CodeIndicator::Error), 8) != 0);
    QCOMPARE(f.send(Sci::SCI_INDICATORVALUEAT, static_cast<unsigned long>(CodeIndicator::Error), 1), 0L);
    QCOMPARE(f.editor.view()->lanes().lines[1].problem, std::optional(Severity::Error));
    QSignalSpy said(&f.editor, &DockerfileEditor::message);
    f.editor.action(Command::NextProblem)->trigger();
    QCOMPARE(f.editor.caretLine(), 2);
    QCOMPARE(said.count(), 1);
}

void TestDockerfileEditor::problemsAreMendedAtTheCaret() {
    const std::string text = "FROM a:1\nRUN true && \\\n    sudo x\nRUN y\n";
    Fixture f(text);
    auto snapshot = std::make_shared<DocumentSnapshot>(*snapshotOf(text));
    const std::size_t at = text.find("sudo");
    Diagnostic sudo{Severity::Error, "DL3004", "Remove sudo.", {}, snapshot->document->lines.range(at, at + 4), {}};
    sudo.fixes.push_back({"Remove sudo", {{snapshot->document->lines.range(at, at + 5), ""}}});
    snapshot->problems = {sudo};
    f.editor.setSnapshot(snapshot);
    QVERIFY(f.send(Sci::SCI_INDICATORVALUEAT, static_cast<unsigned long>(CodeIndicator::Error), static_cast<long>(at)) != 0);
    QVERIFY(f.editor.fixesAt(1).empty());
    QCOMPARE(f.editor.fixesAt(2).size(), 2U); // of the same instruction
    QCOMPARE(f.editor.fixesAt(3).size(), 2U);
    QVERIFY(f.editor.fixesAt(4).empty());
    f.caretAt("sudo");
    QTest::keyClick(f.editor.view(), Qt::Key_Period, Qt::ControlModifier);
    auto* menu = f.editor.findChild<QMenu*>(QStringLiteral("quickFixes"));
    QVERIFY(menu != nullptr && menu->isVisible());
    QCOMPARE(menu->actions().size(), 2);
    QCOMPARE(menu->actions()[0]->text(), QStringLiteral("Remove sudo"));
    QCOMPARE(menu->actions()[1]->text(), QStringLiteral("Ignore DL3004 here"));
    menu->actions()[0]->trigger();
    menu->close();
    QCOMPARE(f.editor.text(), std::string("FROM a:1\nRUN true && \\\n    x\nRUN y\n"));
    f.editor.action(Command::Undo)->trigger();
    QCOMPARE(f.editor.text(), text);
    f.editor.ignoreHere(sudo);
    QCOMPARE(f.editor.text(), std::string("FROM a:1\n# hadolint ignore=DL3004\nRUN true && \\\n    sudo x\nRUN y\n"));
    // A fix for another text is not applied.
    QSignalSpy said(&f.editor, &DockerfileEditor::message);
    f.editor.applyFix(sudo.fixes.front());
    QCOMPARE(said.count(), 1);
    QVERIFY(f.editor.text().contains("sudo x"));
}

void TestDockerfileEditor::caretsAreMany() {
    Fixture f("FROM a\nRUN x\nRUN x\n");
    f.caretAt("RUN x");
    f.editor.action(Command::AddCaretBelow)->trigger();
    QCOMPARE(f.send(Sci::SCI_GETSELECTIONS), 2L);
    QTest::keyClicks(f.editor.view(), QStringLiteral("#"));
    QCOMPARE(f.editor.text(), std::string("FROM a\n#RUN x\n#RUN x\n"));
    QTest::keyClick(f.editor.view(), Qt::Key_Escape);
    QCOMPARE(f.send(Sci::SCI_GETSELECTIONS), 1L);
}

void TestDockerfileEditor::plainFilesHaveNoLanes() {
    DockerfileEditor editor(DockerfileEditor::Language::IgnoreFile);
    editor.resize(600, 300);
    editor.setText("# x\n!y\n");
    editor.view()->restyle();
    QCOMPARE(editor.view()->SendScintilla(Sci::SCI_GETSTYLEAT, 0UL), long(codestyle::kComment));
    QCOMPARE(editor.view()->sizeLaneWidth(), 0);
}

void TestDockerfileEditor::largeFileIsTyped() {
    std::string text;
    for (int stage = 0; stage < 200; ++stage) {
        text += "FROM image:" + std::to_string(stage) + " AS s" + std::to_string(stage) + "\n";
        for (int line = 0; line < 40; ++line) {
            text += "RUN echo " + std::to_string(line) + " && if true; then echo $HOME; fi\n";
        }
    }
    Fixture f(text);
    f.editor.view()->restyle();
    f.caretAt("FROM image:100");
    QTest::keyClicks(f.editor.view(), QStringLiteral("# a"));
    QVERIFY(f.editor.text().find("# aFROM image:100") != std::string::npos);
    f.editor.setSnapshot(snapshotOf(f.editor.text(), 2));
    QCOMPARE(f.editor.view()->lanes().bands.size(), 199U);
}

QTEST_MAIN(TestDockerfileEditor)
#include "tst_dockerfileeditor.moc"
