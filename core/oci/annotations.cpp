#include "core/oci/annotations.h"

#include "core/oci/mediatypes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sw::oci {

namespace {

constexpr std::string_view kTypes = "manifest, index, manifest-descriptor or index-descriptor";

Annotations::Map ofPlatform(const std::map<std::string, Annotations::Map>& all, const Platform& platform) {
    Annotations::Map out;
    for (const std::string& key : {std::string(), platform.text()}) {
        if (const auto found = all.find(key); found != all.end()) {
            for (const auto& [name, value] : found->second) {
                out[name] = value;
            }
        }
    }
    return out;
}

void mergeMap(Annotations::Map& into, const Annotations::Map& from) {
    for (const auto& [name, value] : from) {
        into[name] = value;
    }
}

/// "index[linux/amd64]" -> type and platform. False: brackets that do not close.
bool splitType(std::string_view text, std::string_view& type, std::string_view& platform) {
    const std::size_t open = text.find('[');
    type = text.substr(0, open);
    platform = {};
    if (open == std::string_view::npos) {
        return true;
    }
    if (!text.ends_with(']')) {
        return false;
    }
    platform = text.substr(open + 1, text.size() - open - 2);
    return !platform.empty();
}

} // namespace

Annotations::Map Annotations::ofManifest(const Platform& platform) const { return ofPlatform(manifest, platform); }

Annotations::Map Annotations::ofManifestDescriptor(const Platform& platform) const { return ofPlatform(manifestDescriptor, platform); }

void Annotations::merge(const Annotations& later) {
    for (const auto& [platform, map] : later.manifest) {
        mergeMap(manifest[platform], map);
    }
    for (const auto& [platform, map] : later.manifestDescriptor) {
        mergeMap(manifestDescriptor[platform], map);
    }
    mergeMap(index, later.index);
    mergeMap(indexDescriptor, later.indexDescriptor);
}

Result<void> Annotations::add(std::string_view type, std::string_view platform, std::string_view key, std::string_view value) {
    if (key.empty()) {
        return failure(ErrorCode::Invalid, say("An annotation needs a name before its value"));
    }
    std::string where;
    if (!platform.empty()) {
        SW_TRY(const Platform parsed, Platform::parse(platform));
        where = parsed.text();
    }
    if (type.empty() || type == "manifest") {
        manifest[where].insert_or_assign(std::string(key), std::string(value));
    } else if (type == "manifest-descriptor") {
        manifestDescriptor[where].insert_or_assign(std::string(key), std::string(value));
    } else if (type == "index") {
        index.insert_or_assign(std::string(key), std::string(value));
    } else if (type == "index-descriptor") {
        indexDescriptor.insert_or_assign(std::string(key), std::string(value));
    } else {
        return failure(ErrorCode::Invalid, say("There is no annotation type '%1': use %2", type, kTypes));
    }
    return {};
}

Result<bool> Annotations::addAttribute(std::string_view name, std::string_view value) {
    constexpr std::string_view word = "annotation";
    if (!name.starts_with(word) || name.size() == word.size() || (name[word.size()] != '-' && name[word.size()] != '[' && name[word.size()] != '.')) {
        return false;
    }
    std::string_view rest = name.substr(word.size());
    if (rest.front() == '-') {
        rest.remove_prefix(1);
    }
    // The dot that ends the type: behind the bracket where there is one, since a platform holds none but a key may.
    const std::size_t bracket = rest.find('[');
    const std::size_t firstDot = rest.find('.');
    const std::size_t from = bracket != std::string_view::npos && bracket < firstDot ? rest.find(']') : 0;
    const std::size_t dot = from == std::string_view::npos ? from : rest.find('.', from);
    if (dot == std::string_view::npos) {
        return false; // as BuildKit reads it: some other attribute
    }
    std::string_view type;
    std::string_view platform;
    if (!splitType(rest.substr(0, dot), type, platform)) {
        return failure(ErrorCode::Invalid, say("'%1': a platform stands in brackets, as in annotation[linux/amd64].KEY", name));
    }
    SW_CHECK(add(type, platform, rest.substr(dot + 1), value));
    return true;
}

Result<void> Annotations::addOption(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
        return failure(ErrorCode::Invalid, say("'%1' is not KEY=VALUE", text));
    }
    const std::string_view value = text.substr(equals + 1);
    std::string_view name = text.substr(0, equals);
    std::string_view types;
    if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
        types = name.substr(0, colon);
        name.remove_prefix(colon + 1);
    }
    while (true) {
        const std::size_t comma = types.find(',');
        std::string_view type;
        std::string_view platform;
        if (!splitType(types.substr(0, comma), type, platform)) {
            return failure(ErrorCode::Invalid, say("'%1': a platform stands in brackets, as in manifest[linux/amd64]:KEY=VALUE", text));
        }
        SW_CHECK(add(type, platform, name, value));
        if (comma == std::string_view::npos) {
            return {};
        }
        types.remove_prefix(comma + 1);
    }
}

std::string layerMediaType(std::string_view type, bool oci) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> pairs = {{
        {mediatype::kLayer, mediatype::kDockerLayer},
        {mediatype::kLayerGzip, mediatype::kDockerLayerGzip},
        {mediatype::kLayerZstd, mediatype::kDockerLayerZstd},
    }};
    for (const auto& [ours, dockers] : pairs) {
        if (type == ours || type == dockers) {
            return std::string(oci ? ours : dockers);
        }
    }
    return std::string(type);
}

} // namespace sw::oci
