#pragma once

#include "core/base/result.h"
#include "core/oci/stackview.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// Which software is in a root file system, by what package managers and builds left in it. Nothing is executed. Read are:
/// dpkg (status, and status.d of distroless images), apk, rpm (the SQLite form), npm (package.json), Python (dist-info,
/// egg-info), and the modules that Go writes into its programs.
namespace sw::sbom {

/// A root file system and how to read its files.
struct Tree {
    oci::StackView view;
    std::function<Result<std::string>(const oci::StackView::Found& file, std::uint64_t limit)> read; ///< no more than `limit` bytes
    std::filesystem::path scratch; ///< an existing folder for temporary files
};

struct Package {
    std::string name, version;
    std::string type;       ///< of its package URL: deb, apk, rpm, npm, pypi, golang
    std::string purl;
    std::string license;    ///< as recorded: an SPDX expression, or a name of its own; empty when nothing is
    std::string supplier;   ///< maintainer or vendor as recorded
    std::string foundIn;    ///< clean path of the file that says so
    std::vector<std::string> files; ///< clean paths of what it brought, as far as recorded
    bool operator==(const Package&) const = default;
};

/// ID and VERSION_ID of /etc/os-release.
struct Distribution {
    std::string id, version;
    std::string qualifier() const; ///< "debian-12", empty when unknown
};

struct Inventory {
    Distribution distribution;
    std::vector<Package> packages;     ///< sorted by type, name, version, place
    std::vector<std::string> problems; ///< databases that are there and could not be read
};
Result<Inventory> findPackages(const Tree& tree, const std::stop_token& stop);

/// Text of a file, links followed; nullopt when there is none.
Result<std::optional<std::string>> readText(const Tree& tree, std::string_view path, std::uint64_t limit = 64U << 20U);

/// pkg:TYPE/NAMESPACE/NAME@VERSION?QUALIFIERS, every part escaped. Qualifiers without a value are left out.
std::string packageUrl(std::string_view type, std::string_view space, std::string_view name, std::string_view version,
                       const std::vector<std::pair<std::string, std::string>>& qualifiers = {});

} // namespace sw::sbom
