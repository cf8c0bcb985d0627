#pragma once

#include "core/cache/records.h"
#include "core/cache/sourcetree.h"
#include "core/store/store.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sw::build {

/// One layer of a root file system. A layer that a forecast foresees has an index and no id.
struct RootLayer {
    store::LayerId id;
    Hash128 tree;       ///< LayerIndex::treeDigest
    bool empty = false; ///< changes nothing
    std::shared_ptr<const oci::LayerIndex> index; ///< null: the store has it
};

/// A root file system as the layers that make it up, with the digest that stands for its contents in cache keys. A value;
/// the indexes of its layers are read only when somebody looks inside.
class Root {
public:
    Root() : m_digest(cache::emptyRoot()) {}

    const std::vector<RootLayer>& layers() const { return m_layers; }
    std::vector<store::LayerId> layerIds() const;
    const Hash128& digest() const { return m_digest; }
    Root with(RootLayer layer) const;
    Result<oci::StackView> view(store::Store& store) const;

private:
    std::vector<RootLayer> m_layers;
    Hash128 m_digest;
};

/// Root of layers in the store (a base image); reads their indexes unless their digests are remembered.
Result<Root> rootOfLayers(store::Store& store, cache::CacheIndex& cache, const std::vector<store::LayerId>& layers);

/// Visible content bytes and files of a root.
struct RootTotals {
    std::uint64_t bytes = 0, files = 0;
};
/// Walks all of it; Workspace::totalsOf() remembers.
Result<RootTotals> countTotals(store::Store& store, const Root& root);

/// A root file system as a source of COPY --from and of bind mounts, and as the place where names of users are looked up.
class LayersTree final : public cache::SourceTree {
public:
    static Result<std::shared_ptr<LayersTree>> open(std::shared_ptr<store::Store> store, Root root, Sentence description);

    const oci::StackView& view() const override { return m_view; }
    Result<void> prepare(std::span<const Found>, std::stop_token) override { return {}; }
    Found bytesOf(const Found& file) const override;
    Result<oci::ByteSource> open(const Found& file) override;
    Sentence describe() const override { return m_description; }

    const Root& root() const { return m_root; }
    /// Text of a file, following links; nullopt when it is not there or is no file.
    Result<std::optional<std::string>> readText(std::string_view path) const;

private:
    LayersTree(std::shared_ptr<store::Store> store, Root root, oci::StackView view, Sentence description);
    std::shared_ptr<store::Store> m_store;
    Root m_root;
    oci::StackView m_view;
    Sentence m_description;
};

} // namespace sw::build
