#include "core/sbom/readers.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>

namespace sw::sbom {

namespace {

constexpr std::uint64_t kLargestProgram = 256U << 20U;
constexpr std::uint64_t kLargestText = 4U << 20U;

Distribution distributionOf(std::string_view text) {
    Distribution out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        at = end + 1;
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos) {
            continue;
        }
        std::string value(line.substr(equals + 1));
        std::erase_if(value, [](char c) { return c == '"' || c == '\'' || c == '\r'; });
        if (line.substr(0, equals) == "ID") {
            out.id = std::move(value);
        } else if (line.substr(0, equals) == "VERSION_ID") {
            out.version = std::move(value);
        }
    }
    return out;
}

/// ".../node_modules/NAME/package.json", ".../node_modules/@SCOPE/NAME/package.json", or outside of any node_modules.
bool isPackageJson(std::string_view path) {
    if (path != "package.json" && !path.ends_with("/package.json")) {
        return false;
    }
    const std::size_t modules = path.rfind("node_modules/");
    if (modules == std::string_view::npos) {
        return true;
    }
    const std::string_view rest = path.substr(modules + 13);
    const auto slashes = std::ranges::count(rest, '/');
    return slashes == (rest.starts_with('@') ? 2 : 1);
}

bool isPythonMetadata(std::string_view path) {
    return path.ends_with(".dist-info/METADATA") || path.ends_with(".egg-info/PKG-INFO") || path.ends_with(".egg-info");
}

/// Paths of a wheel's RECORD, which are relative to the folder that holds the dist-info.
std::vector<std::string> recordFiles(std::string_view record, std::string_view base) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < record.size();) {
        const std::size_t end = std::min(record.find('\n', at), record.size());
        std::string_view name = record.substr(at, end - at);
        at = end + 1;
        name = name.substr(0, name.find(','));
        if (!name.empty() && name.front() != '"' && !name.starts_with("..")) {
            out.push_back((base.empty() ? "" : std::string(base) + "/") + std::string(name));
        }
    }
    return out;
}

/// Walks the tree once for everything that is found by name or by content rather than in a database.
void addFound(const Tree& tree, Inventory& out, const std::stop_token& stop) {
    tree.root->walk("", [&](const File& found) {
        const bool file = found.type == oci::EntryType::File;
        if (!file || found.size == 0) {
            return !stop.stop_requested();
        }
        std::vector<Package> packages;
        if (isPackageJson(found.path) && found.size <= kLargestText) {
            if (const auto text = tree.read(found, kLargestText)) {
                if (auto package = parsePackageJson(*text)) {
                    package->files = {found.path};
                    packages.push_back(std::move(*package));
                }
            }
        } else if (isPythonMetadata(found.path) && found.size <= kLargestText) {
            if (const auto text = tree.read(found, kLargestText)) {
                if (auto package = parsePythonMetadata(*text)) {
                    package->files = {found.path};
                    const std::string folder = found.path.substr(0, found.path.rfind('/'));
                    const std::string base = folder.contains('/') ? folder.substr(0, folder.rfind('/')) : std::string();
                    if (const auto record = readText(tree, folder + "/RECORD", kLargestText); record && *record) {
                        package->files = recordFiles(**record, base);
                    }
                    packages.push_back(std::move(*package));
                }
            }
        } else if ((found.mode & 0111U) != 0 && found.size > 4096 && found.size <= kLargestProgram) {
            const auto magic = tree.read(found, 4);
            if (magic && *magic == "\x7f" "ELF") {
                if (const auto bytes = tree.read(found, kLargestProgram)) {
                    packages = parseGoProgram(*bytes);
                }
                if (!packages.empty()) {
                    packages.front().files = {found.path};
                }
            }
        }
        for (Package& package : packages) {
            package.foundIn = found.path;
            out.packages.push_back(std::move(package));
        }
        return !stop.stop_requested();
    });
}

} // namespace

std::string Distribution::qualifier() const { return id.empty() || version.empty() ? id : id + "-" + version; }

bool isPackageRecord(std::string_view path) {
    return path == "etc/os-release" || path == "usr/lib/os-release" || path.starts_with("var/lib/dpkg/") || path.starts_with("lib/apk/db/") ||
           path.starts_with("usr/lib/apk/db/") || path.starts_with("var/lib/rpm/") || path.starts_with("usr/lib/sysimage/rpm/") ||
           (path.starts_with("usr/share/doc/") && path.ends_with("/copyright")) || isPackageJson(path) || isPythonMetadata(path) || path.ends_with(".dist-info/RECORD");
}

Result<std::optional<std::string>> readText(const Tree& tree, std::string_view path, std::uint64_t limit) {
    const auto found = tree.root->lookupFollow(path);
    if (!found || (found->type != oci::EntryType::File && found->type != oci::EntryType::HardLink)) {
        return std::nullopt;
    }
    SW_TRY(std::string text, tree.read(*found, limit));
    return text;
}

std::string packageUrl(std::string_view type, std::string_view space, std::string_view name, std::string_view version,
                       const std::vector<std::pair<std::string, std::string>>& qualifiers) {
    const auto escaped = [](std::string_view text, std::string_view kept) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        std::string out;
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (std::isalnum(byte) != 0 || std::string_view(".-_~").contains(c) || kept.contains(c)) {
                out += c;
            } else {
                out += {'%', digits[byte >> 4U], digits[byte & 15U]};
            }
        }
        return out;
    };
    std::string out = "pkg:" + std::string(type) + "/" + (space.empty() ? "" : escaped(space, "/") + "/") + escaped(name, "");
    out += version.empty() ? "" : "@" + escaped(version, ":");
    char separator = '?';
    for (const auto& [key, value] : qualifiers) {
        if (!value.empty()) {
            out += separator + key + "=" + escaped(value, ":/");
            separator = '&';
        }
    }
    return out;
}

Result<Inventory> findPackages(const Tree& tree, const std::stop_token& stop) {
    Inventory out;
    for (const char* place : {"etc/os-release", "usr/lib/os-release"}) {
        SW_TRY(const auto text, readText(tree, place, kLargestText));
        if (text) {
            out.distribution = distributionOf(*text);
            break;
        }
    }
    addDpkg(tree, out);
    addApk(tree, out);
    addRpm(tree, out);
    addFound(tree, out, stop);
    if (stop.stop_requested()) {
        return failure(ErrorCode::Cancelled, say("Stopped"));
    }
    const auto order = [](const Package& p) { return std::tie(p.type, p.name, p.version, p.foundIn); };
    std::ranges::sort(out.packages, {}, order);
    const auto doubles = std::ranges::unique(out.packages, [&](const Package& a, const Package& b) { return order(a) == order(b); });
    out.packages.erase(doubles.begin(), doubles.end());
    return out;
}

} // namespace sw::sbom
