#include "app/stagewright/picture.h"

#include "ui/editor/dockerfileeditor.h"
#include "ui/shell/buildcontroller.h"
#include "ui/shell/filecontroller.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/workspace.h"

#include <QApplication>
#include <QTimer>

#include <cstdio>

namespace sw {

namespace {

/// Walks through the request as the window settles: opened, built, page shown, picture taken.
class Photographer : public QObject {
public:
    Photographer(ui::MainWindow& window, const PictureRequest& request) : m_window(window), m_request(request) {
        QObject::connect(&window, &ui::MainWindow::settledChanged, this, &Photographer::wake);
        QObject::connect(&window.files(), &ui::FileController::failed, this, [this] { finish(); });
        // Not every view announces that it is done; a cheap look now and then catches the rest.
        QObject::connect(&m_look, &QTimer::timeout, this, &Photographer::advance);
        m_look.start(50);
        wake();
    }

private:
    enum class Step { Open, Build, Page, Settle, Done };

    void wake() { QMetaObject::invokeMethod(this, [this] { advance(); }, Qt::QueuedConnection); }

    void advance() {
        if (m_step == Step::Done || !m_window.isSettled()) {
            m_quiet = 0;
            return;
        }
        switch (m_step) {
        case Step::Open:
            m_step = m_request.build ? Step::Build : Step::Page;
            if (m_request.hostCa && !m_window.document().inputs().hostCa) {
                ui::BuildInputs inputs = m_window.document().inputs();
                inputs.hostCa = true;
                m_step = Step::Open;
                m_window.document().setInputs(inputs);
                return;
            }
            if (m_request.build) {
                if (!m_window.engine().capabilities()) {
                    m_step = Step::Open; // the machine is still being probed
                    return;
                }
                m_window.build();
            }
            break;
        case Step::Build: m_step = Step::Page; break;
        case Step::Page:
            if (m_request.line > 0) {
                m_window.workspace().editor()->goToLine(m_request.line);
            }
            if (!m_request.page.isEmpty()) {
                m_window.showPage(m_request.page);
            }
            m_step = Step::Settle;
            break;
        case Step::Settle: // animations of 150 ms end within a few looks
            if (++m_quiet >= 8) {
                finish();
            }
            return;
        case Step::Done: return;
        }
        wake();
    }

    void finish() {
        m_step = Step::Done;
        m_look.stop();
        const bool saved = m_window.grab().save(m_request.file);
        if (!saved) {
            std::fprintf(stderr, "stagewright: %s cannot be written\n", qUtf8Printable(m_request.file));
        }
        const auto result = m_window.builds().session().result();
        const bool failed = m_request.build && (!result || result->failure);
        if (failed) {
            std::fprintf(stderr, "stagewright: %s\n", qUtf8Printable(m_window.notices().text(QStringLiteral("build"))));
        }
        QApplication::exit(!saved ? 3 : failed ? 1 : 0);
    }

    ui::MainWindow& m_window;
    PictureRequest m_request;
    Step m_step = Step::Open;
    int m_quiet = 0;
    QTimer m_look;
};

} // namespace

int takePicture(QApplication&, ui::MainWindow& window, const PictureRequest& request) {
    window.resize(request.size);
    window.show();
    Photographer photographer(window, request);
    return QApplication::exec();
}

} // namespace sw
