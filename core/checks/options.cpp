#include "core/checks/checks.h"
#include "core/dockerfile/gotext.h"

#include <algorithm>

namespace sw::checks {

using dockerfile::inQuotes;
using dockerfile::trimmed;

namespace {

std::vector<std::string_view> split(std::string_view text, char separator, std::size_t limit = std::string::npos) {
    std::vector<std::string_view> parts;
    while (parts.size() + 1 < limit) {
        const std::size_t at = text.find(separator);
        if (at == std::string_view::npos) {
            break;
        }
        parts.push_back(text.substr(0, at));
        text.remove_prefix(at + 1);
    }
    parts.push_back(text);
    return parts;
}

std::vector<std::string> names(std::string_view list) {
    std::vector<std::string> out;
    for (const std::string_view name : split(list, ',')) {
        out.emplace_back(trimmed(name));
    }
    return out;
}

std::optional<bool> readBool(std::string_view text) {
    static constexpr std::string_view kTrue[] = {"1", "t", "T", "true", "TRUE", "True"};
    static constexpr std::string_view kFalse[] = {"0", "f", "F", "false", "FALSE", "False"};
    if (std::ranges::find(kTrue, text) != std::ranges::end(kTrue)) {
        return true;
    }
    return std::ranges::find(kFalse, text) != std::ranges::end(kFalse) ? std::optional(false) : std::nullopt;
}

} // namespace

bool Options::enabled(const Rule& rule) const {
    if (rule.experimental) {
        return experimentalAll || std::ranges::find(experimental, rule.name) != experimental.end();
    }
    return !skipAll && std::ranges::find(skip, rule.name) == skip.end();
}

Result<Options> readOptions(std::string_view text) {
    Options options;
    text = trimmed(text);
    if (text.empty()) {
        return options;
    }
    for (const std::string_view part : split(text, ';', 3)) {
        const std::size_t equals = part.find('=');
        const std::string_view key = trimmed(part.substr(0, equals));
        if (equals == std::string_view::npos) {
            return failure(ErrorCode::Invalid, say("invalid check option %1", inQuotes(part)));
        }
        const std::string_view value = trimmed(part.substr(equals + 1));
        if (key == "skip") {
            options.skipAll = options.skipAll || value == "all";
            options.skip = value == "all" ? options.skip : names(value);
        } else if (key == "experimental") {
            options.experimentalAll = options.experimentalAll || value == "all";
            options.experimental = value == "all" ? options.experimental : names(value);
        } else if (key == "error") {
            const std::optional<bool> flag = readBool(value);
            if (!flag) {
                return failure(ErrorCode::Invalid, say("failed to parse check option %1: error is true or false", inQuotes(part)));
            }
            options.error = *flag;
        } else {
            return failure(ErrorCode::Invalid, say("invalid check option %1", inQuotes(key)));
        }
    }
    return options;
}

} // namespace sw::checks
