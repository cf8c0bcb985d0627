#include "core/analysis/buildfiles.h"

#include "core/base/imagepath.h"

#include <algorithm>
#include <array>

namespace sw::analysis {

namespace {

constexpr std::string_view kMark = " # buildkit";

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t at = text.find(' ');
        if (at != 0) {
            out.emplace_back(text.substr(0, at));
        }
        text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    }
    return out;
}

/// "/bin/sh -c #(nop) WORKDIR /app" of the classic builder is "WORKDIR /app".
std::string_view plainHistory(std::string_view text) {
    constexpr std::string_view nop = "#(nop) ";
    if (const std::size_t at = text.find(nop); at != std::string_view::npos) {
        text.remove_prefix(at + nop.size());
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    }
    if (text.ends_with(kMark)) {
        text.remove_suffix(kMark.size());
    }
    return text;
}

bool isAddress(std::string_view source) {
    return source.starts_with("http://") || source.starts_with("https://") || source.starts_with("git@") || source.starts_with("ssh://") ||
           source.starts_with("git://");
}

/// COPY and ADD as history has them: "COPY [--chmod=..] SOURCE.. DESTINATION", the classic builder's "COPY file:HASH in DESTINATION".
void readCopy(StageLayer& layer, std::string_view text, const std::string& directory) {
    std::vector<std::string> words = wordsOf(text);
    words.erase(words.begin());
    std::erase_if(words, [](const std::string& word) { return word.starts_with("--"); });
    if (words.empty()) {
        return;
    }
    const bool slash = words.back().ends_with('/') || words.back() == ".";
    layer.destination = absolutePath(joinImagePath(directory, words.back())) + (slash ? "/" : "");
    words.pop_back();
    std::erase(words, "in");
    layer.sources = std::move(words);
    if (layer.fromStage || !layer.fromName.empty()) {
        return;
    }
    const bool isInline = !layer.sources.empty() && layer.sources.front().starts_with("<<");
    const bool remote = !layer.sources.empty() && isAddress(layer.sources.front());
    layer.making = isInline ? Making::Inline : remote ? Making::Remote : Making::Context;
}

void readLayer(StageLayer& layer, std::string_view text, const std::string& directory) {
    if (layer.making == Making::Base) {
        return;
    }
    if (text.starts_with("COPY ") || text.starts_with("ADD ")) {
        readCopy(layer, text, directory);
    } else if (text.starts_with("WORKDIR ")) {
        layer.making = Making::Workdir;
    } else if (text.starts_with("RUN ") || text.starts_with("/bin/sh -c ") || text.starts_with('|')) {
        layer.making = Making::Run;
    }
}

} // namespace

std::string_view makingName(Making making) {
    static constexpr std::array<std::string_view, 9> kNames = {"base", "context", "stage", "image", "inline", "remote", "run", "workdir", "other"};
    return kNames[static_cast<std::size_t>(making)];
}

LayerList StageFiles::indexes() const {
    LayerList out;
    for (const StageLayer& layer : layers) {
        out.push_back(layer.input.index);
    }
    return out;
}

std::vector<LayerInput> StageFiles::inputs() const {
    std::vector<LayerInput> out;
    for (const StageLayer& layer : layers) {
        out.push_back(layer.input);
    }
    return out;
}

void readHistory(StageFiles& stage, const oci::ImageConfig& config) {
    std::string directory = "/";
    std::size_t next = firstToldLayer(config, stage.layers.size());
    for (const oci::HistoryEntry& entry : config.history) {
        const std::string_view text = plainHistory(entry.createdBy);
        if (!entry.emptyLayer && next < stage.layers.size()) {
            StageLayer& layer = stage.layers[next++];
            layer.input.createdBy = entry.createdBy;
            if (layer.instruction.empty()) {
                layer.instruction = std::string(text);
            }
            readLayer(layer, text, directory);
        }
        if (text.starts_with("WORKDIR ")) {
            directory = absolutePath(joinImagePath(directory, text.substr(8)));
        }
    }
}

BuildFiles filesOfImage(const ImageView& image) {
    BuildFiles out;
    out.recorded = false;
    StageFiles& stage = out.stages.emplace_back();
    for (const LayerInput& input : image.layers) {
        StageLayer layer;
        layer.input = input;
        stage.layers.push_back(std::move(layer));
    }
    readHistory(stage, image.config);
    return out;
}

} // namespace sw::analysis
