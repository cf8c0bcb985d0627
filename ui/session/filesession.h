#pragma once

#include "ui/session/jobrunner.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <string>

namespace sw::ui {

/// One file on disk that is open in an editor: reads, writes (aside, then renamed), and notices when somebody else changes
/// it. It does not hold the text: the editor does.
class FileSession : public QObject {
    Q_OBJECT
public:
    explicit FileSession(QObject* parent = nullptr);

    /// loaded() or failed() follows.
    void open(const QString& path);
    /// A text without a file yet; save needs a path.
    void startUntitled();
    /// Takes the path without reading: the file may not exist yet (.dockerignore).
    void adopt(const QString& path);
    /// saved() or failed() follows. Through a link it writes to the file the link leads to; mode is kept.
    void save(const QString& path, const std::string& text);
    void save(const std::string& text) { save(m_path, text); }

    const QString& path() const { return m_path; }
    bool isUntitled() const { return m_path.isEmpty(); }
    bool existsOnDisk() const { return m_exists; }
    bool isSaving() const { return m_writing.isBusy(); }

Q_SIGNALS:
    void loaded(const QString& path, const QByteArray& text, bool exists);
    void saved(const QString& path, const QByteArray& text); ///< what is in the file now; the editor may be further on
    void failed(const QString& sentence);
    /// Somebody else wrote the file; `text` is what is there now.
    void changedOnDisk(const QByteArray& text);
    void removedOnDisk();

private:
    Q_INVOKABLE void check();
    void watch();

    QString m_path;
    QByteArray m_known; ///< what we last read or wrote
    bool m_exists = false;
    QFileSystemWatcher m_watcher;
    QTimer m_quiet;
    JobRunner m_reading;
    JobRunner m_looking; ///< for changes by others; a look from before a save says nothing
    JobRunner m_writing;
};

/// Paths opened lately, newest first, kept in the settings; files that are gone are left out when shown.
class RecentFiles {
public:
    static QStringList list();
    static void add(const QString& path);
    static void clear();
    static constexpr int kLimit = 12;
};

/// Path of the Dockerfile that a path means: itself, or in a directory "Dockerfile", "Containerfile", or the only *.Dockerfile.
/// Empty when there is none.
QString dockerfileAt(const QString& path);

} // namespace sw::ui
