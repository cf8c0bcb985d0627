#include "ui/session/imagesession.h"

#include "core/analysis/provenance.h"
#include "core/base/imagepath.h"
#include "core/inspect/packages.h"
#include "ui/session/buildinputs.h"
#include "ui/session/engine.h"
#include "ui/session/filecontent.h"
#include "ui/session/provenancetext.h"
#include "ui/session/sentence.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

FilteredPtr filteredOf(const ShownTree& shown, const analysis::TreeFilter& filter, const std::stop_token& stop) {
    return filter.isEmpty() ? nullptr : std::make_shared<const analysis::FilteredTree>(analysis::filterTree(*shown.tree, filter, stop, shown.hidden.get()));
}

std::shared_ptr<const analysis::HiddenLater> hiddenOf(const analysis::FileTree& tree, const StageLayers& layers, std::size_t upTo) {
    return layers.accounts ? std::make_shared<const analysis::HiddenLater>(analysis::hiddenLater(tree, layers.accounts->waste, upTo)) : nullptr;
}

} // namespace

ImageSession::ImageSession(Engine& engine, QObject* parent) : QObject(parent), m_engine(engine) {
    for (JobRunner* runner : {&m_opening, &m_loading, &m_counting, &m_completing, &m_tracing, &m_building, &m_filtering, &m_reading, &m_packaging}) {
        connect(runner, &JobRunner::busyChanged, this, &ImageSession::busyChanged);
    }
}

void ImageSession::setBrowsed(Browsed browsed) {
    m_browsed = std::move(browsed);
    m_loading.cancel();
    m_building.cancel();
    m_filtering.cancel();
    m_packaging.cancel();
    m_counting.cancel();
    m_completing.cancel();
    m_tracing.cancel();
    m_layers.reset();
    m_packages.reset();
    m_shown = {};
}

void ImageSession::open(const QString& image, const std::filesystem::path& dockerfile) {
    if (!m_engine.store()) {
        Q_EMIT openingFailed(tr("The store is not open."));
        return;
    }
    m_opening.run([store = m_engine.store(), image, dockerfile](const std::stop_token& stop) { return openBrowsed(store, image, dockerfile, stop); },
                  [this](BrowseOutcome outcome) {
                      if (outcome.error.isEmpty()) {
                          Q_EMIT opened(outcome.browsed);
                      } else {
                          Q_EMIT openingFailed(outcome.error);
                      }
                  });
}

void ImageSession::showStage(std::size_t stage) {
    if (!m_browsed.result || !m_engine.store()) {
        return;
    }
    m_loading.run([store = m_engine.store(), browsed = m_browsed, stage](const std::stop_token&) { return loadStage(store, browsed, stage); },
                  [this](LoadedStage loaded) {
                      for (JobRunner* runner : {&m_completing, &m_tracing, &m_packaging}) { // they are of another stage
                          runner->cancel();
                      }
                      m_layers = std::move(loaded.layers);
                      m_shown = {};
                      if (!m_layers) {
                          m_building.cancel();
                          m_filtering.cancel();
                      }
                      if (!loaded.error.isEmpty()) {
                          Q_EMIT message(loaded.error);
                      }
                      m_packages.reset();
                      Q_EMIT layersChanged(m_layers);
                      count();
                  });
}

/// What can be seen of each layer; then all else that wants to read every file's entry.
void ImageSession::count() {
    if (!m_layers) {
        return m_counting.cancel();
    }
    m_counting.run([layers = m_layers](const std::stop_token& stop) { return countedStage(layers, stop); },
                   [this](StageLayersPtr layers) {
                       m_layers = std::move(layers);
                       Q_EMIT layersCounted(m_layers);
                       if (!m_building.isBusy()) {
                           runFilter();
                       }
                       complete();
                       findPackages();
                   });
}

void ImageSession::complete() {
    m_completing.run([store = m_engine.store(), layers = m_layers, browsed = m_browsed](
                         const std::stop_token& stop) { return completedStage(layers, store, browsed, stop); },
                     [this](StageLayersPtr layers) {
                         m_layers = std::move(layers);
                         Q_EMIT layersCompleted(m_layers);
                         if (m_layers && m_layers->build && m_layers->build->recorded) {
                             m_tracing.run([layers = m_layers](const std::stop_token& stop) { return tracedStage(layers, stop); },
                                           [this](StageLayersPtr traced) {
                                               m_layers = std::move(traced);
                                               Q_EMIT originsReady(m_layers);
                                           });
                         }
                     });
}

void ImageSession::findPackages() {
    m_packaging.run(
        [layers = m_layers](const std::stop_token& stop) {
            auto out = std::make_shared<analysis::PackageOwners>();
            auto packages = inspect::packagesOf(*layers->view, toPath(QDir::tempPath()), stop);
            if (packages && !packages->packages.empty() && !stop.stop_requested()) {
                *out = analysis::PackageOwners(std::move(packages->packages), analysis::buildFileTree(layers->indexes, {}, stop));
            }
            return out;
        },
        [this](PackagesPtr packages) {
            m_packages = std::move(packages);
            Q_EMIT packagesChanged(m_packages);
        });
}

void ImageSession::showTree(const TreeWish& wish) {
    if (!m_layers) {
        return;
    }
    const analysis::TreeOptions options{.upTo = wish.layers, .since = wish.since, .onlyChanges = wish.changesOnly};
    m_filtering.cancel();
    m_building.run(
        [layers = m_layers, options, filter = m_filter, sort = m_sort](const std::stop_token& stop) {
            ShownTree out;
            out.tree = std::make_shared<const analysis::FileTree>(analysis::buildFileTree(layers->indexes, options, stop));
            out.layers = options.upTo;
            out.hidden = hiddenOf(*out.tree, *layers, options.upTo);
            out.filter = filter;
            out.filtered = filteredOf(out, filter, stop);
            out.owners = analysis::ownersOf(*out.tree);
            out.order = orderWideFolders(*out.tree, out.filtered.get(), sort, stop);
            return out;
        },
        [this, filter = m_filter, sort = m_sort](ShownTree shown) {
            m_shown = std::move(shown);
            Q_EMIT treeChanged(m_shown);
            if (filter != m_filter || sort != m_sort || (!m_shown.hidden && m_layers->accounts)) { // typed or counted meanwhile
                runFilter();
            }
        });
}

void ImageSession::setFilter(const analysis::TreeFilter& filter) {
    if (filter == m_filter) {
        return;
    }
    m_filter = filter;
    if (!m_building.isBusy()) {
        runFilter();
    }
}

void ImageSession::setSort(const FileSort& sort) {
    if (sort == m_sort) {
        return;
    }
    m_sort = sort;
    if (!m_building.isBusy()) {
        runFilter();
    }
}

void ImageSession::runFilter() {
    if (!m_shown.tree) {
        return;
    }
    m_filtering.run(
        [shown = m_shown, layers = m_layers, filter = m_filter, sort = m_sort](const std::stop_token& stop) mutable {
            const bool wasHidden = shown.hidden != nullptr;
            if (!wasHidden) {
                shown.hidden = hiddenOf(*shown.tree, *layers, shown.layers);
            }
            if (filter != shown.filter || (filter.hiddenLater && !wasHidden)) {
                shown.filter = filter;
                shown.filtered = filteredOf(shown, filter, stop);
            }
            shown.order = orderWideFolders(*shown.tree, shown.filtered.get(), sort, stop);
            return std::move(shown);
        },
        [this](ShownTree shown) {
            m_shown = std::move(shown);
            Q_EMIT filteredChanged(m_shown);
        });
}

void ImageSession::preview(analysis::FileTree::Id node) {
    if (!m_shown.tree || !m_layers) {
        return;
    }
    m_reading.run(
        [tree = m_shown.tree, layers = m_layers, packages = m_packages, node](const std::stop_token& stop) {
            FilePreview preview;
            preview.path = QString::fromStdString(absolutePath(tree->path(node)));
            if (const auto entry = tree->entry(node)) {
                preview.entry = *entry;
                preview.owner = QString::fromStdString(layers->owners.text(entry->uid, entry->gid));
            }
            if (layers->build) {
                const auto context = layers->build->context.empty() ? nullptr : analysis::folderFiles(layers->build->context);
                preview.way = wayOf(*layers->build, analysis::provenanceOf(*layers->build, layers->place, tree->path(node), context.get()));
            }
            if (const auto* package = packages ? packages->ownerOf(tree->path(node)) : nullptr) {
                preview.package = QString::fromStdString(package->name + " " + package->version);
            }
            preview.size = tree->node(node).bytes;
            if (const auto content = contentOf(*layers, *tree, node)) {
                preview.size = content->entry.size;
                const auto bytes = beginningOf(*content, kPreviewBytes);
                if (bytes) {
                    preview.head = QByteArray::fromStdString(*bytes);
                    preview.isText = looksLikeText(preview.head);
                    preview.digest = digestOf(*content, stop);
                    readPicture(preview, *content);
                } else {
                    preview.error = shown(bytes.error());
                }
            }
            return preview;
        },
        [this](const FilePreview& preview) { Q_EMIT previewReady(preview); });
}

void ImageSession::extract(analysis::FileTree::Id node, const QString& destination) {
    if (!m_shown.tree || !m_layers) {
        return;
    }
    if (m_shown.tree->node(node).directory) {
        m_writing.run([layers = m_layers, tree = m_shown.tree, node, destination](
                          const std::stop_token& stop) { return extractFolder(*layers, *tree, node, destination, stop); },
                      [this, destination](const ExtractedFolder& folder) {
                          Q_EMIT message(!folder.error.isEmpty() ? folder.error
                                         : folder.skipped > 0    ? tr("%Ln file(s) saved", nullptr, folder.files) + u" · "_s +
                                                                    tr("%Ln device(s) and the like left out", nullptr, folder.skipped) + u" · "_s + destination
                                                                 : tr("%Ln file(s) saved", nullptr, folder.files) + u" · "_s + destination);
                      });
        return;
    }
    const auto content = contentOf(*m_layers, *m_shown.tree, node);
    if (!content) {
        Q_EMIT message(tr("Only files and folders can be saved."));
        return;
    }
    m_writing.run([content = *content, destination](const std::stop_token& stop) { return extractFile(content, destination, stop); },
                  [this, destination](const QString& error) { Q_EMIT message(error.isEmpty() ? tr("Saved as %1").arg(destination) : error); });
}

void ImageSession::copyForOpening(analysis::FileTree::Id node, const DesktopProgram& program) {
    if (!m_shown.tree || !m_layers) {
        return;
    }
    const auto content = contentOf(*m_layers, *m_shown.tree, node);
    if (!content) {
        Q_EMIT message(tr("Only files can be opened."));
        return;
    }
    if (!m_copies) {
        m_copies = std::make_unique<QTemporaryDir>();
    }
    // A folder for each, so that the name can stay as it is.
    const auto& name = m_shown.tree->node(node).name;
    const store::LayerId& layer = m_layers->layers[content->layer].id;
    const QString folder = m_copies->filePath(QString::fromStdString(layer.hex().substr(0, 12)) + u'-' + QString::number(node));
    if (!m_copies->isValid() || !QDir().mkpath(folder)) {
        Q_EMIT message(tr("%1 cannot be written: %2").arg(folder, m_copies->errorString()));
        return;
    }
    const QString destination = folder + u'/' + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    m_writing.run([content = *content, destination](const std::stop_token& stop) { return extractFile(content, destination, stop); },
                  [this, destination, program](const QString& error) {
                      if (error.isEmpty()) {
                          QFile::setPermissions(destination, QFile::ReadOwner);
                          Q_EMIT copyReady(destination, program);
                      } else {
                          Q_EMIT message(error);
                      }
                  });
}

void ImageSession::findPrograms(analysis::FileTree::Id node) {
    if (!m_shown.tree || !m_layers) {
        return;
    }
    const auto& name = m_shown.tree->node(node).name;
    m_asking.run(
        [content = contentOf(*m_layers, *m_shown.tree, node), name = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))](const std::stop_token&) {
            constexpr std::size_t kEnoughForMagic = 16U << 10U;
            const auto head = content ? beginningOf(*content, kEnoughForMagic) : Result<std::string>(std::string());
            return programsFor(name, head ? QByteArray::fromStdString(*head) : QByteArray());
        },
        [this, node](const ProgramChoice& choice) { Q_EMIT programsReady(node, choice); });
}

} // namespace sw::ui
