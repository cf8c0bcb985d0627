#include "ui/build/buildschart.h"

#include <QSignalSpy>
#include <QTest>

using namespace sw;
using namespace sw::ui;
using namespace Qt::StringLiterals;

namespace {

/// Newest first, as the history has them.
std::vector<BuildRow> builds(int count) {
    std::vector<BuildRow> out;
    for (int i = 0; i < count; ++i) {
        BuildRow row;
        row.id = u"b%1"_s.arg(i);
        row.succeeded = i != 2;
        row.seconds = 1 + i;
        row.bytes = row.succeeded ? static_cast<std::uint64_t>(1000 * (i + 1)) : 0;
        row.hits = i;
        row.runs = count - i;
        out.push_back(row);
    }
    return out;
}

QPoint middle(const BuildsChart& chart, int build) { return {static_cast<int>(chart.barOf(build, 0).center().x()), chart.height() / 2}; }

} // namespace

class TestBuildsChart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void barsAreAsHighAsTheirValues() {
        BuildsChart chart;
        chart.resize(600, 150);
        chart.setBuilds(builds(4));
        QVERIFY(chart.barOf(3, 0).height() > chart.barOf(0, 0).height()); // 4000 bytes to 1000
        QVERIFY(chart.barOf(3, 0).left() < chart.barOf(0, 0).left());     // the newest is at the right
        QVERIFY(chart.barOf(3, 2).height() > chart.barOf(1, 2).height());
        QVERIFY(!chart.grab().isNull());
    }

    void clicksChooseTwo() {
        BuildsChart chart;
        chart.resize(600, 150);
        chart.setBuilds(builds(5));
        QSignalSpy chosen(&chart, &BuildsChart::chosenChanged);
        QTest::mouseClick(&chart, Qt::LeftButton, {}, middle(chart, 4));
        QTest::mouseClick(&chart, Qt::LeftButton, {}, middle(chart, 1));
        QCOMPARE(chart.chosen(), (QStringList{u"b4"_s, u"b1"_s}));
        QTest::mouseClick(&chart, Qt::LeftButton, {}, middle(chart, 0)); // in the place of the older choice
        QCOMPARE(chart.chosen(), (QStringList{u"b1"_s, u"b0"_s}));
        QTest::mouseClick(&chart, Qt::LeftButton, {}, middle(chart, 1)); // not any more
        QCOMPARE(chart.chosen(), QStringList{u"b0"_s});
        QCOMPARE(chosen.size(), 4);
        chart.setBuilds(builds(0));
        QVERIFY(chart.chosen().isEmpty());
    }

    void keysWalkAndChoose() {
        BuildsChart chart;
        chart.resize(600, 150);
        chart.setBuilds(builds(5));
        QTest::keyClick(&chart, Qt::Key_End);
        QTest::keyClick(&chart, Qt::Key_Space);
        QTest::keyClick(&chart, Qt::Key_Left);
        QTest::keyClick(&chart, Qt::Key_Left);
        QVERIFY(chart.accessibleDescription().contains(u"failed"_s));
        QTest::keyClick(&chart, Qt::Key_Left);
        QTest::keyClick(&chart, Qt::Key_Space);
        QCOMPARE(chart.chosen(), (QStringList{u"b0"_s, u"b3"_s}));
    }

    void manyBuildsShowTheNewest() {
        BuildsChart chart;
        chart.resize(300, 150);
        chart.setBuilds(builds(200));
        QVERIFY(chart.barOf(0, 0).right() <= chart.width());
        QVERIFY(chart.barOf(0, 0).width() >= 2);
        QTest::mouseClick(&chart, Qt::LeftButton, {}, middle(chart, 0));
        QCOMPARE(chart.chosen(), QStringList{u"b0"_s});
        QVERIFY(!chart.grab().isNull());
    }
};

QTEST_MAIN(TestBuildsChart)
#include "tst_buildschart.moc"
