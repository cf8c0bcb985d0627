#include "core/oci/imagefiles.h"

#include "core/base/imagepath.h"
#include "core/io/json.h"
#include "core/oci/platformmatch.h"
#include "core/oci/tarwalker.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

namespace sw::oci {

namespace fs = std::filesystem;

Result<std::string> FileBag::readText(const std::string& name, std::uint64_t limit) const {
    SW_TRY(const auto reader, open(name));
    return withContext(reader->readRest(limit), say("reading '%1'", name));
}

namespace {

Failure missing(const std::string& name) {
    return failure(ErrorCode::Corrupt, say("The image lacks the file '%1': it was not written or copied whole; make it again", name));
}

class OwningReader final : public io::ByteReader {
public:
    explicit OwningReader(UniqueFd fd) : m_fd(std::move(fd)), m_reader(m_fd.get()) {}
    Result<std::size_t> read(char* buffer, std::size_t capacity) override { return m_reader.read(buffer, capacity); }
    Result<void> skip(std::uint64_t bytes) override { return m_reader.skip(bytes); }
    std::uint64_t position() const override { return m_reader.position(); }

private:
    UniqueFd m_fd;
    io::FdReader m_reader;
};

class Folder final : public FileBag {
public:
    explicit Folder(fs::path path) : m_path(std::move(path)) {}

    Result<std::unique_ptr<io::ByteReader>> open(const std::string& name) const override {
        UniqueFd fd(::open((m_path / cleanImagePath(name)).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
        if (!fd.valid()) {
            return errno == ENOENT ? missing(name) : failure(errnoError(say("Cannot read '%1'", (m_path / name).string()), errno));
        }
        return std::make_unique<OwningReader>(std::move(fd));
    }
    Result<std::uint64_t> sizeOf(const std::string& name) const override {
        struct stat info {};
        if (::stat((m_path / cleanImagePath(name)).c_str(), &info) != 0 || !S_ISREG(info.st_mode)) {
            return missing(name);
        }
        return static_cast<std::uint64_t>(info.st_size);
    }

private:
    fs::path m_path;
};

class Tar final : public FileBag {
public:
    explicit Tar(UniqueFd fd) : m_fd(std::move(fd)) {}

    Result<void> index(const std::stop_token& stop) {
        io::FdReader stream(m_fd.get());
        TarWalker walker(stream);
        TarMember member;
        while (true) {
            if (stop.stop_requested()) {
                return failure(ErrorCode::Cancelled, say("Stopped"));
            }
            SW_TRY(const bool more, walker.next(member));
            if (!more) {
                return {};
            }
            const std::string name = cleanImagePath(member.name);
            if (member.type == '0' && !member.sparse) {
                m_files[name] = {member.dataOffset, member.stored, {}};
            } else if (member.type == '2') {
                m_files[name] = {0, 0, joinImagePath(parentPath(name), member.link)};
            } else if (member.type == '1') {
                m_files[name] = {0, 0, cleanImagePath(member.link)};
            }
        }
    }

    Result<std::unique_ptr<io::ByteReader>> open(const std::string& name) const override {
        const Place* place = find(name);
        if (place == nullptr) {
            return missing(name);
        }
        return std::make_unique<io::FdReader>(m_fd.get(), place->offset, place->size);
    }
    Result<std::uint64_t> sizeOf(const std::string& name) const override {
        const Place* place = find(name);
        return place == nullptr ? Result<std::uint64_t>(missing(name)) : Result<std::uint64_t>(place->size);
    }

private:
    struct Place {
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
        std::string link;
    };

    const Place* find(const std::string& name) const {
        std::string current = cleanImagePath(name);
        for (int links = 0; links < 10; ++links) { // docker save links equal layers to one another
            const auto found = m_files.find(current);
            if (found == m_files.end()) {
                return nullptr;
            }
            if (found->second.link.empty()) {
                return &found->second;
            }
            current = found->second.link;
        }
        return nullptr;
    }

    UniqueFd m_fd;
    std::map<std::string, Place> m_files;
};

std::string blobName(const Digest& digest) { return "blobs/sha256/" + digest.hex(); }

std::string normalised(const std::string& name) {
    const auto reference = Reference::parse(name);
    return reference ? reference->text() : name;
}

std::string listOf(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        out += (out.empty() ? "" : ", ") + name;
    }
    return out.empty() ? "images without names" : out;
}

Failure unclear(const std::string& selector, const std::vector<std::string>& names) {
    return failure(selector.empty() ? ErrorCode::Invalid : ErrorCode::NotFound,
                   selector.empty() ? say("There are several images here; choose one of: %1", listOf(names))
                                    : say("There is no image '%1' here; there is: %2", selector, listOf(names)));
}

Result<StoredImage> dockerImage(const FileBag& bag, const std::string& selector) {
    SW_TRY(const std::string text, bag.readText("manifest.json"));
    SW_TRY(const io::Json json, io::parseJson(text));
    if (!json.is_array() || json.empty()) {
        return failure(ErrorCode::Corrupt, say("The docker archive's manifest.json names no image"));
    }
    const io::Json* chosen = json.size() == 1 && selector.empty() ? &json.front() : nullptr;
    std::vector<std::string> all;
    for (const io::Json& one : json) {
        const io::Json* tags = io::member(one, "RepoTags");
        if (tags != nullptr && tags->is_array()) {
            for (const io::Json& tag : *tags) {
                const std::string name = tag.is_string() ? tag.get<std::string>() : std::string();
                all.push_back(name);
                if (!selector.empty() && (name == selector || normalised(name) == normalised(selector))) {
                    chosen = &one;
                }
            }
        }
    }
    if (chosen == nullptr) {
        return unclear(selector, all);
    }
    StoredImage image;
    image.names = std::move(all);
    SW_TRY(image.configBytes, bag.readText(io::stringOf(*chosen, "Config")));
    SW_TRY(image.config, parseConfig(image.configBytes));
    const io::Json* layers = io::member(*chosen, "Layers");
    const std::size_t count = layers != nullptr && layers->is_array() ? layers->size() : 0;
    if (count != image.config.diffIds.size()) {
        return failure(ErrorCode::Corrupt, say("The number of layers of the docker archive is %1 in its manifest and %2 in its configuration", count, image.config.diffIds.size()));
    }
    for (std::size_t i = 0; i < count; ++i) {
        const io::Json& file = (*layers)[i];
        image.layers.push_back({file.is_string() ? file.get<std::string>() : std::string(), image.config.diffIds[i], {}});
    }
    return image;
}

Result<Descriptor> chooseManifest(const ImageIndex& index, const std::string& selector, const Platform& platform) {
    std::vector<std::string> names;
    std::vector<const Descriptor*> fitting;
    for (const Descriptor& entry : index.manifests) {
        if (const auto kind = entry.annotations.find("vnd.docker.reference.type"); kind != entry.annotations.end()) {
            continue; // attestations
        }
        bool matches = selector.empty() || entry.digest.text() == selector || entry.digest.hex() == selector;
        for (const char* key : {"org.opencontainers.image.ref.name", "io.containerd.image.name"}) {
            if (const auto name = entry.annotations.find(key); name != entry.annotations.end()) {
                names.push_back(name->second);
                matches = matches || name->second == selector || normalised(name->second) == normalised(selector);
            }
        }
        if (matches) {
            fitting.push_back(&entry);
        }
    }
    if (fitting.empty()) {
        return unclear(selector, names);
    }
    std::vector<Descriptor> candidates;
    for (const Descriptor* entry : fitting) {
        candidates.push_back(*entry);
    }
    if (const Descriptor* best = bestManifest(candidates, platform)) {
        return *best;
    }
    const Digest& first = fitting.front()->digest;
    if (std::ranges::all_of(fitting, [&](const Descriptor* d) { return !d->platform && d->digest == first; })) {
        return *fitting.front();
    }
    if (fitting.size() == 1 && !fitting.front()->platform) {
        return *fitting.front();
    }
    if (std::ranges::any_of(fitting, [](const Descriptor* d) { return d->platform.has_value(); })) {
        return failure(ErrorCode::NotFound, say("The image has no variant for the platform %1, but for %2", platform.text(), platformList(candidates)));
    }
    return unclear(selector, names);
}

Result<StoredImage> layoutImage(const FileBag& bag, const std::string& selector, const Platform& platform) {
    SW_TRY(const std::string text, bag.readText("index.json"));
    SW_TRY(ImageIndex index, parseImageIndex(text));
    StoredImage image;
    std::string want = selector;
    Descriptor chosen;
    for (int depth = 0;; ++depth) {
        SW_TRY(chosen, chooseManifest(index, want, platform));
        want.clear();
        if (image.names.empty()) {
            if (const auto name = chosen.annotations.find("io.containerd.image.name"); name != chosen.annotations.end()) {
                image.names.push_back(name->second);
            }
        }
        SW_TRY(image.manifestBytes, bag.readText(blobName(chosen.digest)));
        if (Digest::ofSha256(image.manifestBytes) != chosen.digest) {
            return failure(ErrorCode::Corrupt, say("The manifest %1 does not have the bytes of its digest", chosen.digest.text()));
        }
        if (chosen.mediaType != mediatype::kIndex && chosen.mediaType != mediatype::kDockerIndex) {
            break;
        }
        if (depth > 3) {
            return failure(ErrorCode::Corrupt, say("The image index is nested too deeply"));
        }
        SW_TRY(index, parseImageIndex(image.manifestBytes));
    }
    SW_TRY(image.manifest, parseManifest(image.manifestBytes));
    SW_TRY(image.configBytes, bag.readText(blobName(image.manifest->config.digest)));
    if (Digest::ofSha256(image.configBytes) != image.manifest->config.digest) {
        return failure(ErrorCode::Corrupt, say("The configuration %1 does not have the bytes of its digest", image.manifest->config.digest.text()));
    }
    SW_TRY(image.config, parseConfig(image.configBytes));
    if (image.manifest->layers.size() != image.config.diffIds.size()) {
        return failure(ErrorCode::Corrupt, say("The number of layers of the image is %1 in its manifest and %2 in its configuration", image.manifest->layers.size(), image.config.diffIds.size()));
    }
    for (std::size_t i = 0; i < image.config.diffIds.size(); ++i) {
        const Descriptor& blob = image.manifest->layers[i];
        SW_TRY(const std::uint64_t size, bag.sizeOf(blobName(blob.digest)));
        if (size != blob.size) {
            return failure(ErrorCode::Corrupt, say("The layer %1 has %2 bytes, and its manifest says %3: it was not written or copied whole", blob.digest.text(), size, blob.size));
        }
        image.layers.push_back({blobName(blob.digest), image.config.diffIds[i], blob});
    }
    return image;
}

} // namespace

Result<std::unique_ptr<FileBag>> openFolder(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        return failure(ErrorCode::NotFound, say("There is no folder '%1'", folder.string()));
    }
    return std::make_unique<Folder>(folder);
}

Result<std::unique_ptr<FileBag>> openTar(UniqueFd fd, std::stop_token stop) {
    auto tar = std::make_unique<Tar>(std::move(fd));
    SW_CHECK(tar->index(stop));
    return tar;
}

Result<StoredImage> findImage(const FileBag& bag, const std::string& selector, const Platform& platform) {
    if (bag.has("manifest.json")) {
        return dockerImage(bag, selector);
    }
    if (bag.has("index.json")) {
        return layoutImage(bag, selector, platform);
    }
    return failure(ErrorCode::Corrupt, say("This is no image: it has neither a manifest.json (docker archive) nor an index.json (OCI layout)"));
}

} // namespace sw::oci
