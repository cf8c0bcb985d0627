/// How the window feels while a step logs as fast as it can: the real MainWindow on a real build, measured from inside its own
/// event loop. Prints, for each rate of lines per second, the longest and the 99th percentile stall of the event loop, the
/// latency from a keystroke to the paint that shows it, and the memory that the log took. Needs busybox (static) and a machine
/// that can RUN; starts an X server of its own where there is no display.
#include "tests/bench/windowprobe.h"

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

#include <QApplication>
#include <QDateTime>
#include <QFile>
#include <QTimer>

#include <algorithm>
#include <cstdio>

using namespace sw::ui;
using namespace Qt::StringLiterals;
using namespace windowbench;

namespace {

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
    const XServer display;
    QApplication app(argc, argv);
    const Place place;
    const QString folder = place.project(u"app"_s);
    if (folder.isEmpty()) {
        std::puts("skipped: busybox is not installed");
        return 0;
    }
    write(folder + u"/Dockerfile"_s, "FROM scratch\n");

    QElapsedTimer clock;
    clock.start();
    MainWindow window(toPath(place.path(u"store"_s)));
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
