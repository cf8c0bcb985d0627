#include "ui/session/runsession.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

#include <csignal>

namespace sw::ui {

using namespace Qt::StringLiterals;

QString RunSession::stwPath() {
    const QString beside = QCoreApplication::applicationDirPath() + u"/stw"_s;
    return QFileInfo(beside).isExecutable() ? beside : QStandardPaths::findExecutable(u"stw"_s);
}

RunSession::RunSession(QObject* parent) : QObject(parent) {
    connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] { Q_EMIT output(1, m_process.readAllStandardOutput()); });
    connect(&m_process, &QProcess::readyReadStandardError, this, &RunSession::readErrors);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            Q_EMIT ended(tr("The image cannot be started: %1").arg(m_process.errorString()), true);
        }
    });
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        if (m_stopping || (status == QProcess::NormalExit && code == 0)) {
            Q_EMIT ended(tr("%1 has ended.").arg(m_image), false);
            return;
        }
        const QString said = QString::fromUtf8(m_errors).trimmed().section(u'\n', -1);
        Q_EMIT ended(said.isEmpty() ? tr("%1 ended with exit code %2.").arg(m_image).arg(code)
                                    : tr("%1 ended with exit code %2: %3").arg(m_image).arg(code).arg(said),
                     true);
    });
}

RunSession::~RunSession() {
    m_process.disconnect(this);
    if (isRunning()) {
        m_process.terminate();
        if (!m_process.waitForFinished(1500)) {
            m_process.kill();
        }
    }
}

void RunSession::start(const std::filesystem::path& store, const QString& image, const QStringList& ports) {
    if (isRunning()) {
        return;
    }
    m_image = image;
    m_url.clear();
    m_errors.clear();
    m_stopping = false;
    QStringList arguments{u"--store"_s, QString::fromStdString(store.string()), u"run"_s, image};
    for (const QString& port : ports) {
        arguments << u"-p"_s << port;
    }
    m_process.start(stwPath(), arguments);
}

void RunSession::stop() {
    if (isRunning()) {
        m_stopping = true;
        ::kill(static_cast<pid_t>(m_process.processId()), SIGINT);
    }
}

void RunSession::readErrors() {
    const QByteArray bytes = m_process.readAllStandardError();
    m_errors = (m_errors + bytes).right(4096);
    static const QRegularExpression address(u"http://\\S+"_s);
    if (m_url.isEmpty()) {
        if (const QRegularExpressionMatch match = address.match(QString::fromUtf8(bytes)); match.hasMatch()) {
            m_url = match.captured();
            Q_EMIT serving(m_url);
        }
    }
    Q_EMIT output(2, bytes);
}

} // namespace sw::ui
