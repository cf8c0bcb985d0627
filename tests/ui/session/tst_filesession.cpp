#include "ui/session/buildinputs.h"
#include "ui/session/contextwatcher.h"
#include "ui/session/filesession.h"
#include "ui/session/remembered.h"

#include <QDir>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sw::ui;
using namespace Qt::StringLiterals;

namespace {
void write(const QString& path, const QByteArray& text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}
QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
} // namespace

class TestFiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        QCoreApplication::setOrganizationName(u"StagewrightTest"_s);
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    }

    /// The file is written by another thread: what was just set is there at once all the same, also for another object.
    void whatIsRememberedIsThereAtOnceAndThenInTheFile() {
        Remembered one;
        one.setValue(u"a/b"_s, QStringList{u"x"_s, u"y"_s});
        one.setValue(u"a/c"_s, 5);
        QCOMPARE(Remembered().value(u"a/b"_s).toStringList(), QStringList({u"x"_s, u"y"_s}));
        Remembered().remove(u"a/c"_s);
        QCOMPARE(one.value(u"a/c"_s, 7).toInt(), 7);
        Remembered::flush();
        QCOMPARE(QSettings().value(u"a/b"_s).toStringList(), QStringList({u"x"_s, u"y"_s}));
        QVERIFY(!QSettings().contains(u"a/c"_s));
    }

    void bytesComeBackAsTheyWere() {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"Dockerfile"_s);
        write(path, "FROM a\r\nRUN b");
        FileSession file;
        QSignalSpy loaded(&file, &FileSession::loaded);
        file.open(path);
        QVERIFY(loaded.wait());
        QCOMPARE(loaded.first().at(1).toByteArray(), QByteArray("FROM a\r\nRUN b"));
        QSignalSpy saved(&file, &FileSession::saved);
        file.save("FROM c\r\n");
        QVERIFY(saved.wait());
        QCOMPARE(read(path), QByteArray("FROM c\r\n"));
    }

    void savingThroughALinkKeepsTheLink() {
        const QTemporaryDir dir;
        write(dir.filePath(u"real"_s), "FROM a\n");
        QVERIFY(QFile::link(dir.filePath(u"real"_s), dir.filePath(u"Dockerfile"_s)));
        FileSession file;
        QSignalSpy loaded(&file, &FileSession::loaded);
        file.open(dir.filePath(u"Dockerfile"_s));
        QVERIFY(loaded.wait());
        QSignalSpy saved(&file, &FileSession::saved);
        file.save("FROM b\n");
        QVERIFY(saved.wait());
        QVERIFY(QFileInfo(dir.filePath(u"Dockerfile"_s)).isSymLink());
        QCOMPARE(read(dir.filePath(u"real"_s)), QByteArray("FROM b\n"));
    }

    void changesByOthersAreTold_data() {
        QTest::addColumn<bool>("byRename");
        QTest::newRow("written in place") << false;
        QTest::newRow("replaced by renaming") << true;
    }
    void changesByOthersAreTold() {
        QFETCH(bool, byRename);
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"Dockerfile"_s);
        write(path, "FROM a\n");
        FileSession file;
        QSignalSpy loaded(&file, &FileSession::loaded);
        QSignalSpy changed(&file, &FileSession::changedOnDisk);
        file.open(path);
        QVERIFY(loaded.wait());
        if (byRename) {
            write(dir.filePath(u"aside"_s), "FROM b\n");
            QFile::remove(path);
            QVERIFY(QFile::rename(dir.filePath(u"aside"_s), path));
        } else {
            write(path, "FROM b\n");
        }
        QVERIFY(changed.wait());
        QCOMPARE(changed.last().first().toByteArray(), QByteArray("FROM b\n"));
    }

    void ourOwnSaveIsNoChangeByOthers() {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"Dockerfile"_s);
        write(path, "FROM a\n");
        FileSession file;
        QSignalSpy loaded(&file, &FileSession::loaded);
        QSignalSpy changed(&file, &FileSession::changedOnDisk);
        QSignalSpy saved(&file, &FileSession::saved);
        file.open(path);
        QVERIFY(loaded.wait());
        file.save("FROM c\n");
        QVERIFY(saved.wait());
        write(path, "FROM d\n");
        QVERIFY(changed.wait());
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toByteArray(), QByteArray("FROM d\n"));
    }

    /// A look at the file that began before a save must not bring the old text back after it.
    void savesInQuickSuccessionAreNoChangeByOthers() {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"Dockerfile"_s);
        write(path, "FROM a\n");
        FileSession file;
        QSignalSpy loaded(&file, &FileSession::loaded);
        QSignalSpy changed(&file, &FileSession::changedOnDisk);
        QSignalSpy saved(&file, &FileSession::saved);
        file.open(path);
        QVERIFY(loaded.wait());
        QByteArray last;
        for (int i = 0; i < 50; ++i) {
            last = "FROM a:" + QByteArray::number(i) + "\n";
            const qsizetype before = saved.size();
            file.save(last.toStdString());
            QMetaObject::invokeMethod(&file, "check"); // as the watcher would
            QTRY_COMPARE(saved.size(), before + 1);
            QCOMPARE(saved.last().at(1).toByteArray(), last);
            QMetaObject::invokeMethod(&file, "check");
        }
        write(path, "FROM d\n");
        QVERIFY(changed.wait());
        QCOMPARE(changed.size(), 1);
    }

    void aDirectoryLeadsToItsDockerfile() {
        const QTemporaryDir dir;
        QVERIFY(dockerfileAt(dir.path()).isEmpty());
        write(dir.filePath(u"web.Dockerfile"_s), "");
        write(dir.filePath(u"web.Dockerfile.dockerignore"_s), "");
        QCOMPARE(QFileInfo(dockerfileAt(dir.path())).fileName(), u"web.Dockerfile"_s);
        write(dir.filePath(u"Dockerfile"_s), "");
        QCOMPARE(QFileInfo(dockerfileAt(dir.path())).fileName(), u"Dockerfile"_s);
    }

    void inputsAreRememberedPerFileWithoutSecretValues() {
        const QTemporaryDir dir;
        Remembered settings;
        const QString one = dir.filePath(u"My App/docker/Dockerfile"_s);
        BuildInputs inputs = BuildInputs::defaultsFor(one);
        QCOMPARE(inputs.tag, u"docker"_s);
        inputs.context = dir.filePath(u"My App"_s);
        inputs.target = u"builder"_s;
        inputs.buildArgs[u"V"_s] = u"1"_s;
        inputs.namedContexts[u"src"_s] = u"/x"_s;
        inputs.secrets.push_back({u"token"_s, {}, u"TOKEN"_s});
        inputs.hostCa = true;
        inputs.save(settings, one);
        QCOMPARE(BuildInputs::load(settings, one), inputs);
        QCOMPARE(BuildInputs::load(settings, dir.filePath(u"other/Dockerfile"_s)).target, QString());
        qputenv("TOKEN", "very-secret-value");
        Remembered::flush();
        const QByteArray stored = read(QSettings().fileName());
        QVERIFY(stored.contains("builder"));
        QVERIFY(!stored.contains("very-secret-value"));
        const sw::build::BuildRequest request = inputs.toRequest(one, "FROM a\n");
        QCOMPARE(request.inputs.buildArgs.at("V"), std::string("1"));
        QCOMPARE(request.secrets.front().environment, std::string("TOKEN"));
    }

    void theContextIsWatchedDownToNewFolders() {
        const QTemporaryDir dir;
        QDir(dir.path()).mkpath(u"src/deep"_s);
        QDir(dir.path()).mkpath(u"node_modules/a"_s);
        write(dir.filePath(u".dockerignore"_s), "node_modules\n");
        ContextWatcher watcher;
        QSignalSpy started(&watcher, &ContextWatcher::started);
        QSignalSpy changed(&watcher, &ContextWatcher::changed);
        watcher.watch({toPath(dir.path()), toPath(dir.filePath(u"Dockerfile"_s)), {}});
        QVERIFY(started.wait());
        QVERIFY(watcher.isComplete());
        write(dir.filePath(u"src/deep/a.txt"_s), "1");
        QVERIFY(changed.wait());
        changed.clear();
        QDir(dir.path()).mkpath(u"fresh/inner"_s);
        QVERIFY(changed.wait());
        QTRY_VERIFY(!changed.isEmpty());
        changed.clear();
        write(dir.filePath(u"fresh/inner/b.txt"_s), "1");
        QVERIFY(changed.wait());
    }

    void namedContextsAreWatchedWithTheirOwnIgnoreFiles() {
        const QTemporaryDir dir;
        const QTemporaryDir named;
        QDir(named.path()).mkpath(u"lib/deep"_s);
        QDir(named.path()).mkpath(u"out/deep"_s);
        write(named.filePath(u".dockerignore"_s), "out\n");
        ContextWatcher watcher;
        QSignalSpy started(&watcher, &ContextWatcher::started);
        QSignalSpy changed(&watcher, &ContextWatcher::changed);
        watcher.watch({toPath(dir.path()), toPath(dir.filePath(u"Dockerfile"_s)), {toPath(named.path())}});
        QVERIFY(started.wait());
        QVERIFY(watcher.isComplete());
        write(named.filePath(u"out/deep/a.txt"_s), "1"); // nobody copies it
        write(named.filePath(u"lib/deep/a.txt"_s), "1");
        QVERIFY(changed.wait());
        QCOMPARE(changed.size(), 1);
        changed.clear();
        QFile::remove(named.filePath(u"lib/deep/a.txt"_s));
        QVERIFY(changed.wait());
        changed.clear();
        write(dir.filePath(u"own.txt"_s), "1");
        QVERIFY(changed.wait());
    }

private:
    QTemporaryDir m_settings;
};

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_filesession.moc"
