#include "ui/session/imagesession.h"

#include "core/analysis/compare.h"
#include "core/analysis/provenance.h"
#include "core/base/imagepath.h"
#include "core/inspect/buildjoin.h"
#include "core/inspect/openimage.h"
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

/// Where a layer of a stage came from. Layers of a base stage are looked up in that stage's result.
StageLayers::Layer describeLayer(const build::BuildResult& result, const build::StageResult& stage, std::size_t index,
                                 const plan::StageGraph* graph) {
    StageLayers::Layer layer;
    layer.id = stage.layers[index];
    if (index < stage.baseLayers) {
        for (const build::StageResult& other : result.stages) { // a base that is a stage of this file
            const bool isBase = graph != nullptr && stage.index < graph->stages.size() && graph->stages[stage.index].baseStage == other.index;
            if (isBase && index < other.layers.size() && other.layers[index] == layer.id) {
                return describeLayer(result, other, index, graph);
            }
        }
        layer.fromBase = true;
        layer.origin = QString::fromStdString(stage.base);
        std::size_t number = 0;
        for (const oci::HistoryEntry& entry : stage.config.history) {
            if (!entry.emptyLayer && number++ == index) {
                layer.text = QString::fromStdString(entry.createdBy).simplified();
            }
        }
        if (layer.text.isEmpty()) {
            layer.text = layer.origin;
        }
        return layer;
    }
    layer.origin = QString::fromStdString(stage.name);
    layer.ownerStage = stage.index;
    const std::size_t own = index - stage.baseLayers;
    if (own < stage.layerSteps.size() && stage.layerSteps[own] < result.steps.size()) {
        const build::StepResult& step = result.steps[stage.layerSteps[own]];
        layer.text = QString::fromStdString(step.text).simplified();
        layer.line = step.line;
        layer.instruction = step.instruction;
    }
    return layer;
}

struct Loaded {
    StageLayersPtr layers;
    QString error;
};

/// What the build's record tells beyond figures: how files came, what one stage would weigh, what should not be there.
void addJoined(StageLayers& layers, const std::shared_ptr<store::Store>& store, const build::BuildResult& result, const build::StageResult& stage,
               const std::stop_token& stop) {
    auto build = inspect::filesOfBuild(*store, result, {});
    const auto view = inspect::viewOfLayers(store, stage.layers, stage.config);
    const auto index = static_cast<std::size_t>(&stage - result.stages.data());
    if (!build || !view || index >= build->stages.size() || build->stages[index].layers.size() != stage.layers.size()) {
        return;
    }
    layers.place = index;
    for (std::size_t i = 0; i < layers.layers.size(); ++i) {
        if (const auto& from = build->stages[index].layers[i].fromStage; from && *from < result.stages.size()) {
            layers.layers[i].fromStage = result.stages[*from].index;
        }
    }
    layers.build = std::make_shared<const analysis::BuildFiles>(std::move(*build));
    layers.single = analysis::singleStage(*layers.build, index, stop);
    layers.findings = analysis::findThings({layers.build->stages[index], analysis::headReader(*view)}, stop);
    const auto text = [&](const char* path) {
        constexpr std::uint64_t kLargest = 1U << 20U;
        auto read = analysis::fileText(*view, path, kLargest);
        return read && *read ? **read : std::string();
    };
    layers.owners = analysis::OwnerNames(text("etc/passwd"), text("etc/group"));
}

Loaded loadStage(const std::shared_ptr<store::Store>& storePointer, const build::BuildResult& result, const SnapshotPtr& built, std::size_t stageIndex,
                 const std::stop_token& stop) {
    store::Store& store = *storePointer;
    const auto found = std::ranges::find(result.stages, stageIndex, &build::StageResult::index);
    if (found == result.stages.end() || found->layers.empty()) {
        return {};
    }
    auto layers = std::make_shared<StageLayers>();
    layers->stage = stageIndex;
    layers->name = QString::fromStdString(found->name);
    std::vector<analysis::LayerInput> inputs;
    for (std::size_t i = 0; i < found->layers.size(); ++i) {
        layers->layers.push_back(describeLayer(result, *found, i, built ? built->graph.get() : nullptr));
        auto layer = store.layer(found->layers[i]);
        if (!layer) {
            return {.layers = nullptr, .error = shown(layer.error())};
        }
        layers->indexes.push_back((*layer)->index());
        inputs.push_back({.index = (*layer)->index(), .diffId = found->layers[i], .blob = {}, .compressed = {}, .createdBy = {}, .stage = {}, .line = layers->layers.back().line});
    }
    layers->accounts = analysis::account(inputs, stop);
    for (std::size_t i = 0; i < layers->layers.size() && i < layers->accounts.layers.size(); ++i) {
        layers->layers[i].figures = layers->accounts.layers[i];
    }
    layers->points = inspect::pointsOfStage(store, result, *found);
    return {.layers = std::move(layers), .error = {}};
}

/// The same stage with all that takes longer.
StageLayersPtr completed(const StageLayersPtr& layers, const std::shared_ptr<store::Store>& store, const build::BuildResult& result, const std::stop_token& stop) {
    const auto found = std::ranges::find(result.stages, layers->stage, &build::StageResult::index);
    auto out = std::make_shared<StageLayers>(*layers);
    if (found != result.stages.end()) {
        addJoined(*out, store, result, *found, stop);
    }
    return out;
}

FilteredPtr filteredOf(const ShownTree& shown, const analysis::TreeFilter& filter, const std::stop_token& stop) {
    return filter.isEmpty() ? nullptr : std::make_shared<const analysis::FilteredTree>(analysis::filterTree(*shown.tree, filter, stop, shown.hidden.get()));
}

} // namespace

ImageSession::ImageSession(Engine& engine, QObject* parent) : QObject(parent), m_engine(engine) {
    for (JobRunner* runner : {&m_loading, &m_completing, &m_building, &m_filtering, &m_reading, &m_packaging}) {
        connect(runner, &JobRunner::busyChanged, this, &ImageSession::busyChanged);
    }
}

void ImageSession::setResult(ResultPtr result, SnapshotPtr built) {
    m_result = std::move(result);
    m_built = std::move(built);
    m_loading.cancel();
    m_building.cancel();
    m_filtering.cancel();
    m_packaging.cancel();
    m_completing.cancel();
    m_layers.reset();
    m_packages.reset();
    m_shown = {};
    Q_EMIT resultChanged();
}

void ImageSession::showStage(std::size_t stage) {
    if (!m_result || !m_engine.store()) {
        return;
    }
    m_loading.run([store = m_engine.store(), result = m_result, built = m_built, stage](
                      const std::stop_token& stop) { return loadStage(store, *result, built, stage, stop); },
                  [this](Loaded loaded) {
                      m_layers = std::move(loaded.layers);
                      m_shown = {};
                      if (!loaded.error.isEmpty()) {
                          Q_EMIT message(loaded.error);
                      }
                      m_packages.reset();
                      Q_EMIT layersChanged(m_layers);
                      complete();
                      findPackages();
                  });
}

void ImageSession::complete() {
    if (!m_layers || !m_result) {
        return m_completing.cancel();
    }
    m_completing.run([store = m_engine.store(), layers = m_layers, result = m_result](const std::stop_token& stop) { return completed(layers, store, *result, stop); },
                     [this](StageLayersPtr layers) {
                         m_layers = std::move(layers);
                         Q_EMIT layersCompleted(m_layers);
                     });
}

void ImageSession::findPackages() {
    if (!m_layers || !m_result) {
        return m_packaging.cancel();
    }
    m_packaging.run(
        [store = m_engine.store(), layers = m_layers, result = m_result](const std::stop_token& stop) {
            auto out = std::make_shared<analysis::PackageOwners>();
            const auto stage = std::ranges::find(result->stages, layers->stage, &build::StageResult::index);
            const auto view = stage == result->stages.end() ? Result<analysis::ImageView>(failure(ErrorCode::NotFound, Sentence()))
                                                            : inspect::viewOfLayers(store, stage->layers, stage->config);
            if (!view) {
                return out;
            }
            auto packages = inspect::packagesOf(*view, toPath(QDir::tempPath()), stop);
            if (packages && !packages->empty() && !stop.stop_requested()) {
                *out = analysis::PackageOwners(std::move(*packages), analysis::buildFileTree(layers->indexes, {}, stop));
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
        [layers = m_layers, options, filter = m_filter](const std::stop_token& stop) {
            ShownTree out;
            out.tree = std::make_shared<const analysis::FileTree>(analysis::buildFileTree(layers->indexes, options, stop));
            out.hidden = std::make_shared<const analysis::HiddenLater>(analysis::hiddenLater(*out.tree, layers->accounts.waste, options.upTo));
            out.filtered = filteredOf(out, filter, stop);
            out.owners = analysis::ownersOf(*out.tree);
            return out;
        },
        [this, filter = m_filter](ShownTree shown) {
            m_shown = std::move(shown);
            Q_EMIT treeChanged(m_shown);
            if (filter != m_filter) { // typed meanwhile
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

void ImageSession::runFilter() {
    if (!m_shown.tree) {
        return;
    }
    m_filtering.run([shown = m_shown, filter = m_filter](const std::stop_token& stop) { return filteredOf(shown, filter, stop); },
                    [this](FilteredPtr filtered) {
                        m_shown.filtered = std::move(filtered);
                        Q_EMIT filteredChanged(m_shown.filtered);
                    });
}

void ImageSession::preview(analysis::FileTree::Id node) {
    if (!m_shown.tree || !m_layers || !m_engine.store()) {
        return;
    }
    m_reading.run(
        [store = m_engine.store(), tree = m_shown.tree, layers = m_layers, packages = m_packages, node](const std::stop_token& stop) {
            FilePreview preview;
            preview.path = QString::fromStdString(absolutePath(tree->path(node)));
            if (const oci::LayerEntry* entry = tree->entry(node)) {
                preview.entry = *entry;
                preview.owner = QString::fromStdString(layers->owners.text(entry->uid, entry->gid));
            }
            if (layers->build) {
                preview.way = wayText(*layers->build, analysis::provenanceOf(*layers->build, layers->place, tree->path(node)));
            }
            if (const auto* package = packages ? packages->ownerOf(tree->path(node)) : nullptr) {
                preview.package = QString::fromStdString(package->name + " " + package->version);
            }
            preview.size = tree->node(node).bytes;
            if (const auto content = contentOf(*layers, *tree, node)) {
                preview.size = content->entry.size;
                auto layer = store->layer(content->layer);
                auto bytes = layer ? (*layer)->readAll(content->entry, kPreviewBytes) : Result<std::string>(failure(layer.error()));
                if (bytes) {
                    preview.head = QByteArray::fromStdString(*bytes);
                    preview.isText = looksLikeText(preview.head);
                    preview.digest = digestOf(**layer, content->entry, stop);
                    readPicture(preview, **layer, content->entry);
                } else {
                    preview.error = shown(bytes.error());
                }
            }
            return preview;
        },
        [this](const FilePreview& preview) { Q_EMIT previewReady(preview); });
}

void ImageSession::extract(analysis::FileTree::Id node, const QString& destination) {
    if (!m_shown.tree || !m_layers || !m_engine.store()) {
        return;
    }
    const auto content = contentOf(*m_layers, *m_shown.tree, node);
    if (!content) {
        Q_EMIT message(tr("Only files can be saved."));
        return;
    }
    m_writing.run([store = m_engine.store(), content = *content, destination](
                      const std::stop_token& stop) { return extractFile(*store, content, destination, stop); },
                  [this, destination](const QString& error) {
                      Q_EMIT message(error.isEmpty() ? tr("Saved as %1").arg(destination) : error);
                  });
}

void ImageSession::copyForOpening(analysis::FileTree::Id node) {
    if (!m_shown.tree || !m_layers || !m_engine.store()) {
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
    const QString folder = m_copies->filePath(QString::fromStdString(content->layer.hex().substr(0, 12)) + u'-' + QString::number(node));
    if (!m_copies->isValid() || !QDir().mkpath(folder)) {
        Q_EMIT message(tr("%1 cannot be written: %2").arg(folder, m_copies->errorString()));
        return;
    }
    const QString destination = folder + u'/' + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    m_writing.run([store = m_engine.store(), content = *content, destination](
                      const std::stop_token& stop) { return extractFile(*store, content, destination, stop); },
                  [this, destination](const QString& error) {
                      if (error.isEmpty()) {
                          QFile::setPermissions(destination, QFile::ReadOwner);
                          Q_EMIT copyReady(destination);
                      } else {
                          Q_EMIT message(error);
                      }
                  });
}

} // namespace sw::ui
