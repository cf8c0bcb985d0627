#include "core/io/json.h"
#include "core/sbom/readers.h"

#include <algorithm>
#include <cctype>

namespace sw::sbom {

namespace {

/// PEP 503: names of Python projects compare in lower case with runs of "-_." as one dash.
std::string pythonName(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '-' || c == '_' || c == '.') {
            if (!out.ends_with('-')) {
                out += '-';
            }
        } else {
            out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
    }
    return out;
}

std::optional<std::uint64_t> varint(std::string_view bytes, std::size_t& at) {
    std::uint64_t out = 0;
    for (unsigned shift = 0; shift < 63 && at < bytes.size(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes[at++]);
        out |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80) {
            return out;
        }
    }
    return std::nullopt;
}

std::optional<std::string_view> lengthPrefixed(std::string_view bytes, std::size_t& at) {
    const auto size = varint(bytes, at);
    if (!size || *size > bytes.size() - at) {
        return std::nullopt;
    }
    const std::string_view out = bytes.substr(at, *size);
    at += *size;
    return out;
}

std::vector<std::string_view> splitTabs(std::string_view line) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at <= line.size();) {
        const std::size_t end = std::min(line.find('\t', at), line.size());
        out.push_back(line.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

Package goModule(std::string_view path, std::string_view version) {
    Package out;
    out.type = "golang";
    out.name = path;
    out.version = version;
    const std::size_t slash = path.rfind('/');
    const bool hasSpace = slash != std::string_view::npos;
    out.purl = packageUrl("golang", hasSpace ? path.substr(0, slash) : std::string_view(), hasSpace ? path.substr(slash + 1) : path, version);
    return out;
}

} // namespace

std::optional<Package> parsePackageJson(std::string_view text) {
    const auto json = io::parseJson(text);
    if (!json || !json->is_object()) {
        return std::nullopt;
    }
    Package out;
    out.type = "npm";
    out.name = io::stringOf(*json, "name");
    out.version = io::stringOf(*json, "version");
    if (out.name.empty() || out.version.empty()) {
        return std::nullopt;
    }
    out.license = io::stringOf(*json, "license");
    if (const io::Json* old = io::member(*json, "license"); old != nullptr && old->is_object()) {
        out.license = io::stringOf(*old, "type");
    }
    if (const io::Json* several = io::member(*json, "licenses"); several != nullptr && several->is_array() && out.license.empty()) {
        for (const io::Json& one : *several) {
            const std::string name = one.is_string() ? one.get<std::string>() : io::stringOf(one, "type");
            if (!name.empty()) {
                out.license += (out.license.empty() ? "" : " OR ") + name;
            }
        }
    }
    out.supplier = io::stringOf(*json, "author");
    if (const io::Json* author = io::member(*json, "author"); author != nullptr && author->is_object()) {
        out.supplier = io::stringOf(*author, "name");
    }
    const std::size_t slash = out.name.starts_with('@') ? out.name.find('/') : std::string::npos;
    const std::string space = slash == std::string::npos ? std::string() : out.name.substr(0, slash);
    out.purl = packageUrl("npm", space, slash == std::string::npos ? out.name : out.name.substr(slash + 1), out.version);
    return out;
}

std::optional<Package> parsePythonMetadata(std::string_view text) {
    const auto stanzas = parseStanzas(text);
    if (stanzas.empty()) {
        return std::nullopt;
    }
    const Stanza& head = stanzas.front(); // the description follows behind an empty line
    const auto field = [&](const char* name) {
        const auto found = head.find(name);
        return found == head.end() ? std::string() : found->second;
    };
    Package out;
    out.type = "pypi";
    out.name = field("name");
    out.version = field("version");
    if (out.name.empty() || out.version.empty()) {
        return std::nullopt;
    }
    out.license = field("license-expression");
    if (out.license.empty()) {
        out.license = field("license");
        out.license = out.license.substr(0, out.license.find('\n')); // some put the whole text here
    }
    if (out.license == "UNKNOWN") {
        out.license.clear();
    }
    out.supplier = field("author");
    out.purl = packageUrl("pypi", "", pythonName(out.name), out.version);
    return out;
}

bool maybeGoProgram(std::string_view bytes) { return bytes.contains("\xff Go buildinf:"); }

/// Go's debug/buildinfo: 16-byte aligned "\xff Go buildinf:", pointer size, flags (2: strings follow at 32, each with its
/// length as a varint: Go version, then the module lines between two marks of 16 bytes).
std::vector<Package> parseGoProgram(std::string_view bytes) {
    constexpr std::string_view magic = "\xff Go buildinf:";
    std::vector<Package> out;
    for (std::size_t at = bytes.find(magic); at != std::string_view::npos; at = bytes.find(magic, at + 1)) {
        if (at % 16 != 0 || at + 32 > bytes.size() || (static_cast<unsigned char>(bytes[at + 15]) & 2U) == 0) {
            continue;
        }
        std::size_t next = at + 32;
        const auto version = lengthPrefixed(bytes, next);
        const auto modules = version ? lengthPrefixed(bytes, next) : std::nullopt;
        if (!version || !version->starts_with("go")) {
            continue;
        }
        std::string_view lines = modules && modules->size() >= 33 && (*modules)[modules->size() - 17] == '\n' ? modules->substr(16, modules->size() - 32)
                                                                                                               : std::string_view();
        while (!lines.empty()) {
            const std::size_t end = std::min(lines.find('\n'), lines.size());
            const auto words = splitTabs(lines.substr(0, end));
            lines.remove_prefix(std::min(end + 1, lines.size()));
            if (words.size() >= 3 && (words[0] == "mod" || words[0] == "dep")) {
                out.push_back(goModule(words[1], words[2] == "(devel)" ? std::string_view() : words[2]));
            } else if (words.size() >= 3 && words[0] == "=>" && !out.empty()) { // what replaces the module above
                out.back() = goModule(words[1], words[2]);
            }
        }
        Package standard = goModule("stdlib", version->substr(2, version->find(' ') == std::string_view::npos ? std::string_view::npos
                                                                                                              : version->find(' ') - 2));
        out.push_back(std::move(standard));
        return out;
    }
    return out;
}

} // namespace sw::sbom
