#pragma once

#include "core/base/uniquefd.h"
#include "core/io/mapping.h"
#include "core/oci/layertar.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace sw::sandbox::process {

/// The index of a layer's tar, which is open as `fd`: the one that the store keeps beside it as a file "index" when that is of this
/// very tar, else of the tar's headers.
Result<oci::LayerIndex> indexOfLayer(const std::filesystem::path& tar, int fd);

/// The directory form of a layer that a new one has much in common with, to take unchanged files from by hard link. Only the
/// file of the very same path is taken, so no file system made of layers ever shows one inode under two names that are not
/// links of one another. Used by several threads; each holds a Place of its own.
class EarlierTree {
public:
    /// nullptr when there is nothing to take from: no such tree or tar.
    static std::unique_ptr<EarlierTree> open(const std::filesystem::path& tar, const std::filesystem::path& tree);

    /// The directory found last.
    struct Place {
        std::string path;
        UniqueFd directory;
    };

    /// Makes `entry` in the current directory as a link to the earlier file of its path, when that has the same bytes, mode,
    /// owner and times, and no attributes. false: it has to be made anew.
    bool link(const oci::LayerEntry& entry, std::string_view bytes, Place& place) const;

private:
    EarlierTree(UniqueFd tree, io::Mapping tar, oci::LayerIndex index);

    UniqueFd m_tree;
    io::Mapping m_tar;
    oci::LayerIndex m_index;
};

} // namespace sw::sandbox::process
