#pragma once

#include "core/sbom/packages.h"

#include <map>

/// The readers of each kind of record. Pure functions of texts where that is possible.
namespace sw::sbom {

/// Stanzas of "Field: value" lines with continuations, as dpkg and Python's metadata have them. Names in lower case.
using Stanza = std::map<std::string, std::string>;
std::vector<Stanza> parseStanzas(std::string_view text);

/// databases.cpp
/// dpkg's diversions (three lines each: the file, where it is put instead, the package that has the file's name to itself; ":" is
/// the administrator).
struct Diversion {
    std::string to; ///< clean
    std::string by;
};
using Diversions = std::map<std::string, Diversion>; ///< by clean path
Diversions parseDiversions(std::string_view text);
void addDpkg(const Tree& tree, Inventory& out);
void addApk(const Tree& tree, Inventory& out);
std::vector<Package> parseApk(std::string_view installed, const Distribution& distribution);
/// Short names of the licences of a machine-readable debian/copyright, "A AND B"; empty for another text.
std::string debianLicenses(std::string_view copyright);
/// rpm.cpp
void addRpm(const Tree& tree, Inventory& out);
/// A package of the header blob in rpmdb.sqlite (rpm's header format v3, big-endian). Corrupt when it is none.
Result<Package> parseRpmHeader(std::string_view blob, const Distribution& distribution);
/// languages.cpp
std::optional<Package> parsePackageJson(std::string_view text);
std::optional<Package> parsePythonMetadata(std::string_view text);
/// What `go version -m` shows: main module and dependencies. Empty for what is no Go program (since Go 1.18).
std::vector<Package> parseGoProgram(std::string_view bytes);

} // namespace sw::sbom
