#include "tests/support/forecastcases.h"

#include <QTemporaryDir>
#include <QTest>

#include <numeric>
#include <vector>

using namespace sw;

/// A part of what `packaging/dev bench forecast` tries: the same cases every time.
class TestForecast : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<test::ForecastCases> m_cases;
    test::ForecastCounts m_all;

private Q_SLOTS:
    void initTestCase();
    void whatIsForeseenHappens_data();
    void whatIsForeseenHappens();
    void littleIsUnknown();
};

void TestForecast::initTestCase() {
    std::filesystem::path busybox;
    for (const char* const path : {"/usr/bin/busybox", "/bin/busybox"}) {
        busybox = busybox.empty() && std::filesystem::exists(path) ? path : busybox;
    }
    if (busybox.empty()) {
        QSKIP("there is no static busybox here");
    }
    m_directory = std::make_unique<QTemporaryDir>();
    auto opened = test::ForecastCases::open(m_directory->path().toStdString(), busybox);
    if (!opened && opened.error().code == ErrorCode::Unsupported) {
        QSKIP("this machine cannot run a sandbox");
    }
    QVERIFY2(opened.has_value(), opened ? "" : opened.error().text().c_str());
    m_cases = std::move(*opened);
}

void TestForecast::whatIsForeseenHappens_data() {
    QTest::addColumn<int>("seed");
    std::vector<int> seeds(32);
    std::iota(seeds.begin(), seeds.end(), 1);
    seeds.insert(seeds.end(), {454, 700403}); // two causes at once; ADD and COPY of the same with an owner
    for (const int seed : seeds) {
        const std::string kind(test::nameOf(test::ForecastCases::kindOf(static_cast<std::uint64_t>(seed))));
        QTest::addRow("seed %d, %s", seed, kind.c_str()) << seed;
    }
}

void TestForecast::whatIsForeseenHappens() {
    QFETCH(int, seed);
    const test::ForecastCounts counts = m_cases->run(static_cast<std::uint64_t>(seed));
    for (const std::string& sentence : counts.wrong) {
        QTest::qFail(sentence.c_str(), __FILE__, __LINE__);
    }
    m_all.add(counts);
}

void TestForecast::littleIsUnknown() {
    QVERIFY(m_all.hits > 200 && m_all.runs > 200); // there was something to compare
    QVERIFY(m_all.cutoffs > 5 && m_all.shared > 5 && m_all.unknown > 0);
    QVERIFY2(m_all.unknown * 10 < m_all.steps(), qPrintable(QString("%1 of %2 steps are unknown").arg(m_all.unknown).arg(m_all.steps())));
}

QTEST_GUILESS_MAIN(TestForecast)
#include "tst_forecast.moc"
