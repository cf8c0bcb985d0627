#include "core/analysis/imageview.h"

#include "core/base/imagepath.h"
#include "core/oci/compacttar.h"
#include "core/oci/decompress.h"
#include "core/oci/imagefiles.h"
#include "core/oci/layertar.h"
#include "core/oci/tarwalker.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
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

/// Files of layers that lie in a bag. A compressed layer is inflated up to the bytes that are wanted; where the last reader of the
/// layer left off it goes on, so that files that are asked for in the order of the tar cost one inflating in all.
class BagContents final : public ContentSource {
public:
    BagContents(std::shared_ptr<const oci::FileBag> bag, std::vector<std::string> files)
        : m_bag(std::move(bag)), m_files(std::move(files)), m_left(m_files.size()) {}

    Result<void> read(std::size_t layer, const oci::LayerEntry& entry, const std::function<bool(std::string_view)>& take) const override {
        SW_TRY(Cursor cursor, cursorBefore(layer, entry.dataOffset));
        SW_CHECK(cursor.plain->skip(entry.dataOffset - cursor.plain->position()));
        SW_CHECK(entry.sparse ? readSparse(*cursor.plain, entry, take) : readStored(*cursor.plain, entry, take));
        const std::scoped_lock lock(m_mutex);
        m_left[layer] = std::move(cursor);
        return {};
    }

private:
    struct Cursor {
        std::unique_ptr<io::ByteReader> file;
        std::unique_ptr<io::ByteReader> plain; ///< reads `file`
    };

    Result<Cursor> cursorBefore(std::size_t layer, std::uint64_t offset) const {
        Cursor cursor;
        {
            const std::scoped_lock lock(m_mutex);
            cursor = std::move(m_left.at(layer));
            m_left[layer] = {};
        }
        if (cursor.plain == nullptr || cursor.plain->position() > offset) {
            cursor = {};
            SW_TRY(cursor.file, m_bag->open(m_files.at(layer)));
            SW_TRY(cursor.plain, oci::decompressing(*cursor.file));
        }
        return cursor;
    }

    static Result<void> readStored(io::ByteReader& plain, const oci::LayerEntry& entry, const std::function<bool(std::string_view)>& take) {
        std::vector<char> buffer(64U << 10U);
        for (std::uint64_t left = entry.size; left > 0;) {
            const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer.size()));
            SW_TRY(const std::size_t got, plain.read(buffer.data(), want));
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

    static Result<void> readSparse(io::ByteReader& plain, const oci::LayerEntry& entry, const std::function<bool(std::string_view)>& take) {
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
    mutable std::mutex m_mutex;
    mutable std::vector<Cursor> m_left; ///< by layer; empty while somebody reads with it
};

Result<LayerInput> indexLayer(const oci::FileBag& bag, const oci::StoredLayer& layer, std::atomic<std::uint64_t>& done,
                              const std::function<void(std::uint64_t)>& progress, bool hashContents, const std::stop_token& stop) {
    SW_TRY(const auto file, bag.open(layer.file));
    SW_TRY(const std::uint64_t size, bag.sizeOf(layer.file));
    SW_TRY(const auto plain, oci::decompressing(*file));
    SW_TRY(auto index, withContext(oci::indexTarCompactly(*plain, hashContents, stop), say("reading the layer %1", layer.diffId.text())));
    LayerInput input;
    if (layer.blob) {
        input.blob = layer.blob->digest;
        input.compressed = layer.blob->digest == layer.diffId ? std::nullopt : std::optional(layer.blob->size);
    }
    input.index = std::move(index);
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
    SW_TRY(std::shared_ptr<const oci::FileBag> bag, openImageBag(place, stop));
    SW_TRY(oci::StoredImage stored, oci::findImage(*bag, selector, platform));
    std::vector<Result<LayerInput>> inputs(stored.layers.size(), Result<LayerInput>(cancelled()));
    std::vector<std::pair<std::uint64_t, std::size_t>> order; // the largest first, so that no thread is left alone with it
    for (std::size_t i = 0; i < stored.layers.size(); ++i) {
        order.emplace_back(bag->sizeOf(stored.layers[i].file).value_or(0), i);
    }
    std::ranges::sort(order, std::greater{});
    std::atomic<std::size_t> next{0};
    std::atomic<std::uint64_t> done{0};
    const auto work = [&] {
        for (std::size_t at = next++; at < order.size(); at = next++) {
            const std::size_t i = order[at].second;
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
