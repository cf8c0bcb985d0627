#include "core/analysis/packagesizes.h"

#include "core/analysis/nodepaths.h"
#include "core/base/imagepath.h"
#include "core/oci/stackview.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace sw::analysis {

namespace {

/// Digests of the paths at which files of packages lie: where a directory of a database leads.
class Places {
public:
    explicit Places(const FileTree& tree) : m_view(tree.layers()) {}

    Hash128 of(std::string_view file) {
        const std::string_view parent = parentPath(file);
        const auto [known, isNew] = m_elsewhere.try_emplace(Hasher128::of(parent));
        if (isNew) {
            const auto real = m_view.resolve(parent, true);
            if (real && *real != parent) {
                known->second = *real;
            }
        }
        if (!known->second) {
            return Hasher128::of(file);
        }
        m_path = *known->second;
        m_path += m_path.empty() ? "" : "/";
        m_path += baseName(file);
        return Hasher128::of(m_path);
    }

private:
    oci::CompactView m_view;
    std::unordered_map<Hash128, std::optional<std::string>> m_elsewhere; ///< by digest of the directory; none: it is where it says
    std::string m_path;
};

} // namespace

PackageOwners::PackageOwners(std::vector<OwningPackage> packages, const FileTree& tree) : m_packages(std::move(packages)) {
    struct Named {
        Hash128 file;
        std::uint32_t package = 0;
        auto operator<=>(const Named&) const = default;
    };
    std::vector<Named> named;
    Places places(tree);
    for (std::uint32_t i = 0; i < m_packages.size(); ++i) {
        for (const std::string& file : std::exchange(m_packages[i].files, {})) {
            named.push_back({places.of(file), i});
        }
    }
    std::ranges::sort(named);
    named.erase(std::ranges::unique(named, {}, &Named::file).begin(), named.end()); // the first package stays
    m_files.reserve(named.size());
    m_owners.reserve(named.size());
    for (const Named& one : named) {
        m_files.push_back(one.file);
        m_owners.push_back(one.package);
    }
    named = {};
    divide();
    std::vector<bool> isThere(m_files.size());
    std::vector<PackageSize> sizes(m_packages.size());
    std::vector<std::map<std::uint32_t, std::uint64_t>> byLayer(m_packages.size());
    NodePaths paths(tree);
    for (FileTree::Id id = 1; id < tree.size(); ++id) {
        const std::string_view path = paths.enter(id).substr(1);
        const std::size_t place = tree.directory(id) ? m_files.size() : placeOf(Hasher128::of(path));
        if (place == m_files.size()) {
            continue;
        }
        isThere[place] = true;
        PackageSize& size = sizes[m_owners[place]];
        size.bytes += tree.bytes(id);
        ++size.files;
        byLayer[m_owners[place]][tree.layer(id)] += tree.bytes(id);
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_files.size(); ++i) {
        if (isThere[i]) {
            m_files[kept] = m_files[i];
            m_owners[kept++] = m_owners[i];
        }
    }
    m_files.resize(kept);
    m_owners.resize(kept);
    m_files.shrink_to_fit();
    m_owners.shrink_to_fit();
    divide();
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (sizes[i].bytes > 0) {
            sizes[i].package = i;
            sizes[i].layer = std::ranges::max_element(byLayer[i], {}, [](const auto& item) { return item.second; })->first;
            m_sizes.push_back(sizes[i]);
        }
    }
    std::ranges::stable_sort(m_sizes, std::greater{}, &PackageSize::bytes);
}

/// Some eight files to each of m_begin.
void PackageOwners::divide() {
    const auto bits = static_cast<unsigned>(std::max(1, std::bit_width(m_files.size() / 8)));
    m_shift = 64 - bits;
    m_begin.assign((std::size_t{1} << bits) + 1, 0);
    for (const Hash128& file : m_files) {
        ++m_begin[(file.high >> m_shift) + 1];
    }
    for (std::size_t i = 1; i < m_begin.size(); ++i) {
        m_begin[i] += m_begin[i - 1];
    }
}

std::size_t PackageOwners::placeOf(const Hash128& path) const {
    if (m_files.empty()) {
        return 0;
    }
    const std::size_t part = path.high >> m_shift;
    const auto end = m_files.begin() + m_begin[part + 1];
    const auto found = std::lower_bound(m_files.begin() + m_begin[part], end, path);
    return found != end && *found == path ? static_cast<std::size_t>(found - m_files.begin()) : m_files.size();
}

const OwningPackage* PackageOwners::ownerOf(std::string_view cleanPath) const {
    const std::size_t place = placeOf(Hasher128::of(cleanPath));
    return place == m_files.size() ? nullptr : &m_packages[m_owners[place]];
}

} // namespace sw::analysis
