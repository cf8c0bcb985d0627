#include "core/oci/image.h"

#include <algorithm>
#include <cctype>

namespace sw::oci {

namespace {

constexpr std::string_view kDefaultRegistry = "docker.io";
constexpr std::size_t kLongestName = 255;
constexpr std::size_t kLongestTag = 128;

bool isLowerAlnum(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// path-component := alpha-numeric [separator alpha-numeric]*, separator := [_.] | __ | [-]*
bool isComponent(std::string_view text) {
    if (text.empty() || !isLowerAlnum(text.front()) || !isLowerAlnum(text.back())) {
        return false;
    }
    for (std::size_t i = 0; i < text.size();) {
        if (isLowerAlnum(text[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && !isLowerAlnum(text[end])) {
            ++end;
        }
        const std::string_view separator = text.substr(i, end - i);
        const bool dashes = std::ranges::all_of(separator, [](char c) { return c == '-'; });
        if (separator != "." && separator != "_" && separator != "__" && !dashes) {
            return false;
        }
        i = end;
    }
    return true;
}

bool isTag(std::string_view text) {
    const auto word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    return !text.empty() && text.size() <= kLongestTag && word(text.front()) &&
           std::ranges::all_of(text, [&](char c) { return word(c) || c == '.' || c == '-'; });
}

bool isHost(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
    });
}

bool isRepository(std::string_view text) {
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t slash = std::min(text.find('/', begin), text.size());
        if (!isComponent(text.substr(begin, slash - begin))) {
            return false;
        }
        begin = slash + 1;
    }
    return true;
}

Failure invalid(std::string_view text) {
    return failure(ErrorCode::Invalid, say("'%1' is not a valid image name (invalid reference format)", text.substr(0, 200)));
}

} // namespace

Result<Reference> Reference::parse(std::string_view text) {
    Reference out;
    std::string_view rest = text;
    if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
        Result<Digest> digest = Digest::parse(rest.substr(at + 1));
        if (!digest) {
            return invalid(text);
        }
        out.digest = std::move(*digest);
        rest = rest.substr(0, at);
    }
    // A first component with a dot, a colon or called localhost is a registry, as is one with capital letters.
    if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
        const std::string_view first = rest.substr(0, slash);
        const bool capital = std::ranges::any_of(first, [](unsigned char c) { return std::isupper(c) != 0; });
        if (first.find_first_of(".:") != std::string_view::npos || first == "localhost" || capital) {
            if (!isHost(first)) {
                return invalid(text);
            }
            out.registry = first;
            rest = rest.substr(slash + 1);
        }
    }
    if (const std::size_t colon = rest.rfind(':'); colon != std::string_view::npos) {
        out.tag = rest.substr(colon + 1);
        rest = rest.substr(0, colon);
        if (!isTag(out.tag)) {
            return invalid(text);
        }
    }
    if (!isRepository(rest) || (out.registry.empty() && rest.size() == 64 &&
        std::ranges::all_of(rest, [](unsigned char c) { return std::isxdigit(c) != 0; }))) {
        return invalid(text);
    }
    out.repository = rest;
    if (out.registry.empty() || out.registry == "index.docker.io") {
        out.registry = kDefaultRegistry;
    }
    if (out.registry == kDefaultRegistry && out.repository.find('/') == std::string::npos) {
        out.repository.insert(0, "library/");
    }
    if (out.repository.size() > kLongestName) {
        return invalid(text);
    }
    if (out.tag.empty() && !out.digest) {
        out.tag = "latest";
    }
    return out;
}

std::string Reference::text() const {
    return registry + "/" + repository + (tag.empty() ? "" : ":" + tag) + (digest ? "@" + digest->text() : "");
}

std::string Reference::familiar() const {
    std::string name = registry == kDefaultRegistry ? repository : registry + "/" + repository;
    constexpr std::string_view library = "library/";
    // "library/a/b" stays: a/b is another repository.
    if (registry == kDefaultRegistry && name.starts_with(library) && name.find('/', library.size()) == std::string::npos) {
        name.erase(0, library.size());
    }
    const bool shown = !tag.empty() && (tag != "latest" || digest);
    return name + (shown ? ":" + tag : "") + (digest ? "@" + digest->text() : "");
}

} // namespace sw::oci
