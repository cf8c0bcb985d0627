#pragma once

#include "ui/models/logmodel.h"
#include "ui/models/stepsmodel.h"
#include "ui/session/buildsession.h"
#include "ui/session/engine.h"

#include <QObject>
#include <QTimer>

namespace sw::ui {

class FileController;
class NoticeBar;

/// Build and Stop: saves first, starts the session, feeds log and timeline, and says how it ended with what can be done then.
class BuildController : public QObject {
    Q_OBJECT
public:
    BuildController(Engine& engine, DocumentSession& document, FileController& files, NoticeBar& notices, QObject* parent);

    void build();
    void stop() { m_session.stop(); }
    void setBuildOnSave(bool on) { m_buildOnSave = on; }
    BuildSession& session() { return m_session; }
    LogModel& log() { return m_log; }
    StepsModel& steps() { return m_steps; }
    /// Why Build is not possible now; empty when it is.
    QString obstacle() const;
    /// Advice that the host's certificates would help was given for the last failure.
    bool adviceIsHostCa() const { return m_adviceIsHostCa; }

Q_SIGNALS:
    void buildingChanged(bool building, bool stopping);
    void elapsed(double seconds);
    void logWanted();                       ///< a step failed: show it
    void lineWanted(int line);
    void finished(const sw::ui::ResultPtr& result);
    void resultActionWanted(const QString& action, QWidget* anchor); ///< "run", "export", "push", "load"

private:
    void start();
    void onFinished(const ResultPtr& result);
    void showFailure(const build::BuildResult& result);
    void showSuccess(const build::BuildResult& result);

    Engine& m_engine;
    DocumentSession& m_document;
    FileController& m_files;
    NoticeBar& m_notices;
    BuildSession m_session;
    LogModel m_log;
    StepsModel m_steps;
    QTimer m_clock;
    QTimer m_rebuild;
    bool m_buildOnSave = false;
    bool m_adviceIsHostCa = false;
};

} // namespace sw::ui
