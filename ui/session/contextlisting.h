#pragma once

#include "ui/session/jobrunner.h"

#include <QObject>
#include <QStringList>

#include <filesystem>
#include <memory>

namespace sw::ui {

/// Paths of a build context for completion, kept in memory: what the ignore file leaves, at most kMaxEntries.
class ContextListing : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype kMaxEntries = 20'000;

    explicit ContextListing(QObject* parent = nullptr) : QObject(parent) {}
    void read(const std::filesystem::path& context, const std::filesystem::path& dockerfile);
    /// Entries that begin with `prefix`, one level deep; directories end in '/'.
    QStringList entries(const QString& prefix) const;
    bool isBusy() const { return m_reading.isBusy(); }

private:
    QStringList m_paths; ///< sorted
    JobRunner m_reading;
};

} // namespace sw::ui
