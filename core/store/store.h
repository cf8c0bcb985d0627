#pragma once

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/uniquefd.h"
#include "core/oci/image.h"
#include "core/oci/layerindex.h"
#include "core/oci/layertar.h"
#include "core/oci/stackview.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// Where layers and images live between builds. On disk (version in ROOT/version):
///   blobs/sha256/HEX      configs, manifests, and compressed layers as they were pulled
///   layers/KEY/layer.tar  packed form, uncompressed (always there once committed)
///   layers/KEY/index      LayerIndex
///   trees/KEY/            directory form, made when a RUN needs it; belongs to the sandbox (foreign owners)
///   work/                 uppers and scratch of running builds, one folder per process (pid and start time)
///   trash/                renamed aside, deleted later
///   store.db              SQLite, WAL: names, images, layers, cache records, build records
/// Everything is written aside and renamed in; the database commits last. Several processes may use one store.
namespace sw::store {

/// Identity of a committed layer: its diff id (sha256 of the uncompressed tar).
using LayerId = Digest;

struct LayerInfo {
    LayerId id;
    std::uint64_t tarBytes = 0;
    std::uint64_t contentBytes = 0;
    std::uint64_t entries = 0;
    std::optional<oci::Descriptor> compressed; ///< the blob it came from or was last exported as
};

/// A packed layer opened for reading, with its entries for building (Layer) or for looking (SeenLayer).
template <typename Index> class BasicLayer {
public:
    BasicLayer(LayerInfo info, std::shared_ptr<const Index> index, std::filesystem::path tar);
    const LayerInfo& info() const { return m_info; }
    const std::shared_ptr<const Index>& index() const { return m_index; }
    const std::filesystem::path& tarPath() const { return m_tar; }
    /// Reads a File entry's bytes [offset, offset+size) into out; fewer at the end.
    Result<std::size_t> read(const oci::LayerEntry& entry, std::uint64_t offset, char* out, std::size_t size) const;
    Result<std::string> readAll(const oci::LayerEntry& entry, std::uint64_t limit = UINT64_MAX) const;

private:
    LayerInfo m_info;
    std::shared_ptr<const Index> m_index;
    std::filesystem::path m_tar;
    std::shared_ptr<UniqueFd> m_fd; ///< opened at construction
};
using Layer = BasicLayer<oci::LayerIndex>;
using SeenLayer = BasicLayer<oci::CompactIndex>;
extern template class BasicLayer<oci::LayerIndex>;
extern template class BasicLayer<oci::CompactIndex>;

/// An image in the store: config plus its layers, lowest first.
struct Image {
    Digest manifestDigest; ///< empty for an image that was never given a manifest
    Digest configDigest;
    oci::ImageConfig config;
    std::vector<LayerId> layers;
    oci::Manifest manifest;
};

struct ImageName {
    std::string name;      ///< normalised reference text
    Digest manifest;       ///< manifest or index digest
    std::int64_t created = 0; ///< seconds since the epoch when it was tagged
    std::uint64_t bytes = 0;  ///< sum of uncompressed layer tars
    std::string origin;    ///< "pulled", "built", "imported"
};

struct DiskUse {
    std::uint64_t blobs = 0, packed = 0, trees = 0, work = 0, trash = 0, caches = 0;
    std::uint64_t layerCount = 0, imageCount = 0;
};

struct VerifyReport {
    std::vector<std::string> problems; ///< one sentence each, with what was done about it; empty = good
    std::uint64_t checkedLayers = 0, checkedBlobs = 0;
};

class Store {
public:
    /// Opens or makes the store. A store left behind by a killed process opens; its leftovers in work/ go to trash/.
    static Result<std::shared_ptr<Store>> open(std::filesystem::path root);
    static std::filesystem::path defaultRoot(); ///< STAGEWRIGHT_STORE, else $XDG_DATA_HOME/stagewright/store
    ~Store();

    const std::filesystem::path& root() const;

    // -- layers
    /// A scratch file for a layer tar, in work/. Removed unless committed.
    struct Scratch {
        UniqueFd fd;
        std::filesystem::path path;
        Scratch() = default;
        Scratch(Scratch&&) = default;
        Scratch& operator=(Scratch&&) = default;
        ~Scratch();
    };
    Result<Scratch> newScratch();
    /// Commits a tar written to scratch (LayerWriter's result). Idempotent: an equal layer is kept as it is.
    Result<LayerInfo> commitLayer(Scratch scratch, const oci::FinishedTar& finished);
    Result<std::shared_ptr<const Layer>> layer(const LayerId& id); ///< cached; NotFound when absent
    Result<std::shared_ptr<const SeenLayer>> seenLayer(const LayerId& id); ///< the same for looking at it, in a quarter of the memory
    Result<std::vector<std::shared_ptr<const SeenLayer>>> seenLayers(const std::vector<LayerId>& ids); ///< read on all cores
    bool hasLayer(const LayerId& id);
    Result<oci::StackView> stack(const std::vector<LayerId>& layers);
    /// Directory form. `treePath` is where it belongs, whether or not it exists yet; the sandbox makes it.
    std::filesystem::path treePath(const LayerId& id) const;
    bool hasTree(const LayerId& id) const;
    std::filesystem::path workDirectory() const; ///< of this process
    std::filesystem::path trashDirectory() const;
    std::filesystem::path cacheMountDirectory() const;

    // -- blobs
    std::filesystem::path blobsDirectory() const; ///< ROOT/blobs, a skopeo shared blob directory
    Result<Digest> putBlob(std::string_view bytes);
    Result<std::string> blob(const Digest& digest);

    // -- images
    /// Stores config and manifest (layer descriptors are of the uncompressed layers when no compressed blob is known).
    Result<Image> putImage(const oci::ImageConfig& config, const std::vector<LayerId>& layers,
                           const std::map<std::string, std::string>& annotations = {});
    Result<void> tag(std::string_view name, const Digest& manifest, std::string_view origin);
    Result<void> untag(std::string_view name);
    /// The manifest digest that a name or a digest (also the first 6 or more digits of one) stands for.
    Result<std::optional<Digest>> resolveName(std::string_view nameOrDigest);
    /// Notes the compressed form that a layer came in; its blob is in blobs/.
    Result<void> noteCompressed(const LayerId& id, const oci::Descriptor& blob);
    Result<std::optional<Image>> image(std::string_view nameOrDigest, const oci::Platform& platform = oci::Platform::host());
    Result<std::vector<ImageName>> images();
    /// Makes a store image of a blob-backed manifest (pulled or imported): unpacks and indexes layers that are new.
    Result<Image> adoptManifest(const Digest& manifest, std::stop_token stop,
                                const std::function<void(std::uint64_t done, std::uint64_t total)>& progress);

    // -- care
    Result<DiskUse> diskUse();
    enum class PruneKind { Layers, Blobs, Trees, CacheMounts };
    struct PruneOptions {
        bool all = false;            ///< also layers of cache records; images with names always stay
        std::int64_t olderThan = 0;  ///< seconds unused, 0 = any
        std::uint64_t keepBytes = 0; ///< stop when the store is this small
        std::set<PruneKind> kinds = {PruneKind::Layers, PruneKind::Blobs}; ///< trees are made again when a RUN needs them
    };
    Result<std::uint64_t> prune(const PruneOptions& options, std::stop_token stop); ///< bytes freed
    Result<VerifyReport> verify(std::stop_token stop);

    /// The database, for cache and build records (core/cache, core/build). See database.h.
    class Database& database();

private:
    struct State;
    explicit Store(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace sw::store
