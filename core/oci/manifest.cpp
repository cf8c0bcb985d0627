#include "core/oci/image.h"

#include "core/io/json.h"

namespace sw::oci {

using io::Json;

namespace {

Json platformJson(const Platform& platform) {
    Json out = {{"architecture", platform.architecture}, {"os", platform.os}};
    if (!platform.osVersion.empty()) {
        out["os.version"] = platform.osVersion;
    }
    if (!platform.variant.empty()) {
        out["variant"] = platform.variant;
    }
    return out;
}

Json descriptorJson(const Descriptor& descriptor) {
    Json out = {{"mediaType", descriptor.mediaType}, {"digest", descriptor.digest.text()}, {"size", descriptor.size}};
    if (!descriptor.annotations.empty()) {
        out["annotations"] = descriptor.annotations;
    }
    if (descriptor.platform) {
        out["platform"] = platformJson(*descriptor.platform);
    }
    return out;
}

std::map<std::string, std::string> annotationsOf(const Json& object) {
    std::map<std::string, std::string> out;
    if (const Json* annotations = io::member(object, "annotations"); annotations != nullptr && annotations->is_object()) {
        for (const auto& [name, value] : annotations->items()) {
            if (value.is_string()) {
                out[name] = value.get<std::string>();
            }
        }
    }
    return out;
}

Result<Descriptor> readDescriptor(const Json& object) {
    Descriptor out;
    out.mediaType = io::stringOf(object, "mediaType");
    SW_TRY(out.digest, Digest::parse(io::stringOf(object, "digest")));
    const std::int64_t size = io::integerOf(object, "size", -1);
    if (size < 0) {
        return failure(ErrorCode::Corrupt, say("the descriptor of %1 has no valid size", out.digest.text()));
    }
    out.size = static_cast<std::uint64_t>(size);
    out.annotations = annotationsOf(object);
    if (const Json* platform = io::member(object, "platform")) {
        out.platform = Platform{io::stringOf(*platform, "os"), io::stringOf(*platform, "architecture"),
                                io::stringOf(*platform, "variant"), io::stringOf(*platform, "os.version")};
    }
    return out;
}

Result<std::vector<Descriptor>> readDescriptors(const Json& root, std::string_view name) {
    std::vector<Descriptor> out;
    if (const Json* list = io::member(root, name); list != nullptr && list->is_array()) {
        for (const Json& item : *list) {
            SW_TRY(Descriptor descriptor, readDescriptor(item));
            out.push_back(std::move(descriptor));
        }
    }
    return out;
}

void addAnnotations(Json& object, const std::map<std::string, std::string>& annotations) {
    if (!annotations.empty()) {
        object["annotations"] = annotations;
    }
}

Json descriptorList(const std::vector<Descriptor>& descriptors) {
    Json list = Json::array();
    for (const Descriptor& descriptor : descriptors) {
        list.push_back(descriptorJson(descriptor));
    }
    return list;
}

} // namespace

std::string serialiseManifest(const Manifest& manifest) {
    Json out = {{"schemaVersion", 2},
                {"mediaType", manifest.mediaType},
                {"config", descriptorJson(manifest.config)},
                {"layers", descriptorList(manifest.layers)}};
    addAnnotations(out, manifest.annotations);
    return io::dumpJson(out, 2);
}

Result<Manifest> parseManifest(std::string_view json) {
    SW_TRY(const Json root, io::parseJson(json));
    const Json* config = io::member(root, "config");
    if (config == nullptr) {
        return failure(ErrorCode::Corrupt, say("the image manifest has no config"));
    }
    Manifest out;
    out.mediaType = io::stringOf(root, "mediaType", mediatype::kManifest);
    SW_TRY(out.config, readDescriptor(*config));
    SW_TRY(out.layers, readDescriptors(root, "layers"));
    out.annotations = annotationsOf(root);
    return out;
}

std::string serialiseIndex(const ImageIndex& index) {
    Json out = {{"schemaVersion", 2}, {"mediaType", index.mediaType}, {"manifests", descriptorList(index.manifests)}};
    addAnnotations(out, index.annotations);
    return io::dumpJson(out, 2);
}

Result<ImageIndex> parseImageIndex(std::string_view json) {
    SW_TRY(const Json root, io::parseJson(json));
    if (io::member(root, "manifests") == nullptr) {
        return failure(ErrorCode::Corrupt, say("the image index has no manifests"));
    }
    ImageIndex out;
    out.mediaType = io::stringOf(root, "mediaType", mediatype::kIndex);
    SW_TRY(out.manifests, readDescriptors(root, "manifests"));
    out.annotations = annotationsOf(root);
    return out;
}

} // namespace sw::oci
