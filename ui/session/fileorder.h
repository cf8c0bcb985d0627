#pragma once

#include "core/analysis/treefilter.h"

#include <memory>
#include <stop_token>
#include <unordered_map>
#include <vector>

/// The order of a folder's files. What takes longer than a frame, the wide folders, is sorted by workers beforehand.
namespace sw::ui {

struct FileSort {
    enum class By { Name, Change, Size };
    By by = By::Size;
    bool descending = true;
    bool operator==(const FileSort&) const = default;
};

/// The children of a folder that a filter leaves, sorted. Equal sizes stand in the order of their names.
std::vector<analysis::FileTree::Id> sortedChildren(const analysis::FileTree& tree, const analysis::FilteredTree* filtered, analysis::FileTree::Id folder, const FileSort& sort);

/// The wide folders of a tree in one order. Immutable.
struct FileOrder {
    FileSort sort;
    std::unordered_map<analysis::FileTree::Id, std::vector<analysis::FileTree::Id>> folders;
};
using FileOrderPtr = std::shared_ptr<const FileOrder>;
inline constexpr std::size_t kWideFolder = 1000; ///< children

FileOrderPtr orderWideFolders(const analysis::FileTree& tree, const analysis::FilteredTree* filtered, const FileSort& sort, const std::stop_token& stop);

} // namespace sw::ui
