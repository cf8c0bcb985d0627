#include "core/analysis/imageview.h"

#include "core/base/imagepath.h"
#include "core/oci/decompress.h"
#include "core/oci/imagefiles.h"
#include "core/oci/layertar.h"
#include "core/oci/tarwalker.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

namespace sw::analysis {

namespace fs = std::filesystem;

LayerList ImageView::indexes() const {
    LayerList out;
    for (const LayerInput& layer : layers) {
        out.push_back(layer.index);
    }
    return out;
}

std::size_t firstToldLayer(const oci::ImageConfig& config, std::size_t layers) {
    const auto told = static_cast<std::size_t>(std::ranges::count(config.history, false, &oci::HistoryEntry::emptyLayer));
    return told < layers ? layers - told : 0;
}

void attributeHistory(std::vector<LayerInput>& layers, const oci::ImageConfig& config) {
    std::size_t layer = firstToldLayer(config, layers.size());
    for (const oci::HistoryEntry& entry : config.history) {
        if (!entry.emptyLayer && layer < layers.size()) {
            layers[layer++].createdBy = entry.createdBy;
        }
    }
}

bool isImageFile(const fs::path& place) {
    std::error_code error;
    if (fs::is_directory(place, error)) {
        return fs::exists(place / "oci-layout", error) || fs::exists(place / "index.json", error);
    }
    return fs::is_regular_file(place, error);
}

namespace {

Failure cancelled() { return failure(ErrorCode::Cancelled, say("Stopped")); }

/// Files of layers that lie in a bag: each is inflated again up to the bytes that are wanted.
class BagContents final : public ContentSource {
public:
    BagContents(std::shared_ptr<const oci::FileBag> bag, std::vector<std::string> files)
        : m_bag(std::move(bag)), m_files(std::move(files)) {}

    Result<void> read(std::size_t layer, const oci::LayerEntry& entry, const std::function<bool(std::string_view)>& take) const override {
        SW_TRY(const auto file, m_bag->open(m_files.at(layer)));
        SW_TRY(const auto plain, oci::decompressing(*file));
        if (entry.sparse) {
            return readSparse(*plain, entry, take);
        }
        SW_CHECK(plain->skip(entry.dataOffset));
        std::vector<char> buffer(64U << 10U);
        for (std::uint64_t left = entry.size; left > 0;) {
            const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer.size()));
            SW_TRY(const std::size_t got, plain->read(buffer.data(), want));
            if (got == 0) {
                return failure(ErrorCode::Corrupt, say("The layer ends within '%1'", absolutePath(entry.path)));
            }
            if (!take({buffer.data(), got})) {
                return {};
            }
            left -= got;
        }
        return {};
    }

private:
    static Result<void> readSparse(io::ByteReader& plain, const oci::LayerEntry& entry, const std::function<bool(std::string_view)>& take) {
        SW_CHECK(plain.skip(entry.dataOffset));
        oci::TarWalker walker(plain);
        oci::TarMember member;
        SW_TRY(const bool found, walker.next(member));
        if (!found || !member.sparse) {
            return failure(ErrorCode::Corrupt, say("The layer does not hold '%1' where its index says", absolutePath(entry.path)));
        }
        std::vector<char> buffer(64U << 10U);
        const std::string zeros(buffer.size(), '\0');
        std::uint64_t at = 0;
        const auto hole = [&](std::uint64_t to) {
            while (at < to) {
                const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(to - at, zeros.size()));
                if (!take(std::string_view(zeros).substr(0, part))) {
                    return false;
                }
                at += part;
            }
            return true;
        };
        for (const oci::SparsePiece& piece : member.pieces) {
            if (!hole(piece.offset)) {
                return {};
            }
            while (at < piece.offset + piece.size) {
                SW_TRY(const std::size_t got, walker.readData(buffer.data(), static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), piece.offset + piece.size - at))));
                if (got == 0 || !take({buffer.data(), got})) {
                    return {};
                }
                at += got;
            }
        }
        hole(member.size);
        return {};
    }

    std::shared_ptr<const oci::FileBag> m_bag;
    std::vector<std::string> m_files;
};

/// An archive that is compressed as a whole is inflated into memory pages that the system may swap, never to a named file.
Result<std::unique_ptr<oci::FileBag>> openArchive(const fs::path& place, const std::stop_token& stop) {
    UniqueFd fd(::open(place.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) {
        return failure(errnoError(say("Cannot read '%1'", place.string()), errno));
    }
    std::string first(8, '\0');
    first.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::pread(fd.get(), first.data(), first.size(), 0))));
    if (oci::streamKind(first) == oci::StreamKind::Plain) {
        return oci::openTar(std::move(fd), stop);
    }
    UniqueFd memory(::memfd_create("archive", MFD_CLOEXEC));
    if (!memory.valid()) {
        return failure(errnoError(say("Cannot get memory for '%1'", place.string()), errno));
    }
    SW_TRY([[maybe_unused]] const oci::Inflated plain, oci::inflate(fd.get(), memory.get(), stop));
    return oci::openTar(std::move(memory), stop);
}

Result<LayerInput> indexLayer(const oci::FileBag& bag, const oci::StoredLayer& layer, std::atomic<std::uint64_t>& done,
                              const std::function<void(std::uint64_t)>& progress, bool hashContents, const std::stop_token& stop) {
    SW_TRY(const auto file, bag.open(layer.file));
    SW_TRY(const std::uint64_t size, bag.sizeOf(layer.file));
    SW_TRY(const auto plain, oci::decompressing(*file));
    SW_TRY(oci::LayerIndex index, withContext(oci::indexTar(*plain, hashContents, stop), say("reading the layer %1", layer.diffId.text())));
    LayerInput input;
    if (layer.blob) {
        input.blob = layer.blob->digest;
        input.compressed = layer.blob->digest == layer.diffId ? std::nullopt : std::optional(layer.blob->size);
    }
    input.index = std::make_shared<const oci::LayerIndex>(std::move(index));
    input.diffId = layer.diffId;
    done += size;
    if (progress) {
        progress(done);
    }
    return input;
}

} // namespace

Result<ImageView> openImageFile(const fs::path& place, const std::string& selector, const oci::Platform& platform, std::stop_token stop,
                                const std::function<void(std::uint64_t)>& progress, bool hashContents) {
    std::error_code error;
    SW_TRY(std::shared_ptr<const oci::FileBag> bag, fs::is_directory(place, error) ? oci::openFolder(place) : openArchive(place, stop));
    SW_TRY(oci::StoredImage stored, oci::findImage(*bag, selector, platform));
    std::vector<Result<LayerInput>> inputs(stored.layers.size(), Result<LayerInput>(cancelled()));
    std::atomic<std::size_t> next{0};
    std::atomic<std::uint64_t> done{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < inputs.size(); i = next++) {
            inputs[i] = indexLayer(*bag, stored.layers[i], done, progress, hashContents, stop);
        }
    };
    std::vector<std::future<void>> workers;
    for (std::size_t i = 1; i < std::min<std::size_t>(inputs.size(), std::max(1U, std::thread::hardware_concurrency())); ++i) {
        workers.push_back(std::async(std::launch::async, work));
    }
    work();
    workers.clear(); // waits
    ImageView view;
    view.name = place.string() + (selector.empty() ? "" : ":" + selector);
    std::vector<std::string> files;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        SW_TRY(LayerInput input, std::move(inputs[i]));
        view.layers.push_back(std::move(input));
        files.push_back(stored.layers[i].file);
    }
    view.manifest = stored.manifest ? Digest::ofSha256(stored.manifestBytes) : Digest();
    view.configDigest = Digest::ofSha256(stored.configBytes);
    view.config = std::move(stored.config);
    attributeHistory(view.layers, view.config);
    view.contents = std::make_shared<BagContents>(std::move(bag), std::move(files));
    return view;
}

} // namespace sw::analysis
