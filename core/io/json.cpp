#include "core/io/json.h"

#include <algorithm>

namespace sw::io {

namespace {

/// Deepest nesting of a text that may not even be JSON; brackets in strings do not count.
int depthOf(std::string_view text) {
    int depth = 0;
    int deepest = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            i += c == '\\' ? 1U : 0U;
            inString = c != '"';
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return deepest;
}

} // namespace

Result<Json> parseJson(std::string_view text, JsonLimits limits) {
    if (text.size() > limits.bytes) {
        return failure(ErrorCode::Corrupt, say("JSON of %1 bytes is larger than expected", text.size()));
    }
    if (depthOf(text) > limits.depth) {
        return failure(ErrorCode::Corrupt, say("JSON is nested deeper than %1 levels", limits.depth));
    }
    Json json = Json::parse(text.begin(), text.end(), nullptr, false);
    if (json.is_discarded()) {
        return failure(ErrorCode::Corrupt, say("not valid JSON: '%1'", text.substr(0, 60)));
    }
    return json;
}

std::string dumpJson(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

const Json* member(const Json& json, std::string_view name) {
    if (!json.is_object()) {
        return nullptr;
    }
    const auto found = json.find(name);
    return found == json.end() || found->is_null() ? nullptr : &*found;
}

std::string stringOf(const Json& json, std::string_view name, std::string_view fallback) {
    const Json* value = member(json, name);
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string(fallback);
}

std::int64_t integerOf(const Json& json, std::string_view name, std::int64_t fallback) {
    const Json* value = member(json, name);
    return value != nullptr && value->is_number() ? value->get<std::int64_t>() : fallback;
}

bool boolOf(const Json& json, std::string_view name, bool fallback) {
    const Json* value = member(json, name);
    return value != nullptr && value->is_boolean() ? value->get<bool>() : fallback;
}

} // namespace sw::io
