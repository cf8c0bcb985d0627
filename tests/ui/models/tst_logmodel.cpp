#include "ui/models/logmodel.h"

#include <QSignalSpy>
#include <QTest>

using namespace sw;
using namespace sw::ui;

namespace {
build::VertexEvent vertex(const char* name, bool started, bool completed, bool cached = false, std::string error = {}) {
    build::VertexEvent event{.digest = Digest::ofSha256(name), .inputs = {}, .name = name, .started = {}, .completed = {}, .cached = cached, .error = std::move(error), .stage = 0, .instruction = 1};
    if (started) {
        event.started = build::Time(std::chrono::seconds(1));
    }
    if (completed) {
        event.completed = build::Time(std::chrono::seconds(3));
    }
    return event;
}
build::LogEvent log(const char* name, std::string data, int stream = 1) {
    return {.vertex = Digest::ofSha256(name), .stream = stream, .data = std::move(data), .timestamp = {}};
}
} // namespace

class TestLogModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBlockPerStepInOrderOfAppearance() {
        LogModel model;
        model.take({vertex("[builder 1/2] RUN a", true, false), vertex("[builder 2/2] RUN b", true, false), log("[builder 2/2] RUN b", "B\n"),
                    log("[builder 1/2] RUN a", "A\nhalf")});
        QCOMPARE(model.blockCount(), 2U);
        QCOMPARE(model.block(0).title, QStringLiteral("[builder 1/2] RUN a"));
        QCOMPARE(LogModel::lineCount(model.block(0)), 2U);
        QCOMPARE(LogModel::line(model.block(0), 1).content.text, std::string("half"));
        QCOMPARE(model.block(0).display, StepDisplay::Running);
        model.take({vertex("[builder 1/2] RUN a", true, true)});
        QCOMPARE(model.block(0).display, StepDisplay::Ran);
        QCOMPARE(model.blockOf(1), std::optional<std::size_t>(0));
    }

    void errorLinesAreMarked() {
        LogModel model;
        model.take({vertex("x", true, false), log("x", "out\n"), log("x", "bad\n", 2)});
        QVERIFY(!LogModel::line(model.block(0), 0).isError);
        QVERIFY(LogModel::line(model.block(0), 1).isError);
    }

    void aFailureIsTold() {
        LogModel model;
        QSignalSpy failed(&model, &LogModel::failed);
        model.take({vertex("x", true, true, false, "exit code: 1")});
        QCOMPARE(failed.size(), 1);
        QCOMPARE(model.block(0).display, StepDisplay::Failed);
        QVERIFY(model.plainText().contains(QStringLiteral("exit code: 1")));
    }

    void memoryIsBoundedAndTheLossIsSaid() {
        LogModel model;
        model.take({vertex("flood", true, false), vertex("small", true, false), log("small", "keep me\n")});
        std::string block;
        for (int i = 0; i < 50'000; ++i) {
            block += "line of output\n";
        }
        for (int i = 0; i < 12; ++i) {
            model.take({log("flood", block)});
        }
        QVERIFY(model.block(0).lines.size() <= LogModel::kMaxLines);
        QCOMPARE(model.block(0).lines.size() + model.block(0).firstLine, 600'000U);
        QCOMPARE(model.block(1).lines.size(), 1U);
        QVERIFY(model.plainText(0).contains(QStringLiteral("left out")));
    }

    void stoppingClosesWhatRuns() {
        LogModel model;
        model.take({vertex("x", true, false)});
        model.close();
        QCOMPARE(model.block(0).display, StepDisplay::None);
    }
};

QTEST_GUILESS_MAIN(TestLogModel)
#include "tst_logmodel.moc"
