#pragma once

#include <QAbstractScrollArea>
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QKeyEvent>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <array>
#include <csignal>
#include <functional>
#include <optional>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

/// What the benchmarks of the window share: a display, and a probe in its event loop.
namespace windowbench {

using namespace Qt::StringLiterals;

/// An X server for as long as the program runs; nothing when there is a display already.
class XServer {
public:
    XServer() {
        if (qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
            qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
            return;
        }
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) {
            return;
        }
        const std::string fd = std::to_string(ends[1]);
        std::array<const char*, 9> words = {"Xvfb",    "-displayfd",   fd.c_str(),  "-screen", "0",
                                            "1600x1000x24", "-nolisten", "tcp", nullptr};
        if (::posix_spawnp(&m_server, "Xvfb", nullptr, nullptr, const_cast<char**>(words.data()), environ) != 0) {
            m_server = 0;
            return;
        }
        ::close(ends[1]);
        std::array<char, 16> number{};
        const ssize_t size = ::read(ends[0], number.data(), number.size() - 1);
        ::close(ends[0]);
        qputenv("DISPLAY", ":" + QByteArray(number.data(), std::max<qsizetype>(size, 0)).trimmed());
    }
    ~XServer() {
        if (m_server > 0) {
            ::kill(m_server, SIGTERM);
            ::waitpid(m_server, nullptr, 0);
        }
    }
    XServer(const XServer&) = delete;
    XServer& operator=(const XServer&) = delete;

private:
    pid_t m_server = 0;
};

inline double milliseconds(qint64 nanoseconds) { return static_cast<double>(nanoseconds) / 1e6; }

inline double percentile(std::vector<qint64> values, double share) {
    if (values.empty()) {
        return 0;
    }
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, at);
    return milliseconds(*at);
}

inline double residentMegabytes() {
    QFile file(u"/proc/self/statm"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toDouble() * 4096 / 1e6 : 0;
}

/// Fires as often as the loop lets it; types a character now and then and waits for the paint that follows.
class Probe : public QObject {
public:
    explicit Probe(QAbstractScrollArea* typed) : m_typed(typed) {
        m_tick.setTimerType(Qt::PreciseTimer);
        m_tick.setInterval(1);
        connect(&m_tick, &QTimer::timeout, this, &Probe::tick);
        m_key.setInterval(150);
        connect(&m_key, &QTimer::timeout, this, &Probe::type);
        m_typed->installEventFilter(this);
        m_typed->viewport()->installEventFilter(this);
    }
    void start() {
        m_clock.start();
        m_last = 0;
        m_tick.start();
        m_key.start();
    }
    void stop() {
        m_tick.stop();
        m_key.stop();
        QCoreApplication::sendPostedEvents(m_typed); // a key that is on its way belongs to this text, not to the next
    }
    const std::vector<qint64>& gaps() const { return m_gaps; }
    const std::vector<qint64>& latencies() const { return m_latencies; }

protected:
    bool eventFilter(QObject* object, QEvent* event) override {
        m_delivered = m_delivered || (event->type() == QEvent::KeyPress && m_pressed);
        if (event->type() == QEvent::Paint && object != m_typed && m_delivered) {
            // Painted when this event has been handled: read the clock after it.
            QMetaObject::invokeMethod(
                this,
                [this] {
                    if (m_pressed) {
                        m_latencies.push_back(m_clock.nsecsElapsed() - *m_pressed);
                        m_pressed.reset();
                        m_delivered = false;
                    }
                },
                Qt::QueuedConnection);
        }
        return QObject::eventFilter(object, event);
    }

private:
    void tick() {
        const qint64 now = m_clock.nsecsElapsed();
        m_gaps.push_back(now - m_last);
        m_last = now;
    }
    void type() {
        if (m_pressed) {
            return;
        }
        m_pressed = m_clock.nsecsElapsed();
        const bool erase = (++m_typedCount % 2) == 0;
        const int key = erase ? Qt::Key_Backspace : Qt::Key_X;
        const QString text = erase ? QString() : u"x"_s;
        QCoreApplication::postEvent(m_typed, new QKeyEvent(QEvent::KeyPress, key, Qt::NoModifier, text));
        QCoreApplication::postEvent(m_typed, new QKeyEvent(QEvent::KeyRelease, key, Qt::NoModifier, text));
    }

    QAbstractScrollArea* m_typed;
    QTimer m_tick, m_key;
    QElapsedTimer m_clock;
    qint64 m_last = 0;
    int m_typedCount = 0;
    bool m_delivered = false; ///< the key has reached the editor: the next paint shows it
    std::optional<qint64> m_pressed;
    std::vector<qint64> m_gaps, m_latencies;
};

/// Lets the event loop run until something holds.
inline bool waitFor(const std::function<bool()>& holds, int milliseconds) {
    QEventLoop loop;
    QElapsedTimer clock;
    clock.start();
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (holds() || clock.elapsed() > milliseconds) {
            loop.quit();
        }
    });
    look.start(20);
    loop.exec();
    return holds();
}

inline bool write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// A place of the benchmark's own, with settings that nobody else has. After QApplication.
class Place {
public:
    Place() {
        QCoreApplication::setOrganizationName(u"StagewrightBench"_s);
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, path(u"settings"_s));
    }
    QString path(const QString& name) const { return m_directory.filePath(name); }
    /// A folder with a busybox in it. Empty: busybox is not installed.
    QString project(const QString& name) const {
        const QString busybox = QStandardPaths::findExecutable(u"busybox"_s);
        const QString folder = path(name);
        return !busybox.isEmpty() && QDir().mkpath(folder) && QFile::copy(busybox, folder + u"/busybox"_s) ? folder : QString();
    }

private:
    QTemporaryDir m_directory;
};

} // namespace windowbench
