#pragma once

#include <QSize>
#include <QString>

class QApplication;

namespace sw::ui {
class MainWindow;
}

namespace sw {

struct PictureRequest {
    QString file;
    QSize size{1600, 1000};
    bool build = false;
    bool hostCa = false;
    QString page;
    int line = 0;
};

/// Shows the window, waits until what was asked for has happened (events, no fixed times), saves a picture of it. Exit code:
/// 0 good, 1 the build failed (the picture is saved all the same), 3 the picture cannot be written.
int takePicture(QApplication& app, ui::MainWindow& window, const PictureRequest& request);

} // namespace sw
