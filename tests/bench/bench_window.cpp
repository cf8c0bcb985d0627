/// How the window feels while a step logs as fast as it can: the real MainWindow on a real build, measured from inside its own
/// event loop. Prints, for each rate of lines per second, the longest and the 99th percentile stall of the event loop, the
/// latency from a keystroke to the paint that shows it, and the memory that the log took. Needs busybox (static) and a machine
/// that can RUN; starts an X server of its own where there is no display.
#include "core/sandbox/sandbox.h"
#include "ui/editor/codeview.h"
#include "ui/editor/dockerfileeditor.h"
#include "ui/graph/stagegraphview.h"
#include "ui/session/buildsession.h"
#include "ui/session/documentsession.h"
#include "ui/session/engine.h"
#include "ui/shell/buildcontroller.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/pages.h"
#include "ui/shell/workspace.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QKeyEvent>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <functional>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace sw::ui;
using namespace Qt::StringLiterals;

namespace {

/// An X server for as long as the program runs; nothing when there is a display already.
class XServer {
public:
    XServer() {
        if (qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
            qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
            return;
        }
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) {
            return;
        }
        const std::string fd = std::to_string(ends[1]);
        std::array<const char*, 9> words = {"Xvfb",    "-displayfd",   fd.c_str(),  "-screen", "0",
                                            "1600x1000x24", "-nolisten", "tcp", nullptr};
        if (::posix_spawnp(&m_server, "Xvfb", nullptr, nullptr, const_cast<char**>(words.data()), environ) != 0) {
            m_server = 0;
            return;
        }
        ::close(ends[1]);
        std::array<char, 16> number{};
        const ssize_t size = ::read(ends[0], number.data(), number.size() - 1);
        ::close(ends[0]);
        qputenv("DISPLAY", ":" + QByteArray(number.data(), std::max<qsizetype>(size, 0)).trimmed());
    }
    ~XServer() {
        if (m_server > 0) {
            ::kill(m_server, SIGTERM);
            ::waitpid(m_server, nullptr, 0);
        }
    }
    XServer(const XServer&) = delete;
    XServer& operator=(const XServer&) = delete;

private:
    pid_t m_server = 0;
};

double milliseconds(qint64 nanoseconds) { return static_cast<double>(nanoseconds) / 1e6; }

double percentile(std::vector<qint64> values, double share) {
    if (values.empty()) {
        return 0;
    }
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, at);
    return milliseconds(*at);
}

double residentMegabytes() {
    QFile file(u"/proc/self/statm"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toDouble() * 4096 / 1e6 : 0;
}

/// Fires as often as the loop lets it; types a character now and then and waits for the paint that follows.
class Probe : public QObject {
public:
    explicit Probe(QAbstractScrollArea* typed) : m_typed(typed) {
        m_tick.setTimerType(Qt::PreciseTimer);
        m_tick.setInterval(1);
        connect(&m_tick, &QTimer::timeout, this, &Probe::tick);
        m_key.setInterval(150);
        connect(&m_key, &QTimer::timeout, this, &Probe::type);
        m_typed->installEventFilter(this);
        m_typed->viewport()->installEventFilter(this);
    }
    void start() {
        m_clock.start();
        m_last = 0;
        m_tick.start();
        m_key.start();
    }
    void stop() {
        m_tick.stop();
        m_key.stop();
        QCoreApplication::sendPostedEvents(m_typed); // a key that is on its way belongs to this text, not to the next
    }
    const std::vector<qint64>& gaps() const { return m_gaps; }
    const std::vector<qint64>& latencies() const { return m_latencies; }

protected:
    bool eventFilter(QObject* object, QEvent* event) override {
        m_delivered = m_delivered || (event->type() == QEvent::KeyPress && m_pressed);
        if (event->type() == QEvent::Paint && object != m_typed && m_delivered) {
            // Painted when this event has been handled: read the clock after it.
            QMetaObject::invokeMethod(
                this,
                [this] {
                    if (m_pressed) {
                        m_latencies.push_back(m_clock.nsecsElapsed() - *m_pressed);
                        m_pressed.reset();
                        m_delivered = false;
                    }
                },
                Qt::QueuedConnection);
        }
        return QObject::eventFilter(object, event);
    }

private:
    void tick() {
        const qint64 now = m_clock.nsecsElapsed();
        m_gaps.push_back(now - m_last);
        m_last = now;
    }
    void type() {
        if (m_pressed) {
            return;
        }
        m_pressed = m_clock.nsecsElapsed();
        const bool erase = (++m_typedCount % 2) == 0;
        const int key = erase ? Qt::Key_Backspace : Qt::Key_X;
        const QString text = erase ? QString() : u"x"_s;
        QCoreApplication::postEvent(m_typed, new QKeyEvent(QEvent::KeyPress, key, Qt::NoModifier, text));
        QCoreApplication::postEvent(m_typed, new QKeyEvent(QEvent::KeyRelease, key, Qt::NoModifier, text));
    }

    QAbstractScrollArea* m_typed;
    QTimer m_tick, m_key;
    QElapsedTimer m_clock;
    qint64 m_last = 0;
    int m_typedCount = 0;
    bool m_delivered = false; ///< the key has reached the editor: the next paint shows it
    std::optional<qint64> m_pressed;
    std::vector<qint64> m_gaps, m_latencies;
};

/// Lets the event loop run until something holds.
bool waitFor(const std::function<bool()>& holds, int milliseconds) {
    QEventLoop loop;
    QElapsedTimer clock;
    clock.start();
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (holds() || clock.elapsed() > milliseconds) {
            loop.quit();
        }
    });
    look.start(20);
    loop.exec();
    return holds();
}

bool write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

struct Load {
    const char* name;
    int lines;         ///< per burst
    double pause;      ///< seconds between bursts
    int bursts;
};

bool measure(MainWindow& window, const Load& load) {
    // Two blank comment lines at the end are what the probe types into.
    const QString script = u"for i in $(seq %1); do yes \"%1 \x1b[32mcompiling\x1b[0m src/module/file.cpp with a line as long as such lines are\" | "
                           "head -n %2; sleep %3; done"_s.arg(load.bursts).arg(load.lines).arg(load.pause);
    const QByteArray text = "FROM scratch\nCOPY busybox /bin/sh\nRUN " + script.toUtf8() + " # " +
                            QByteArray::number(QDateTime::currentMSecsSinceEpoch()) + "\n#\n#\n";
    window.workspace().editor()->replaceText(text.toStdString()); // a build saves it first
    if (!waitFor([&] { return window.isSettled() && window.document().snapshot()->document->text == text.toStdString(); }, 20000)) {
        const bool taken = window.document().snapshot()->document->text == text.toStdString();
        std::fprintf(stderr, "the text is not taken: %s, document %s, graph %s, pages %s, build %s\n", taken ? "equal" : "different",
                     window.document().isSettled() ? "settled" : "at work", window.workspace().graph()->layoutPending() ? "at work" : "settled",
                     window.pages().isSettled() ? "settled" : "at work", window.builds().session().isRunning() ? "running" : "idle");
        return false;
    }
    window.workspace().editor()->goToLine(5);
    window.showPage(u"log"_s);
    CodeView* view = window.workspace().editor()->view();
    view->setFocus();
    bool finished = false;
    QObject context;
    QObject::connect(&window.builds(), &BuildController::finished, &context, [&finished] { finished = true; });
    Probe probe(view);
    const double before = residentMegabytes();
    QElapsedTimer clock;
    clock.start();
    window.build();
    probe.start();
    double peak = before;
    QTimer memory;
    QObject::connect(&memory, &QTimer::timeout, &context, [&peak] { peak = std::max(peak, residentMegabytes()); });
    memory.start(250);
    if (!waitFor([&finished] { return finished; }, 180000)) {
        std::fprintf(stderr, "the build does not end\n");
        return false;
    }
    probe.stop();
    const double seconds = static_cast<double>(clock.elapsed()) / 1000;
    const auto result = window.builds().session().result();
    if (!result || result->failure) {
        std::fprintf(stderr, "the build failed: %s\n", qUtf8Printable(window.notices().text(u"build"_s)));
        return false;
    }
    const double lines = static_cast<double>(load.lines) * load.bursts;
    const auto late = std::ranges::count_if(probe.gaps(), [](qint64 gap) { return gap > 33'000'000; });
    std::printf("%-22s %8.0f lines/s  stall max %6.1f ms  p99 %5.1f ms  over two frames %3td  key to paint max %6.1f ms  median %5.1f ms (%zu)  "
                "memory %+.0f MB\n",
                load.name, lines / seconds, percentile(probe.gaps(), 1), percentile(probe.gaps(), 0.99), late,
                percentile(probe.latencies(), 1), percentile(probe.latencies(), 0.5), probe.latencies().size(), peak - before);
    std::fflush(stdout);
    window.workspace().editor()->markSaved();
    return true;
}

} // namespace

int main(int argc, char** argv) {
    const QString busybox = QStandardPaths::findExecutable(u"busybox"_s);
    if (busybox.isEmpty()) {
        std::puts("skipped: busybox is not installed");
        return 0;
    }
    const XServer display;
    QApplication app(argc, argv);
    QTemporaryDir dir;
    QCoreApplication::setOrganizationName(u"StagewrightBench"_s);
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, dir.filePath(u"settings"_s));
    const QString folder = dir.filePath(u"app"_s);
    QDir().mkpath(folder);
    QFile::copy(busybox, folder + u"/busybox"_s);
    write(folder + u"/Dockerfile"_s, "FROM scratch\n");

    QElapsedTimer clock;
    clock.start();
    MainWindow window(toPath(dir.filePath(u"store"_s)));
    window.resize(1500, 950);
    window.show();
    window.openPath(folder);
    const bool ready = waitFor([&] { return window.isSettled() && window.engine().capabilities() != nullptr; }, 30000);
    std::printf("%-22s %.0f ms\n", "window to settled", static_cast<double>(clock.elapsed()));
    if (!ready || window.engine().capabilities()->isolation == sw::sandbox::Isolation::None) {
        std::puts("skipped: RUN cannot work on this machine (stw doctor tells why)");
        return 0;
    }
    // A calm build to compare with, and a busy one.
    for (const Load& load : {Load{"calm", 10, 0.1, 50}, Load{"50,000 lines per second", 5000, 0.08, 90}}) {
        if (!measure(window, load)) {
            return 1;
        }
    }
    window.workspace().editor()->markSaved();
    return 0;
}
