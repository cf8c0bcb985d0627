#include "ui/shell/mainwindow.h"
#include "ui/session/engine.h"

#include <QAbstractButton>
#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace sw::ui;
using namespace Qt::StringLiterals;

/// The window as the program makes it: before anything else has asked for a theme.
class TestStartup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyButtonHasTheFontOfTheProgram() {
        const QTemporaryDir dir;
        QCoreApplication::setOrganizationName(u"StagewrightTest"_s);
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, dir.path());
        MainWindow window(std::filesystem::path(dir.path().toStdString()) / "store");
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QList<QAbstractButton*> buttons = window.findChildren<QAbstractButton*>();
        QVERIFY(buttons.size() > 20);
        for (const QAbstractButton* button : buttons) {
            QVERIFY2(button->font().family() == QApplication::font().family(), qPrintable(button->text() + u" has "_s + button->font().family()));
        }
        QTRY_VERIFY(window.engine().isReady()); // no thread is left behind
    }
};

QTEST_MAIN(TestStartup)
#include "tst_startup.moc"
