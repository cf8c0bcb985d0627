#include "core/store/exportlayout.h"

#include "core/io/atomicfile.h"
#include "core/io/bytereader.h"
#include "core/io/json.h"
#include "core/oci/tarheader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace sw::store {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kOciLayoutFile = R"({"imageLayoutVersion":"1.0.0"})";

std::string blobName(const Digest& digest) { return "blobs/sha256/" + digest.hex(); }

ExportPart textPart(std::string name, std::string text) {
    const std::uint64_t size = text.size();
    return {std::move(name), std::move(text), size};
}

std::string indexJson(const oci::Descriptor& manifest, const std::vector<std::string>& names) {
    oci::ImageIndex index;
    for (const std::string& name : names) {
        const auto reference = oci::Reference::parse(name);
        oci::Descriptor entry = manifest;
        entry.annotations["io.containerd.image.name"] = reference ? reference->text() : name;
        entry.annotations["org.opencontainers.image.ref.name"] = reference && !reference->tag.empty() ? reference->tag : name;
        index.manifests.push_back(std::move(entry));
    }
    if (names.empty()) {
        index.manifests.push_back(manifest);
    }
    return oci::serialiseIndex(index);
}

Result<void> copyFile(const fs::path& from, int to, std::uint64_t size, const std::stop_token& stop) {
    constexpr std::size_t step = 64U << 20U;
    const UniqueFd in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    if (!in.valid()) {
        return failure(errnoError(say("Cannot read '%1'", from.string()), errno));
    }
    std::uint64_t left = size;
    while (left > 0 && !stop.stop_requested()) { // in the kernel where it can
        const ssize_t copied = ::copy_file_range(in.get(), nullptr, to, nullptr, static_cast<std::size_t>(std::min<std::uint64_t>(left, step)), 0);
        if (copied <= 0) {
            break;
        }
        left -= static_cast<std::uint64_t>(copied);
    }
    io::FdReader reader(in.get(), size - left, left);
    std::vector<char> buffer(left > 0 ? 1U << 20U : 0U);
    while (left > 0) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("Stopped"));
        }
        SW_TRY(const std::size_t got, reader.read(buffer.data(), buffer.size()));
        if (got == 0) {
            return failure(ErrorCode::Corrupt, say("'%1' is shorter than it was", from.string()));
        }
        SW_CHECK(io::writeAll(to, {buffer.data(), got}));
        left -= got;
    }
    return {};
}

Result<void> writePart(const ExportPart& part, int to, const std::stop_token& stop) {
    if (const auto* text = std::get_if<std::string>(&part.data)) {
        return io::writeAll(to, *text);
    }
    return copyFile(std::get<fs::path>(part.data), to, part.size, stop);
}

std::uint64_t totalOf(const ExportLayout& layout) {
    std::uint64_t total = 0;
    for (const ExportPart& part : layout.parts) {
        total += part.size;
    }
    return total;
}

bool mayReplace(const fs::path& folder) {
    std::error_code error;
    return fs::is_empty(folder, error) || fs::exists(folder / "oci-layout", error);
}

} // namespace

std::string dockerName(std::string_view name) {
    const auto reference = oci::Reference::parse(name);
    if (!reference) {
        return std::string(name);
    }
    std::string out = reference->registry == "docker.io" ? "" : reference->registry + "/";
    std::string_view repository = reference->repository;
    if (out.empty() && repository.starts_with("library/")) {
        repository.remove_prefix(8);
    }
    out += repository;
    return out + ":" + (reference->tag.empty() ? "latest" : reference->tag);
}

void addLayoutFiles(ExportLayout& layout, const std::vector<std::string>& names) {
    layout.parts.push_back(textPart("index.json", indexJson(layout.root, names)));
    layout.parts.push_back(textPart("oci-layout", std::string(kOciLayoutFile)));
}

Result<ExportLayout> ociLayout(Store& store, const ExportSubject& subject, const ExportOptions& options, const TransferSink& progress,
                               const std::stop_token& stop) {
    SW_TRY(ExportLayout out, composeImage(store, subject, options, progress, stop));
    addLayoutFiles(out, options.names);
    return out;
}

Result<ExportLayout> dockerLayout(Store& store, const ExportSubject& subject, const ExportOptions& options, bool anyPlatform,
                                  const TransferSink& progress, const std::stop_token& stop) {
    std::size_t chosen = 0;
    if (subject.platforms.size() > 1) {
        if (!anyPlatform) {
            return failure(ErrorCode::Invalid, say("A docker archive holds one platform, and this image has %1: use type=oci, or build for one of them", subject.platforms.size()));
        }
        const oci::Platform host = oci::Platform::host();
        const auto own = std::ranges::find(subject.platforms, host, &PlatformImage::platform);
        chosen = own == subject.platforms.end() ? 0 : static_cast<std::size_t>(own - subject.platforms.begin());
    }
    SW_TRY(ExportLayout out, ociLayout(store, subject, options, progress, stop));
    io::Json entry = io::Json::object();
    entry["Config"] = blobName(out.manifests[chosen].config.digest);
    entry["RepoTags"] = io::Json::array();
    for (const std::string& name : options.names) {
        entry["RepoTags"].push_back(dockerName(name));
    }
    entry["Layers"] = io::Json::array();
    for (const oci::Descriptor& layer : out.manifests[chosen].layers) {
        entry["Layers"].push_back(blobName(layer.digest));
    }
    io::Json list = io::Json::array();
    list.push_back(std::move(entry));
    out.parts.push_back(textPart("manifest.json", io::dumpJson(list)));
    return out;
}

Result<void> writeFolder(const ExportLayout& layout, const fs::path& destination, bool linkFiles, const TransferSink& progress,
                         const std::stop_token& stop) {
    std::error_code error;
    if (fs::exists(destination, error) && !(fs::is_directory(destination, error) && mayReplace(destination))) {
        return failure(ErrorCode::Exists, say("'%1' exists and is no OCI layout; choose another folder or remove it", destination.string()));
    }
    const fs::path aside = destination.string() + ".new-" + io::uniqueName();
    const auto fill = [&]() -> Result<void> {
        SW_CHECK(io::makeDirectories(aside / "blobs/sha256"));
        const std::uint64_t total = totalOf(layout);
        std::uint64_t done = 0;
        for (const ExportPart& part : layout.parts) {
            const fs::path file = aside / part.name;
            const auto* source = std::get_if<fs::path>(&part.data);
            if (linkFiles && source != nullptr) {
                fs::create_symlink(*source, file, error);
            } else {
                const UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
                if (!fd.valid()) {
                    return failure(errnoError(say("Cannot write '%1'", file.string()), errno));
                }
                SW_CHECK(writePart(part, fd.get(), stop));
            }
            done += part.size;
            if (progress) {
                progress({"write", done, total});
            }
        }
        if (fs::exists(destination, error)) {
            const fs::path old = destination.string() + ".old-" + io::uniqueName();
            SW_CHECK(io::renameFile(destination, old));
            SW_CHECK(io::renameFile(aside, destination));
            fs::remove_all(old, error);
            return {};
        }
        return io::renameFile(aside, destination);
    };
    auto filled = fill();
    if (!filled) {
        fs::remove_all(aside, error);
    }
    return filled;
}

Result<void> writeAside(const fs::path& destination, const std::function<Result<void>(int)>& fill) {
    if (destination == "-") {
        return withContext(fill(STDOUT_FILENO), say("writing to standard output"));
    }
    const fs::path aside = destination.string() + ".new-" + io::uniqueName();
    const UniqueFd fd(::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!fd.valid()) {
        return failure(errnoError(say("Cannot write '%1'", destination.string()), errno));
    }
    auto filled = withContext(fill(fd.get()), say("writing '%1'", destination.string()));
    if (filled) {
        filled = io::renameFile(aside, destination);
    }
    if (!filled) {
        ::unlink(aside.c_str());
    }
    return filled;
}

Result<void> writeArchive(const ExportLayout& layout, const fs::path& destination, const TransferSink& progress,
                          const std::stop_token& stop) {
    return writeAside(destination, [&](int fd) -> Result<void> {
        const std::uint64_t total = totalOf(layout);
        std::uint64_t done = 0;
        for (const char* folder : {"blobs/", "blobs/sha256/"}) {
            oci::TarHeader header;
            header.name = folder;
            header.type = '5';
            header.mode = 0755;
            SW_CHECK(io::writeAll(fd, oci::encodeTarHeader(header)));
        }
        for (const ExportPart& part : layout.parts) {
            oci::TarHeader header;
            header.name = part.name;
            header.mode = 0644;
            header.size = part.size;
            SW_CHECK(io::writeAll(fd, oci::encodeTarHeader(header)));
            SW_CHECK(writePart(part, fd, stop));
            SW_CHECK(io::writeAll(fd, std::string((512 - part.size % 512) % 512, '\0')));
            done += part.size;
            if (progress) {
                progress({"write", done, total});
            }
        }
        return io::writeAll(fd, std::string(1024, '\0'));
    });
}

} // namespace sw::store
