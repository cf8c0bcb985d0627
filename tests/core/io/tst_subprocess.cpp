#include "core/io/subprocess.h"

#include <QTest>

#include <signal.h>

#include <atomic>
#include <thread>

using namespace sw;
using namespace sw::io;

namespace {
ProcessSpec shell(std::string script) {
    ProcessSpec spec;
    spec.args = {"sh", "-c", std::move(script)};
    return spec;
}
} // namespace

class TestSubprocess : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void collectsBothStreamsAndTheExitCode() {
        const auto result = runProcess(shell("echo out; echo err >&2; exit 3"));
        QVERIFY(result);
        QCOMPARE(result->exitCode, 3);
        QCOMPARE(result->output, std::string("out\n"));
        QCOMPARE(result->errors, std::string("err\n"));
    }

    void givesInputWithoutDeadlock() {
        ProcessSpec spec = shell("cat; echo done >&2");
        spec.input = std::string(3'000'000, 'i');
        const auto result = runProcess(spec);
        QCOMPARE(result->output.size(), spec.input.size());
        QCOMPARE(result->errors, std::string("done\n"));
    }

    void survivesAProgramThatDoesNotReadItsInput() {
        ProcessSpec spec = shell("exec 0<&-; exit 4");
        spec.input = std::string(3'000'000, 'i');
        QCOMPARE(runProcess(spec)->exitCode, 4);
    }

    void setsAndUnsetsTheEnvironment() {
        ::setenv("SW_TEST_GONE", "1", 1);
        ProcessSpec spec = shell("echo \"$SW_TEST_NEW-$SW_TEST_GONE-$PWD\"");
        spec.setEnv = {{"SW_TEST_NEW", "new"}};
        spec.unsetEnv = {"SW_TEST_GONE"};
        spec.directory = "/usr";
        QCOMPARE(runProcess(spec)->output, std::string("new--/usr\n"));
    }

    void namesTheProgramThatIsMissing() {
        ProcessSpec spec;
        spec.args = {"no-such-program-here"};
        const auto result = runProcess(spec);
        QCOMPARE(result.error().code, ErrorCode::NotFound);
        QVERIFY(result.error().message.text().find("no-such-program-here") != std::string::npos);
    }

    void tellsOfASignal() { QCOMPARE(runProcess(shell("kill -9 $$"))->exitCode, 137); }

    void stopEndsTheWholeGroup() {
        std::stop_source stop;
        ProcessSpec spec = shell("trap '' TERM; echo $$; sleep 100 & sleep 100");
        std::string output;
        spec.onOutput = [&](std::string_view bytes) {
            output += bytes;
            stop.request_stop();
        };
        const auto result = runProcess(spec, stop.get_token());
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
        const pid_t group = static_cast<pid_t>(std::stol(output));
        QVERIFY(QTest::qWaitFor([&] { return ::kill(-group, 0) != 0; }, 5000));
    }

    void manyThreadsRunProgramsAtOnce() {
        std::vector<std::jthread> threads;
        std::atomic<int> good{0};
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&good, i] {
                for (int round = 0; round < 5; ++round) {
                    const auto result = runProcess(shell("echo " + std::to_string(i)));
                    good += result && result->output == std::to_string(i) + "\n" ? 1 : 0;
                }
            });
        }
        threads.clear();
        QCOMPARE(good.load(), 40);
    }

    void noDescriptorOfOursLeaks() {
        const auto result = runProcess(shell("ls /proc/self/fd | wc -l"));
        QCOMPARE(QByteArray::fromStdString(result->output).trimmed(), QByteArray("4")); // three and the listing itself
    }
};

QTEST_APPLESS_MAIN(TestSubprocess)
#include "tst_subprocess.moc"
