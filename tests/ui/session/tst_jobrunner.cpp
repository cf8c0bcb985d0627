#include "ui/session/jobrunner.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <latch>

using sw::ui::JobRunner;

class TestJobRunner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void resultArrivesOnTheCallersThread() {
        JobRunner runner;
        QThread* worker = nullptr;
        QThread* here = nullptr;
        runner.run([](const std::stop_token&) { return QThread::currentThread(); },
                   [&](QThread* thread) {
                       worker = thread;
                       here = QThread::currentThread();
                   });
        QVERIFY(runner.isBusy());
        QTRY_VERIFY(here != nullptr);
        QCOMPARE(here, QThread::currentThread());
        QVERIFY(worker != here);
        QVERIFY(!runner.isBusy());
    }

    void theLatestWinsAndTheOlderIsAskedToStop() {
        JobRunner runner;
        std::latch firstRuns(1);
        std::atomic<bool> firstStopped = false;
        QList<int> delivered;
        runner.run(
            [&](const std::stop_token& stop) {
                firstRuns.count_down();
                std::mutex mutex;
                std::condition_variable_any wake;
                std::unique_lock lock(mutex);
                wake.wait(lock, stop, [] { return false; });
                firstStopped = stop.stop_requested();
                return 1;
            },
            [&](int value) { delivered.push_back(value); });
        firstRuns.wait();
        runner.run([](const std::stop_token&) { return 2; }, [&](int value) { delivered.push_back(value); });
        runner.run([](const std::stop_token&) { return 3; }, [&](int value) { delivered.push_back(value); });
        QTRY_VERIFY(!delivered.isEmpty());
        QCOMPARE(delivered, QList<int>{3});
        QVERIFY(firstStopped);
    }

    void destructionStopsJoinsAndDeliversNothing() {
        std::latch runs(1);
        std::atomic<bool> ended = false;
        bool delivered = false;
        {
            JobRunner runner;
            runner.run(
                [&](const std::stop_token& stop) {
                    runs.count_down();
                    std::mutex mutex;
                    std::condition_variable_any wake;
                    std::unique_lock lock(mutex);
                    wake.wait(lock, stop, [] { return false; });
                    ended = true;
                    return 0;
                },
                [&](int) { delivered = true; });
            runs.wait();
        }
        QVERIFY(ended);
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void cancelForgetsTheResult() {
        JobRunner runner;
        bool delivered = false;
        int after = 0;
        runner.run([](const std::stop_token&) { return 1; }, [&](int) { delivered = true; });
        runner.cancel();
        QVERIFY(!runner.isBusy());
        runner.run([](const std::stop_token&) { return 2; }, [&](int value) { after = value; });
        QTRY_COMPARE(after, 2);
        QVERIFY(!delivered);
    }
};

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_jobrunner.moc"
