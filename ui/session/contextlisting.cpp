#include "ui/session/contextlisting.h"

#include "ui/session/contextwatcher.h"

#include <algorithm>

namespace sw::ui {

namespace fs = std::filesystem;

namespace {

QStringList listContext(const fs::path& context, const fs::path& dockerfile, const std::stop_token& stop) {
    QStringList paths;
    std::error_code error;
    const dockerfile::IgnoreMatcher ignore = ignoreMatcherFor(context, dockerfile);
    auto it = fs::recursive_directory_iterator(context, fs::directory_options::skip_permission_denied, error);
    for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
        if (stop.stop_requested() || paths.size() >= ContextListing::kMaxEntries) {
            break;
        }
        const std::string relative = it->path().lexically_relative(context).string();
        const bool isDirectory = it->is_directory(error) && !it->is_symlink(error);
        if (ignore.match(relative).ignored) {
            if (isDirectory && !ignore.mayReincludeBelow(relative)) {
                it.disable_recursion_pending();
            }
            continue;
        }
        paths.push_back(QString::fromStdString(relative) + (isDirectory ? QStringLiteral("/") : QString()));
    }
    paths.sort();
    return paths;
}

} // namespace

void ContextListing::read(const fs::path& context, const fs::path& dockerfile) {
    if (context.empty()) {
        m_reading.cancel();
        m_paths.clear();
        return;
    }
    m_reading.run([context, dockerfile](const std::stop_token& stop) { return listContext(context, dockerfile, stop); },
                  [this](QStringList paths) { m_paths = std::move(paths); });
}

QStringList ContextListing::entries(const QString& prefix) const {
    QStringList found;
    for (auto it = std::ranges::lower_bound(m_paths, prefix); it != m_paths.end() && it->startsWith(prefix); ++it) {
        const qsizetype slash = it->indexOf(u'/', prefix.size());
        if (slash < 0 || slash == it->size() - 1) {
            found.push_back(*it);
        }
    }
    return found;
}

} // namespace sw::ui
