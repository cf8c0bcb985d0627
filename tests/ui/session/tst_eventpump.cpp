#include "ui/session/eventpump.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <thread>

using namespace sw;
using sw::ui::EventPump;

namespace {
build::LogEvent line(const Digest& vertex, std::string text) {
    return {.vertex = vertex, .stream = 1, .data = std::move(text), .timestamp = {}};
}
} // namespace

class TestEventPump : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eventsOfManyThreadsArriveInBlocksAndInOrder() {
        EventPump pump;
        QList<int> blocks;
        std::string all;
        connect(&pump, &EventPump::arrived, this, [&](const std::vector<build::BuildEvent>& events) {
            blocks.push_back(static_cast<int>(events.size()));
            for (const auto& event : events) {
                all += std::get<build::LogEvent>(event).data;
            }
        });
        const Digest vertex = Digest::ofSha256("v");
        std::string expected;
        {
            const std::jthread worker([&] {
                const build::EventSink sink = pump.sink();
                for (int i = 0; i < 50'000; ++i) {
                    const std::string text = std::to_string(i) + "\n";
                    expected += text;
                    sink(line(vertex, text));
                }
            });
        }
        QTRY_COMPARE(all.size(), expected.size());
        QCOMPARE(all, expected);
        QVERIFY2(blocks.size() <= 3, "a flood must not become a flood of signals");
    }

    void muchLogComesInSlicesWithTheLoopsTurnBetweenThem() {
        EventPump pump;
        std::string all;
        int blocks = 0;
        int turns = 0;
        QTimer other; // somebody else's work
        connect(&other, &QTimer::timeout, this, [&turns] { ++turns; });
        other.start(0);
        connect(&pump, &EventPump::arrived, this, [&](const std::vector<build::BuildEvent>& events) {
            ++blocks;
            for (const auto& event : events) {
                all += std::get<build::LogEvent>(event).data;
            }
        });
        std::string flood;
        for (int i = 0; i < 400'000; ++i) {
            flood += "line " + std::to_string(i) + "\n";
        }
        pump.sink()(line(Digest::ofSha256("v"), flood));
        QTRY_COMPARE(all.size(), flood.size());
        QVERIFY(all == flood);
        QVERIFY2(blocks > 2 && turns >= blocks - 1, "the loop must get its turn between slices");
    }

    void aFloodIsCutAndTheLossIsTold() {
        EventPump pump;
        std::uint64_t kept = 0;
        std::uint64_t cut = 0;
        connect(&pump, &EventPump::arrived, this, [&](const std::vector<build::BuildEvent>& events) {
            for (const auto& event : events) {
                kept += std::get<build::LogEvent>(event).data.size();
            }
        });
        connect(&pump, &EventPump::logCut, this, [&](std::uint64_t bytes) { cut += bytes; });
        const std::string big(1U << 20U, 'x');
        const build::EventSink sink = pump.sink();
        for (int i = 0; i < 40; ++i) {
            sink(line(Digest::ofSha256("v"), big));
        }
        bool drained = false;
        pump.whenDrained([&drained] { drained = true; });
        QVERIFY(!drained);
        QTRY_VERIFY(drained);
        QCOMPARE(kept + cut, 40ULL << 20U);
        QVERIFY(kept <= EventPump::kMaxWaitingBytes);
        QVERIFY(cut > 0);
    }

    void theEndComesAfterEverythingUnlessItIsForgotten() {
        EventPump pump;
        std::size_t arrived = 0;
        connect(&pump, &EventPump::arrived, this, [&](const std::vector<build::BuildEvent>& events) { arrived += events.size(); });
        pump.sink()(line(Digest::ofSha256("v"), "1\n"));
        std::size_t atTheEnd = 0;
        bool forgotten = true;
        pump.whenDrained([&forgotten] { forgotten = false; });
        pump.whenDrained([&] { atTheEnd = arrived; });
        QTRY_COMPARE(atTheEnd, 1U);
        QVERIFY(forgotten);
    }

    void aSinkOutlivesItsPump() {
        build::EventSink sink;
        {
            EventPump pump;
            sink = pump.sink();
        }
        sink(line(Digest::ofSha256("v"), "late"));
    }
};

QTEST_GUILESS_MAIN(TestEventPump)
#include "tst_eventpump.moc"
