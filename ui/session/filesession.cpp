#include "ui/session/filesession.h"

#include "ui/session/remembered.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <optional>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kQuietMs = 150;
constexpr qint64 kMaxBytes = 8LL << 20; ///< a Dockerfile is small; whatever is larger is none

struct Read {
    QByteArray text;
    bool exists = false;
    QString error;
};

Read readFile(const QString& path) {
    QFile file(path);
    if (!file.exists()) {
        return {};
    }
    if (file.size() > kMaxBytes) {
        return {.text = {}, .exists = true, .error = FileSession::tr("%1 is too large for a Dockerfile.").arg(path)};
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return {.text = {}, .exists = true, .error = FileSession::tr("%1 cannot be read: %2").arg(path, file.errorString())};
    }
    return {.text = file.readAll(), .exists = true, .error = {}};
}

QString writeFile(const QString& path, const QByteArray& text) {
    const QFileInfo info(path);
    const QString target = info.isSymLink() ? info.canonicalFilePath() : path;
    QSaveFile file(target.isEmpty() ? path : target);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit()) {
        return FileSession::tr("%1 cannot be saved: %2").arg(path, file.errorString());
    }
    return {};
}

} // namespace

FileSession::FileSession(QObject* parent) : QObject(parent) {
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(kQuietMs);
    connect(&m_quiet, &QTimer::timeout, this, &FileSession::check);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] { m_quiet.start(); });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { m_quiet.start(); });
}

void FileSession::open(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    m_looking.cancel();
    m_reading.run([absolute](const std::stop_token&) { return readFile(absolute); },
                  [this, absolute](const Read& read) {
                      if (!read.error.isEmpty()) {
                          Q_EMIT failed(read.error);
                          return;
                      }
                      m_path = absolute;
                      m_known = read.text;
                      m_exists = read.exists;
                      watch();
                      m_quiet.start(); // for a change between reading and watching
                      Q_EMIT loaded(m_path, m_known, m_exists);
                  });
}

void FileSession::startUntitled() {
    m_reading.cancel();
    m_looking.cancel();
    m_path.clear();
    m_known.clear();
    m_exists = false;
    watch();
}

void FileSession::adopt(const QString& path) {
    m_looking.cancel();
    m_path = path;
    m_known.clear();
    m_exists = QFileInfo::exists(path);
    watch();
}

void FileSession::save(const QString& path, const std::string& text) {
    const QByteArray bytes = QByteArray::fromStdString(text);
    m_looking.cancel();
    m_writing.run([path, bytes](const std::stop_token&) { return writeFile(path, bytes); },
                  [this, path, bytes](const QString& error) {
                      if (!error.isEmpty()) {
                          Q_EMIT failed(error);
                          return;
                      }
                      m_path = path;
                      m_known = bytes;
                      m_exists = true;
                      watch();
                      m_quiet.start(); // what others wrote meanwhile
                      Q_EMIT saved(path, bytes);
                  });
}

void FileSession::watch() {
    if (const QStringList old = m_watcher.files() + m_watcher.directories(); !old.isEmpty()) {
        m_watcher.removePaths(old);
    }
    if (m_path.isEmpty()) {
        return;
    }
    const QFileInfo info(m_path);
    if (info.exists()) {
        m_watcher.addPath(m_path);
    }
    if (info.absoluteDir().exists()) {
        m_watcher.addPath(info.absolutePath()); // editors replace files by renaming
    }
}

void FileSession::check() {
    if (m_path.isEmpty() || m_writing.isBusy() || m_reading.isBusy()) {
        return; // a look follows each of them
    }
    m_looking.run([path = m_path](const std::stop_token&) { return readFile(path); },
                  [this](const Read& read) {
                      const bool existed = m_exists;
                      m_exists = read.exists;
                      if (read.exists && !m_watcher.files().contains(m_path)) {
                          m_watcher.addPath(m_path);
                      }
                      if (!read.exists && existed) {
                          m_known.clear();
                          Q_EMIT removedOnDisk();
                      } else if (read.exists && read.error.isEmpty() && read.text != m_known) {
                          m_known = read.text;
                          Q_EMIT changedOnDisk(read.text);
                      }
                  });
}

QStringList RecentFiles::list() {
    QStringList existing;
    const QStringList stored = Remembered().value(u"recentFiles"_s).toStringList();
    for (const QString& path : stored) {
        if (QFileInfo::exists(path)) {
            existing.push_back(path);
        }
    }
    return existing;
}

void RecentFiles::add(const QString& path) {
    Remembered settings;
    QStringList stored = settings.value(u"recentFiles"_s).toStringList();
    stored.removeAll(path);
    stored.prepend(path);
    settings.setValue(u"recentFiles"_s, QStringList(stored.mid(0, kLimit)));
}

void RecentFiles::clear() { Remembered().remove(u"recentFiles"_s); }

QString dockerfileAt(const QString& path) {
    const QFileInfo info(path);
    if (!info.isDir()) {
        return info.absoluteFilePath();
    }
    const QDir directory(path);
    for (const QString& name : {u"Dockerfile"_s, u"Containerfile"_s, u"dockerfile"_s}) {
        if (directory.exists(name)) {
            return directory.absoluteFilePath(name);
        }
    }
    const QStringList others = directory.entryList({u"*.Dockerfile"_s, u"Dockerfile.*"_s}, QDir::Files, QDir::Name);
    for (const QString& name : others) {
        if (!name.endsWith(".dockerignore"_L1)) {
            return directory.absoluteFilePath(name);
        }
    }
    return {};
}

} // namespace sw::ui
