#pragma once

#include "core/oci/compactindex.h"
#include "core/oci/layerindex.h"

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sw::oci {

/// A root file system as a stack of layers, read by indexes alone: whiteouts, opaque directories and replaced
/// directories are honoured. Immutable, cheap to copy, safe to share between threads. Of both kinds of index: StackView for
/// building, CompactView for looking.
template <typename Index> class BasicStackView {
public:
    using Layers = std::vector<std::shared_ptr<const Index>>;
    using Entry = std::conditional_t<std::same_as<Index, LayerIndex>, const LayerEntry*, EntryRef>;

    BasicStackView() = default;
    explicit BasicStackView(Layers layers); ///< lowest first

    struct Found {
        Entry entry = nullptr;             ///< HardLinks are given as they are; see content()
        std::size_t layer = 0;             ///< index in layers()
        std::string path;                  ///< clean path it was found at (after links were followed)
    };

    /// Without following a link in the last component; links in directories on the way are followed inside the root.
    std::optional<Found> lookup(std::string_view path) const;
    /// Following links (at most 40), inside the root. The path need not exist: see resolve.
    std::optional<Found> lookupFollow(std::string_view path) const;
    /// Where a path leads when all links on the way (and the last one, if followLast) are followed inside the root;
    /// components that do not exist are taken as they are. Error on a link loop.
    Result<std::string> resolve(std::string_view path, bool followLast) const;

    /// Visible children of a directory, sorted by name. Empty for what is no directory.
    std::vector<Found> children(std::string_view directory) const;
    /// Visible entries below a path (the path itself first), depth first, names sorted; stops when visit returns false.
    template <typename Visit> void walk(std::string_view path, Visit&& visit) const {
        walkImpl(path, [&](const Found& f) { return visit(f); });
    }

    /// The File entry that holds the bytes of a File or HardLink entry, with its layer.
    std::optional<Found> content(const Found& found) const;

    const Layers& layers() const { return m_layers; }
    BasicStackView with(std::shared_ptr<const Index> top) const;
    /// Digest of the whole visible file system, times aside. Equal for equal roots, however they were layered:
    /// computed over the chain of layer tree digests (cheap), not by walking.
    Hash128 chainDigest() const
        requires std::same_as<Index, LayerIndex>;

private:
    void walkImpl(std::string_view path, const std::function<bool(const Found&)>& visit) const;
    Layers m_layers;
};

using StackView = BasicStackView<LayerIndex>;
using CompactView = BasicStackView<CompactIndex>;
extern template class BasicStackView<LayerIndex>;
extern template class BasicStackView<CompactIndex>;

} // namespace sw::oci
