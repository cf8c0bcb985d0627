#include "core/sbom/readers.h"

#include "core/base/ascii.h"

#include <algorithm>
#include <set>

namespace sw::sbom {

namespace {

template <typename Visit> void eachLine(std::string_view text, Visit&& visit) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        visit(line);
        at = end + 1;
    }
}

std::string field(const Stanza& stanza, const std::string& name) {
    const auto found = stanza.find(name);
    return found == stanza.end() ? std::string() : found->second;
}

std::vector<std::string> listedFiles(std::string_view list) {
    std::vector<std::string> out;
    eachLine(list, [&](std::string_view line) {
        if (line.size() > 2 && line.front() == '/') { // "/." is the root
            out.emplace_back(line.substr(1));
        }
    });
    return out;
}

/// "0123abcd  usr/bin/tool"
std::vector<std::string> summedFiles(std::string_view sums) {
    std::vector<std::string> out;
    eachLine(sums, [&](std::string_view line) {
        if (const std::size_t gap = line.find("  "); gap != std::string_view::npos) {
            out.emplace_back(trimmed(line.substr(gap)));
        }
    });
    return out;
}

std::optional<std::string> textAt(const Tree& tree, const std::string& path) {
    auto text = readText(tree, path);
    return text ? std::move(*text) : std::nullopt;
}

std::optional<Package> debPackage(const Tree& tree, const Stanza& stanza, const std::string& foundIn, const Distribution& distribution) {
    const std::string name = field(stanza, "package");
    const std::string status = field(stanza, "status");
    if (name.empty() || (!status.empty() && !status.ends_with(" installed"))) {
        return std::nullopt;
    }
    Package out;
    out.name = name;
    out.version = field(stanza, "version");
    out.type = "deb";
    out.supplier = field(stanza, "maintainer");
    out.foundIn = foundIn;
    const std::string architecture = field(stanza, "architecture");
    std::string source = field(stanza, "source"); // "glibc (2.36-9)"
    source = source.substr(0, source.find(' '));
    out.purl = packageUrl("deb", distribution.id.empty() ? "debian" : distribution.id, name, out.version,
                          {{"arch", architecture}, {"distro", distribution.qualifier()}, {"upstream", source == name ? std::string() : source}});
    if (const auto copyright = textAt(tree, "usr/share/doc/" + name + "/copyright")) {
        out.license = debianLicenses(*copyright);
    }
    for (const std::string& list : {"var/lib/dpkg/info/" + name + ".list", "var/lib/dpkg/info/" + name + ":" + architecture + ".list"}) {
        if (const auto text = textAt(tree, list)) {
            out.files = listedFiles(*text);
        }
    }
    if (out.files.empty()) {
        if (const auto sums = textAt(tree, foundIn + ".md5sums")) {
            out.files = summedFiles(*sums);
        }
    }
    return out;
}

} // namespace

std::vector<Stanza> parseStanzas(std::string_view text) {
    std::vector<Stanza> out;
    Stanza current;
    std::string name;
    eachLine(text, [&](std::string_view line) {
        if (trimmed(line).empty()) {
            if (!current.empty()) {
                out.push_back(std::exchange(current, {}));
            }
            name.clear();
            return;
        }
        if (line.front() == ' ' || line.front() == '\t') {
            if (!name.empty()) {
                current[name] += "\n" + std::string(trimmed(line));
            }
            return;
        }
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) {
            name.clear();
            return;
        }
        name = lowerCase(line.substr(0, colon));
        current.try_emplace(name, trimmed(line.substr(colon + 1)));
    });
    if (!current.empty()) {
        out.push_back(std::move(current));
    }
    return out;
}

std::string debianLicenses(std::string_view copyright) {
    const std::string_view head = copyright.substr(0, 400);
    if (!head.contains("copyright-format") && !head.contains("Format-Specification")) {
        return {};
    }
    std::set<std::string> names;
    eachLine(copyright, [&](std::string_view line) {
        if (lowerCase(line.substr(0, 8)) == "license:") {
            if (const std::string_view name = trimmed(line.substr(8)); !name.empty()) {
                names.emplace(name);
            }
        }
    });
    std::string out;
    for (const std::string& name : names) {
        out += (out.empty() ? "" : " AND ") + name;
    }
    return out;
}

Diversions parseDiversions(std::string_view text) {
    Diversions out;
    std::vector<std::string_view> lines;
    eachLine(text, [&](std::string_view line) { lines.push_back(line); });
    for (std::size_t i = 0; i + 2 < lines.size(); i += 3) {
        if (lines[i].size() > 1 && lines[i].front() == '/' && lines[i + 1].size() > 1 && lines[i + 1].front() == '/') {
            out.try_emplace(std::string(lines[i].substr(1)), Diversion{std::string(lines[i + 1].substr(1)), std::string(lines[i + 2])});
        }
    }
    return out;
}

void addDpkg(const Tree& tree, Inventory& out) {
    const auto diverted = textAt(tree, "var/lib/dpkg/diversions");
    const Diversions diversions = parseDiversions(diverted ? *diverted : std::string());
    const std::string status = "var/lib/dpkg/status";
    std::vector<std::string> places{status};
    for (const auto& child : tree.root->children("var/lib/dpkg/status.d")) {
        if (!child.path.ends_with(".md5sums")) {
            places.push_back(child.path);
        }
    }
    for (const std::string& place : places) {
        const auto text = textAt(tree, place);
        if (!text) {
            continue;
        }
        for (const Stanza& stanza : parseStanzas(*text)) {
            if (auto package = debPackage(tree, stanza, place, out.distribution)) {
                for (std::string& file : package->files) {
                    if (const auto found = diversions.find(file); found != diversions.end() && found->second.by != package->name) {
                        file = found->second.to;
                    }
                }
                out.packages.push_back(std::move(*package));
            }
        }
    }
}

std::vector<Package> parseApk(std::string_view installed, const Distribution& distribution) {
    std::vector<Package> out;
    Package current;
    std::string architecture;
    std::string origin;
    std::string folder;
    const auto flush = [&] {
        if (!current.name.empty()) {
            current.type = "apk";
            current.purl = packageUrl("apk", distribution.id.empty() ? "alpine" : distribution.id, current.name, current.version,
                                      {{"arch", architecture},
                                       {"distro", distribution.qualifier()},
                                       {"upstream", origin == current.name ? std::string() : origin}});
            out.push_back(std::move(current));
        }
        current = {};
        architecture.clear();
        origin.clear();
        folder.clear();
    };
    eachLine(installed, [&](std::string_view line) {
        if (line.empty()) {
            return flush();
        }
        if (line.size() < 2 || line[1] != ':') {
            return;
        }
        const std::string value(line.substr(2));
        switch (line[0]) {
        case 'P': current.name = value; break;
        case 'V': current.version = value; break;
        case 'A': architecture = value; break;
        case 'L': current.license = value; break;
        case 'm': current.supplier = value; break;
        case 'o': origin = value; break;
        case 'F': folder = value; break;
        case 'R': current.files.push_back(folder.empty() ? value : folder + "/" + value); break;
        default: break;
        }
    });
    flush();
    return out;
}

void addApk(const Tree& tree, Inventory& out) {
    for (const char* place : {"lib/apk/db/installed", "usr/lib/apk/db/installed"}) {
        if (const auto text = textAt(tree, place)) {
            for (Package& package : parseApk(*text, out.distribution)) {
                package.foundIn = place;
                out.packages.push_back(std::move(package));
            }
            return;
        }
    }
}

} // namespace sw::sbom
