#pragma once

#include "core/analysis/filekind.h"
#include "core/analysis/filetree.h"
#include "core/analysis/packagesizes.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

/// Which files of a tree are wanted, and what they weigh.
namespace sw::analysis {

struct TreeFilter {
    /// Part of a name; with a '/' part of the path; with '*', '?' or '[' a pattern of all of the name or (with '/', from any folder
    /// on) path, whose '*' goes across folders. Case does not matter. What is in a folder that fits, fits.
    std::string text = {};
    std::uint8_t changes = 0;          ///< of 1 << Change; 0: all
    std::uint16_t kinds = 0;           ///< of 1 << FileKind; 0: all
    std::uint64_t smallest = 0;        ///< bytes of a file; folders are then shown for what is in them alone
    std::optional<std::uint32_t> uid = {}; ///< owner
    std::vector<bool> layers = {};     ///< by layer: whether what it brought is wanted; empty: all
    std::shared_ptr<const PackageOwners> owners = {}; ///< with it: only what `package` of it owns
    std::size_t package = 0;
    bool hiddenLater = false;                 ///< only what a later layer hides
    bool isEmpty() const { return *this == TreeFilter(); }
    bool operator==(const TreeFilter&) const = default;
};

struct FilteredTree {
    std::vector<bool> visible;        ///< by node: fits, or leads to what fits
    std::vector<std::uint64_t> bytes; ///< by node: of the files that fit, below and in it
    std::uint32_t files = 0;          ///< that fit, other than directories
};

/// Files of a tree of some layers that a later layer deletes or replaces: by node the number of that layer.
using HiddenLater = std::unordered_map<FileTree::Id, std::uint32_t>;
/// `layers`: how many of the layers the tree is of; `waste`: of all of them (account()).
HiddenLater hiddenLater(const FileTree& tree, const std::vector<Waste>& waste, std::size_t layers);

/// Linear in the size of the tree. After a stop: nothing is visible. `hidden`: for TreeFilter::hiddenLater.
FilteredTree filterTree(const FileTree& tree, const TreeFilter& filter, std::stop_token stop = {}, const HiddenLater* hidden = nullptr);

/// What belongs to whom, largest first.
struct OwnerSum {
    std::uint32_t uid = 0;
    std::uint64_t bytes = 0;
    std::uint32_t files = 0; ///< and directories
};
std::vector<OwnerSum> ownersOf(const FileTree& tree);

} // namespace sw::analysis
