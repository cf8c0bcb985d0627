/// How the window feels on a large image: the real MainWindow, measured from inside its own event loop while one looks around in it. Prints
/// for each thing that is done how long it takes until it is shown, and the longest time in which the event loop did not come round.
/// With --pictures each of them is kept as a picture, to be looked at.
///
///   bench_browse --store DIR [--image NAME] [--other NAME] [--pictures DIR] [--theme light|dark] [--lang en|es] [DOCKERFILE]
#include "tests/bench/windowprobe.h"
#include "ui/build/historypage.h"
#include "ui/compare/comparepage.h"
#include "ui/compare/valuesview.h"
#include "ui/layers/filetreeview.h"
#include "ui/layers/filterpanel.h"
#include "ui/layers/layerspage.h"
#include "ui/layers/pointbar.h"
#include "ui/layers/treemapview.h"
#include "ui/session/buildinputs.h"
#include "ui/session/documentsession.h"
#include "ui/shell/filecontroller.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/pages.h"
#include "ui/shell/workspace.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QMouseEvent>
#include <QPointer>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTranslator>
#include <QTreeView>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

using namespace sw::ui;
using namespace Qt::StringLiterals;
using sw::analysis::FileTree;

namespace {

/// What this thread has computed so far, in ms: a machine that is busy with other things does not count.
double computed() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Longest time between two turns of the event loop, by the clock and by what was computed in it.
class Stalls : public QObject {
public:
    Stalls() {
        m_tick.setTimerType(Qt::PreciseTimer);
        m_tick.setInterval(1);
        connect(&m_tick, &QTimer::timeout, this, &Stalls::look);
    }
    void start() {
        m_longest = m_work = 0;
        m_clock.start();
        m_begun = computed();
        m_tick.start();
    }
    void stop() {
        look();
        m_tick.stop();
    }
    double longest() const { return m_longest; }
    double work() const { return m_work; }

private:
    void look() {
        m_longest = std::max(m_longest, static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
        const double now = computed();
        m_work = std::max(m_work, now - m_begun);
        m_begun = now;
        m_clock.start();
    }
    QTimer m_tick;
    QElapsedTimer m_clock;
    double m_longest = 0, m_work = 0, m_begun = 0;
};

/// Whether a view has been painted since the last look, when its event is over.
class Painted : public QObject {
public:
    explicit Painted(QAbstractItemView* view) : m_view(view) { m_view->viewport()->installEventFilter(this); }
    /// Painted with rows in it.
    bool withRows() const { return m_withRows; }

private:
    bool eventFilter(QObject* object, QEvent* event) override {
        if (event->type() == QEvent::Paint && m_view->model()->rowCount() > 0) {
            m_withRows = true;
        }
        return QObject::eventFilter(object, event);
    }
    QAbstractItemView* m_view;
    bool m_withRows = false;
};

/// The mouse pulls the track's handle from its end to its beginning and back, at 60 places a second.
class Drag : public QObject {
public:
    explicit Drag(QWidget* track) : m_track(track) { connect(&m_pulse, &QTimer::timeout, this, &Drag::move); }
    void start() {
        send(QEvent::MouseButtonPress, 1, Qt::LeftButton);
        m_pulse.start(16);
    }
    bool isOver() const { return m_moves > 2 * kSteps; }

private:
    static constexpr int kSteps = 60;
    void move() {
        send(QEvent::MouseMove, std::abs(kSteps - m_moves) / static_cast<double>(kSteps), Qt::LeftButton);
        if (++m_moves > 2 * kSteps) {
            m_pulse.stop();
            send(QEvent::MouseButtonRelease, 1, Qt::NoButton);
        }
    }
    void send(QEvent::Type type, double share, Qt::MouseButtons buttons) {
        const QPointF place(10 + (m_track->width() - 20) * share, m_track->height() / 2.0);
        QCoreApplication::postEvent(m_track, new QMouseEvent(type, place, m_track->mapToGlobal(place), Qt::LeftButton, buttons, Qt::NoModifier));
    }
    QWidget* m_track;
    QTimer m_pulse;
    int m_moves = 0;
};

class Tour {
public:
    Tour(MainWindow& window, QString pictures, QString suffix) : m_window(window), m_pictures(std::move(pictures)), m_suffix(std::move(suffix)) {}

    /// Does it, waits until `shown`, then until the window has settled.
    bool step(const QString& name, const std::function<void()>& act, const std::function<bool()>& shown = [] { return true; }) {
        QElapsedTimer clock;
        clock.start();
        m_stalls.start();
        act();
        const double call = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        const bool came = wait(shown);
        const double until = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        const bool settled = wait([this] { return m_window.isSettled(); });
        const double whole = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        m_stalls.stop();
        std::printf("%-28s shown %8.1f ms  settled %8.1f ms  longest stall %7.1f ms (%6.1f ms of work)  in the call %6.1f ms  memory %5.0f MB%s\n", qUtf8Printable(name),
                    until, whole, m_stalls.longest(), m_stalls.work(), call, windowbench::residentMegabytes(), came && settled ? "" : "  TIMED OUT");
        std::fflush(stdout);
        if (!m_pictures.isEmpty()) {
            QDir().mkpath(m_pictures);
            QTest::qWait(250); // animations end
            m_window.grab().save(u"%1/%2-%3.png"_s.arg(m_pictures, QString(name).replace(u' ', u'-').remove(u'/'), m_suffix));
        }
        return came && settled;
    }

private:
    static bool wait(const std::function<bool()>& holds) {
        constexpr int kLongest = 120'000;
        QElapsedTimer clock;
        clock.start();
        while (!holds() && clock.elapsed() < kLongest) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
        }
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
        return holds();
    }
    MainWindow& m_window;
    QString m_pictures, m_suffix;
    Stalls m_stalls;
};

/// The folder with the most children of its own.
FileTree::Id widestFolder(const FileTree& tree) {
    std::vector<std::size_t> counts(tree.size());
    for (FileTree::Id id = 1; id < tree.size(); ++id) {
        ++counts[tree.node(id).parent];
    }
    return static_cast<FileTree::Id>(std::ranges::max_element(counts) - counts.begin());
}

FileTree::Id largestFile(const FileTree& tree) {
    FileTree::Id best = 0;
    for (FileTree::Id id = 1; id < tree.size(); ++id) {
        if (!tree.node(id).directory && (best == 0 || tree.node(id).bytes > tree.node(best).bytes)) {
            best = id;
        }
    }
    return best;
}

QString pathOf(const FileTree& tree, FileTree::Id id) { return u'/' + QString::fromStdString(tree.path(id)); }

void lookAround(Tour& tour, LayersPage& layers) {
    FileTreeView& files = *layers.files();
    const auto settledTree = [&layers] { return layers.session().tree() != nullptr && layers.isSettled(); };
    const FileTree& tree = *layers.session().tree();
    std::printf("%zu nodes, %u files, %s\n", tree.size(), tree.node(0).files, qUtf8Printable(Theme::bytes(tree.node(0).bytes)));
    const FileTree::Id wide = widestFolder(tree);
    const QString inWide = pathOf(tree, tree.children(wide).back());
    std::printf("widest folder: %s, %zu children\n", qUtf8Printable(pathOf(tree, wide)), tree.children(wide).size());
    const QString large = pathOf(tree, largestFile(tree));
    tour.step(u"widest folder opened"_s, [&] { files.showPath(pathOf(tree, wide)); files.tree()->expand(files.tree()->currentIndex()); });
    tour.step(u"file in the widest folder"_s, [&] { files.showPath(inWide); });
    tour.step(u"scrolled through"_s, [&] {
        for (int i = 0; i < 20; ++i) {
            QKeyEvent key(QEvent::KeyPress, Qt::Key_PageUp, Qt::NoModifier);
            QCoreApplication::sendEvent(files.tree(), &key);
        }
    });
    tour.step(u"sorted by name"_s, [&] { files.tree()->sortByColumn(FileTreeModel::NameColumn, Qt::AscendingOrder); });
    tour.step(u"sorted by size"_s, [&] { files.tree()->sortByColumn(FileTreeModel::SizeColumn, Qt::DescendingOrder); });
    tour.step(u"largest file"_s, [&] { files.showPath(large); });
    tour.step(u"treemap by type"_s, [&] { layers.treemap()->coloring()->setCurrentIndex(2); });
    tour.step(u"treemap cushions"_s, [&] { layers.treemap()->cushions()->click(); });
    tour.step(u"treemap flat by stage"_s, [&] { layers.treemap()->cushions()->click(); layers.treemap()->coloring()->setCurrentIndex(0); });
    tour.step(u"treemap zoomed"_s, [&] { layers.treemap()->canvas()->setRoot(layers.session().tree()->find("usr").value_or(wide)); });
    tour.step(u"treemap whole"_s, [&] { layers.treemap()->canvas()->setRoot(0); });
    const QString typed = u"lib7"_s;
    for (qsizetype i = 1; i <= typed.size(); ++i) {
        tour.step(u"filter "_s + typed.left(i), [&] { files.filterField()->setText(typed.left(i)); });
    }
    tour.step(u"filter pattern"_s, [&] { files.filterField()->setText(u"*.so*"_s); });
    tour.step(u"filter none"_s, [&] { files.filterField()->clear(); });
    tour.step(u"filter 10 MB or more"_s, [&] { files.panel()->smallest()->setCurrentIndex(files.panel()->smallest()->count() - 1); });
    tour.step(u"filter owner"_s, [&] { files.panel()->reset(); files.panel()->owner()->setCurrentIndex(files.panel()->owner()->count() - 1); });
    tour.step(u"filter changed"_s, [&] { files.panel()->reset(); files.changedOnly()->click(); });
    tour.step(u"filter reset"_s, [&] { files.panel()->reset(); });
    tour.step(u"this layer alone"_s, [&] { layers.alone()->click(); }, settledTree);
    tour.step(u"layer 20"_s, [&] { layers.layerList()->setCurrentIndex(layers.model().index(std::min(19, layers.model().rowCount() - 1), 0)); }, settledTree);
    tour.step(u"stacked"_s, [&] { layers.alone()->parentWidget()->findChildren<QToolButton*>().front()->click(); }, settledTree);
    if (layers.points()->isVisible()) {
        tour.step(u"point one back"_s, [&] { layers.points()->back()->click(); }, settledTree);
        Drag drag(layers.points()->track());
        tour.step(u"points dragged"_s, [&] { drag.start(); }, [&] { return drag.isOver() && settledTree(); });
        tour.step(u"environment"_s, [&] { layers.points()->environment()->click(); });
    }
    if (layers.points()->packages()->isVisible()) {
        tour.step(u"packages"_s, [&] { layers.points()->packages()->click(); });
    }
    if (layers.findings()->isVisible()) {
        tour.step(u"findings"_s, [&] { layers.findings()->click(); });
    }
    if (layers.ships()->isVisible()) {
        tour.step(u"what ships"_s, [&] { layers.ships()->click(); });
        tour.step(u"closed again"_s, [&] { layers.ships()->click(); });
    }
}

} // namespace

int main(int argc, char** argv) {
    const windowbench::XServer display;
    QApplication app(argc, argv);
    const windowbench::Place place;
    QCommandLineParser parser;
    const auto option = [&parser](const QString& name, const QString& standard) {
        parser.addOption(QCommandLineOption(name, name, name, standard));
    };
    option(u"store"_s, {});
    option(u"image"_s, {});
    option(u"other"_s, {});
    option(u"pictures"_s, {});
    option(u"theme"_s, u"dark"_s);
    option(u"lang"_s, u"en"_s);
    parser.process(app);
    if (!parser.isSet(u"store"_s)) {
        std::puts("skipped: --store DIR --image NAME say what to look at (packaging/dev bench analysis makes such an image)");
        return 0;
    }
    const QString lang = parser.value(u"lang"_s);
    QLocale::setDefault(lang == "es"_L1 ? QLocale(QLocale::Spanish, QLocale::Spain) : QLocale(QLocale::English, QLocale::UnitedStates));
    QTranslator translator;
    if (translator.load(QLocale(), u"stagewright"_s, u"_"_s, u":/stagewright/translations"_s)) {
        QApplication::installTranslator(&translator);
    }
    Theme::instance().setScheme(parser.value(u"theme"_s) == "light"_L1 ? ColorScheme::Light : ColorScheme::Dark);

    MainWindow window(toPath(parser.value(u"store"_s)));
    Theme::instance().setScheme(parser.value(u"theme"_s) == "light"_L1 ? ColorScheme::Light : ColorScheme::Dark);
    window.resize(1600, 1000);
    window.show();
    Tour tour(window, parser.value(u"pictures"_s), parser.value(u"theme"_s) + u'-' + lang);
    LayersPage& layers = *window.pages().layers();
    tour.step(u"window"_s, [&] {
        if (parser.positionalArguments().isEmpty()) {
            window.files().newFile();
        } else {
            window.openPath(parser.positionalArguments().front());
        }
    }, [&] { return window.isSettled(); });
    const QString image = parser.value(u"image"_s);
    if (!image.isEmpty()) {
        window.showPage(u"layers"_s);
        const Painted painted(layers.layerList());
        QObject context; // of the connections, which go with what they write to
        QElapsedTimer clock;
        double counted = 0;
        double tree = 0;
        QObject::connect(&layers.session(), &ImageSession::layersCounted, &context, [&] { counted = static_cast<double>(clock.nsecsElapsed()) / 1e6; });
        QObject::connect(&layers.session(), &ImageSession::treeChanged, &context, [&] { tree = static_cast<double>(clock.nsecsElapsed()) / 1e6; });
        tour.step(u"image opened, layers"_s, [&] { clock.start(); window.browse(image); }, [&] { return layers.isBrowsing() && painted.withRows(); });
        std::printf("files shown after %.0f ms, all figures of the layers after %.0f ms\n", tree, counted);
    }
    window.showPage(u"layers"_s);
    if (layers.session().tree()) {
        lookAround(tour, layers);
    }
    const QString other = parser.value(u"other"_s);
    if (!other.isEmpty()) {
        ComparePage& compare = *window.pages().compare();
        window.showPage(u"compare"_s);
        tour.step(u"compared"_s, [&] { compare.compare(other, image); }, [&] { return !compare.session().isComparing(); });
        tour.step(u"compare filtered"_s, [&] { compare.search()->setText(u"lib"_s); });
        tour.step(u"compare sorted"_s, [&] { compare.list()->sortByColumn(CompareModel::PathColumn, Qt::AscendingOrder); });
        tour.step(u"compare values"_s, [&] { compare.valuesButton()->click(); });
    }
    tour.step(u"history"_s, [&] { window.showPage(u"history"_s); });
    tour.step(u"images"_s, [&] { window.showPage(u"images"_s); });
    return 0;
}
