#include "core/inspect/openimage.h"

#include "core/base/imagepath.h"
#include "core/inspect/buildjoin.h"
#include "core/oci/platformmatch.h"
#include "core/store/exportlayout.h"
#include "core/store/skopeo.h"
#include "core/store/transfer.h"

#include <unistd.h>

#include <algorithm>
#include <vector>

namespace sw::inspect {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBuildsSearched = 50;

class StoreContents final : public analysis::ContentSource {
public:
    StoreContents(std::shared_ptr<store::Store> store, std::vector<std::shared_ptr<const store::SeenLayer>> layers)
        : m_store(std::move(store)), m_layers(std::move(layers)) {}

    Result<void> read(std::size_t layer, const oci::LayerEntry& entry, const std::function<bool(std::string_view)>& take) const override {
        std::vector<char> buffer(256U << 10U);
        for (std::uint64_t at = 0; at < entry.size;) {
            SW_TRY(const std::size_t got, m_layers.at(layer)->read(entry, at, buffer.data(), buffer.size()));
            if (got == 0 || !take({buffer.data(), got})) {
                break;
            }
            at += got;
        }
        return {};
    }

private:
    std::shared_ptr<store::Store> m_store; ///< keeps what is read alive
    std::vector<std::shared_ptr<const store::SeenLayer>> m_layers;
};

/// Says which stage and line made each layer of a recorded stage; layers of an external base came by its FROM.
void attribute(std::vector<analysis::LayerInput>& layers, const build::BuildResult& result, const build::StageResult& stage) {
    const std::string title = stage.name.empty() ? std::to_string(stage.index) : stage.name;
    if (const build::StageResult* below = baseStageOf(result.stages, stage)) {
        attribute(layers, result, *below);
    } else {
        for (std::size_t i = 0; i < std::min(stage.baseLayers, layers.size()); ++i) {
            layers[i].stage = title;
            layers[i].line = fromLine(result.steps, stage);
            layers[i].base = true;
        }
    }
    for (std::size_t i = 0; i < stage.layerSteps.size() && stage.baseLayers + i < layers.size(); ++i) {
        if (stage.layerSteps[i] < result.steps.size()) {
            layers[stage.baseLayers + i].stage = title;
            layers[stage.baseLayers + i].line = result.steps[stage.layerSteps[i]].line;
        }
    }
}

/// Makes the parts of one platform the build's own, of a build for several.
void choosePlatform(build::BuildResult& result, std::size_t number) {
    const build::PlatformResult& part = result.platforms[number];
    result.image = part.image;
    result.stages = part.stages;
    result.steps = part.steps;
    result.edges = part.edges;
    result.shippedBytes = part.shippedBytes;
}

/// The platform that is asked for; without a wish this machine's, and where the build has none of it the first.
Result<void> choosePlatform(build::BuildResult& result, const OpenOptions& options) {
    if (result.platforms.empty()) {
        return {};
    }
    oci::Platform wanted = oci::Platform::host();
    if (!options.platform.empty()) {
        SW_TRY(wanted, oci::Platform::parse(options.platform));
    }
    std::optional<std::size_t> best, bestRank;
    std::string offered;
    for (std::size_t i = 0; i < result.platforms.size(); ++i) {
        const oci::Platform& have = result.platforms[i].platform;
        offered += (offered.empty() ? "" : ", ") + have.text();
        const auto rank = oci::platformRank(wanted, have);
        if (rank && (!bestRank || *rank < *bestRank)) {
            best = i;
            bestRank = rank;
        }
    }
    if (!best && !options.platform.empty()) {
        return failure(ErrorCode::NotFound, say("The build has nothing for %1; it is for %2", wanted.text(), offered));
    }
    choosePlatform(result, best.value_or(0));
    return {};
}

Result<OpenedImage> openRecorded(const std::shared_ptr<store::Store>& store, build::BuildRecord record, build::BuildResult result,
                                 const build::StageResult& stage) {
    OpenedImage out;
    SW_TRY(out.view, viewOfStage(store, result, stage));
    out.stage = static_cast<std::size_t>(&stage - result.stages.data());
    out.record = std::move(record);
    out.result = std::move(result); // moves the list, so that `stage` stays
    return out;
}

Result<OpenedImage> openStage(const std::shared_ptr<store::Store>& store, const std::string& name, const OpenOptions& options) {
    std::error_code error;
    fs::path file = options.dockerfile;
    if (file.empty() && fs::exists("Dockerfile", error)) {
        file = "Dockerfile";
    }
    SW_TRY(auto records, build::buildHistory(*store, file, 1));
    if (records.empty()) {
        return failure(ErrorCode::NotFound, file.empty() ? say("Nothing was built yet")
                                                         : say("'%1' was not built yet; 'stw build' does it", file));
    }
    SW_TRY(build::BuildResult result, build::parseReport(records.front().report));
    SW_CHECK(choosePlatform(result, options));
    const build::StageResult* stage = findStage(result.stages, name);
    if (stage == nullptr) {
        std::string names;
        for (const build::StageResult& one : result.stages) {
            names += (names.empty() ? "" : ", ") + (one.name.empty() ? std::to_string(one.index) : one.name);
        }
        return failure(ErrorCode::NotFound, say("The last build has no stage '%1'; it has: %2", name, names));
    }
    return openRecorded(store, std::move(records.front()), std::move(result), *stage);
}

/// The stage that a build was for.
const build::StageResult* targetOf(const build::BuildResult& result) {
    const build::StageResult* stage = findStage(result.stages, result.target);
    return stage == nullptr && !result.stages.empty() ? &result.stages.back() : stage;
}

Result<std::optional<OpenedImage>> openBuild(const std::shared_ptr<store::Store>& store, const std::string& id, const OpenOptions& options) {
    SW_TRY(auto record, build::findBuild(*store, id));
    if (!record) {
        return std::nullopt;
    }
    SW_TRY(build::BuildResult result, build::parseReport(record->report));
    SW_CHECK(choosePlatform(result, options));
    const build::StageResult* stage = targetOf(result);
    if (stage == nullptr) {
        return failure(ErrorCode::NotFound, say("The build %1 made nothing", id));
    }
    SW_TRY(OpenedImage out, openRecorded(store, std::move(*record), std::move(result), *stage));
    return out;
}

Result<OpenedImage> openStored(const std::shared_ptr<store::Store>& store, const std::string& name, const oci::Platform& platform) {
    SW_TRY(auto image, store->image(name, platform));
    if (!image) {
        return failure(ErrorCode::NotFound, say("There is no image '%1'; 'stw images' lists what the store has, 'stw import' brings one in", name));
    }
    OpenedImage out;
    SW_TRY(out.view, viewOfLayers(store, image->layers, image->config));
    out.view.manifest = image->manifestDigest;
    out.view.configDigest = image->configDigest;
    auto records = build::buildHistory(*store, {}, kBuildsSearched);
    if (!records) {
        return out;
    }
    for (build::BuildRecord& record : *records) {
        if (record.report.find(image->manifestDigest.hex()) == std::string::npos) {
            continue;
        }
        auto result = build::parseReport(record.report);
        for (std::size_t i = 0; result && i < result->platforms.size(); ++i) {
            if (const auto& own = result->platforms[i].image; own && own->manifestDigest == image->manifestDigest) {
                choosePlatform(*result, i);
                break;
            }
        }
        const build::StageResult* stage = result ? targetOf(*result) : nullptr;
        if (stage != nullptr && stage->layers == image->layers) {
            attribute(out.view.layers, *result, *stage);
            out.stage = static_cast<std::size_t>(stage - result->stages.data());
            out.record = std::move(record);
            out.result = std::move(*result);
            break;
        }
    }
    return out;
}

Result<analysis::ImageView> openDaemon(const std::shared_ptr<store::Store>& store, const std::string& name, const oci::Platform& platform,
                                       bool hashContents, const std::stop_token& stop) {
    SW_TRY(const store::Store::Scratch scratch, store->newScratch());
    ::unlink(scratch.path.c_str()); // skopeo wants to make it
    SW_CHECK(store::saveFromDocker(name, scratch.path, {}, stop));
    return analysis::openImageFile(scratch.path, "", platform, stop, {}, hashContents); // stays open, the file goes
}

} // namespace

Result<analysis::ImageView> viewOfStage(std::shared_ptr<store::Store> store, const build::BuildResult& result, const build::StageResult& stage) {
    if (stage.layers.empty() && stage.state != "built" && stage.state != "cached") {
        return failure(ErrorCode::NotFound, "The stage '" + stage.name + "' was not built (" + stage.state + ")");
    }
    SW_TRY(analysis::ImageView view, viewOfLayers(std::move(store), stage.layers, stage.config));
    attribute(view.layers, result, stage);
    return view;
}

Result<analysis::ImageView> viewOfLayers(std::shared_ptr<store::Store> store, const std::vector<store::LayerId>& layers,
                                         const oci::ImageConfig& config) {
    analysis::ImageView view;
    view.config = config;
    SW_TRY(auto opened, store->seenLayers(layers));
    for (const auto& layer : opened) {
        analysis::LayerInput input;
        input.index = layer->index();
        input.diffId = layer->info().id;
        if (const auto& blob = layer->info().compressed) {
            input.blob = blob->digest;
            input.compressed = blob->size;
        }
        view.layers.push_back(std::move(input));
    }
    analysis::attributeHistory(view.layers, config);
    view.contents = std::make_shared<StoreContents>(std::move(store), std::move(opened));
    return view;
}

bool isImageFile(const std::string& image) {
    const auto source = store::ImageSource::parse(image);
    using Kind = store::ImageSource::Kind;
    return source && source->kind != Kind::Registry && source->kind != Kind::DockerDaemon && analysis::isImageFile(source->location);
}

Result<OpenedImage> openImage(const StoreOpener& opener, const std::string& image, const OpenOptions& options, std::stop_token stop) {
    oci::Platform platform = oci::Platform::host();
    if (!options.platform.empty()) {
        SW_TRY(platform, oci::Platform::parse(options.platform));
    }
    constexpr std::string_view daemon = "docker-daemon:";
    const auto alone = [](analysis::ImageView view) {
        OpenedImage out;
        out.view = std::move(view);
        return out;
    };
    const auto open = [&]() -> Result<OpenedImage> {
        if (!image.starts_with(daemon) && !image.starts_with('@')) {
            const auto source = store::ImageSource::parse(image);
            if (!source && source.error().code == ErrorCode::NotFound) {
                return failure(source.error());
            }
            if (isImageFile(image)) {
                return withContext(analysis::openImageFile(source->location, source->selector, platform, stop, {}, options.hashContents),
                                   "'" + image + "'")
                    .transform(alone);
            }
        }
        SW_TRY(const auto store, opener());
        if (image.starts_with(daemon)) {
            return openDaemon(store, image.substr(daemon.size()), platform, options.hashContents, stop).transform(alone);
        }
        if (image.starts_with('@')) {
            return openStage(store, image.substr(1), options);
        }
        SW_TRY(auto built, openBuild(store, image, options));
        return built ? Result<OpenedImage>(std::move(*built)) : openStored(store, image, platform);
    };
    SW_TRY(OpenedImage opened, open());
    opened.view.name = image;
    return opened;
}

Result<JoinedFiles> filesOf(const StoreOpener& opener, const OpenedImage& image) {
    JoinedFiles out;
    if (image.result) {
        SW_TRY(const auto store, opener());
        SW_TRY(out.build, filesOfBuild(*store, *image.result, image.record ? image.record->dockerfile : fs::path()));
        out.stage = image.stage;
        if (out.stage < out.build.stages.size() && out.build.stages[out.stage].layers.size() == image.view.layers.size()) {
            return out;
        }
    }
    out.build = analysis::filesOfImage(image.view);
    out.stage = 0;
    return out;
}

} // namespace sw::inspect
