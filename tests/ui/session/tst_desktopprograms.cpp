#include "ui/session/desktopprograms.h"

#include <QDir>
#include <QFile>
#include <QLocale>
#include <QTemporaryDir>
#include <QTest>

using namespace sw::ui;
using namespace Qt::StringLiterals;

namespace {

void write(const QString& path, const QByteArray& text) {
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QStringList idsOf(const std::vector<DesktopProgram>& programs) {
    QStringList out;
    for (const DesktopProgram& program : programs) {
        out.push_back(program.id);
    }
    return out;
}

} // namespace

/// The desktop's database of programs, by folders of our own.
class TestDesktopPrograms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_dir->filePath(u"home"_s).toLocal8Bit());
        qputenv("XDG_DATA_DIRS", m_dir->filePath(u"system"_s).toLocal8Bit());
        QDir().mkpath(m_dir->filePath(u"system"_s));
        QVERIFY(QFile::link(u"/usr/share/mime"_s, m_dir->filePath(u"system/mime"_s))); // the types themselves are the machine's
        qputenv("XDG_CONFIG_HOME", m_dir->filePath(u"config"_s).toLocal8Bit());
        qputenv("XDG_CONFIG_DIRS", m_dir->filePath(u"nowhere"_s).toLocal8Bit());
        QLocale::setDefault(QLocale(QLocale::Spanish, QLocale::Spain));
    }

    void theUsersOwnChoiceStandsFirstAndMissingProgramsAreLeftOut() {
        entry(u"system/applications/plain.desktop"_s, "Name=Plain\nName[es]=Sencillo\nExec=plain %f");
        entry(u"system/applications/kde/styles.desktop"_s, "Name=Styles\nExec=styles %U");
        entry(u"system/applications/gone.desktop"_s, "Name=Gone\nTryExec=there-is-no-such-program\nExec=gone %f");
        entry(u"system/applications/nofiles.desktop"_s, "Name=No files\nExec=nofiles");
        entry(u"system/applications/other.desktop"_s, "Name=Other\nExec=other %F");
        entry(u"system/applications/quiet.desktop"_s, "Name=Quiet\nNoDisplay=true\nExec=quiet %F");
        entry(u"system/applications/removed.desktop"_s, "Name=Removed\nExec=removed %F");
        write(m_dir->filePath(u"system/applications/mimeinfo.cache"_s),
              "[MIME Cache]\ntext/plain=plain.desktop;gone.desktop;nofiles.desktop;removed.desktop;\ntext/css=kde-styles.desktop;\n");
        ProgramChoice choice = programsFor(u"a.css"_s, "h1 { }");
        QCOMPARE(choice.type, u"text/css"_s);
        QCOMPARE(idsOf(choice.fitting), QStringList({u"kde-styles.desktop"_s, u"plain.desktop"_s, u"removed.desktop"_s})); // the nearest type first
        QCOMPARE(choice.fitting[1].name, u"Sencillo"_s);
        QCOMPARE(idsOf(choice.others), QStringList{u"other.desktop"_s});
        write(m_dir->filePath(u"config/mimeapps.list"_s),
              "[Default Applications]\ntext/css=plain.desktop\n[Removed Associations]\ntext/plain=removed.desktop\n");
        choice = programsFor(u"a.css"_s, "h1 { }");
        QCOMPARE(idsOf(choice.fitting), QStringList({u"plain.desktop"_s, u"kde-styles.desktop"_s}));
        // The user's folder goes before the system's; hidden there means gone.
        entry(u"home/applications/plain.desktop"_s, "Name=Mine\nExec=mine %f\nHidden=true");
        QCOMPARE(idsOf(programsFor(u"a.css"_s, "h1 { }").fitting), QStringList{u"kde-styles.desktop"_s});
    }

    void commandsTakeTheFileAsTheirEntrySays_data() {
        QTest::addColumn<QString>("exec");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("a file") << u"edit --new %f"_s << QStringList{u"edit"_s, u"--new"_s, u"/tmp/a b.css"_s};
        QTest::newRow("an address") << u"edit %u"_s << QStringList{u"edit"_s, u"file:///tmp/a%20b.css"_s};
        QTest::newRow("quoted words and a percent sign") << u"\"my edit\" 100%% %F"_s << QStringList{u"my edit"_s, u"100%"_s, u"/tmp/a b.css"_s};
        QTest::newRow("icon and name") << u"edit %i %c %f"_s << QStringList{u"edit"_s, u"--icon"_s, u"pen"_s, u"Editor"_s, u"/tmp/a b.css"_s};
        QTest::newRow("codes that mean nothing any more go") << u"edit %m %f"_s << QStringList{u"edit"_s, u"/tmp/a b.css"_s};
    }
    void commandsTakeTheFileAsTheirEntrySays() {
        QFETCH(const QString, exec);
        QTEST(commandOf({.id = u"x.desktop"_s, .name = u"Editor"_s, .icon = u"pen"_s, .command = exec, .file = u"/x"_s}, u"/tmp/a b.css"_s), "words");
    }

    void aProgramIsStartedWithTheFile() {
        const QString out = m_dir->filePath(u"out"_s);
        write(m_dir->filePath(u"a b.css"_s), "h1 { }");
        QVERIFY(startProgram({.id = u"cp.desktop"_s, .name = u"Copy"_s, .icon = {}, .command = u"cp %f \"%1\""_s.arg(out), .file = {}}, m_dir->filePath(u"a b.css"_s)));
        QTRY_VERIFY(QFileInfo(out).size() == 6);
        QVERIFY(!startProgram({.id = u"no.desktop"_s, .name = u"No"_s, .icon = {}, .command = u"there-is-no-such-program %f"_s, .file = {}}, out));
    }

private:
    void entry(const QString& place, const QByteArray& lines) const {
        write(m_dir->filePath(place), "[Desktop Entry]\nType=Application\n" + lines + "\n[Desktop Action new]\nExec=other\n");
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestDesktopPrograms)
#include "tst_desktopprograms.moc"
