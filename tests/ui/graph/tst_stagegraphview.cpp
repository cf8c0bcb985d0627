#include "core/dockerfile/parser.h"
#include "ui/graph/graphitems.h"
#include "ui/graph/stagegraphview.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QFile>
#include <QGraphicsScene>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace sw;
using namespace sw::ui;

namespace {

const std::string kReact = "FROM node:18 AS builder\nWORKDIR /app\nCOPY . .\nRUN npm run build\n"
                           "FROM nginx:alpine AS final\nCOPY --from=builder /app/build /html\nEXPOSE 80\n";

SnapshotPtr snapshotOf(const std::string& text, std::uint64_t revision = 1) {
    auto snapshot = std::make_shared<DocumentSnapshot>();
    snapshot->revision = revision;
    snapshot->document = std::make_shared<dockerfile::Document>(dockerfile::parse(text));
    snapshot->graph = std::make_shared<plan::StageGraph>(plan::resolveStages(*snapshot->document, snapshot->inputs));
    return snapshot;
}

StatesPtr statesOf(const DocumentSnapshot& snapshot) {
    auto states = std::make_shared<StepStates>();
    states->revision = snapshot.revision;
    states->steps.resize(snapshot.document->instructions.size());
    states->steps[3] = {StepDisplay::WillRun, 4'100'000, true, 2.0, QStringLiteral("package.json changed"), {}, 0, {}};
    states->stages = {{1'120'000'000, false, StepDisplay::None}, {47'200'000, true, StepDisplay::None}};
    states->externalBytes = {905'000'000, std::nullopt};
    states->edges = {{"builder", 0, 1, 5, 6, 4'100'000, 12, 1'120'000'000}};
    return states;
}

struct Fixture {
    StageGraphView view;
    explicit Fixture(const std::string& text = kReact) {
        view.resize(900, 500);
        view.show();
        show(text);
    }
    void show(const std::string& text, std::uint64_t revision = 1) {
        const SnapshotPtr snapshot = snapshotOf(text, revision);
        view.setSnapshot(snapshot);
        settle();
    }
    bool settle() {
        return QTest::qWaitFor([this] { return !view.layoutPending(); }, 20000);
    }
    std::vector<NodeItem*> nodes() const {
        std::vector<NodeItem*> found;
        for (QGraphicsItem* item : view.scene()->items(Qt::AscendingOrder)) {
            if (auto* node = qgraphicsitem_cast<NodeItem*>(item)) {
                found.push_back(node);
            }
        }
        return found;
    }
    NodeItem* node(const QString& name) const {
        const auto all = nodes();
        const auto found = std::ranges::find_if(all, [&](const NodeItem* n) { return n->node().name == name; });
        return found == all.end() ? nullptr : *found;
    }
    std::vector<EdgeItem*> edges() const {
        std::vector<EdgeItem*> found;
        for (QGraphicsItem* item : view.scene()->items(Qt::AscendingOrder)) {
            if (auto* edge = qgraphicsitem_cast<EdgeItem*>(item)) {
                found.push_back(edge);
            }
        }
        return found;
    }
    QPoint pointOf(const NodeItem* item, int row) const {
        return view.mapFromScene(item->mapToScene(item->rowRect(row).center()));
    }
};

} // namespace

class TestStageGraphView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cardsSayWhatStatesSay();
    void typingMovesNothing();
    void addingAStageMovesAndAdds();
    void statesOfAnotherTextAreNotShown();
    void clickSelectsTheRow();
    void selectionElsewhereIsShown();
    void arrowsWalkRowsAndCards();
    void doubleClickAndEnterGoToTheLine();
    void f2RenamesTheSelectedStage();
    void dragProposesACopy();
    void dragUpwardsIsRefusedInWords();
    void emptyFileHasASentence();
    void halfTypedTextKeepsWorking();
    void exportsFormats_data();
    void exportsFormats();
    void exportRefusesOtherNames();
    void screenReadersFindStagesAndRows();
    void zoomAndFit();
    void latestTextWins();
};

void TestStageGraphView::cardsSayWhatStatesSay() {
    Fixture f;
    f.view.setStates(statesOf(*snapshotOf(kReact)));
    const NodeItem* builder = f.node(QStringLiteral("builder"));
    QCOMPARE(builder->facts().right, Theme::bytes(1'120'000'000));
    QCOMPARE(builder->facts().rows[2].display, StepDisplay::WillRun);
    QCOMPARE(builder->facts().rows[2].size, QStringLiteral("≈ ") + Theme::bytes(4'100'000));
    QVERIFY(f.view.tipAt(builder->mapToScene(builder->rowRect(2).center())).contains(QStringLiteral("package.json changed")));
    QVERIFY(f.view.tipAt(builder->mapToScene(builder->rowRect(NodeItem::kHeader).center())).contains(Theme::exactBytes(1'120'000'000)));
    QVERIFY(f.view.tipAt(QPointF(-1e6, -1e6)).isEmpty());
    QVERIFY(f.node(QStringLiteral("final"))->facts().right.contains(Theme::bytes(47'200'000)));
    QVERIFY(f.node(QStringLiteral("node:18"))->facts().second.contains(Theme::bytes(905'000'000)));
    const auto edges = f.edges();
    const auto copy = std::ranges::find(edges, plan::EdgeKind::Copy, &EdgeItem::kind);
    QCOMPARE((*copy)->labelText(), Theme::bytes(4'100'000) + QStringLiteral(" of ") + Theme::bytes(1'120'000'000));
    QVERIFY(!(*copy)->labelRect().isEmpty());
    QVERIFY(f.view.tipAt((*copy)->mapToScene((*copy)->labelRect().center())).contains(Theme::exactBytes(4'100'000)));
}

void TestStageGraphView::typingMovesNothing() {
    Fixture f;
    std::vector<QPointF> before;
    for (const NodeItem* node : f.nodes()) {
        before.push_back(node->pos());
    }
    QSignalSpy layouts(&f.view, &StageGraphView::layoutDone);
    std::string typed = kReact;
    for (int i = 0; i < 20; ++i) {
        typed.insert(typed.find("run build"), "x");
        f.view.setSnapshot(snapshotOf(typed, 2 + static_cast<std::uint64_t>(i)));
        QVERIFY(!f.view.layoutPending());
    }
    QCOMPARE(layouts.count(), 0);
    const auto nodes = f.nodes();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        QCOMPARE(nodes[i]->pos(), before[i]);
    }
    QTest::qWait(20); // the new text shows even when its states never come
    QVERIFY(f.node(QStringLiteral("builder"))->node().rows[2].text.contains(QStringLiteral("xxxx")));
}

void TestStageGraphView::addingAStageMovesAndAdds() {
    Fixture f;
    f.show(kReact + "FROM final AS test\nRUN check\n", 2);
    QVERIFY(f.node(QStringLiteral("test")) != nullptr);
    QCOMPARE(f.nodes().size(), 5U);
    f.show(kReact, 3);
    QCOMPARE(f.nodes().size(), 4U);
    QCOMPARE(f.edges().size(), 3U);
}

void TestStageGraphView::statesOfAnotherTextAreNotShown() {
    Fixture f;
    auto states = std::make_shared<StepStates>(*statesOf(*snapshotOf(kReact)));
    states->revision = 99;
    f.view.setStates(states);
    QCOMPARE(f.node(QStringLiteral("builder"))->facts().rows[2].display, StepDisplay::None);
}

void TestStageGraphView::clickSelectsTheRow() {
    Fixture f;
    QSignalSpy asked(&f.view, &StageGraphView::selectionRequested);
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.pointOf(f.node(QStringLiteral("builder")), 1));
    QCOMPARE(asked.count(), 1);
    const auto thing = asked.first().first().value<SelectedThing>();
    QCOMPARE(*thing.stage, 0U);
    QCOMPARE(*thing.instruction, 2U);
    QCOMPARE(f.node(QStringLiteral("builder"))->selectedRow(), 1);
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.pointOf(f.node(QStringLiteral("nginx:alpine")), -1));
    QCOMPARE(*asked.last().first().value<SelectedThing>().instruction, 4U); // the FROM that uses it
}

void TestStageGraphView::selectionElsewhereIsShown() {
    Fixture f;
    QSignalSpy asked(&f.view, &StageGraphView::selectionRequested);
    SelectedThing thing;
    thing.stage = 1;
    thing.instruction = 5;
    f.view.showSelection(thing, nullptr);
    QCOMPARE(f.node(QStringLiteral("final"))->selectedRow(), 0);
    QCOMPARE(f.node(QStringLiteral("builder"))->selectedRow(), int{NodeItem::kNothing});
    thing.instruction.reset();
    f.view.showSelection(thing, nullptr);
    QCOMPARE(f.node(QStringLiteral("final"))->selectedRow(), int{NodeItem::kHeader});
    QCOMPARE(asked.count(), 0);
}

void TestStageGraphView::arrowsWalkRowsAndCards() {
    Fixture f;
    const NodeItem* builder = f.node(QStringLiteral("builder"));
    const NodeItem* final = f.node(QStringLiteral("final"));
    QTest::keyClick(&f.view, Qt::Key_Down);
    QCOMPARE(builder->selectedRow(), int{NodeItem::kHeader});
    QTest::keyClick(&f.view, Qt::Key_Down);
    QTest::keyClick(&f.view, Qt::Key_Down);
    QCOMPARE(builder->selectedRow(), 1);
    QTest::keyClick(&f.view, Qt::Key_Up);
    QCOMPARE(builder->selectedRow(), 0);
    QTest::keyClick(&f.view, Qt::Key_Right);
    QCOMPARE(final->selectedRow(), int{NodeItem::kHeader});
    QTest::keyClick(&f.view, Qt::Key_Left);
    QCOMPARE(builder->selectedRow(), int{NodeItem::kHeader});
}

void TestStageGraphView::doubleClickAndEnterGoToTheLine() {
    Fixture f;
    QSignalSpy lines(&f.view, &StageGraphView::goToLineRequested);
    const QPoint point = f.pointOf(f.node(QStringLiteral("final")), 0);
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, point);
    QTest::mouseDClick(f.view.viewport(), Qt::LeftButton, {}, point);
    QCOMPARE(lines.last().first().toInt(), 6);
    QTest::keyClick(&f.view, Qt::Key_Up);
    QTest::keyClick(&f.view, Qt::Key_Return);
    QCOMPARE(lines.last().first().toInt(), 5);
}

void TestStageGraphView::f2RenamesTheSelectedStage() {
    Fixture f;
    QSignalSpy renames(&f.view, &StageGraphView::renameStageRequested);
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.pointOf(f.node(QStringLiteral("final")), 1));
    QTest::keyClick(&f.view, Qt::Key_F2);
    QCOMPARE(renames.count(), 1);
    QCOMPARE(renames.first().first().value<std::size_t>(), 1U);
}

void TestStageGraphView::dragProposesACopy() {
    Fixture f;
    QSignalSpy edits(&f.view, &StageGraphView::editsRequested);
    const QPoint from = f.pointOf(f.node(QStringLiteral("builder")), -1);
    const QPoint to = f.pointOf(f.node(QStringLiteral("final")), 1);
    QTest::mousePress(f.view.viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(f.view.viewport(), (from + to) / 2);
    QTest::mouseMove(f.view.viewport(), to);
    QTest::mouseRelease(f.view.viewport(), Qt::LeftButton, {}, to);
    QCOMPARE(edits.count(), 1);
    const auto list = edits.first().first().value<std::vector<TextEdit>>();
    QVERIFY(applyEdits(kReact, list).find("COPY --from=builder", kReact.find("EXPOSE")) != std::string::npos);
}

void TestStageGraphView::dragUpwardsIsRefusedInWords() {
    Fixture f;
    QSignalSpy edits(&f.view, &StageGraphView::editsRequested);
    QSignalSpy said(&f.view, &StageGraphView::message);
    const QPoint from = f.pointOf(f.node(QStringLiteral("final")), -1);
    const QPoint to = f.pointOf(f.node(QStringLiteral("builder")), 1);
    QTest::mousePress(f.view.viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(f.view.viewport(), (from + to) / 2);
    QTest::mouseMove(f.view.viewport(), to);
    QTest::mouseRelease(f.view.viewport(), Qt::LeftButton, {}, to);
    QCOMPARE(edits.count(), 0);
    QCOMPARE(said.count(), 1);
}

void TestStageGraphView::emptyFileHasASentence() {
    Fixture f("");
    const QImage image = f.view.grab().toImage();
    const QColor canvas = Theme::instance().color(Theme::Role::GraphCanvas);
    bool ink = false;
    for (int x = 0; x < image.width() && !ink; ++x) {
        for (int y = image.height() / 2 - 12; y < image.height() / 2 + 12; ++y) {
            ink = ink || image.pixelColor(x, y) != canvas;
        }
    }
    QVERIFY(ink);
    QCOMPARE(f.view.summary(), QStringLiteral("no stages"));
}

void TestStageGraphView::halfTypedTextKeepsWorking() {
    Fixture f("");
    for (std::size_t length = 0; length <= kReact.size(); ++length) {
        f.view.setSnapshot(snapshotOf(kReact.substr(0, length), length + 2));
        f.view.setStates(nullptr);
    }
    QVERIFY(f.settle());
    QCOMPARE(f.nodes().size(), 4U);
    QCOMPARE(f.view.summary(), QStringLiteral("2 needed of 2"));
}

void TestStageGraphView::exportsFormats_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begins");
    QTest::newRow("svg") << QStringLiteral("a.svg") << QByteArray("<?xml");
    QTest::newRow("png") << QStringLiteral("a.png") << QByteArray("\x89PNG");
    QTest::newRow("pdf") << QStringLiteral("a.pdf") << QByteArray("%PDF");
    QTest::newRow("dot") << QStringLiteral("a.dot") << QByteArray("digraph");
}

void TestStageGraphView::exportsFormats() {
    QFETCH(QString, name);
    QFETCH(QByteArray, begins);
    Fixture f;
    const QTemporaryDir directory;
    const QString path = directory.filePath(name);
    QString error;
    QVERIFY2(f.view.exportTo(path, &error), qPrintable(error));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY2(content.startsWith(begins), content.left(20).constData());
    QVERIFY(content.size() > 200);
}

void TestStageGraphView::exportRefusesOtherNames() {
    Fixture f;
    QString error;
    QVERIFY(!f.view.exportTo(QStringLiteral("/nowhere/x.doc"), &error));
    QVERIFY(error.contains(QStringLiteral(".svg")));
    QVERIFY(!f.view.exportTo(QStringLiteral("/nowhere/x.png"), &error));
}

void TestStageGraphView::screenReadersFindStagesAndRows() {
    Fixture f;
    f.view.setStates(statesOf(*snapshotOf(kReact)));
    QAccessibleInterface* tree = QAccessible::queryAccessibleInterface(&f.view);
    QVERIFY(tree != nullptr);
    QCOMPARE(tree->role(), QAccessible::Tree);
    QCOMPARE(tree->childCount(), 4);
    QAccessibleInterface* builder = tree->child(0);
    QCOMPARE(builder->text(QAccessible::Name), QStringLiteral("Stage builder"));
    QCOMPARE(builder->childCount(), 3);
    QCOMPARE(builder->child(2)->text(QAccessible::Name), QStringLiteral("RUN npm run build"));
    QVERIFY(builder->child(2)->text(QAccessible::Description).contains(QStringLiteral("will run")));
    QCOMPARE(tree->child(2)->text(QAccessible::Name), QStringLiteral("Image node:18"));
    QVERIFY(!builder->rect().isEmpty());
    builder->child(1)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(f.node(QStringLiteral("builder"))->selectedRow(), 1);
}

void TestStageGraphView::zoomAndFit() {
    Fixture f;
    QVERIFY(f.view.zoom() <= 1.0);
    QTest::keyClick(&f.view, Qt::Key_1);
    QCOMPARE(f.view.zoom(), 1.0);
    f.view.action(StageGraphView::Command::ZoomIn)->trigger();
    QVERIFY(f.view.zoom() > 1.1);
    f.view.resize(400, 300);
    f.view.fit();
    QVERIFY(f.view.zoom() < 1.0);
    const QRectF seen = f.view.mapToScene(f.view.viewport()->rect()).boundingRect();
    for (const NodeItem* node : f.nodes()) {
        QVERIFY(seen.contains(node->sceneBoundingRect()));
    }
}

void TestStageGraphView::latestTextWins() {
    Fixture f;
    std::string text = kReact;
    for (std::uint64_t i = 0; i < 40; ++i) {
        text += "RUN step\n";
        f.view.setSnapshot(snapshotOf(text, i + 2));
    }
    QVERIFY(f.settle());
    QCOMPARE(f.node(QStringLiteral("final"))->node().rows.size(), 42U);
}

QTEST_MAIN(TestStageGraphView)
#include "tst_stagegraphview.moc"
