#pragma once

#include "core/analysis/accounts.h"
#include "core/analysis/filetree.h"

#include <cstdint>
#include <string>
#include <vector>

/// Which package owns which file, and what packages weigh in an image. A file that is owned takes 21 bytes.
namespace sw::analysis {

/// A package with the files that its database says it brought; plain data, so that this folder knows no database.
struct OwningPackage {
    std::string name, version, type; ///< type: deb, apk, rpm, npm, ..
    std::vector<std::string> files;  ///< clean paths
};

struct PackageSize {
    std::size_t package = 0;   ///< index in the list given
    std::uint64_t bytes = 0;   ///< of its files that are visible; hard links once
    std::uint64_t files = 0;
    std::uint32_t layer = 0;   ///< that holds most of its bytes
};

class PackageOwners {
public:
    PackageOwners() = default;
    /// Files are looked up where links in directories lead ("bin/sh" of a package is "usr/bin/sh" of a merged tree). Of two packages
    /// that name the same file the first owns it.
    PackageOwners(std::vector<OwningPackage> packages, const FileTree& tree);
    const OwningPackage* ownerOf(std::string_view cleanPath) const; ///< nullptr: none
    const std::vector<OwningPackage>& packages() const { return m_packages; } ///< without their `files`, which are not kept
    const std::vector<PackageSize>& sizes() const { return m_sizes; } ///< largest first; without those of 0 bytes

private:
    std::vector<OwningPackage> m_packages;
    std::size_t placeOf(const Hash128& path) const; ///< in m_files; their number: not there
    void divide();
    std::vector<Hash128> m_files;        ///< digests of the clean paths that are owned, ascending
    std::vector<std::uint32_t> m_begin;  ///< of m_files by their first bits: where those begin, and at the end their number
    unsigned m_shift = 0;                ///< what of a digest's high half is not among these bits
    std::vector<std::uint32_t> m_owners; ///< of each of them
    std::vector<PackageSize> m_sizes;
};

} // namespace sw::analysis
