#pragma once

#include "core/cache/mountlist.h"
#include "core/store/transfer.h"
#include "ui/session/jobrunner.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace sw::ui {

class Engine;

/// What the store holds, and what can be done with it: name, unname, export, push, load. One transfer at a time, on a worker,
/// with progress; it can be stopped.
class StoreSession : public QObject {
    Q_OBJECT
public:
    explicit StoreSession(Engine& engine, QObject* parent = nullptr);

    void refresh();
    const std::vector<store::ImageName>& images() const { return m_images; }

    const std::vector<cache::MountUse>& mounts() const { return m_mounts; }
    QString mountFolder(const cache::MountUse& mount) const;
    void clearMount(const cache::MountUse& mount);

    void addName(const QString& image, const QString& name);
    void remove(const QString& name);
    void exportTo(const QString& image, store::ExportOptions options);
    void push(const QString& image, const QString& reference);
    void loadIntoDocker(const QString& image, const QString& name);
    void stop();
    bool isTransferring() const { return m_transfer.isBusy(); }
    bool isRefreshing() const { return m_listing.isBusy() || m_mountListing.isBusy(); }

Q_SIGNALS:
    void imagesChanged();
    void mountsChanged();
    void progress(const QString& what, int percent); ///< -1: unknown
    void done(const QString& sentence);
    void failed(const QString& sentence);
    void stopped();

private:
    using Work = std::function<Result<void>(store::Store&, const store::Image&, const store::TransferSink&, std::stop_token)>;
    void transfer(const QString& image, const QString& what, const QString& sentence, Work work);

    Engine& m_engine;
    std::vector<store::ImageName> m_images;
    std::vector<cache::MountUse> m_mounts;
    JobRunner m_listing;
    JobRunner m_mountListing;
    JobRunner m_naming;
    JobRunner m_transfer;
};

} // namespace sw::ui
