#include "core/base/imagepath.h"

#include <algorithm>

namespace sw {

std::vector<std::string_view> splitPath(std::string_view clean) {
    std::vector<std::string_view> parts;
    parts.reserve(static_cast<std::size_t>(std::ranges::count(clean, '/')) + 1);
    std::size_t begin = 0;
    while (begin < clean.size()) {
        std::size_t end = clean.find('/', begin);
        end = end == std::string_view::npos ? clean.size() : end;
        if (end > begin) {
            parts.push_back(clean.substr(begin, end - begin));
        }
        begin = end + 1;
    }
    return parts;
}

namespace {

/// Nothing empty, no "." and no ".." between the slashes.
bool isClean(std::string_view path) {
    while (true) {
        const std::size_t slash = path.find('/');
        const std::string_view part = path.substr(0, slash);
        if (part.empty() || part == "." || part == "..") {
            return false;
        }
        if (slash == std::string_view::npos) {
            return true;
        }
        path.remove_prefix(slash + 1);
    }
}

} // namespace

std::string cleanImagePath(std::string_view path) {
    if (path.ends_with('/')) {
        path.remove_suffix(1);
    }
    if (isClean(path)) { // nearly always
        return std::string(path);
    }
    std::vector<std::string_view> kept;
    for (const std::string_view part : splitPath(path)) {
        if (part == "..") {
            if (!kept.empty()) {
                kept.pop_back();
            }
        } else if (part != ".") {
            kept.push_back(part);
        }
    }
    std::string out;
    for (const std::string_view part : kept) {
        if (!out.empty()) {
            out += '/';
        }
        out += part;
    }
    return out;
}

std::string joinImagePath(std::string_view directory, std::string_view path) {
    if (path.starts_with('/')) {
        return cleanImagePath(path);
    }
    return cleanImagePath(std::string(directory) + "/" + std::string(path));
}

std::string_view parentPath(std::string_view clean) {
    const std::size_t slash = clean.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : clean.substr(0, slash);
}

std::string_view baseName(std::string_view clean) {
    const std::size_t slash = clean.rfind('/');
    return slash == std::string_view::npos ? clean : clean.substr(slash + 1);
}

bool isWithin(std::string_view clean, std::string_view directory) {
    return directory.empty() || clean == directory ||
           (clean.size() > directory.size() && clean.starts_with(directory) && clean[directory.size()] == '/');
}

std::string absolutePath(std::string_view clean) { return "/" + std::string(clean); }

} // namespace sw
