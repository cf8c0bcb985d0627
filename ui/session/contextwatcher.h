#pragma once

#include "core/dockerfile/ignorefile.h"
#include "ui/session/jobrunner.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <vector>

namespace sw::ui {

/// The ignore patterns that hold for a Dockerfile and its context: "<dockerfile>.dockerignore", else ".dockerignore". Reads the
/// disk; an unreadable or malformed file ignores nothing.
dockerfile::IgnoreMatcher ignoreMatcherFor(const std::filesystem::path& context, const std::filesystem::path& dockerfile);

/// Tells when a file below a build context (named ones too), or the Dockerfile's ignore file, changes on disk. Watches directories with
/// inotify, registered on a worker, and leaves out what the ignore file excludes as a whole ("node_modules"). A tree of more
/// than kMaxDirectories, or a machine out of watches, is watched in part; isComplete() says so, and the window asks for a
/// forecast when it becomes active.
class ContextWatcher : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kMaxDirectories = 8192;

    explicit ContextWatcher(QObject* parent = nullptr);
    ~ContextWatcher() override;

    struct Places {
        std::filesystem::path context;
        std::filesystem::path dockerfile;
        std::vector<std::filesystem::path> others; ///< directories that are named contexts, with ignore files of their own
        bool operator==(const Places&) const = default;
    };
    /// Empty context and no others: watches nothing.
    void watch(Places places);
    bool isComplete() const { return m_complete; }
    /// Nothing can change unseen: every directory is watched by now.
    bool isWatching() const { return m_watching && m_complete; }
    /// Tells now, not in a while, of what changed up to now: what comes after this call changed after it.
    void catchUp();

Q_SIGNALS:
    void touched(); ///< at once: something changed, or from here on it would be seen
    void changed(); ///< bundled: once the disk was quiet for 120 ms
    void started();

private:
    void readEvents();
    void walkAgain();

    Places m_places;
    std::shared_ptr<class InotifyHandle> m_handle;
    std::unique_ptr<QSocketNotifier> m_notifier;
    bool m_complete = true;
    bool m_watching = false;
    bool m_walkAgain = false; ///< something came while the directories were being registered
    QTimer m_quiet;
    JobRunner m_walk;
};

} // namespace sw::ui
