#include "core/plan/remotesource.h"

#include "core/base/imagepath.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace sw::plan {

namespace {

bool isAlnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

bool isHex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// "https" of "https://…", lower case; "" for what has no scheme.
std::string schemeOf(std::string_view word) {
    const std::size_t end = word.find("://");
    if (end == std::string_view::npos || end == 0 || !std::ranges::all_of(word.substr(0, end), isAlnum)) {
        return {};
    }
    return lower(word.substr(0, end));
}

std::string percentDecoded(std::string_view text, bool plusIsBlank) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : std::tolower(static_cast<unsigned char>(c)) - 'a' + 10; };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && std::isxdigit(static_cast<unsigned char>(text[i + 1])) != 0 &&
            std::isxdigit(static_cast<unsigned char>(text[i + 2])) != 0) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += plusIsBlank && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

/// A URL or scp-like address in its parts; fragment and query without '#' and '?'.
struct Parts {
    std::string scheme, base; ///< `base`: everything before query and fragment
    std::string path;         ///< decoded
    std::optional<std::string> query, fragment;
};

std::optional<Parts> partsOf(std::string_view word) {
    Parts parts;
    parts.scheme = schemeOf(word);
    std::string_view rest = word;
    if (const std::size_t hash = rest.find('#'); hash != std::string_view::npos) {
        parts.fragment = std::string(rest.substr(hash + 1));
        rest = rest.substr(0, hash);
    }
    if (const std::size_t mark = rest.find('?'); mark != std::string_view::npos) {
        parts.query = std::string(rest.substr(mark + 1));
        rest = rest.substr(0, mark);
    }
    parts.base = std::string(rest);
    if (!parts.scheme.empty()) {
        const std::size_t host = parts.scheme.size() + 3;
        const std::size_t slash = rest.find('/', host);
        if (slash == host || host == rest.size()) {
            return std::nullopt; // no host
        }
        parts.path = slash == std::string_view::npos ? "" : percentDecoded(rest.substr(slash), false);
        parts.base.replace(0, parts.scheme.size(), parts.scheme);
        return parts;
    }
    // user@host:path
    const std::size_t at = rest.find('@');
    const std::size_t colon = at == std::string_view::npos ? at : rest.find(':', at);
    if (colon == std::string_view::npos || at == 0 || colon == at + 1) {
        return std::nullopt;
    }
    const auto good = [](std::string_view text, std::string_view more) {
        return std::ranges::all_of(text, [&](char c) { return isAlnum(c) || more.contains(c); });
    };
    if (!good(rest.substr(0, at), "-_") || !good(rest.substr(at + 1, colon - at - 1), "-.")) {
        return std::nullopt;
    }
    parts.scheme = "ssh";
    parts.path = std::string(rest.substr(colon + 1));
    return parts;
}

std::string_view lastElement(std::string_view path) {
    while (path.ends_with('/')) {
        path.remove_suffix(1);
    }
    return path.substr(path.rfind('/') + 1);
}

Failure wrong(Sentence message) { return failure(ErrorCode::Invalid, std::move(message)); }

Result<bool> boolean(const std::string& key, const std::string& value) {
    constexpr std::string_view yes[] = {"", "1", "t", "T", "TRUE", "true", "True"};
    constexpr std::string_view no[] = {"0", "f", "F", "FALSE", "false", "False"};
    if (std::ranges::find(yes, value) != std::end(yes)) {
        return true;
    }
    if (std::ranges::find(no, value) != std::end(no)) {
        return false;
    }
    return wrong(say("invalid %1 value: \"%2\"", key, value));
}

Result<std::map<std::string, std::string>> queryFields(const std::string& query) {
    std::map<std::string, std::string> fields;
    for (std::size_t at = 0; at < query.size();) {
        const std::size_t end = std::min(query.find('&', at), query.size());
        const std::string_view field = std::string_view(query).substr(at, end - at);
        at = end + 1;
        if (field.empty()) {
            continue;
        }
        const std::size_t equals = field.find('=');
        const std::string key = percentDecoded(field.substr(0, equals), true);
        const std::string value = equals == std::string_view::npos ? "" : percentDecoded(field.substr(equals + 1), true);
        if (!fields.emplace(key, value).second) {
            return wrong(say("query \"%1\" has multiple values", key));
        }
        constexpr std::string_view flags[] = {"submodules", "keep-git-dir", "fetch-by-commit"};
        if (value.empty() && std::ranges::find(flags, key) == std::end(flags)) {
            return wrong(say("query \"%1\" has no value", key));
        }
    }
    return fields;
}

Result<void> setRef(RemoteSource& source, const std::string& ref) {
    if (!source.ref.empty() && source.ref != ref) {
        return wrong(say("ref conflicts: \"%1\" vs \"%2\"", source.ref, ref));
    }
    source.ref = ref;
    return {};
}

std::string underPrefix(const std::string& name, std::string_view prefix) {
    return name.starts_with(prefix) ? name : std::string(prefix) + name;
}

Result<void> readQuery(RemoteSource& source, std::string& subdir, const std::string& query) {
    SW_TRY(const auto fields, queryFields(query));
    std::optional<std::string> tag, branch;
    for (const auto& [key, value] : fields) {
        if (key == "ref") {
            SW_CHECK(setRef(source, value));
        } else if (key == "tag") {
            tag = underPrefix(value, "refs/tags/");
        } else if (key == "branch") {
            branch = underPrefix(value, "refs/heads/");
        } else if (key == "subdir") {
            if (!subdir.empty() && subdir != value) {
                return wrong(say("subdir conflicts: \"%1\" vs \"%2\"", subdir, value));
            }
            subdir = value;
        } else if (key == "checksum" || key == "commit") {
            source.checksum = value;
        } else if (key == "keep-git-dir") {
            SW_TRY(source.keepGitDirAsked, boolean(key, value));
        } else if (key == "submodules") {
            SW_TRY(source.submodules, boolean(key, value));
        } else if (key == "fetch-by-commit") {
            SW_TRY(const bool asked, boolean(key, value)); // we always fetch what the reference stands for
            (void)asked;
        } else if (key == "mtime") {
            if (value != "checkout" && value != "commit") {
                return wrong(say("invalid mtime value: \"%1\" (checkout or commit)", value));
            }
            source.commitTimes = value == "commit";
        } else {
            return wrong(say("unexpected query \"%1\"", key));
        }
    }
    if (tag && branch) {
        return wrong(say("branch conflicts with tag"));
    }
    if (tag || branch) {
        SW_CHECK(setRef(source, tag ? *tag : *branch));
    }
    return {};
}

Result<std::optional<RemoteSource>> gitSource(const Parts& parts, bool likeLocal) {
    RemoteSource source;
    source.kind = RemoteSource::Kind::Git;
    source.url = parts.base;
    source.likeLocal = likeLocal;
    std::string subdir;
    if (parts.fragment && !parts.fragment->empty()) {
        const std::string fragment = percentDecoded(*parts.fragment, false);
        const std::size_t colon = fragment.find(':');
        source.ref = fragment.substr(0, colon);
        subdir = colon == std::string::npos ? "" : fragment.substr(colon + 1);
    }
    if (parts.query && !parts.query->empty()) {
        SW_CHECK(readQuery(source, subdir, *parts.query));
    }
    source.subdir = cleanImagePath(subdir);
    source.keepGitDir = source.keepGitDirAsked.value_or(false);
    if (source.ref.starts_with('-')) {
        return wrong(say("the git reference \"%1\" cannot begin with '-'", source.ref));
    }
    if (!isHex(source.checksum)) {
        return wrong(say("invalid commit \"%1\": give the beginning of a commit id in hexadecimal digits", source.checksum));
    }
    return std::optional(std::move(source));
}

} // namespace

std::string withoutPassword(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) {
        return std::string(url);
    }
    const std::size_t end = std::min(url.find_first_of("/?#", scheme + 3), url.size());
    const std::size_t at = url.substr(0, end).rfind('@');
    if (at == std::string_view::npos || at < scheme + 3) {
        return std::string(url);
    }
    const bool password = url.substr(scheme + 3, at - scheme - 3).contains(':');
    return std::string(url.substr(0, scheme + 3)) + (password ? "xxxxx:xxxxx" : "xxxxx") + std::string(url.substr(at));
}

std::string RemoteSource::display() const {
    std::string out = withoutPassword(url);
    if (kind == Kind::Git && (!ref.empty() || !subdir.empty())) {
        out += "#" + ref + (subdir.empty() ? "" : ":" + subdir);
    }
    return out;
}

bool RemoteSource::isPinned() const { return (ref.size() == 40 || ref.size() == 64) && isHex(ref); }

Result<std::optional<RemoteSource>> parseRemote(std::string_view word) {
    const std::optional<RemoteSource> local;
    if (word.starts_with("./") || word.starts_with("../")) {
        return local;
    }
    const bool likeLocal = word.starts_with("github.com/");
    const std::optional<Parts> parts = partsOf(likeLocal ? "https://" + std::string(word) : std::string(word));
    if (!parts) {
        return local;
    }
    const std::string& scheme = parts->scheme;
    const bool http = scheme == "http" || scheme == "https";
    if (scheme == "ssh" || scheme == "git" || likeLocal || (http && parts->path.ends_with(".git"))) {
        return gitSource(*parts, likeLocal);
    }
    if (!http || !(word.starts_with("http://") || word.starts_with("https://"))) {
        return local;
    }
    RemoteSource source;
    source.url = parts->base + (parts->query ? "?" + *parts->query : "");
    const std::string_view name = lastElement(parts->path);
    source.name = name.empty() || name == "." || name == ".." ? "__unnamed__" : std::string(name);
    return std::optional(std::move(source));
}

Result<void> checkDigest(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view algorithm = text.substr(0, colon);
    const std::string_view digits = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    const std::size_t length = algorithm == "sha256" ? 64 : algorithm == "sha384" ? 96 : algorithm == "sha512" ? 128 : 0;
    if (colon == std::string_view::npos || length == 0) {
        return wrong(say("the checksum '%1' is no digest: write it like sha256:… with 64 hexadecimal digits", text));
    }
    if (digits.size() != length || !isHex(digits)) {
        return wrong(say("the checksum '%1' has not the %2 lower-case hexadecimal digits of %3", text, length, algorithm));
    }
    return {};
}

} // namespace sw::plan
