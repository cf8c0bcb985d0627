#pragma once

#include "core/analysis/filetree.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sw::analysis {

/// The absolute path of each node of a tree, asked for in the tree's order (a directory comes before what is in it) from the one
/// after the root on. Costs what the names are long, not the paths.
class NodePaths {
public:
    explicit NodePaths(const FileTree& tree) : m_tree(tree) {}

    /// Valid until the next call. Every node has to be entered.
    std::string_view enter(FileTree::Id id) {
        const FileTree::Id parent = m_tree.parent(id);
        while (m_chain.back().first != parent) {
            m_path.resize(m_chain.back().second);
            m_chain.pop_back();
        }
        m_chain.emplace_back(id, m_path.size());
        m_path += '/';
        m_path += m_tree.name(id);
        return m_path;
    }

private:
    const FileTree& m_tree;
    std::string m_path;
    std::vector<std::pair<FileTree::Id, std::size_t>> m_chain = {{0, 0}}; ///< and how long the path was before
};

} // namespace sw::analysis
