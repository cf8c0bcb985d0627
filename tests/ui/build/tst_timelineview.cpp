#include "ui/build/timelineview.h"

#include <QSignalSpy>
#include <QTest>

using namespace sw;
using namespace sw::ui;

namespace {
build::VertexEvent step(const char* name, std::size_t stage, std::size_t instruction, int from, int to, bool cached = false) {
    const auto at = [](int s) { return build::Time(std::chrono::seconds(s)); };
    return {.digest = Digest::ofSha256(name), .inputs = {}, .name = name, .started = at(from), .completed = at(to), .cached = cached, .error = {}, .stage = stage, .instruction = instruction};
}
} // namespace

class TestTimelineView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void barsStandWhereTheirTimesAre() {
        StepsModel model;
        TimelineView view(model);
        view.resize(1000, 300);
        model.clear(build::Time(std::chrono::seconds(100)));
        model.take({step("a", 0, 1, 100, 104), step("b", 0, 2, 104, 110), step("c", 1, 5, 100, 102), step("hit", 1, 4, 100, 100, true)});
        const auto a = view.barOf(0);
        const auto b = view.barOf(1);
        const auto c = view.barOf(2);
        const auto hit = view.barOf(3);
        QVERIFY(a && b && c && hit);
        QVERIFY(qAbs(b->left() - a->right()) < 2.5);
        QVERIFY(qAbs(b->width() / a->width() - 1.5) < 0.05);
        QCOMPARE(a->left(), c->left());
        QVERIFY2(c->top() > b->bottom(), "another stage, another lane");
        QCOMPARE(hit->width(), 3.0);
    }

    void parallelStepsOfAStageDoNotCoverOneAnother() {
        StepsModel model;
        TimelineView view(model);
        view.resize(1000, 300);
        model.clear(build::Time(std::chrono::seconds(0)));
        model.take({step("a", 0, 1, 0, 10), step("b", 0, 2, 2, 8)});
        QVERIFY(!view.barOf(0)->intersects(*view.barOf(1)));
    }

    void clickAndArrowsSelectInstructions() {
        StepsModel model;
        TimelineView view(model);
        view.resize(1000, 300);
        view.show();
        model.clear(build::Time(std::chrono::seconds(0)));
        model.take({step("a", 0, 1, 0, 5), step("b", 0, 2, 5, 10)});
        QSignalSpy clicked(&view, &TimelineView::instructionClicked);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.barOf(0)->center().toPoint());
        QCOMPARE(clicked.last().first().value<std::size_t>(), 1U);
        QTest::keyClick(view.viewport(), Qt::Key_Right);
        QCOMPARE(clicked.last().first().value<std::size_t>(), 2U);
    }
};

QTEST_MAIN(TestTimelineView)
#include "tst_timelineview.moc"
