#include "ui/shell/commandpalette.h"

#include <QAction>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace sw::ui;
using namespace Qt::StringLiterals;

class TestCommandPalette : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void lettersInOrderFitAndWordStartsFitBetter() {
        QVERIFY(fuzzyScore(u"sv", u"File: Save") >= 0);
        QCOMPARE(fuzzyScore(u"vs", u"File: Save"), -1);
        QVERIFY(fuzzyScore(u"fs", u"File: Save") > fuzzyScore(u"fs", u"Refresh"));
        QVERIFY(fuzzyScore(u"bui", u"Build: Build") > fuzzyScore(u"bui", u"Edit: Rebuild it"));
    }

    void enterRunsTheBestAndEscCloses() {
        QWidget window;
        window.resize(800, 600);
        window.show();
        QAction save(u"&Save"_s);
        QAction settings(u"Se&ttings…"_s);
        QAction off(u"Saved things"_s);
        off.setEnabled(false);
        CommandPalette palette(&window);
        palette.setActions({{u"File"_s, {&save, &settings, &off}}});
        palette.openPalette();
        QVERIFY(palette.isVisible());
        QCOMPARE(palette.visibleEntries().size(), 3);
        QTest::keyClicks(palette.field(), u"settings"_s);
        QCOMPARE(palette.visibleEntries(), QStringList{u"File: Settings"_s});
        QSignalSpy triggered(&settings, &QAction::triggered);
        QTest::keyClick(palette.field(), Qt::Key_Return);
        QCOMPARE(triggered.size(), 1);
        QVERIFY(!palette.isVisible());
        palette.openPalette();
        QTest::keyClick(palette.field(), Qt::Key_Escape);
        QVERIFY(!palette.isVisible());
    }
};

QTEST_MAIN(TestCommandPalette)
#include "tst_commandpalette.moc"
