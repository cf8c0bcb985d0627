#include "ui/build/logpage.h"
#include "ui/build/logview.h"

#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace sw;
using namespace sw::ui;

namespace {
build::VertexEvent vertex(const char* name, std::size_t instruction, bool completed, std::string error = {}) {
    build::VertexEvent event{.digest = Digest::ofSha256(name), .inputs = {}, .name = name, .started = build::Time(std::chrono::seconds(1)), .completed = {}, .error = std::move(error), .stage = 0, .instruction = instruction};
    if (completed) {
        event.completed = build::Time(std::chrono::seconds(2));
    }
    return event;
}
build::LogEvent log(const char* name, std::string data) { return {.vertex = Digest::ofSha256(name), .stream = 1, .data = std::move(data), .timestamp = {}}; }
} // namespace

class TestLogView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatRunsIsOpenAndFoldsWhenDone() {
        LogModel model;
        LogView view(model);
        view.resize(600, 400);
        model.take({vertex("a", 1, false), log("a", "one\ntwo\n")});
        QVERIFY(view.isExpanded(0));
        QCOMPARE(view.rowCount(), 3U);
        model.take({vertex("a", 1, true)});
        QVERIFY(!view.isExpanded(0));
        QCOMPARE(view.rowCount(), 1U);
    }

    void aFailingStepOpensItselfAndItsErrorIsInSight() {
        LogModel model;
        LogView view(model);
        view.resize(600, 200);
        view.show();
        std::string lines;
        for (int i = 0; i < 500; ++i) {
            lines += "line\n";
        }
        model.take({vertex("a", 1, false), log("a", lines), vertex("b", 2, false), log("b", "boom\n"), vertex("b", 2, true, "exit code: 1")});
        QVERIFY(view.isExpanded(1));
        const int top = view.verticalScrollBar()->value();
        const int page = view.verticalScrollBar()->pageStep();
        QVERIFY(static_cast<int>(view.rowCount()) <= top + page);
    }

    void theEndStaysInSightUntilSomebodyScrollsAway() {
        LogModel model;
        LogView view(model);
        view.resize(600, 200);
        view.show();
        std::string lines;
        for (int i = 0; i < 100; ++i) {
            lines += "line\n";
        }
        model.take({vertex("a", 1, false), log("a", lines)});
        QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
        view.verticalScrollBar()->setValue(10);
        QVERIFY(!view.isFollowing());
        model.take({log("a", lines)});
        QCOMPARE(view.verticalScrollBar()->value(), 10);
        view.setFollowing(true);
        QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
    }

    void searchGoesThroughFoldedBlocksAndAround() {
        LogModel model;
        LogView view(model);
        view.resize(600, 200);
        model.take({vertex("a", 1, true), log("a", "alpha\nNeedle one\n"), vertex("b", 2, true), log("b", "needle two, needle three\n")});
        QVERIFY(view.find(QStringLiteral("needle"), true, true));
        QVERIFY(view.isExpanded(0));
        QCOMPARE(view.selectedText(), QStringLiteral("Needle"));
        QVERIFY(view.find(QStringLiteral("needle"), true, false));
        QVERIFY(view.isExpanded(1));
        QVERIFY(view.find(QStringLiteral("needle"), true, false));
        QVERIFY(view.find(QStringLiteral("needle"), true, false)); // around to the first
        QCOMPARE(view.selectedText(), QStringLiteral("Needle"));
        QVERIFY(view.find(QStringLiteral("three"), false, false));
        QVERIFY(!view.find(QStringLiteral("nowhere"), true, false));
    }

    void copyTakesTheSelectionAcrossLines() {
        LogModel model;
        LogView view(model);
        view.resize(600, 300);
        model.take({vertex("a", 1, false), log("a", "one\ntwo\nthree\n")});
        view.selectAll();
        QCOMPARE(view.selectedText(), QStringLiteral("one\ntwo\nthree\n"));
        view.copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("one\ntwo\nthree\n"));
    }

    void aClickOnAHeaderFoldsAndSelectsTheInstruction() {
        LogModel model;
        LogView view(model);
        view.resize(600, 300);
        view.show();
        model.take({vertex("a", 7, false), log("a", "one\n")});
        QSignalSpy clicked(&view, &LogView::instructionClicked);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(200, 8));
        QCOMPARE(clicked.size(), 1);
        QCOMPARE(clicked.first().first().value<std::size_t>(), 7U);
        QVERIFY(!view.isExpanded(0));
    }

    void paintingCostsWhatIsVisible() {
        LogModel model;
        LogView view(model);
        view.resize(800, 600);
        view.show();
        std::string lines;
        for (int i = 0; i < 200'000; ++i) {
            lines += "a line of output that is as long as such lines are\n";
        }
        model.take({vertex("a", 1, false), log("a", lines)});
        QCOMPARE(view.rowCount(), 200'001U);
        const QPixmap picture = view.grab();
        QVERIFY(!picture.isNull());
        QCOMPARE(view.verticalScrollBar()->maximum() + view.verticalScrollBar()->pageStep(), 200'001);
    }
};

QTEST_MAIN(TestLogView)
#include "tst_logview.moc"
