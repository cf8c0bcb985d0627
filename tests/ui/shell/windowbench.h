#pragma once

#include "ui/editor/dockerfileeditor.h"
#include "ui/layers/layerspage.h"
#include "ui/shell/buildcontroller.h"
#include "ui/shell/filecontroller.h"
#include "ui/shell/imageactions.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/pages.h"
#include "ui/shell/workspace.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <memory>

/// The real window on a small project, for stories told through it.
namespace sw::test {

using namespace sw::ui;
using namespace Qt::StringLiterals;


/// Two stages that need neither network nor sandbox, so that the story is the same on every machine.
inline const char* const kDockerfile = "FROM scratch AS builder\n"
                                "COPY src/ /work/\n"
                                "COPY big.bin /work/\n"
                                "\n"
                                "FROM scratch\n"
                                "COPY --from=builder /work/index.html /html/\n"
                                "EXPOSE 80\n";

inline QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void write(const QString& path, const QByteArray& text) {
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

/// The window on a small project, with a store of its own.
struct Bench {
    QTemporaryDir dir;
    std::unique_ptr<MainWindow> window;
    std::unique_ptr<QSignalSpy> transferred, refused; ///< of the store: pushed, exported, loaded

    Bench() {
        write(path(u"app/Dockerfile"_s), kDockerfile);
        write(path(u"app/.dockerignore"_s), "Dockerfile\n.dockerignore\n");
        write(path(u"app/src/index.html"_s), "<h1>hello</h1>\n");
        write(path(u"app/src/style.css"_s), "h1 { color: red }\n");
        write(path(u"app/big.bin"_s), QByteArray(300'000, 'x'));
        restart();
    }
    QString path(const QString& relative) const { return dir.filePath(relative); }
    void restart() {
        window.reset();
        window = std::make_unique<MainWindow>(toPath(path(u"store"_s)));
        window->resize(1400, 900);
        window->show();
        transferred = std::make_unique<QSignalSpy>(&window->pages().actions().store(), &StoreSession::done);
        refused = std::make_unique<QSignalSpy>(&window->pages().actions().store(), &StoreSession::failed);
    }
    void open(const QString& folder = u"app"_s) {
        window->openPath(path(folder));
        QTRY_VERIFY_WITH_TIMEOUT(window->document().path() == path(folder + u"/Dockerfile"_s) && window->isSettled(), 10000);
    }
    void buildByKey() {
        QSignalSpy finished(&window->builds(), &BuildController::finished);
        window->activateWindow(); // shortcuts are of the active window
        QTRY_VERIFY(window->isActiveWindow());
        QTest::keyClick(window.get(), Qt::Key_B, Qt::ControlModifier);
        QVERIFY2(finished.wait(60000), qPrintable(window->notices().text(u"build"_s)));
        QTRY_VERIFY_WITH_TIMEOUT(window->isSettled(), 10000);
    }
    /// Presses the button with that text, as a mouse does.
    void click(QWidget* inside, const QString& text) const {
        for (QAbstractButton* button : inside->findChildren<QAbstractButton*>()) {
            if (button->isVisible() && button->isEnabled() && button->text().remove(u'&') == text) {
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        }
        QFAIL(qPrintable(u"there is no button "_s + text));
    }
    /// The transfer that was asked for has come to its end, and well.
    void awaitTransfer() {
        QTRY_VERIFY_WITH_TIMEOUT(transferred->count() + refused->count() > 0, 60000);
        QVERIFY2(refused->isEmpty(), qPrintable(window->notices().text(u"transfer"_s)));
        transferred->clear();
    }
    /// Types a path into the file dialog that opens next.
    void answerFileDialog(const QString& answer) const {
        auto* look = new QTimer(window.get());
        QObject::connect(look, &QTimer::timeout, look, [look, answer] {
            if (auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget())) {
                look->deleteLater();
                auto* name = dialog->findChild<QLineEdit*>(u"fileNameEdit"_s);
                name->setText(answer); // typed, its completions would take the Return
                QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save), Qt::LeftButton);
            }
        });
        look->start(50);
    }
    void build() {
        QSignalSpy finished(&window->builds(), &BuildController::finished);
        window->build();
        QVERIFY2(finished.wait(20000), qPrintable(window->notices().text(u"build"_s)));
        QTRY_VERIFY_WITH_TIMEOUT(window->isSettled(), 10000);
    }
    StepDisplay display(std::size_t instruction) const { return window->document().states()->steps.at(instruction).display; }
    void keep(const QString& name) const { // pictures for people to look at
        const QString folder = QString::fromLocal8Bit(qgetenv("SW_BUILD_DIR"));
        if (!folder.isEmpty()) {
            QDir().mkpath(folder + u"/screenshots"_s);
            window->grab().save(folder + u"/screenshots/"_s + name + u".png"_s);
        }
    }
};

} // namespace sw::test
