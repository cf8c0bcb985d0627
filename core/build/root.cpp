#include "core/build/root.h"

#include <algorithm>
#include <unordered_set>

namespace sw::build {

namespace {

constexpr std::uint64_t kTextLimit = 16U << 20U;

} // namespace

std::vector<store::LayerId> Root::layerIds() const {
    std::vector<store::LayerId> ids;
    for (const RootLayer& layer : m_layers) {
        ids.push_back(layer.id);
    }
    return ids;
}

Root Root::with(RootLayer layer) const {
    Root root = *this;
    root.m_digest = cache::rootDigest(m_digest, layer.tree, layer.empty);
    root.m_layers.push_back(std::move(layer));
    return root;
}

Result<oci::StackView> Root::view(store::Store& store) const {
    std::vector<std::shared_ptr<const oci::LayerIndex>> indexes;
    for (const RootLayer& layer : m_layers) {
        if (layer.empty) {
            static const auto nothing = std::make_shared<const oci::LayerIndex>();
            indexes.push_back(layer.index ? layer.index : nothing);
        } else if (layer.index) {
            indexes.push_back(layer.index);
        } else {
            SW_TRY(const auto stored, store.layer(layer.id));
            indexes.push_back(stored->index());
        }
    }
    return oci::StackView(std::move(indexes));
}

Result<Root> rootOfLayers(store::Store& store, cache::CacheIndex& cache, const std::vector<store::LayerId>& layers) {
    Root root;
    for (const store::LayerId& id : layers) {
        const Hash128 about = Hasher128::of("layer tree " + id.text());
        SW_TRY(auto memo, cache.memo(about));
        if (!memo) {
            SW_TRY(const auto layer, store.layer(id));
            memo = cache::CacheIndex::Memo{layer->index()->treeDigest(), layer->index()->contentBytes,
                                           layer->index()->entries.size(), 0};
            SW_CHECK(cache.putMemo(about, *memo));
        }
        root = root.with({id, memo->digest, memo->files == 0, nullptr});
    }
    return root;
}

Result<RootTotals> countTotals(store::Store& store, const Root& root) {
    SW_TRY(const oci::StackView view, root.view(store));
    RootTotals totals;
    std::unordered_set<const oci::LayerEntry*> seen; // names of one file count once
    view.walk("", [&](const oci::StackView::Found& found) {
        if (found.entry->type == oci::EntryType::Directory) {
            return true;
        }
        ++totals.files;
        if (found.entry->type == oci::EntryType::File || found.entry->type == oci::EntryType::HardLink) {
            const auto content = view.content(found);
            if (content && seen.insert(content->entry).second) {
                totals.bytes += content->entry->size;
            }
        }
        return true;
    });
    return totals;
}

LayersTree::LayersTree(std::shared_ptr<store::Store> store, Root root, oci::StackView view, Sentence description)
    : m_store(std::move(store)), m_root(std::move(root)), m_view(std::move(view)), m_description(std::move(description)) {}

Result<std::shared_ptr<LayersTree>> LayersTree::open(std::shared_ptr<store::Store> store, Root root, Sentence description) {
    SW_TRY(oci::StackView view, root.view(*store));
    return std::shared_ptr<LayersTree>(new LayersTree(std::move(store), std::move(root), std::move(view), std::move(description)));
}

cache::SourceTree::Found LayersTree::bytesOf(const Found& file) const {
    return m_view.content(file).value_or(file);
}

Result<oci::ByteSource> LayersTree::open(const Found& file) {
    const Found holder = bytesOf(file);
    const store::LayerId& id = m_root.layers()[holder.layer].id;
    if (id.empty()) {
        return failure(ErrorCode::NotFound, say("the bytes of a foreseen layer do not exist yet"));
    }
    SW_TRY(auto layer, m_store->layer(id));
    return oci::ByteSource([layer, entry = holder.entry, offset = std::uint64_t{0}](char* buffer, std::size_t capacity) mutable
                               -> Result<std::size_t> {
        SW_TRY(const std::size_t count, layer->read(*entry, offset, buffer, capacity));
        offset += count;
        return count;
    });
}

Result<std::optional<std::string>> LayersTree::readText(std::string_view path) const {
    const auto found = m_view.lookupFollow(path);
    if (!found || (found->entry->type != oci::EntryType::File && found->entry->type != oci::EntryType::HardLink)) {
        return std::nullopt;
    }
    const Found holder = bytesOf(*found);
    const store::LayerId& id = m_root.layers()[holder.layer].id;
    if (id.empty()) {
        return std::nullopt;
    }
    SW_TRY(const auto layer, m_store->layer(id));
    SW_TRY(std::string text, layer->readAll(*holder.entry, kTextLimit));
    return text;
}

} // namespace sw::build
