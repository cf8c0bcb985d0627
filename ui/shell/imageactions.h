#pragma once

#include "ui/session/runsession.h"
#include "ui/session/storesession.h"
#include "ui/shell/popover.h"

#include <QObject>

#include <functional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace sw::ui {

class Engine;
class LogModel;
class NoticeBar;

/// Asks for one or two short texts: a name, a port. Enter accepts.
class FieldPopover : public Popover {
    Q_OBJECT
public:
    explicit FieldPopover(QWidget* window);
    void ask(QWidget* anchor, const QString& title, const QString& hint, const QString& value, const QString& button,
             std::function<QString(const QString&)> problem, std::function<void(const QString&)> accept);
    QLineEdit* field() const { return m_field; }
    QPushButton* acceptButton() const { return m_accept; }

private:
    void check();
    QLabel* m_title;
    QLabel* m_hint;
    QLineEdit* m_field;
    QLabel* m_problem;
    QPushButton* m_accept;
    std::function<QString(const QString&)> m_check;
    std::function<void(const QString&)> m_then;
};

/// Run, export, push, load, tag: for an image of the store, from the result notice or the images page.
class ImageActions : public QObject {
    Q_OBJECT
public:
    ImageActions(Engine& engine, NoticeBar& notices, LogModel& log, QWidget* window);

    /// Asks for any image to look at: imageWanted() follows.
    void askImage();
    /// `action`: "run", "export", "push", "load", "tag". Without an anchor the question stands in the middle of the window.
    void start(const QString& action, const QString& image, QWidget* anchor);
    StoreSession& store() { return m_store; }
    RunSession& running() { return m_running; }
    FieldPopover* popover() const { return m_field; }

Q_SIGNALS:
    void logWanted();
    void imageWanted(const QString& image); ///< as the command line takes it

private:
    void askRun(const QString& image, QWidget* anchor);
    void run(const QString& image, const QStringList& ports);
    void askExport(const QString& image, QWidget* anchor);
    void askPush(const QString& image, QWidget* anchor);
    void askName(const QString& image, QWidget* anchor);
    void exportAs(const QString& image, store::ExportFormat format);
    void connectStore();
    void connectRunning();

    Engine& m_engine;
    NoticeBar& m_notices;
    LogModel& m_log;
    QWidget* m_window;
    StoreSession m_store;
    RunSession m_running;
    FieldPopover* m_field;
    JobRunner m_looking;
    int m_runs = 0;
    Digest m_runVertex;
};

/// "docker.io/library/react-nginx:latest" -> "react-nginx".
QString familiarName(const QString& image);

} // namespace sw::ui
