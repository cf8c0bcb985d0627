#include "ui/session/storesession.h"

#include "ui/session/engine.h"
#include "ui/session/sentence.h"

#include <QElapsedTimer>
#include <QPointer>

#include <mutex>

namespace sw::ui {

namespace {

/// Sums of all items of a transfer, told at most ten times a second.
class TransferMeter {
public:
    explicit TransferMeter(std::function<void(int percent)> tell) : m_tell(std::move(tell)) { m_clock.start(); }
    void take(const store::TransferProgress& progress) {
        const std::lock_guard lock(m_mutex);
        m_items[progress.item] = progress;
        if (m_clock.elapsed() < 100) {
            return;
        }
        m_clock.restart();
        std::uint64_t current = 0;
        std::uint64_t total = 0;
        for (const auto& [item, state] : m_items) {
            current += state.current;
            total += state.total;
        }
        m_tell(total == 0 ? -1 : static_cast<int>(std::min<std::uint64_t>(100, current * 100 / total)));
    }

private:
    std::function<void(int)> m_tell;
    std::mutex m_mutex;
    std::map<std::string, store::TransferProgress> m_items;
    QElapsedTimer m_clock;
};

Result<store::Image> imageCalled(store::Store& store, const QString& name) {
    SW_TRY(std::optional<store::Image> image, store.image(name.toStdString()));
    if (!image) {
        return failure(ErrorCode::NotFound, "There is no image called " + name.toStdString() + " in the store.");
    }
    return *image;
}

QString sentenceOf(const Result<void>& result) { return result ? QString() : shown(result.error()); }

} // namespace

StoreSession::StoreSession(Engine& engine, QObject* parent) : QObject(parent), m_engine(engine) {
    connect(&m_engine, &Engine::ready, this, &StoreSession::refresh);
}

void StoreSession::refresh() {
    if (!m_engine.store()) {
        return;
    }
    m_listing.run([store = m_engine.store()](const std::stop_token&) { return store->images(); },
                  [this](Result<std::vector<store::ImageName>> images) {
                      if (images) {
                          m_images = std::move(*images);
                          Q_EMIT imagesChanged();
                      } else {
                          Q_EMIT failed(shown(images.error()));
                      }
                  });
    m_mountListing.run([store = m_engine.store()](const std::stop_token& stop) { return cache::listMounts(*store, stop); },
                       [this](Result<std::vector<cache::MountUse>> mounts) {
                           if (mounts) {
                               m_mounts = std::move(*mounts);
                               Q_EMIT mountsChanged();
                           }
                       });
}

QString StoreSession::mountFolder(const cache::MountUse& mount) const {
    return QString::fromStdString((m_engine.store()->cacheMountDirectory() / mount.stored.key / "data").string());
}

void StoreSession::clearMount(const cache::MountUse& mount) {
    const QString name = QString::fromStdString(mount.stored.id);
    m_naming.run([store = m_engine.store(), key = mount.stored.key](const std::stop_token&) { return store::clearMount(*store, key); },
                 [this, name](const Result<void>& result) {
                     result ? Q_EMIT done(tr("The cache mount %1 is empty.").arg(name)) : Q_EMIT failed(sentenceOf(result));
                     refresh();
                 });
}

void StoreSession::addName(const QString& image, const QString& name) {
    m_naming.run(
        [store = m_engine.store(), image, name](const std::stop_token&) -> Result<void> {
            SW_TRY(const store::Image found, imageCalled(*store, image));
            SW_TRY(const oci::Reference reference, oci::Reference::parse(name.toStdString()));
            return store->tag(reference.text(), found.manifestDigest, "built");
        },
        [this, name](const Result<void>& result) {
            result ? Q_EMIT done(tr("The image is now also called %1.").arg(name)) : Q_EMIT failed(sentenceOf(result));
            refresh();
        });
}

void StoreSession::remove(const QString& name) {
    m_naming.run([store = m_engine.store(), name](const std::stop_token&) { return store->untag(name.toStdString()); },
                 [this, name](const Result<void>& result) {
                     result ? Q_EMIT done(tr("%1 was removed. Its layers go when the store is pruned.").arg(name))
                            : Q_EMIT failed(sentenceOf(result));
                     refresh();
                 });
}

void StoreSession::transfer(const QString& image, const QString& what, const QString& sentence, Work work) {
    if (!m_engine.store() || m_transfer.isBusy()) {
        return;
    }
    Q_EMIT progress(what, -1);
    auto tell = [self = QPointer<StoreSession>(this), what](int percent) {
        QMetaObject::invokeMethod(
            self.data(), [self, what, percent] { // runs here, or never when the session is gone
                if (self && self->isTransferring()) {
                    Q_EMIT self->progress(what, percent);
                }
            },
            Qt::QueuedConnection);
    };
    m_transfer.run(
        [store = m_engine.store(), image, work = std::move(work), tell](const std::stop_token& stop) -> Result<void> {
            SW_TRY(const store::Image found, imageCalled(*store, image));
            TransferMeter meter(tell);
            return work(*store, found, [&meter](const store::TransferProgress& p) { meter.take(p); }, stop);
        },
        [this, sentence](const Result<void>& result) {
            if (result) {
                Q_EMIT done(sentence);
            } else if (result.error().code == ErrorCode::Cancelled) {
                Q_EMIT stopped();
            } else {
                Q_EMIT failed(sentenceOf(result));
            }
        });
}

void StoreSession::exportTo(const QString& image, store::ExportOptions options) {
    const QString destination = QString::fromStdString(options.destination.string());
    transfer(image, tr("Exporting %1").arg(image), tr("Exported to %1").arg(destination),
             [options = std::move(options)](store::Store& store, const store::Image& found, const store::TransferSink& sink,
                                            const std::stop_token& stop) { return store::exportImage(store, found, options, sink, stop); });
}

void StoreSession::push(const QString& image, const QString& reference) {
    transfer(image, tr("Pushing %1").arg(reference), tr("Pushed %1").arg(reference),
             [reference](store::Store& store, const store::Image& found, const store::TransferSink& sink, const std::stop_token& stop) {
                 return store::pushImage(store, found, reference.toStdString(), sink, stop);
             });
}

void StoreSession::loadIntoDocker(const QString& image, const QString& name) {
    transfer(image, tr("Loading %1 into Docker").arg(name), tr("Docker now has %1").arg(name),
             [name](store::Store& store, const store::Image& found, const store::TransferSink& sink, const std::stop_token& stop) {
                 return store::loadIntoDocker(store, found, name.toStdString(), sink, stop);
             });
}

void StoreSession::stop() {
    if (m_transfer.isBusy()) {
        m_transfer.cancel();
        Q_EMIT stopped();
    }
}

} // namespace sw::ui
