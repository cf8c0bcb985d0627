#include "ui/session/fileorder.h"

#include <algorithm>

namespace sw::ui {

using analysis::FileTree;

std::vector<FileTree::Id> sortedChildren(const FileTree& tree, const analysis::FilteredTree* filtered, FileTree::Id folder, const FileSort& sort) {
    std::vector<FileTree::Id> out; // by name, as the tree has them
    for (FileTree::Id child = tree.node(folder).firstChild; child != FileTree::kNone; child = tree.node(child).nextSibling) {
        if (filtered == nullptr || filtered->visible[child]) {
            out.push_back(child);
        }
    }
    const auto bytesOf = [&](FileTree::Id id) { return filtered != nullptr ? filtered->bytes[id] : tree.node(id).bytes; };
    switch (sort.by) {
    case FileSort::By::Name:
        if (sort.descending) {
            std::ranges::reverse(out);
        }
        break;
    case FileSort::By::Change: {
        const auto change = [&](FileTree::Id id) { return tree.node(id).change; };
        if (sort.descending) {
            std::ranges::reverse(out);
            std::ranges::stable_sort(out, std::greater{}, change);
        } else {
            std::ranges::stable_sort(out, {}, change);
        }
        break;
    }
    case FileSort::By::Size:
        if (sort.descending) {
            std::ranges::stable_sort(out, std::greater{}, bytesOf);
        } else {
            std::ranges::reverse(out);
            std::ranges::stable_sort(out, {}, bytesOf);
        }
        break;
    }
    return out;
}

FileOrderPtr orderWideFolders(const FileTree& tree, const analysis::FilteredTree* filtered, const FileSort& sort, const std::stop_token& stop) {
    auto out = std::make_shared<FileOrder>();
    out->sort = sort;
    std::vector<std::uint32_t> children(tree.size());
    for (FileTree::Id id = 1; id < tree.size(); ++id) {
        ++children[tree.node(id).parent];
    }
    for (FileTree::Id id = 0; id < tree.size() && !stop.stop_requested(); ++id) {
        if (children[id] > kWideFolder) {
            out->folders.emplace(id, sortedChildren(tree, filtered, id, sort));
        }
    }
    return out;
}

} // namespace sw::ui
