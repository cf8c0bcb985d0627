#include "tests/ui/shell/windowbench.h"
#include "ui/build/historypage.h"
#include "ui/build/imagespage.h"
#include "ui/compare/comparepage.h"
#include "ui/layers/browsebar.h"
#include "ui/layers/filepreviewview.h"
#include "ui/layers/filetreeview.h"
#include "ui/layers/findingsview.h"
#include "ui/layers/shipsview.h"
#include "ui/session/remembered.h"
#include "ui/shell/inputpopovers.h"
#include "ui/shell/shippingbar.h"
#include "ui/shell/topbar.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QToolButton>
#include <QTreeView>
#include <QTreeWidget>

#include <algorithm>

using namespace sw::test;
using namespace sw::ui;
using namespace Qt::StringLiterals;

/// Looking around in builds of the past, images, platforms; what ships and what should not.
class TestWindowBrowse : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        QCoreApplication::setOrganizationName(u"StagewrightTest"_s);
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        Theme::instance().setScheme(ColorScheme::Light);
    }

    /// A build of the past in the layers page, its lines in the editor of today, and images with and without a build of ours.
    void browseAnEarlierBuildAndImages() {
        Bench bench;
        MainWindow& window = *bench.window;
        bench.open();
        bench.build();
        write(bench.path(u"app/src/index.html"_s), "<h1>changed</h1>\n");
        DockerfileEditor& editor = *window.workspace().editor();
        editor.replaceText("# a line above\n" + std::string(kDockerfile));
        BuildInputs inputs = window.document().inputs();
        inputs.tag = u"second"_s;
        window.document().setInputs(inputs);
        QTRY_VERIFY(window.isSettled());
        bench.build();
        window.showPage(u"history"_s);
        HistoryPage& history = *window.pages().history();
        QTRY_VERIFY(history.isSettled() && history.list()->topLevelItemCount() == 2);
        QVERIFY(!history.browseButton()->isEnabled());
        history.list()->topLevelItem(1)->setSelected(true); // the older one
        QTest::mouseClick(history.browseButton(), Qt::LeftButton);
        LayersPage& layers = *window.pages().layers();
        QTRY_VERIFY(layers.isVisible() && layers.isBrowsing() && layers.isSettled() && layers.session().tree());
        QVERIFY2(layers.browseBar()->isVisible() && layers.browseBar()->text().startsWith(u"Build of"_s), qPrintable(layers.browseBar()->text()));
        layers.files()->showPath(u"/html/index.html"_s);
        QTRY_VERIFY(layers.isSettled() && layers.preview()->text().startsWith(u"<h1>hello"_s));
        bench.keep(u"browse-1"_s);
        // Its line 6 is line 7 now.
        QVERIFY2(layers.preview()->way().contains(u"line 6"_s), qPrintable(layers.preview()->way()));
        editor.goToLine(1);
        const auto labels = layers.preview()->findChildren<QLabel*>();
        const auto way = std::ranges::find_if(labels, [](const QLabel* label) { return label->text().contains(u"href=\"line:6\""_s); });
        QVERIFY(way != labels.end());
        Q_EMIT (*way)->linkActivated(u"line:6"_s);
        QCOMPARE(editor.caretLine(), 7);
        QTRY_COMPARE(window.selection().current().instruction, std::optional<std::size_t>(4));
        // All of its stages, not only the last.
        QCOMPARE(layers.stageChoice()->count(), 2);
        layers.stageChoice()->setCurrentIndex(0);
        Q_EMIT layers.stageChoice()->activated(0);
        QTRY_VERIFY(layers.isSettled() && layers.session().tree() && layers.session().tree()->find("work/big.bin"));
        QTest::mouseClick(layers.browseBar()->back(), Qt::LeftButton);
        QTRY_VERIFY(!layers.isBrowsing() && layers.isSettled() && layers.session().tree());
        QVERIFY(!layers.browseBar()->isVisible());

        // The image of the first build, against what was built last; then both images.
        window.showPage(u"images"_s);
        ImagesPage& images = *window.pages().images();
        QTRY_COMPARE(images.list()->model()->rowCount(), 2);
        images.list()->setCurrentIndex(images.list()->model()->index(0, 0));
        const bool firstIsOlder = images.currentImage().contains(u"app"_s);
        images.list()->setCurrentIndex(images.list()->model()->index(firstIsOlder ? 0 : 1, 0));
        QTest::mouseClick(images.button(u"compare"_s), Qt::LeftButton);
        ComparePage& compare = *window.pages().compare();
        QTRY_VERIFY(compare.isVisible() && compare.isSettled() && compare.session().compared());
        QCOMPARE(compare.model().rowCount(), 1);
        window.showPage(u"images"_s);
        images.list()->selectAll();
        QVERIFY(!images.button(u"browse"_s)->isEnabled() && images.button(u"compare"_s)->isEnabled());
        QTest::mouseClick(images.button(u"compare"_s), Qt::LeftButton);
        QTRY_VERIFY(compare.isVisible() && compare.isSettled() && compare.session().compared());
        QCOMPARE(compare.model().rowCount(), 1);

        // An image that no build of ours made: its history tells.
        sw::oci::ImageConfig config = window.builds().session().result()->image->config;
        for (sw::oci::HistoryEntry& entry : config.history) {
            entry.createdBy = "/bin/sh -c make " + entry.createdBy;
        }
        const auto foreign = window.engine().store()->putImage(config, window.builds().session().result()->image->layers);
        QVERIFY(foreign && window.engine().store()->tag("docker.io/library/foreign:1", foreign->manifestDigest, "imported"));
        window.browse(u"foreign:1"_s);
        QTRY_VERIFY(layers.isBrowsing() && layers.isSettled() && layers.session().tree());
        QVERIFY2(layers.browseBar()->text().startsWith(u"foreign:1"_s), qPrintable(layers.browseBar()->text()));
        QVERIFY(layers.model().rows().front().text.contains(u"make"_s));
        layers.files()->showPath(u"/html/index.html"_s);
        QTRY_VERIFY(layers.isSettled() && layers.preview()->text().startsWith(u"<h1>changed"_s) && !layers.preview()->way().isEmpty());
        QVERIFY2(layers.preview()->way().startsWith(u"made by layer 0: /bin/sh -c make"_s), qPrintable(layers.preview()->way()));
        bench.keep(u"browse-2"_s);
        // One that is not there changes nothing but the message.
        window.browse(u"no-such-image:9"_s);
        QTRY_VERIFY(layers.isSettled());
        QVERIFY(layers.browseBar()->text().startsWith(u"foreign:1"_s));
        // A build ends: it is what is shown.
        bench.build();
        QTRY_VERIFY(!layers.isBrowsing());
    }

    /// Layers are shown before it is known what can be seen of them, and keep their place when it is.
    void layersAreShownBeforeTheyAreCounted() {
        Bench bench;
        write(bench.path(u"count/one"_s), QByteArray(3000, '1'));
        write(bench.path(u"count/two"_s), QByteArray(500, '2'));
        write(bench.path(u"count/Dockerfile"_s), "FROM scratch\nCOPY one /file\nCOPY two /file\n");
        MainWindow& window = *bench.window;
        bench.open(u"count"_s);
        LayersPage& layers = *window.pages().layers();
        const auto cell = [&layers](int row, int column) { return layers.model().index(row, column).data().toString(); };
        QStringList atFirst;
        connect(&layers.session(), &ImageSession::layersChanged, this, [&](const StageLayersPtr& shown) {
            if (shown && !shown->accounts && atFirst.isEmpty()) {
                atFirst = {cell(0, LayersModel::AtRestColumn), cell(0, LayersModel::ContributionColumn), cell(1, LayersModel::TotalColumn), cell(1, LayersModel::FilesColumn)};
                layers.layerList()->setCurrentIndex(layers.model().index(0, 0));
            }
        });
        bench.build();
        QTRY_VERIFY(layers.isSettled() && layers.session().tree() && layers.session().layers()->accounts);
        QCOMPARE(atFirst, QStringList({u"3.00 kB"_s, u"…"_s, u"…"_s, u"1"_s}));
        QCOMPARE(cell(0, LayersModel::ContributionColumn), u"+3.00 kB"_s);
        QCOMPARE(cell(1, LayersModel::ContributionColumn), u"−2.50 kB"_s);
        QCOMPARE(cell(1, LayersModel::TotalColumn), u"500 B"_s);
        QCOMPARE(layers.layerList()->currentIndex().row(), 0);
        QVERIFY(layers.files()->model().indexOfPath(u"/file"_s).data(FileTreeModel::HiddenRole).toBool()); // known by the count as well
    }

    /// Of a build for two platforms every view shows the one that is chosen.
    void platformsAreChosenInTheLayersPage() {
        Bench bench;
        write(bench.path(u"many/amd64/tool"_s), QByteArray(1000, 'a'));
        write(bench.path(u"many/arm64/tool"_s), QByteArray(5000, 'b'));
        write(bench.path(u"many/Dockerfile"_s), "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH/ /bin/\n");
        MainWindow& window = *bench.window;
        bench.open(u"many"_s);
        BuildInputs inputs = window.document().inputs();
        inputs.platforms = {u"linux/amd64"_s, u"linux/arm64"_s};
        window.document().setInputs(inputs);
        QTRY_VERIFY(window.isSettled());
        bench.build();
        window.showPage(u"layers"_s);
        LayersPage& layers = *window.pages().layers();
        QTRY_VERIFY(layers.isSettled() && layers.session().tree());
        QVERIFY(layers.platformChoice()->isVisible());
        QCOMPARE(layers.platformChoice()->count(), 2);
        QCOMPARE(layers.session().tree()->node(0).bytes, 1000U);
        QCOMPARE(window.document().states()->steps.at(2).bytes, std::optional<std::uint64_t>(1000));
        layers.platformChoice()->setCurrentIndex(1);
        Q_EMIT layers.platformChoice()->activated(1);
        QTRY_VERIFY(window.isSettled() && layers.session().tree() && layers.session().tree()->node(0).bytes == 5000U);
        QCOMPARE(layers.platformChoice()->currentText(), u"linux/arm64"_s);
        QCOMPARE(window.document().states()->steps.at(2).bytes, std::optional<std::uint64_t>(5000)); // the editor's lane
        QCOMPARE(window.shipping().shippingText().count(u"5.00 kB"_s), 2); // ships all that was built for it
        bench.keep(u"platforms-1"_s);
        // Typed in its place, and remembered.
        window.topBar().openPopover(u"context-inputs"_s);
        QLineEdit* field = window.topBar().context()->platformsField();
        QCOMPARE(field->text(), u"linux/amd64, linux/arm64"_s);
        field->setText(u"linux/riscv64"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(window.document().inputs().platforms, QStringList{u"linux/riscv64"_s});
        QCOMPARE(BuildInputs::load(Remembered(), window.document().path()).platforms, QStringList{u"linux/riscv64"_s});
        field->setText(u"linux/arm64/v8/and/more"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(window.document().inputs().platforms, QStringList{u"linux/riscv64"_s}); // it is none
    }

    /// Archives and layouts are opened, chosen like files, from the first page too; broken ones are told and change nothing.
    void archivesAreOpenedLikeFiles() {
        Bench bench;
        bench.open();
        bench.build();
        StoreSession& store = bench.window->pages().actions().store();
        using Format = sw::store::ExportFormat;
        using sw::oci::Compression;
        const std::vector<std::tuple<QString, Format, Compression>> kinds = {{u"docker.tar"_s, Format::DockerArchive, Compression::None},
                                                                            {u"oci.tar"_s, Format::OciArchive, Compression::Gzip},
                                                                            {u"layout"_s, Format::OciDirectory, Compression::Zstd}};
        for (const auto& [name, format, compression] : kinds) {
            sw::store::ExportOptions options;
            options.format = format;
            options.destination = toPath(bench.path(name));
            options.names = {"app:latest"};
            options.compression = compression;
            store.exportTo(u"app"_s, options);
            bench.awaitTransfer();
        }
        const QByteArray whole = read(bench.path(u"docker.tar"_s));
        write(bench.path(u"broken.tar"_s), whole.left(whole.size() / 2));
        write(bench.path(u"none.tar"_s), "hello\n");
        bench.restart(); // nothing is open
        MainWindow& window = *bench.window;
        LayersPage& layers = *window.pages().layers();
        window.activateWindow();
        QTRY_VERIFY(window.isActiveWindow());
        bench.click(&window, u"Browse an image…"_s);
        auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(field != nullptr && field->isVisible());
        bench.keep(u"archive-0"_s);
        QTest::keyClicks(field, bench.path(u"oci.tar"_s));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(layers.isVisible() && layers.isBrowsing() && window.isSettled() && layers.session().tree());
        QVERIFY(layers.session().tree()->find("html/index.html"));
        QVERIFY(window.action(u"page-only"_s)->isChecked() && !window.workspace().editor()->isVisible()); // nothing else is open
        QVERIFY(!window.files().isModified()); // nor asked for when the window closes
        bench.keep(u"archive-1"_s);
        for (const QString& name : {u"layout"_s, u"docker.tar"_s}) {
            window.openPath(bench.path(name));
            QTRY_VERIFY2(layers.session().browsed().title.contains(name) && window.isSettled() && layers.session().tree(), qPrintable(name + u" is not "_s + layers.session().browsed().title + window.notices().text(u"file"_s)));
            layers.files()->showPath(u"/html/index.html"_s);
            QTRY_VERIFY(layers.isSettled() && layers.preview()->text().startsWith(u"<h1>hello"_s));
        }
        for (const QString& name : {u"broken.tar"_s, u"none.tar"_s}) {
            window.openPath(bench.path(name));
            QTRY_VERIFY2(window.notices().text(u"browse"_s).contains(name) && window.isSettled(), qPrintable(window.notices().text(u"browse"_s)));
            QVERIFY(layers.session().browsed().title.contains(u"docker.tar"_s) && layers.session().tree());
        }
        window.openPath(bench.path(u"layout"_s));
        QTRY_VERIFY(layers.session().browsed().title.contains(u"layout"_s) && window.isSettled());
        QVERIFY(window.notices().text(u"browse"_s).isEmpty());
    }

    /// A file manager drops a project or an archive, wherever in the window: it is opened, and nothing is written into the text.
    void whatIsDroppedIsOpened() {
        Bench bench;
        bench.open();
        bench.build();
        sw::store::ExportOptions options;
        options.format = sw::store::ExportFormat::DockerArchive;
        options.destination = toPath(bench.path(u"app.tar"_s));
        options.names = {"app:latest"};
        bench.window->pages().actions().store().exportTo(u"app"_s, options);
        bench.awaitTransfer();
        for (const char* command : {"gzip -k app.tar", "zstd -q -k app.tar"}) { // as `docker save | gzip` leaves it
            QProcess process;
            process.setWorkingDirectory(bench.path(u"."_s));
            process.startCommand(QString::fromLatin1(command));
            QVERIFY(process.waitForFinished() && process.exitCode() == 0);
        }
        write(bench.path(u"other/Dockerfile"_s), "FROM scratch\nCOPY Dockerfile /\n");
        bench.restart();
        bench.open();
        MainWindow& window = *bench.window;
        LayersPage& layers = *window.pages().layers();
        const auto drop = [&](const QString& path, const QWidget& on) { // as the window system tells it: Qt looks for who takes it
            QMimeData data;
            data.setUrls({QUrl::fromLocalFile(path)});
            const QPoint at = on.mapTo(&window, on.rect().center());
            QDragEnterEvent enter(at, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, {});
            QApplication::sendEvent(window.windowHandle(), &enter);
            QDragMoveEvent move(at, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, {});
            QApplication::sendEvent(window.windowHandle(), &move);
            QDropEvent dropped(at, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, {});
            QApplication::sendEvent(window.windowHandle(), &dropped);
            return dropped.isAccepted() && dropped.dropAction() == Qt::CopyAction; // a move would ask the file manager to delete it
        };
        const QByteArray text = QByteArray::fromStdString(window.workspace().editor()->text());
        for (const QString& name : {u"app.tar.gz"_s, u"app.tar.zst"_s, u"app.tar"_s}) {
            QVERIFY(drop(bench.path(name), *window.workspace().editor()));
            QTRY_VERIFY2(layers.session().browsed().title.contains(name) && window.isSettled() && layers.session().tree(), qPrintable(name + u": "_s + layers.session().browsed().title + window.notices().text(u"file"_s) + QString::fromStdString(window.workspace().editor()->text())));
            QVERIFY(layers.session().tree()->find("html/index.html"));
            QCOMPARE(QByteArray::fromStdString(window.workspace().editor()->text()), text);
        }
        QVERIFY(drop(bench.path(u"other"_s), *window.pages().layers()));
        QTRY_COMPARE(window.document().path(), bench.path(u"other/Dockerfile"_s));
        QTRY_VERIFY(window.isSettled());
        QVERIFY(drop(bench.path(u"app/Dockerfile"_s), *window.workspace().editor()));
        QTRY_COMPARE(window.document().path(), bench.path(u"app/Dockerfile"_s));
    }

    /// By the buttons beside the preview: a copy through the file dialog, and the program that the desktop has for such a file.
    void aFileIsSavedAndOpenedWithAProgram() {
        Bench bench;
        write(bench.path(u"data/applications/taker.desktop"_s),
              "[Desktop Entry]\nType=Application\nName=Taker & friend\nExec=cp %f " + bench.path(u"taken"_s).toLocal8Bit() + "\nMimeType=text/html;\n");
        write(bench.path(u"data/applications/mimeinfo.cache"_s), "[MIME Cache]\ntext/html=taker.desktop;\n");
        QVERIFY(QFile::link(u"/usr/share/mime"_s, bench.path(u"data/mime"_s)));
        const QByteArray dirs = qgetenv("XDG_DATA_DIRS");
        qputenv("XDG_DATA_DIRS", bench.path(u"data"_s).toLocal8Bit());
        bench.open();
        bench.build();
        MainWindow& window = *bench.window;
        LayersPage& layers = *window.pages().layers();
        window.showPage(u"layers"_s);
        layers.files()->showPath(u"/html/index.html"_s);
        QTRY_VERIFY(layers.isSettled() && layers.preview()->text().startsWith(u"<h1>hello"_s));
        bench.answerFileDialog(bench.path(u"copy.html"_s));
        QTest::mouseClick(layers.preview()->saveButton(), Qt::LeftButton);
        QTRY_COMPARE(read(bench.path(u"copy.html"_s)), QByteArray("<h1>hello</h1>\n"));
        const auto menu = [&] { return qobject_cast<QMenu*>(QApplication::activePopupWidget()); };
        QTest::mouseClick(layers.preview()->openWithButton(), Qt::LeftButton);
        QTRY_VERIFY(menu() != nullptr);
        bench.keep(u"open-with-1"_s);
        QAction* taker = menu()->actions().front();
        QCOMPARE(taker->text(), u"Taker && friend"_s);
        QTest::keyClick(menu(), Qt::Key_Down);
        QTest::keyClick(menu(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(read(bench.path(u"taken"_s)), QByteArray("<h1>hello</h1>\n"), 20000);
        qputenv("XDG_DATA_DIRS", dirs);
    }

    /// A folder as it is in the image goes to the disk, and nothing is written through a link.
    void foldersAreSaved() {
        Bench bench;
        write(bench.path(u"folder/root/a/one"_s), "1\n");
        write(bench.path(u"folder/root/a/b/two"_s), "22\n");
        QFile::setPermissions(bench.path(u"folder/root/a/b/two"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY(QFile::link(u"../../outside"_s, bench.path(u"folder/root/a/link"_s)));
        write(bench.path(u"folder/Dockerfile"_s), "FROM scratch\nCOPY root/ /\n");
        MainWindow& window = *bench.window;
        bench.open(u"folder"_s);
        bench.build();
        window.showPage(u"layers"_s);
        LayersPage& layers = *window.pages().layers();
        QTRY_VERIFY(layers.isSettled() && layers.session().tree());
        QSignalSpy told(&layers.session(), &ImageSession::message);
        layers.session().extract(*layers.session().tree()->find("a"), bench.path(u"saved"_s));
        QVERIFY(told.wait());
        QVERIFY2(told.front().front().toString().startsWith(u"3 "_s), qPrintable(told.front().front().toString()));
        QCOMPARE(read(bench.path(u"saved/one"_s)), QByteArray("1\n"));
        QCOMPARE(read(bench.path(u"saved/b/two"_s)), QByteArray("22\n"));
        QVERIFY(QFileInfo(bench.path(u"saved/b/two"_s)).isExecutable());
        QCOMPARE(QFileInfo(bench.path(u"saved/link"_s)).readSymLink(), u"../../outside"_s);
        layers.session().extract(*layers.session().tree()->find("a"), bench.path(u"saved"_s)); // is there already
        QVERIFY(told.wait());
        QVERIFY2(told.back().front().toString().contains(u"cannot be written"_s), qPrintable(told.back().front().toString()));
    }

    /// Where bytes began, what crossed, and one stage's weight with its formula; findings lead to file and line.
    void whatShipsAndFindings() {
        Bench bench;
        write(bench.path(u"ships/src/app"_s), QByteArray(2000, 'x'));
        write(bench.path(u"ships/src/id_rsa"_s), "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n");
        write(bench.path(u"ships/extra"_s), QByteArray(500, 'e'));
        write(bench.path(u"ships/Dockerfile"_s), "FROM scratch AS tools\nCOPY src/ /work/\nFROM scratch\nCOPY extra /\nCOPY --from=tools /work/app /app\n");
        MainWindow& window = *bench.window;
        bench.open(u"ships"_s);
        bench.build();
        window.showPage(u"layers"_s);
        LayersPage& layers = *window.pages().layers();
        QTRY_VERIFY(layers.isSettled() && layers.session().layers() && layers.session().layers()->build);
        QVERIFY(layers.ships()->isVisible());
        QVERIFY2(layers.ships()->toolTip().contains(u"the root of 'tools'"_s), qPrintable(layers.ships()->toolTip()));
        QTest::mouseClick(layers.ships(), Qt::LeftButton);
        ShipsView& list = *layers.shipsList();
        QVERIFY(list.isVisible());
        const auto crossed = list.findItems(u"Line 5"_s, Qt::MatchStartsWith | Qt::MatchRecursive);
        QCOMPARE(crossed.size(), 1);
        QVERIFY2(crossed.front()->text(0).contains(u"tools"_s) && crossed.front()->text(1).startsWith(u"2.00 kB"_s), qPrintable(crossed.front()->text(0)));
        QTRY_COMPARE(list.findItems(u"The build context"_s, Qt::MatchStartsWith | Qt::MatchRecursive).size(), 1); // that takes a while longer
        bench.keep(u"ships-1"_s);
        Q_EMIT list.itemActivated(crossed.front(), 0);
        QCOMPARE(window.workspace().editor()->caretLine(), 5);
        QTRY_COMPARE(window.selection().current().instruction, std::optional<std::size_t>(4));
        QTRY_VERIFY(layers.isSettled());
        // The key stayed behind: there it is.
        const auto behind = list.findItems(u"tools: /work/id_rsa"_s, Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(behind.size(), 1);
        Q_EMIT list.itemActivated(behind.front(), 0);
        QTRY_VERIFY(layers.isSettled() && layers.session().layers() && layers.session().layers()->stage == 0 && layers.files()->currentPath() == u"/work/id_rsa"_s);
        QTRY_VERIFY(layers.findings()->isVisible());
        QTest::mouseClick(layers.findings(), Qt::LeftButton);
        FindingsView& findings = *layers.findingList();
        QVERIFY(findings.isVisible() && findings.count() > 0);
        const auto item = [&] {
            for (int i = 0; i < findings.count(); ++i) {
                if (findings.item(i)->data(FindingsView::PathRole).toString().endsWith(u"id_rsa"_s)) {
                    return findings.item(i);
                }
            }
            return static_cast<QListWidgetItem*>(nullptr);
        }();
        QVERIFY(item != nullptr);
        QVERIFY(item->data(FindingsView::TitleRole).toString().startsWith(u"Line 2"_s));
        QVERIFY(!item->data(FindingsView::AdviceRole).toString().isEmpty());
        bench.keep(u"findings-1"_s);
        Q_EMIT findings.itemActivated(item);
        QCOMPARE(window.workspace().editor()->caretLine(), 2);
        QVERIFY(findings.isVisible());
    }

private:
    QTemporaryDir m_settings;
};

QTEST_MAIN(TestWindowBrowse)
#include "tst_windowbrowse.moc"
