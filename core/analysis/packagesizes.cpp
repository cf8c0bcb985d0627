#include "core/analysis/packagesizes.h"

#include "core/base/imagepath.h"
#include "core/oci/stackview.h"

#include <algorithm>
#include <map>

namespace sw::analysis {

PackageOwners::PackageOwners(std::vector<OwningPackage> packages, const FileTree& tree) : m_packages(std::move(packages)) {
    std::unordered_map<std::string, FileTree::Id> byPath;
    byPath.reserve(tree.size());
    for (FileTree::Id id = 1; id < tree.size(); ++id) {
        byPath.emplace(tree.path(id), id);
    }
    const oci::CompactView view(tree.layers());
    std::unordered_map<std::string, std::string> directories; // where a directory of a database leads
    const auto placeOf = [&](const std::string& path) {
        const std::string parent(parentPath(path));
        const auto [known, isNew] = directories.try_emplace(parent);
        if (isNew) {
            known->second = view.resolve(parent, true).value_or(parent);
        }
        return known->second.empty() ? std::string(baseName(path)) : known->second + "/" + std::string(baseName(path));
    };
    for (std::size_t i = 0; i < m_packages.size(); ++i) {
        PackageSize size;
        size.package = i;
        std::map<std::uint32_t, std::uint64_t> byLayer;
        for (const std::string& file : m_packages[i].files) {
            std::string path = placeOf(file);
            const auto node = byPath.find(path);
            if (node == byPath.end() || tree.directory(node->second) || !m_owner.try_emplace(std::move(path), i).second) {
                continue;
            }
            const std::uint64_t bytes = tree.bytes(node->second);
            size.bytes += bytes;
            ++size.files;
            byLayer[tree.layer(node->second)] += bytes;
        }
        if (size.bytes > 0) {
            size.layer = std::ranges::max_element(byLayer, {}, [](const auto& item) { return item.second; })->first;
            m_sizes.push_back(size);
        }
    }
    std::ranges::stable_sort(m_sizes, std::greater{}, &PackageSize::bytes);
}

const OwningPackage* PackageOwners::ownerOf(std::string_view cleanPath) const {
    const auto found = m_owner.find(std::string(cleanPath));
    return found == m_owner.end() ? nullptr : &m_packages[found->second];
}

} // namespace sw::analysis
