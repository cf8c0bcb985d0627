#include "ui/layers/environmentview.h"
#include "ui/layers/pointbar.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace sw;
using namespace sw::ui;
using namespace Qt::StringLiterals;

namespace {

std::vector<inspect::StagePoint> example() {
    std::vector<inspect::StagePoint> out;
    out.push_back({.text = "FROM node:18", .line = 1, .instruction = 0, .layers = 1, .hasLayer = false, .config = {.env = {{"PATH", "/bin"}}, .args = {}, .user = {}, .workingDir = {}}});
    out.push_back({.text = "ENV A=1", .line = 2, .instruction = 1, .layers = 1, .hasLayer = false, .config = {.env = {{"PATH", "/bin"}, {"A", "1"}}, .args = {}, .user = {}, .workingDir = {}}});
    out.push_back({.text = "WORKDIR /app", .line = 3, .instruction = 2, .layers = 2, .hasLayer = true, .config = {.env = {{"PATH", "/bin"}, {"A", "1"}}, .args = {}, .user = {}, .workingDir = "/app"}});
    out.push_back({.text = "USER node", .line = 4, .instruction = 3, .layers = 2, .hasLayer = false, .config = {.env = {{"PATH", "/bin"}, {"A", "1"}}, .args = {{"V", "2"}}, .user = "node", .workingDir = "/app"}});
    return out;
}

} // namespace

class TestPointBar : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void buttonsKeysAndMouseTravel() {
        PointBar bar;
        bar.resize(900, 36);
        bar.setPoints(example(), Qt::green);
        bar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bar));
        QCOMPARE(bar.point(), 3); // the end of the stage
        QVERIFY(bar.text().contains(u"USER node"_s));
        QVERIFY(!bar.forward()->isEnabled());
        QSignalSpy chosen(&bar, &PointBar::pointChosen);
        QTest::mouseClick(bar.back(), Qt::LeftButton);
        QCOMPARE(chosen.takeFirst().front().toInt(), 2);
        bar.track()->setFocus();
        QTest::keyClick(bar.track(), Qt::Key_Left);
        QCOMPARE(chosen.takeFirst().front().toInt(), 1);
        QTest::keyClick(bar.track(), Qt::Key_Home);
        QCOMPARE(chosen.takeFirst().front().toInt(), 0);
        QVERIFY(!bar.back()->isEnabled());
        QTest::mouseClick(bar.track(), Qt::LeftButton, {}, QPoint(bar.track()->width() - 10, bar.track()->height() / 2));
        QCOMPARE(chosen.takeFirst().front().toInt(), 3);
        QVERIFY(bar.track()->accessibleDescription().contains(u"USER node"_s));
        bar.setPoint(0);
        QVERIFY(chosen.isEmpty());
        QCOMPARE(bar.point(), 0);
    }

    void withoutPointsThereIsNothingToTravel() {
        PointBar bar;
        bar.setPoints({}, {});
        QVERIFY(bar.isHidden());
        bar.setPoints(example(), Qt::green);
        QVERIFY(!bar.isHidden());
    }

    void theEnvironmentMarksWhatTheInstructionDid() {
        const auto points = example();
        EnvironmentView view;
        const auto row = [&](int number) {
            const QTreeWidgetItem* item = view.topLevelItem(number);
            return item->text(0) + item->text(1) + u'=' + item->text(2);
        };
        view.show(points[1], &points[0]);
        QCOMPARE(view.topLevelItemCount(), 4);
        QCOMPARE(row(0), u"USER=root"_s);
        QCOMPARE(row(2), u"PATH=/bin"_s);
        QCOMPARE(row(3), u"+A=1"_s);
        view.show(points[3], &points[2]);
        QCOMPARE(row(0), u"~USER=node"_s);
        QCOMPARE(row(1), u"WORKDIR=/app"_s);
        QCOMPARE(row(4), u"+ARG V=2"_s);
        view.show(points[0], nullptr);
        QCOMPARE(row(0), u"USER=root"_s);
    }
};

QTEST_MAIN(TestPointBar)
#include "tst_pointbar.moc"
