/// How long it takes from a key to what it changes in the forecast, in the real window: 509 lines of 30 stages over a watched context of
/// 50,000 files, all built before. Prints the distribution from the key event to the published states that belong to the new text,
/// the longest stall of the event loop meanwhile, and the memory. bench_typing [PLACES [WORD]]: behind lines that begin so. Needs busybox (static) and a machine that can RUN;
/// starts an X server of its own where there is no display.
#include "tests/bench/largeproject.h"
#include "tests/bench/windowprobe.h"

#include "core/sandbox/sandbox.h"
#include "ui/editor/codeview.h"
#include "ui/editor/dockerfileeditor.h"
#include "ui/session/buildsession.h"
#include "ui/session/documentsession.h"
#include "ui/session/engine.h"
#include "ui/shell/buildcontroller.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/workspace.h"

#include <QApplication>

#include <cstdio>
#include <cstdlib>

using namespace sw::ui;
using namespace windowbench;

namespace {

constexpr int kPatienceMs = 120'000;
constexpr int kLetters = 4;
constexpr const char* kWords[] = {"# Stage", "ENV NAME", "RUN ", "COPY d", "WORKDIR ", "COPY ."};
constexpr int kBetweenKeysMs = 60; ///< ten characters a second and more

/// The 1-based lines that begin so, and how long they are.
struct Line {
    int number;
    int length;
};
std::vector<Line> linesOf(const std::string& text, std::string_view word) {
    std::vector<Line> lines;
    int number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        ++number;
        if (std::string_view(text).substr(at).starts_with(word)) {
            lines.push_back({number, static_cast<int>(end - at)});
        }
        at = end + 1;
    }
    return lines;
}

/// Presses a key and waits for the forecast of the text that it makes. Negative: it did not come.
double pressed(MainWindow& window, int key, const QString& text) {
    DocumentSession& document = window.document();
    const auto before = document.forecast();
    const std::string old = document.text();
    QEventLoop loop;
    QElapsedTimer clock;
    double taken = -1;
    const auto done = QObject::connect(&document, &DocumentSession::statesChanged, &loop, [&] {
        if (document.forecast() != before && document.text() != old && document.snapshot()->document->text == document.text()) {
            taken = milliseconds(clock.nsecsElapsed());
            loop.quit();
        }
    });
    QTimer::singleShot(kPatienceMs, &loop, &QEventLoop::quit);
    clock.start();
    QCoreApplication::postEvent(window.workspace().editor()->view(), new QKeyEvent(QEvent::KeyPress, key, Qt::NoModifier, text));
    QCoreApplication::postEvent(window.workspace().editor()->view(), new QKeyEvent(QEvent::KeyRelease, key, Qt::NoModifier, text));
    loop.exec();
    QObject::disconnect(done);
    QEventLoop pause;
    QTimer::singleShot(kBetweenKeysMs, &pause, &QEventLoop::quit);
    pause.exec();
    return taken;
}

bool type(MainWindow& window, const std::string& text, int places, const std::vector<const char*>& words) {
    std::vector<qint64> all;
    std::vector<qint64> gaps;
    QTimer tick;
    tick.setTimerType(Qt::PreciseTimer);
    QElapsedTimer clock;
    clock.start();
    qint64 last = 0;
    QObject::connect(&tick, &QTimer::timeout, [&] {
        const qint64 now = clock.nsecsElapsed();
        gaps.push_back(now - last);
        last = now;
    });
    tick.start(1);
    for (const char* word : words) {
        const std::vector<Line> lines = linesOf(text, word);
        std::vector<qint64> ofWord;
        for (int place = 0; place < places; ++place) {
            const Line& line = lines[static_cast<std::size_t>(place * 7) % lines.size()];
            window.workspace().editor()->goToLine(line.number, line.length);
            waitFor([&] { return window.isSettled(); }, kPatienceMs); // whoever goes elsewhere looks first
            for (int i = 0; i < 2 * kLetters; ++i) { // a word, and gone again
                const bool letter = i < kLetters;
                const double taken = letter ? pressed(window, Qt::Key_A + (place + i) % 26, QString(QChar(u'a' + (place + i) % 26)))
                                            : pressed(window, Qt::Key_Backspace, {});
                if (taken < 0) {
                    std::fprintf(stderr, "there is no forecast for a key behind '%s'\n", word);
                    return false;
                }
                ofWord.push_back(static_cast<qint64>(taken * 1e6));
            }
        }
        all.insert(all.end(), ofWord.begin(), ofWord.end());
        std::printf("  behind %-10s median %6.1f ms  longest %6.1f ms\n", word, percentile(ofWord, 0.5), percentile(ofWord, 1));
    }
    tick.stop();
    std::printf("key to its forecast    median %6.1f ms  90 %% %6.1f ms  99 %% %6.1f ms  longest %6.1f ms (%zu keys)\n", percentile(all, 0.5),
                percentile(all, 0.9), percentile(all, 0.99), percentile(all, 1), all.size());
    std::printf("stall of the window    99 %% %6.1f ms  longest %6.1f ms   resident %.0f MB\n", percentile(gaps, 0.99), percentile(gaps, 1),
                residentMegabytes());
    return true;
}

} // namespace

int main(int argc, char** argv) {
    const XServer display;
    QApplication app(argc, argv);
    const Place place;
    const QString folder = place.project(u"large"_s);
    if (folder.isEmpty()) {
        std::puts("skipped: busybox is not installed");
        return 0;
    }
    bench::makeLargeContext(toPath(folder));
    const std::string text = "FROM scratch AS base\nCOPY busybox /bin/sh\n" + bench::largeDockerfile("FROM base");
    write(folder + u"/Dockerfile"_s, QByteArray::fromStdString(text));

    MainWindow window(toPath(place.path(u"store"_s)));
    window.resize(1500, 950);
    window.show();
    window.openPath(folder);
    if (!waitFor([&] { return window.isSettled() && window.engine().capabilities() != nullptr; }, kPatienceMs) ||
        window.engine().capabilities()->isolation == sw::sandbox::Isolation::None) {
        std::puts("skipped: RUN cannot work on this machine (stw doctor tells why)");
        return 0;
    }
    bool finished = false;
    QObject::connect(&window.builds(), &BuildController::finished, &window, [&finished] { finished = true; });
    window.build();
    if (!waitFor([&] { return finished && window.isSettled(); }, kPatienceMs) || !window.builds().session().result() ||
        window.builds().session().result()->failure) {
        std::fprintf(stderr, "the build failed: %s\n", qUtf8Printable(window.notices().text(u"build"_s)));
        return 1;
    }
    const int places = argc > 1 ? std::atoi(argv[1]) : 10;
    std::printf("%td lines of %d stages over %d files\n", std::ranges::count(text, '\n'), bench::kStages + 1, bench::kFolders * bench::kFilesInFolder);
    const bool typed = type(window, text, places, argc > 2 ? std::vector<const char*>(argv + 2, argv + argc) : std::vector(std::begin(kWords), std::end(kWords)));
    window.workspace().editor()->markSaved();
    return typed ? 0 : 1;
}
