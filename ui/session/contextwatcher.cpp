#include "ui/session/contextwatcher.h"

#include "core/base/uniquefd.h"

#include <array>
#include <fstream>
#include <sstream>
#include <string_view>
#include <sys/inotify.h>
#include <unistd.h>

namespace sw::ui {

namespace fs = std::filesystem;

/// Shared with the worker that registers directories; the kernel allows both at once.
class InotifyHandle {
public:
    InotifyHandle() : m_fd(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}
    int get() const { return m_fd.get(); }

private:
    UniqueFd m_fd;
};

namespace {

constexpr std::uint32_t kMask = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_ONLYDIR;
constexpr int kQuietMs = 120;

/// Adds the directories of one context to those that are watched.
class Watches {
public:
    Watches(int fd, const std::stop_token& stop) : m_fd(fd), m_stop(stop) {}

    bool add(const fs::path& directory) { return ::inotify_add_watch(m_fd, directory.c_str(), kMask) >= 0; }

    /// False when not every directory could be watched.
    bool addBelow(const fs::path& context, const fs::path& dockerfile) {
        const dockerfile::IgnoreMatcher ignore = ignoreMatcherFor(context, dockerfile);
        if (!add(context)) {
            return false;
        }
        std::error_code error;
        auto it = fs::recursive_directory_iterator(context, fs::directory_options::skip_permission_denied, error);
        for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
            if (m_stop.stop_requested()) {
                return false;
            }
            if (!it->is_directory(error) || it->is_symlink(error)) {
                continue;
            }
            const std::string relative = it->path().lexically_relative(context).string();
            if (ignore.match(relative).ignored && !ignore.mayReincludeBelow(relative)) {
                it.disable_recursion_pending();
                continue;
            }
            if (++m_count > ContextWatcher::kMaxDirectories || !add(it->path())) {
                return false;
            }
        }
        return true;
    }

private:
    int m_fd;
    const std::stop_token& m_stop;
    std::size_t m_count = 0;
};

bool addWatches(int fd, const ContextWatcher::Places& places, const std::stop_token& stop) {
    Watches watches(fd, stop);
    bool whole = places.context.empty() || watches.addBelow(places.context, places.dockerfile);
    if (places.dockerfile.has_parent_path() && places.dockerfile.parent_path() != places.context) {
        watches.add(places.dockerfile.parent_path());
    }
    for (const fs::path& other : places.others) {
        whole = watches.addBelow(other, {}) && whole;
    }
    return whole;
}

} // namespace

dockerfile::IgnoreMatcher ignoreMatcherFor(const fs::path& context, const fs::path& dockerfile) {
    for (const fs::path& file : {dockerfile.empty() ? fs::path() : fs::path(dockerfile.string() + ".dockerignore"), context / ".dockerignore"}) {
        std::ifstream stream(file, std::ios::binary); // no name: nothing to read
        if (!stream) {
            continue;
        }
        std::ostringstream text;
        text << stream.rdbuf();
        if (auto patterns = dockerfile::readIgnoreFile(text.str())) {
            if (auto matcher = dockerfile::IgnoreMatcher::compile(std::move(*patterns))) {
                return std::move(*matcher);
            }
        }
        break;
    }
    return {};
}

ContextWatcher::ContextWatcher(QObject* parent) : QObject(parent) {
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(kQuietMs);
    connect(&m_quiet, &QTimer::timeout, this, &ContextWatcher::changed);
}

ContextWatcher::~ContextWatcher() = default;

void ContextWatcher::watch(Places places) {
    if (places == m_places) {
        return;
    }
    m_places = std::move(places);
    m_walk.cancel();
    m_quiet.stop();
    m_notifier.reset();
    m_handle.reset();
    m_complete = true;
    m_watching = false;
    m_walkAgain = false;
    if (m_places.context.empty() && m_places.others.empty()) {
        return;
    }
    m_handle = std::make_shared<InotifyHandle>();
    if (m_handle->get() < 0) {
        m_complete = false;
        return;
    }
    m_notifier = std::make_unique<QSocketNotifier>(m_handle->get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &ContextWatcher::readEvents);
    m_walk.run([handle = m_handle, places = m_places](const std::stop_token& stop) { return addWatches(handle->get(), places, stop); },
               [this](bool complete) {
                   m_complete = complete;
                   m_watching = true;
                   Q_EMIT touched(); // whatever was seen before was seen unwatched
                   Q_EMIT started();
                   if (m_walkAgain) {
                       walkAgain();
                   }
               });
}

void ContextWatcher::catchUp() {
    if (m_handle && m_handle->get() >= 0) {
        readEvents();
    }
    if (m_quiet.isActive()) {
        m_quiet.stop();
        Q_EMIT changed();
    }
}

void ContextWatcher::readEvents() {
    alignas(inotify_event) std::array<char, 16384> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init)
    bool any = false;
    bool newDirectory = false;
    while (true) {
        const ssize_t size = ::read(m_handle->get(), buffer.data(), buffer.size());
        if (size <= 0) {
            break;
        }
        any = true;
        for (ssize_t at = 0; at < size;) {
            const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at); // NOLINT
            const bool directory = (event->mask & IN_ISDIR) != 0 && (event->mask & (IN_CREATE | IN_MOVED_TO)) != 0;
            // Another ignore file may let in what was left out; events that were lost may have told of anything.
            const bool rules = event->len > 0 && std::string_view(event->name).ends_with(".dockerignore");
            newDirectory = newDirectory || directory || rules || (event->mask & IN_Q_OVERFLOW) != 0;
            at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
        }
    }
    if (any) {
        Q_EMIT touched();
    }
    if (newDirectory) {
        walkAgain();
    }
    if (any) {
        m_quiet.start();
    }
}

/// Registers what came since.
void ContextWatcher::walkAgain() {
    m_watching = false;
    m_walkAgain = m_walk.isBusy();
    if (m_walkAgain) {
        return; // when that is done
    }
    m_walk.run([handle = m_handle, places = m_places](const std::stop_token& stop) { return addWatches(handle->get(), places, stop); },
               [this](bool complete) {
                   m_complete = complete;
                   m_watching = true;
                   Q_EMIT touched(); // files may have come before the watch
                   m_quiet.start();
                   if (m_walkAgain) {
                       walkAgain();
                   }
               });
}

} // namespace sw::ui
