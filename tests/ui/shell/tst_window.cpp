#include "core/checks/catalogue.h"
#include "core/sandbox/sandbox.h"
#include "tests/ui/shell/windowbench.h"
#include "ui/build/buildschart.h"
#include "ui/build/historypage.h"
#include "ui/build/imagespage.h"
#include "ui/build/mountsview.h"
#include "ui/compare/comparepage.h"
#include "ui/compare/differenceview.h"
#include "ui/compare/valuesview.h"
#include "ui/editor/dockerfileeditor.h"
#include "ui/layers/environmentview.h"
#include "ui/layers/filepreviewview.h"
#include "ui/layers/filetreeview.h"
#include "ui/layers/filterpanel.h"
#include "ui/layers/layerspage.h"
#include "ui/layers/pointbar.h"
#include "ui/layers/treemapview.h"
#include "ui/shell/buildcontroller.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/filecontroller.h"
#include "ui/shell/imageactions.h"
#include "ui/shell/inputpopovers.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/pages.h"
#include "ui/shell/settings.h"
#include "ui/shell/shippingbar.h"
#include "ui/shell/topbar.h"
#include "ui/shell/workspace.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <QUrl>

using namespace sw::test;
using namespace sw::ui;
using namespace Qt::StringLiterals;

namespace {

/// What would be opened by the desktop.
class UrlCatcher : public QObject {
    Q_OBJECT
public:
    QList<QUrl> urls;
    Q_SLOT void open(const QUrl& url) { urls.push_back(url); }
};

} // namespace

class TestWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// A save takes the text of its moment; what is typed while it runs is not in the file, and stays "modified".
    void whatIsTypedDuringASaveStaysUnsaved() {
        Bench bench;
        bench.open();
        DockerfileEditor* editor = bench.window->workspace().editor();
        QSignalSpy saved(&bench.window->files(), &FileController::saved);
        editor->replaceText(std::string(kDockerfile) + "# one\n");
        bench.window->files().save();
        editor->replaceText(std::string(kDockerfile) + "# two\n"); // before the event loop hears of the save
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(read(bench.path(u"app/Dockerfile"_s)), QByteArray(kDockerfile) + "# one\n");
        QVERIFY(editor->isModified());
        // Build saves first: it must not wait for ever, nor build the older text.
        bench.window->files().save();
        editor->replaceText(std::string(kDockerfile) + "# three\n");
        bench.build();
        QCOMPARE(read(bench.path(u"app/Dockerfile"_s)), QByteArray(kDockerfile) + "# three\n");
        QVERIFY(!editor->isModified());
        QCOMPARE(editor->text(), std::string(kDockerfile) + "# three\n");
    }

    void initTestCase() {
        QCoreApplication::setOrganizationName(u"StagewrightTest"_s);
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        Theme::instance().setScheme(ColorScheme::Light);
    }

    void editBuildBrowse() {
        Bench bench;
        MainWindow& window = *bench.window;
        bench.open();
        QCOMPARE(window.document().snapshot()->graph->stages.size(), 2U);
        QCOMPARE(bench.display(1), StepDisplay::WillRun);
        bench.keep(u"1-opened"_s);

        bench.build();
        QVERIFY2(window.builds().session().result()->image.has_value(), qPrintable(window.notices().text(u"build"_s)));
        QCOMPARE(bench.display(1), StepDisplay::Ran);
        QCOMPARE(bench.display(4), StepDisplay::Ran);
        QCOMPARE(window.document().states()->edges.size(), 1U);
        QVERIFY(window.shipping().shippingText().contains(u"stays behind"_s));
        QVERIFY(window.builds().log().blockCount() > 0);
        QVERIFY(window.builds().steps().rowCount() > 0);
        bench.keep(u"2-built"_s);

        // One selection: the line chosen in the graph's stead selects layer and files of that stage.
        window.showPage(u"layers"_s);
        window.selection().select({.stage = 0, .instruction = 2, .path = {}});
        LayersPage& layers = *window.pages().layers();
        QTRY_VERIFY(layers.isSettled() && layers.session().tree() && layers.session().layers()->stage == 0);
        QCOMPARE(layers.model().rows().at(static_cast<std::size_t>(layers.layerList()->currentIndex().row())).line, 3);
        QCOMPARE(window.workspace().editor()->caretLine(), 3);
        layers.files()->showPath(u"/work/big.bin"_s);
        QTRY_COMPARE(window.selection().current().path, u"/work/big.bin"_s);
        QTRY_VERIFY(layers.preview()->isVisible() && layers.preview()->text().startsWith(u"xxxx"_s));
        QVERIFY(layers.preview()->height() > 60);
        // The treemap has the same file, and the preview tells how it came.
        QCOMPARE(layers.treemap()->canvas()->tree(), layers.session().tree());
        const auto chosen = layers.treemap()->canvas()->current();
        QVERIFY(chosen != sw::analysis::FileTree::kNone);
        QVERIFY(layers.files()->currentPath().endsWith(QString::fromStdString(std::string(layers.session().tree()->node(chosen).name))));
        QVERIFY2(layers.preview()->way().contains(u"line 3"_s), qPrintable(layers.preview()->way()));
        bench.keep(u"3-layers"_s);

        // Nothing changed: all cached. A touched source: exactly what depends on it.
        bench.build();
        QCOMPARE(std::ranges::count(window.builds().session().result()->steps, sw::cache::Verdict::Run, &sw::build::StepResult::verdict), 0);
        QSignalSpy changed(&window.document(), &DocumentSession::contextChanged);
        write(bench.path(u"app/src/index.html"_s), "<h1>changed</h1>\n");
        QVERIFY(changed.wait());
        QTRY_COMPARE(bench.display(1), StepDisplay::WillRun);
        QTRY_VERIFY(window.document().states()->steps[1].reason.contains(u"index.html"_s));
        bench.keep(u"4-forecast"_s);
    }

    /// The track leads through the instructions, those without a layer too; files, map, environment and selection follow.
    void travelThroughAStage() {
        Bench bench;
        write(bench.path(u"travel/Dockerfile"_s), "FROM scratch\n"
                                                  "ENV MODE=first\n"
                                                  "COPY a.txt /one/\n"
                                                  "USER 7\n"
                                                  "ENV MODE=second EXTRA=\"two words\"\n"
                                                  "COPY b.txt /two/\n");
        write(bench.path(u"travel/a.txt"_s), "first\n");
        write(bench.path(u"travel/b.txt"_s), "second\n");
        MainWindow& window = *bench.window;
        bench.open(u"travel"_s);
        bench.build();
        window.showPage(u"layers"_s);
        LayersPage& layers = *window.pages().layers();
        QTRY_VERIFY(layers.isSettled() && layers.session().tree());
        PointBar& points = *layers.points();
        QCOMPARE(points.points().size(), 6U);
        QCOMPARE(points.point(), 5);
        QVERIFY(layers.session().tree()->find("two/b.txt"));

        QTest::mouseClick(points.back(), Qt::LeftButton); // before the last COPY: its files are not there
        QTRY_VERIFY(layers.isSettled() && !layers.session().tree()->find("two"));
        QVERIFY(layers.session().tree()->find("one/a.txt"));
        QCOMPARE(layers.treemap()->canvas()->tree(), layers.session().tree());
        QCOMPARE(window.workspace().editor()->caretLine(), 5);
        QVERIFY(layers.environment()->isVisible());
        const auto shown = [&](const QString& name) {
            for (int i = 0; i < layers.environment()->topLevelItemCount(); ++i) {
                if (const QTreeWidgetItem* item = layers.environment()->topLevelItem(i); item->text(1) == name) {
                    return item->text(0) + item->text(2);
                }
            }
            return QString();
        };
        QCOMPARE(shown(u"MODE"_s), u"~second"_s);
        QCOMPARE(shown(u"EXTRA"_s), u"+two words"_s);
        QCOMPARE(shown(u"USER"_s), u"7"_s);
        bench.keep(u"travel-1"_s);

        QTest::mouseClick(layers.alone(), Qt::LeftButton); // what that layer did, and not the ENV behind it
        QTRY_VERIFY(layers.isSettled() && layers.session().tree()->find("one/a.txt"));
        QCOMPARE(points.point(), 2);
        QTest::keyClick(points.track(), Qt::Key_Right);
        QTest::keyClick(points.track(), Qt::Key_Right); // an ENV changed no file
        QTRY_VERIFY(layers.isSettled() && layers.session().tree()->size() == 1);
        QTest::keyClick(points.track(), Qt::Key_Home);
        QTRY_VERIFY(layers.isSettled() && !layers.layerList()->currentIndex().isValid());
        QCOMPARE(shown(u"MODE"_s), QString());
        QCOMPARE(shown(u"USER"_s), u"root"_s);

        // The other way: a line in the editor leads the track.
        window.workspace().editor()->goToLine(4);
        QTRY_COMPARE(points.point(), 3);
        QTRY_VERIFY(layers.isSettled());
        QCOMPARE(shown(u"USER"_s), u"~7"_s);
        QCOMPARE(shown(u"MODE"_s), u"first"_s);
    }

    /// What a later line deletes is marked where it still stands, and can be looked for.
    void whatIsHiddenLaterIsMarked() {
        Bench bench;
        write(bench.path(u"hide/Dockerfile"_s), "FROM scratch\nCOPY one/ /\nCOPY two/ /\n");
        write(bench.path(u"hide/one/kept.txt"_s), "kept\n");
        write(bench.path(u"hide/one/page.txt"_s), "first\n");
        write(bench.path(u"hide/two/page.txt"_s), "second\n");
        MainWindow& window = *bench.window;
        bench.open(u"hide"_s);
        bench.build();
        window.showPage(u"layers"_s);
        LayersPage& layers = *window.pages().layers();
        QTRY_VERIFY(layers.isSettled() && layers.session().tree());
        FileTreeModel& model = layers.files()->model();
        const auto isMarked = [&](const QString& path) { return model.indexOfPath(path).data(FileTreeModel::HiddenRole).toBool(); };
        QVERIFY(!isMarked(u"/page.txt"_s));
        QTest::mouseClick(layers.points()->back(), Qt::LeftButton);
        QTRY_VERIFY(layers.isSettled() && isMarked(u"/page.txt"_s));
        QVERIFY(!isMarked(u"/kept.txt"_s));
        QVERIFY2(model.indexOfPath(u"/page.txt"_s).data(Qt::ToolTipRole).toString().contains(u"line 3"_s),
                 qPrintable(model.indexOfPath(u"/page.txt"_s).data(Qt::ToolTipRole).toString()));
        layers.files()->panel()->hiddenLater()->setChecked(true);
        QTRY_VERIFY(layers.isSettled() && !model.indexOfPath(u"/kept.txt"_s).isValid());
        QVERIFY(model.indexOfPath(u"/page.txt"_s).isValid());
        bench.keep(u"hidden-1"_s);
    }

    /// Search and filters act on the tree and on the map.
    void filtersLeaveWhatIsWanted() {
        Bench bench;
        MainWindow& window = *bench.window;
        bench.open();
        bench.build();
        window.showPage(u"layers"_s);
        window.selection().select({.stage = 0, .instruction = 2, .path = {}});
        LayersPage& layers = *window.pages().layers();
        QTRY_VERIFY(layers.isSettled() && layers.session().layers() && layers.session().layers()->stage == 0 && layers.session().tree());
        FileTreeView& files = *layers.files();
        const auto isThere = [&](const QString& path) { return files.model().indexOfPath(path).isValid(); };
        const auto isMapped = [&](const char* path) { return layers.treemap()->canvas()->tileOf(*layers.session().tree()->find(path)).has_value(); };
        QVERIFY(isMapped("work/big.bin"));
        QTest::keyClicks(files.filterField(), u"*.CSS"_s);
        QTRY_VERIFY(layers.isSettled() && !isThere(u"/work/big.bin"_s));
        QVERIFY(isThere(u"/work/style.css"_s));
        QVERIFY(isMapped("work/style.css"));
        QVERIFY(!isMapped("work/big.bin"));
        QVERIFY(files.count()->text().startsWith(u"1 "_s));
        files.filterField()->clear();
        QTRY_VERIFY(layers.isSettled() && isThere(u"/work/big.bin"_s));

        // What this layer changed: the chip and the three conditions of the panel are one thing.
        QTest::mouseClick(files.changedOnly(), Qt::LeftButton);
        QTRY_VERIFY(layers.isSettled() && !isThere(u"/work/style.css"_s));
        QVERIFY(isThere(u"/work/big.bin"_s));
        QVERIFY(files.panel()->change(sw::analysis::Change::Removed)->isChecked());
        QVERIFY(files.panelButton()->text().contains(u'1'));
        files.panel()->reset();
        QVERIFY(!files.changedOnly()->isChecked());

        files.panel()->smallest()->setCurrentIndex(files.panel()->smallest()->findData(qulonglong(100'000)));
        QTRY_VERIFY(layers.isSettled() && !isThere(u"/work/index.html"_s));
        QVERIFY(isThere(u"/work/big.bin"_s));
        files.panel()->reset();
        files.panel()->kind()->setCurrentIndex(files.panel()->kind()->findData(static_cast<int>(sw::analysis::FileKind::Text)));
        QTRY_VERIFY(layers.isSettled() && !isThere(u"/work/big.bin"_s));
        QVERIFY(isThere(u"/work/style.css"_s));
        files.panel()->reset();

        // All of this stage is from the context.
        const int context = files.panel()->origin()->findText(u"The build context"_s);
        QVERIFY(context > 0);
        files.panel()->origin()->setCurrentIndex(context);
        QTRY_VERIFY(layers.isSettled() && files.model().isFiltered());
        QVERIFY(isThere(u"/work/big.bin"_s) && isThere(u"/work/index.html"_s));
        files.panel()->reset();

        // Another stage: what came from the first one. The condition stays while one travels.
        window.selection().select({.stage = 1, .instruction = std::nullopt, .path = {}});
        QTRY_VERIFY(layers.isSettled() && layers.session().layers()->stage == 1);
        QVERIFY(files.panel()->origin()->findData(u"builder"_s) > 0);
        files.panel()->origin()->setCurrentIndex(files.panel()->origin()->findData(u"builder"_s));
        QTRY_VERIFY(layers.isSettled() && isThere(u"/html/index.html"_s));
        QTest::mouseClick(files.panelButton(), Qt::LeftButton);
        QTRY_VERIFY(files.panel()->isVisible());
        bench.keep(u"filter-1"_s);
        files.panel()->hide();
    }

    /// A picture is shown, code is coloured, bytes are there for both; another program opens a copy; packages own files.
    void detailsOfAFile() {
        Bench bench;
        QImage picture(40, 20, QImage::Format_ARGB32);
        picture.fill(Qt::red);
        QDir().mkpath(bench.path(u"details/root/usr/share"_s));
        QVERIFY(picture.save(bench.path(u"details/root/usr/share/logo.png"_s)));
        write(bench.path(u"details/root/usr/share/app.js"_s), "const answer = 42; // a comment\n");
        write(bench.path(u"details/root/var/lib/dpkg/status"_s),
              "Package: webapp\nStatus: install ok installed\nVersion: 1.2-3\nArchitecture: all\n\n"
              "Package: logo\nStatus: install ok installed\nVersion: 2\nArchitecture: all\n\n");
        write(bench.path(u"details/root/var/lib/dpkg/info/webapp.list"_s), "/.\n/usr\n/usr/share\n/usr/share/app.js\n");
        write(bench.path(u"details/root/var/lib/dpkg/info/logo.list"_s), "/usr/share/logo.png\n");
        write(bench.path(u"details/Dockerfile"_s), "FROM scratch\nCOPY root/ /\n");
        MainWindow& window = *bench.window;
        bench.open(u"details"_s);
        bench.build();
        window.showPage(u"layers"_s);
        LayersPage& layers = *window.pages().layers();
        QTRY_VERIFY(layers.isSettled() && layers.session().tree());
        layers.files()->showPath(u"/usr/share/logo.png"_s);
        FilePreviewView& preview = *layers.preview();
        QTRY_VERIFY(layers.isSettled() && preview.isPictureShown());
        QCOMPARE(preview.picture().size(), QSize(40, 20));
        QVERIFY2(preview.facts().contains(u"40 × 20"_s), qPrintable(preview.facts()));
        QVERIFY2(preview.facts().contains(u"logo 2"_s), qPrintable(preview.facts()));
        bench.keep(u"details-1"_s);
        QTest::mouseClick(preview.hexButton(), Qt::LeftButton);
        QVERIFY(!preview.isPictureShown());
        QVERIFY(preview.text().contains(u"89 50 4e 47"_s));
        layers.files()->showPath(u"/usr/share/app.js"_s);
        QTRY_VERIFY(layers.isSettled() && preview.text().startsWith(u"const answer"_s));
        QVERIFY(preview.isColored());
        bench.keep(u"details-2"_s);

        UrlCatcher catcher;
        QDesktopServices::setUrlHandler(u"file"_s, &catcher, "open");
        QTest::mouseClick(preview.openButton(), Qt::LeftButton);
        QTRY_COMPARE(catcher.urls.size(), 1);
        QDesktopServices::unsetUrlHandler(u"file"_s);
        const QFileInfo copy(catcher.urls.front().toLocalFile());
        QCOMPARE(copy.fileName(), u"app.js"_s);
        QCOMPARE(read(copy.filePath()), QByteArray("const answer = 42; // a comment\n"));
        QVERIFY(!copy.isExecutable());

        // Packages, largest first; one of them alone.
        PointBar& points = *layers.points();
        QVERIFY(points.packages()->isVisible());
        QTest::mouseClick(points.packages(), Qt::LeftButton);
        QTRY_VERIFY(layers.packageList()->isVisible());
        QCOMPARE(layers.packageList()->model()->rowCount(), 2);
        QCOMPARE(layers.packageList()->model()->index(0, PackagesModel::NameColumn).data().toString(), u"logo"_s);
        Q_EMIT layers.packageList()->activated(layers.packageList()->model()->index(1, 0));
        QTRY_VERIFY(layers.isSettled() && !layers.files()->model().indexOfPath(u"/usr/share/logo.png"_s).isValid());
        QVERIFY(layers.files()->model().indexOfPath(u"/usr/share/app.js"_s).isValid());
        bench.keep(u"details-3"_s);
    }

    /// The history's chart, two builds chosen in it, and what differs between them.
    void compareTwoBuildsOfTheHistory() {
        Bench bench;
        MainWindow& window = *bench.window;
        bench.open();
        bench.build();
        write(bench.path(u"app/src/index.html"_s), "<h1>changed</h1>\n<p>more</p>\n");
        DockerfileEditor& editor = *window.workspace().editor();
        editor.replaceText(QByteArray(kDockerfile).replace("EXPOSE 80", "EXPOSE 8080\nENV PORT=8080").toStdString());
        QTRY_VERIFY(window.isSettled());
        bench.build();
        window.showPage(u"history"_s);
        HistoryPage& history = *window.pages().history();
        QTRY_VERIFY(history.isSettled() && history.list()->topLevelItemCount() == 2);
        QVERIFY(!history.compareButton()->isEnabled());
        for (const int build : {1, 0}) { // the older one first
            QTest::mouseClick(history.chart(), Qt::LeftButton, {}, history.chart()->barOf(build, 2).center().toPoint());
        }
        QCOMPARE(history.list()->selectedItems().size(), 2);
        QVERIFY(history.compareButton()->isEnabled());
        bench.keep(u"history-1"_s);
        QTest::mouseClick(history.compareButton(), Qt::LeftButton);

        ComparePage& compare = *window.pages().compare();
        QTRY_VERIFY(compare.isVisible() && compare.isSettled() && compare.session().compared());
        QCOMPARE(compare.model().rowCount(), 1);
        QVERIFY2(compare.summary().contains(u"1 changed"_s), qPrintable(compare.summary()));
        const auto cell = [&](int column) { return compare.model().index(0, column).data().toString(); };
        QCOMPARE(cell(CompareModel::PathColumn), u"/html/index.html"_s);
        QCOMPARE(cell(CompareModel::DiffersColumn), u"content"_s);
        QVERIFY2(cell(CompareModel::LineColumn).contains(u"line 6"_s), qPrintable(cell(CompareModel::LineColumn)));
        QTRY_VERIFY(compare.difference()->text().contains(u"-<h1>hello</h1>"_s));
        QVERIFY(compare.difference()->text().contains(u"+<p>more</p>"_s));
        bench.keep(u"compare-1"_s);
        QTest::mouseClick(compare.valuesButton(), Qt::LeftButton);
        QVERIFY(compare.values()->isVisible());
        QVERIFY(!compare.values()->findItems(u"PORT"_s, Qt::MatchContains | Qt::MatchRecursive).isEmpty());
        bench.keep(u"compare-2"_s);

        // Its line, in the editor; and stages, whichever way round.
        QTest::mouseClick(compare.filesButton(), Qt::LeftButton);
        editor.goToLine(1);
        Q_EMIT compare.list()->activated(compare.model().index(0, 0));
        QCOMPARE(editor.caretLine(), 6);
        compare.compare(u"@builder"_s, u"@1"_s);
        QTRY_VERIFY(compare.isSettled() && compare.summary().contains(u"removed"_s));
        const int removed = static_cast<int>(compare.session().compared()->comparison.removed.files);
        QVERIFY(removed > 0);
        QTest::mouseClick(compare.swapButton(), Qt::LeftButton);
        QTRY_VERIFY(compare.isSettled() && static_cast<int>(compare.session().compared()->comparison.added.files) == removed);
        QTest::mouseClick(compare.changeChip(sw::analysis::Change::Removed), Qt::LeftButton);
        QTRY_COMPARE(compare.model().rowCount(), static_cast<int>(std::ranges::count(compare.session().compared()->comparison.files, sw::analysis::Change::Removed,
                                                                                     &sw::analysis::FileDifference::change)));
        // What is shown below is of the list: another file when a filter takes it away, itself when it stays.
        QTest::mouseClick(compare.changeChip(sw::analysis::Change::Removed), Qt::LeftButton);
        QTRY_VERIFY(compare.model().rowCount() > 1 && compare.isSettled());
        compare.list()->setCurrentIndex(compare.model().index(1, 0));
        const QString chosen = compare.list()->currentIndex().siblingAtColumn(CompareModel::PathColumn).data().toString();
        compare.search()->setText(chosen);
        QTRY_VERIFY(compare.isSettled() && compare.model().rowCount() >= 1);
        QCOMPARE(compare.list()->currentIndex().siblingAtColumn(CompareModel::PathColumn).data().toString(), chosen);
        compare.search()->setText(u"no such path"_s);
        QTRY_COMPARE(compare.model().rowCount(), 0);
        QVERIFY2(compare.difference()->text().startsWith(u"Choose a file"_s), qPrintable(compare.difference()->text()));
        compare.search()->clear();
        QTRY_VERIFY(compare.isSettled() && compare.model().rowCount() > 1);
        QCOMPARE(compare.list()->currentIndex().row(), 0);
        compare.compare(u"no-such-image"_s, u"@1"_s);
        QTRY_VERIFY(compare.isSettled() && !compare.session().compared());
    }

    void typingChangesGraphAndForecastAndUndoBringsItBack() {
        Bench bench;
        MainWindow& window = *bench.window;
        bench.open();
        DockerfileEditor& editor = *window.workspace().editor();
        editor.goToLine(1);
        editor.replaceText(std::string(kDockerfile) + "\nFROM builder AS tests\nCOPY nothing-here /x\n");
        QTRY_COMPARE(window.document().snapshot()->graph->stages.size(), 3U);
        QTRY_VERIFY(window.isSettled());
        QVERIFY(window.files().isModified());
        editor.action(DockerfileEditor::Command::Undo)->trigger();
        QTRY_COMPARE(window.document().snapshot()->graph->stages.size(), 2U);
        QVERIFY(!window.files().isModified());
    }

    void buildSavesFirstAndAFailureIsShownAtItsLine() {
        Bench bench;
        MainWindow& window = *bench.window;
        bench.open();
        window.workspace().editor()->replaceText("FROM scratch\nCOPY src/ /a/\nCOPY missing.txt /b/\n");
        QTRY_VERIFY(window.isSettled() && window.document().snapshot()->document->instructions.size() == 3);
        bench.build();
        QFile file(bench.path(u"app/Dockerfile"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("missing.txt"));
        QVERIFY(window.builds().session().result()->failure.has_value());
        QCOMPARE(bench.display(2), StepDisplay::Failed);
        QVERIFY(!window.document().states()->steps[2].error.isEmpty());
        QVERIFY(window.notices().text(u"build"_s).contains(u"missing.txt"_s));
        QCOMPARE(window.workspace().currentPage(), u"log"_s);
        bench.keep(u"5-failed"_s);
    }

    void unsavedTextIsGuarded() {
        Bench bench;
        MainWindow& window = *bench.window;
        bench.open();
        window.workspace().editor()->replaceText("FROM scratch\n");
        QTRY_VERIFY(window.files().isModified());
        window.close();
        QVERIFY2(window.isVisible(), "the window must not close over unsaved text");
        QVERIFY(window.notices().has(u"guard"_s));
        write(bench.path(u"other/Dockerfile"_s), "FROM scratch AS other\n");
        window.openPath(bench.path(u"other"_s));
        QCOMPARE(window.document().path(), bench.path(u"app/Dockerfile"_s));
        window.files().save();
        QTRY_VERIFY(!window.files().isModified());
    }

    void changesOnDiskAreLoadedOrAskedAbout() {
        Bench bench;
        MainWindow& window = *bench.window;
        bench.open();
        write(bench.path(u"app/Dockerfile"_s), "FROM scratch AS one\n");
        QTRY_COMPARE(QString::fromStdString(window.workspace().editor()->text()), u"FROM scratch AS one\n"_s);
        window.workspace().editor()->replaceText("FROM scratch AS mine\n");
        write(bench.path(u"app/Dockerfile"_s), "FROM scratch AS theirs\n");
        QTRY_VERIFY(window.notices().text(u"reload"_s).contains(u"changes of your own"_s));
        QCOMPARE(QString::fromStdString(window.workspace().editor()->text()), u"FROM scratch AS mine\n"_s);
        window.workspace().editor()->markSaved();
    }

    void inputsAreRememberedPerFile() {
        Bench bench;
        bench.open();
        BuildInputs inputs = bench.window->document().inputs();
        inputs.target = u"builder"_s;
        inputs.buildArgs[u"V"_s] = u"2"_s;
        bench.window->document().setInputs(inputs);
        QTRY_VERIFY(bench.window->isSettled());
        QCOMPARE(bench.display(4), StepDisplay::NotNeeded);
        bench.restart();
        bench.open();
        QCOMPARE(bench.window->document().inputs().target, u"builder"_s);
        QCOMPARE(bench.window->document().inputs().buildArgs.value(u"V"_s), u"2"_s);
    }

    void setsOfRulesAreSwitchedInTheSettingsAndRemembered() {
        Bench bench;
        bench.open();
        const auto count = [&] {
            const auto& problems = bench.window->document().snapshot()->problems;
            return std::ranges::count_if(problems, [](const sw::Diagnostic& d) { return sw::checks::ruleSetOf(d.rule) == sw::checks::RuleSet::Hadolint; });
        };
        bench.window->workspace().editor()->replaceText("FROM a:1\nRUN sudo x\n");
        QTRY_VERIFY(bench.window->isSettled() && count() > 0);
        const auto button = [&] { return bench.window->findChild<QToolButton*>(u"rules-hadolint"_s); };
        QVERIFY(button() != nullptr && button()->isChecked());
        bench.window->showPage(u"settings"_s);
        button()->click();
        QTRY_VERIFY(bench.window->isSettled() && count() == 0);
        bench.restart();
        QVERIFY(!button()->isChecked());
        button()->click();
        QVERIFY(Settings::load().ruleSets.contains(sw::checks::RuleSet::Hadolint));
    }

    void everyPageOpensAndF6GoesRound() {
        Bench bench;
        bench.open();
        MainWindow& window = *bench.window;
        window.activateWindow();
        for (const QString& id : window.workspace().pageIds()) {
            window.showPage(id);
            QCOMPARE(window.workspace().currentPage(), id);
            QTRY_VERIFY(window.isSettled());
        }
        for (const QString& overlay : {u"palette"_s, u"settings"_s, u"arguments"_s, u"secrets"_s, u"context-inputs"_s}) {
            window.showPage(overlay);
            bench.keep(u"page-"_s + overlay);
            QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : &window, Qt::Key_Escape);
        }
    }

    /// The lesson's first example with real base images and the real registry: tests/e2e/test_window.py gives the folder.
    void reactExample() {
        const QString folder = qEnvironmentVariable("SW_WINDOW_EXAMPLE");
        if (folder.isEmpty()) {
            QSKIP("SW_WINDOW_EXAMPLE is not set: tests/e2e/test_window.py runs this");
        }
        Bench bench;
        MainWindow& window = *bench.window;
        window.openPath(folder);
        QTRY_VERIFY_WITH_TIMEOUT(!window.document().path().isEmpty() && window.isSettled(), 30000);
        BuildInputs inputs = window.document().inputs();
        inputs.hostCa = true;
        window.document().setInputs(inputs);
        QTRY_VERIFY_WITH_TIMEOUT(window.isSettled(), 30000);
        bench.keep(u"react-1-opened"_s);

        QSignalSpy finished(&window.builds(), &BuildController::finished);
        window.build();
        QVERIFY2(finished.wait(280000), qPrintable(window.notices().text(u"build"_s)));
        QVERIFY2(window.builds().session().result()->image.has_value(), qPrintable(window.notices().text(u"build"_s)));
        QTRY_VERIFY_WITH_TIMEOUT(window.isSettled(), 30000);
        bench.keep(u"react-2-built"_s);
        window.showPage(u"timeline"_s);
        QTRY_VERIFY(window.isSettled());
        bench.keep(u"react-3-timeline"_s);

        // What ships: the page, not the packages. What stays behind: the packages, in the other stage.
        window.showPage(u"layers"_s);
        LayersPage& layers = *window.pages().layers();
        QTRY_VERIFY(layers.isSettled() && layers.session().tree());
        QVERIFY(layers.session().tree()->find("usr/share/nginx/html/index.html"));
        QVERIFY(!layers.session().tree()->find("app/node_modules"));
        window.selection().select({.stage = 0, .instruction = 3, .path = {}});
        QTRY_VERIFY(layers.isSettled() && layers.session().layers() && layers.session().layers()->stage == 0 && layers.session().tree() &&
                    layers.session().tree()->find("app/node_modules"));
        layers.files()->showPath(u"/app/node_modules"_s);
        QTRY_VERIFY(layers.isSettled());
        bench.keep(u"react-4-builder-layers"_s);

        // A changed text in a source file: the packages stay cached.
        QFile source(folder + u"/src/App.jsx"_s);
        QVERIFY(source.open(QIODevice::ReadWrite | QIODevice::Append));
        source.write("\n// changed\n");
        source.close();
        QTRY_COMPARE_WITH_TIMEOUT(bench.display(4), StepDisplay::WillRun, 10000);
        QCOMPARE(bench.display(3), StepDisplay::Ran);
        bench.keep(u"react-5-forecast"_s);
    }

    /// What can be done with a built image, by mouse and keys: push, export, run, load into Docker. tests/e2e/test_window.py gives
    /// where to, and looks from outside whether it arrived.
    void resultActions() {
        const QString reference = qEnvironmentVariable("SW_WINDOW_PUSH");
        if (reference.isEmpty()) {
            QSKIP("SW_WINDOW_PUSH is not set: tests/e2e/test_window.py runs this");
        }
        Bench bench;
        MainWindow& window = *bench.window;
        write(bench.path(u"site/Dockerfile"_s), "FROM busybox\nCOPY index.html /www/\nEXPOSE 80\n"
                                               "CMD [\"busybox\", \"httpd\", \"-f\", \"-p\", \"80\", \"-h\", \"/www\"]\n");
        write(bench.path(u"site/index.html"_s), "hello from the window\n");
        write(bench.path(u"site/.dockerignore"_s), "Dockerfile\n");
        bench.open(u"site"_s);
        for (const QString& id : {u"image-run"_s, u"image-push"_s, u"image-export"_s, u"image-load"_s}) {
            QVERIFY2(!window.action(id)->isEnabled(), "nothing is built yet");
        }
        bench.buildByKey();
        QVERIFY2(window.builds().session().result()->image.has_value(), qPrintable(window.notices().text(u"build"_s)));
        QVERIFY(window.action(u"image-run"_s)->isEnabled());
        FieldPopover* field = window.pages().actions().popover();
        bench.keep(u"result-1-built"_s);

        bench.click(&window.notices(), u"Push…"_s);
        QTRY_VERIFY(field->isVisible());
        QTest::keyClicks(field->field(), u"not a name"_s);
        QVERIFY(!field->acceptButton()->isEnabled());
        bench.keep(u"result-2-push-wrong"_s);
        field->field()->selectAll();
        QTest::keyClicks(field->field(), reference);
        bench.keep(u"result-3-push"_s);
        QTest::keyClick(field->field(), Qt::Key_Return);
        bench.awaitTransfer();
        bench.keep(u"result-4-pushed"_s);

        const QString archive = qEnvironmentVariable("SW_WINDOW_EXPORT");
        bench.answerFileDialog(archive);
        window.action(u"image-export"_s)->trigger();
        QTRY_VERIFY(qobject_cast<QMenu*>(QApplication::activePopupWidget()) != nullptr);
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Down);
        bench.keep(u"result-5-export"_s);
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Return);
        bench.awaitTransfer();
        QVERIFY(QFileInfo(archive).size() > 1000);

        bench.click(&window.notices(), u"Run…"_s);
        QTRY_VERIFY(field->isVisible());
        QCOMPARE(field->field()->text(), u"8080:80"_s);
        QTcpServer port; // a free one
        QVERIFY(port.listen(QHostAddress::LocalHost));
        const int number = port.serverPort();
        port.close();
        field->field()->selectAll();
        QTest::keyClicks(field->field(), u"%1:80"_s.arg(number));
        bench.keep(u"result-6-run"_s);
        bench.click(field, field->acceptButton()->text());
        QTRY_VERIFY_WITH_TIMEOUT(window.notices().text(u"running"_s).contains(QString::number(number)), 30000);
        bench.keep(u"result-7-running"_s);
        QTcpSocket client;
        client.connectToHost(u"127.0.0.1"_s, static_cast<quint16>(number));
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::ConnectedState, 10000);
        client.write("GET /index.html HTTP/1.0\r\n\r\n");
        QByteArray page;
        QTRY_VERIFY_WITH_TIMEOUT((page += client.readAll()).contains("hello from the window"), 10000);
        bench.click(&window.notices(), u"Stop"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!window.pages().actions().running().isRunning(), 15000);
        QVERIFY(!window.notices().text(u"running"_s).contains(u"http"_s));
        bench.keep(u"result-8-stopped"_s);

        if (qEnvironmentVariableIsSet("SW_WINDOW_DOCKER")) {
            bench.click(&window.notices(), u"Load into Docker"_s);
            bench.awaitTransfer();
            bench.keep(u"result-9-loaded"_s);
        }
    }

    /// Stop ends a step that would go on; a failure for want of a certificate is answered with the switch that mends it.
    void stopAndTrust() {
        if (!qEnvironmentVariableIsSet("SW_WINDOW_PUSH")) {
            QSKIP("tests/e2e/test_window.py runs this");
        }
        Bench bench;
        MainWindow& window = *bench.window;
        write(bench.path(u"slow/Dockerfile"_s), "FROM busybox\nRUN sleep 600\n");
        bench.open(u"slow"_s);
        QSignalSpy finished(&window.builds(), &BuildController::finished);
        QTest::mouseClick(window.topBar().buildButton(), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.display(1), StepDisplay::Running, 60000);
        bench.keep(u"stop-1-running"_s);
        QTest::mouseClick(window.topBar().buildButton(), Qt::LeftButton);
        QVERIFY(finished.wait(15000));
        QVERIFY(window.builds().session().result()->cancelled);
        QTRY_VERIFY(window.isSettled());
        bench.keep(u"stop-2-stopped"_s);

        window.workspace().editor()->replaceText(
            "FROM busybox\nRUN if [ -z \"$NODE_EXTRA_CA_CERTS\" ]; then echo 'npm error code SELF_SIGNED_CERT_IN_CHAIN' >&2; exit 1; fi\n");
        QTRY_VERIFY(window.isSettled() && window.document().snapshot()->document->text.contains("SELF_SIGNED"));
        bench.buildByKey();
        QVERIFY(window.builds().session().result()->failure.has_value());
        QVERIFY(window.builds().adviceIsHostCa());
        bench.keep(u"trust-1-advice"_s);
        QSignalSpy again(&window.builds(), &BuildController::finished);
        bench.click(&window.notices(), u"Trust this computer's certificates and build again"_s);
        QVERIFY(again.wait(60000));
        QVERIFY2(window.builds().session().result()->image.has_value(), qPrintable(window.notices().text(u"build"_s)));
        QVERIFY(window.action(u"host-ca"_s)->isChecked());
        bench.keep(u"trust-2-built"_s);
    }

    /// The cache mounts of the file stand on the Images page by the line that uses them, and can be emptied there.
    void cacheMounts() {
        if (!qEnvironmentVariableIsSet("SW_WINDOW_PUSH")) {
            QSKIP("tests/e2e/test_window.py runs this");
        }
        Bench bench;
        MainWindow& window = *bench.window;
        write(bench.path(u"mounts/Dockerfile"_s), "FROM busybox\n"
                                                 "RUN --mount=type=cache,id=packages,target=/pkg head -c 200000 /dev/zero > /pkg/big\n"
                                                 "RUN --mount=type=cache,target=/root/.cache echo x > /root/.cache/x\n");
        bench.open(u"mounts"_s);
        MountsView* mounts = window.pages().images()->mounts();
        QVERIFY(!mounts->isVisibleTo(window.pages().images())); // nothing to show yet
        bench.build();
        window.showPage(u"images"_s);
        QTRY_COMPARE(mounts->list()->model()->rowCount(), 2);
        QVERIFY(mounts->isVisible());
        const auto cell = [mounts](int row, int column) { return mounts->list()->model()->index(row, column).data().toString(); };
        QCOMPARE(cell(0, MountsModel::IdColumn), u"packages"_s); // the largest first
        QCOMPARE(cell(0, MountsModel::StepColumn), u"mounts/Dockerfile:2"_s);
        QCOMPARE(cell(0, MountsModel::FilesColumn), u"1"_s);
        QCOMPARE(cell(1, MountsModel::IdColumn), u"/root/.cache"_s);
        mounts->list()->setCurrentIndex(mounts->list()->model()->index(0, 0));
        bench.keep(u"mounts-1-listed"_s);
        Q_EMIT mounts->list()->activated(mounts->list()->currentIndex());
        QTRY_COMPARE(window.workspace().editor()->caretLine(), 2);
        bench.click(mounts, u"Empty"_s);
        QTRY_COMPARE(mounts->list()->model()->rowCount(), 1);
        QCOMPARE(cell(0, MountsModel::IdColumn), u"/root/.cache"_s);
    }

    /// Whatever the window can do is in the palette, and the palette does it.
    void thePaletteDoesEverything() {
        Bench bench;
        MainWindow& window = *bench.window;
        bench.open();
        window.action(u"palette"_s)->trigger();
        CommandPalette& palette = window.palette();
        QTRY_VERIFY(palette.isVisible());
        QTest::keyClicks(QApplication::focusWidget(), u"secrets"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(window.topBar().secrets()->isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!window.topBar().secrets()->isVisible());
    }

    /// What is wrong in one line hides nothing of another, and each comes with what mends it.
    void problemsBesideASyntaxError() {
        Bench bench;
        MainWindow& window = *bench.window;
        bench.open();
        window.workspace().editor()->replaceText("FROM scratch AS build\nCOPPY src/ /work/\n\nFROM scratch\nCOPY --from=biuld /work/ /html/\n"
                                                 "EXPOSE 99999\n");
        QTRY_VERIFY(window.isSettled() && window.document().snapshot()->document->text.contains("99999"));
        const auto& found = window.document().snapshot()->diagnostics;
        const auto told = [&found](int line, const char* word) {
            return std::ranges::any_of(found, [&](const sw::Diagnostic& d) {
                return d.range.start.line == line && d.message.text().contains(word);
            });
        };
        QVERIFY(told(2, "COPPY"));
        QVERIFY2(told(6, "99999"), "the plan's finding must not wait for the syntax error to be mended");
        window.showPage(u"problems"_s);
        bench.keep(u"problems"_s);
    }

private:
    QTemporaryDir m_settings;
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
