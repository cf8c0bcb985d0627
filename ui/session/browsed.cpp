#include "ui/session/browsed.h"

#include "core/inspect/buildjoin.h"
#include "core/inspect/openimage.h"
#include "ui/session/buildinputs.h"
#include "ui/session/imagesession.h"
#include "ui/session/sentence.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace sw::ui {

namespace {

QString whenText(build::Time time) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(ms), QLocale::ShortFormat);
}

/// Stages whose layers the store does not have any more cannot be looked at.
void forgetLostStages(std::vector<build::StageResult>& stages, store::Store& store) {
    for (build::StageResult& stage : stages) {
        if (!std::ranges::all_of(stage.layers, [&store](const store::LayerId& id) { return store.hasLayer(id); })) {
            stage.layers.clear();
        }
    }
}

/// The stage that was built for, or else the last one that can be looked at.
const build::StageResult* firstShown(const build::BuildResult& result) {
    const build::StageResult* target = inspect::findStage(result.stages, result.target);
    if (target != nullptr && !target->layers.empty()) {
        return target;
    }
    const auto last = std::find_if(result.stages.rbegin(), result.stages.rend(), [](const build::StageResult& stage) { return !stage.layers.empty(); });
    return last == result.stages.rend() ? nullptr : &*last;
}

BrowseOutcome recorded(store::Store& store, const build::BuildRecord& record, const QString& title) {
    auto result = build::parseReport(record.report);
    if (!result) {
        return {.browsed = {}, .error = shown(result.error())};
    }
    result->id = record.id;
    result->started = record.started;
    result->completed = record.completed;
    const bool anything = firstShown(*result) != nullptr;
    forgetLostStages(result->stages, store);
    for (build::PlatformResult& platform : result->platforms) {
        forgetLostStages(platform.stages, store);
    }
    const build::StageResult* stage = firstShown(*result);
    if (stage == nullptr) {
        return {.browsed = {}, .error = anything ? ImageSession::tr("The layers of this build are not in the store any more: build it again to look at them.")
                                                 : ImageSession::tr("No stage of this build came to its end, so there is nothing to look at.")};
    }
    Browsed out;
    out.stage = stage->index;
    out.title = title;
    out.dockerfile = toQString(record.dockerfile);
    out.context = record.dockerfile.parent_path();
    out.whole = std::make_shared<const build::BuildResult>(std::move(*result));
    out.result = out.whole;
    return {.browsed = std::move(out), .error = {}};
}

/// An image of which only the layers and the history are known, as a build of one stage.
Browsed foreign(analysis::ImageView view, const QString& title) {
    auto result = std::make_shared<build::BuildResult>();
    build::StageResult stage;
    stage.base = title.toStdString();
    stage.state = "cached";
    stage.config = view.config;
    stage.baseLayers = view.layers.size();
    for (const analysis::LayerInput& layer : view.layers) {
        stage.layers.push_back(layer.diffId);
    }
    result->stages.push_back(std::move(stage));
    Browsed out;
    out.title = title;
    out.whole = std::move(result);
    out.result = out.whole;
    out.view = std::make_shared<const analysis::ImageView>(std::move(view));
    return out;
}

QString titleOf(const QString& image) {
    const auto reference = oci::Reference::parse(image.toStdString());
    return reference ? QString::fromStdString(reference->familiar()) : image;
}

} // namespace

void Browsed::choosePlatform(std::size_t number) {
    platform = number;
    result = resultOfPlatform(whole, number);
}

ResultPtr resultOfPlatform(const ResultPtr& whole, std::size_t platform) {
    if (!whole || platform >= whole->platforms.size()) {
        return whole;
    }
    auto out = std::make_shared<build::BuildResult>(*whole);
    const build::PlatformResult& part = whole->platforms[platform];
    out->image = part.image;
    out->stages = part.stages;
    out->steps = part.steps;
    out->edges = part.edges;
    out->shippedBytes = part.shippedBytes;
    return out;
}

BrowseOutcome openBrowsed(const std::shared_ptr<store::Store>& store, const QString& image, const std::filesystem::path& dockerfile,
                          const std::stop_token& stop) {
    const auto record = build::findBuild(*store, image.toStdString());
    if (record && *record) {
        return recorded(*store, **record, ImageSession::tr("Build of %1").arg(whenText((*record)->started)));
    }
    inspect::OpenOptions options;
    options.dockerfile = dockerfile;
    const QString title = titleOf(image);
    auto opened = inspect::openImage([&store]() -> Result<std::shared_ptr<store::Store>> { return store; }, image.toStdString(), options, stop);
    if (!opened) {
        return {.browsed = {}, .error = shown(opened.error())};
    }
    if (opened->record && opened->result && opened->stage < opened->result->stages.size()) {
        const std::size_t stage = opened->result->stages[opened->stage].index;
        BrowseOutcome out = recorded(*store, *opened->record, title);
        if (out.error.isEmpty()) {
            out.browsed.stage = stage;
            return out;
        }
    }
    return {.browsed = foreign(std::move(opened->view), title), .error = {}};
}

} // namespace sw::ui
