#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <filesystem>

namespace sw::ui {

/// A built image that is running, by `stw run` in a process of its own: the window may close without taking it down mid-request,
/// and a crash of one does not touch the other. Output comes as text; stop() ends it as Ctrl-C would.
class RunSession : public QObject {
    Q_OBJECT
public:
    explicit RunSession(QObject* parent = nullptr);
    ~RunSession() override;

    /// `ports`: "HOST:CONTAINER" each.
    void start(const std::filesystem::path& store, const QString& image, const QStringList& ports);
    void stop();
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    const QString& image() const { return m_image; }
    const QString& url() const { return m_url; }

    /// The `stw` beside this program, or the one on PATH.
    static QString stwPath();

Q_SIGNALS:
    void serving(const QString& url);
    void output(int stream, const QByteArray& bytes);
    void ended(const QString& sentence, bool failed);

private:
    void readErrors();
    QProcess m_process;
    QString m_image;
    QString m_url;
    QByteArray m_errors; ///< what it said itself, for the sentence when it fails
    bool m_stopping = false;
};

} // namespace sw::ui
