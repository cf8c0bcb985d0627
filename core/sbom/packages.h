#pragma once

#include "core/base/result.h"
#include "core/oci/layerindex.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// Which software is in a root file system, by what package managers and builds left in it. Nothing is executed. Read are:
/// dpkg (status, and status.d of distroless images), apk, rpm (the SQLite form), npm (package.json), Python (dist-info,
/// egg-info), and the modules that Go writes into its programs.
namespace sw::sbom {

/// What lies at a path of a root file system.
struct File {
    oci::EntryType type = oci::EntryType::Directory;
    std::uint32_t mode = 0;
    std::uint64_t size = 0;  ///< as the entry has it: 0 for another name of a file
    std::size_t layer = 0;
    std::string path;        ///< clean, links followed
};

/// A root file system, as oci::BasicStackView has it (which says what these do).
class Root {
public:
    virtual ~Root() = default;
    virtual std::optional<File> lookup(std::string_view path) const = 0;
    virtual std::optional<File> lookupFollow(std::string_view path) const = 0;
    virtual std::vector<File> children(std::string_view directory) const = 0;
    virtual void walk(std::string_view path, const std::function<bool(const File&)>& visit) const = 0;
    virtual std::optional<std::uint64_t> bytesOf(const File& file) const = 0; ///< nullopt for what has none
};

/// A root file system and how to read its files.
struct Tree {
    std::shared_ptr<const Root> root;
    std::function<Result<std::string>(const File& file, std::uint64_t limit)> read; ///< no more than `limit` bytes
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

/// Whether findPackages reads a file of that clean path for its name (beside programs, which it looks into for Go's modules): who
/// reads an image that is compressed can have them ready in the order in which they lie there.
bool isPackageRecord(std::string_view path);
/// Whether a program has the mark that Go writes into its programs.
bool maybeGoProgram(std::string_view bytes);

/// Text of a file, links followed; nullopt when there is none.
Result<std::optional<std::string>> readText(const Tree& tree, std::string_view path, std::uint64_t limit = 64U << 20U);

/// pkg:TYPE/NAMESPACE/NAME@VERSION?QUALIFIERS, every part escaped. Qualifiers without a value are left out.
std::string packageUrl(std::string_view type, std::string_view space, std::string_view name, std::string_view version,
                       const std::vector<std::pair<std::string, std::string>>& qualifiers = {});

} // namespace sw::sbom
