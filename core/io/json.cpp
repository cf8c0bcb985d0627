#include "core/io/json.h"

#include "core/io/utf8.h"

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

/// Bytes of the UTF-8 sequence that begins here; 0 where none does.
std::size_t sequenceAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const unsigned lead = byte(at);
    const std::size_t length = lead < 0x80U ? 1 : lead >= 0xC2U && lead <= 0xDFU ? 2 : lead >= 0xE0U && lead <= 0xEFU ? 3
                               : lead >= 0xF0U && lead <= 0xF4U ? 4 : 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    const unsigned second = byte(at + 1);
    const bool overlong = (lead == 0xE0U && second < 0xA0U) || (lead == 0xF0U && second < 0x90U);
    const bool beyond = (lead == 0xEDU && second >= 0xA0U) || (lead == 0xF4U && second >= 0x90U);
    return length > 1 && (overlong || beyond) ? 0 : length;
}

bool isUtf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = sequenceAt(text, at);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

} // namespace

/// Each byte that belongs to no character becomes one U+FFFD, as in Go's texts: the libraries write one for several.
std::string withReplacements(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequenceAt(text, at);
        out += length == 0 ? "\xEF\xBF\xBD" : text.substr(at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return out;
}

namespace {

bool holdsUtf8(const Json& json) {
    if (json.is_string()) {
        return isUtf8(json.get_ref<const std::string&>());
    }
    return !json.is_structured() || std::all_of(json.begin(), json.end(), holdsUtf8);
}

void replaceBrokenText(Json& json) {
    if (json.is_string()) {
        json = withReplacements(json.get_ref<const std::string&>());
    } else if (json.is_structured()) {
        std::for_each(json.begin(), json.end(), replaceBrokenText);
    }
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
    if (holdsUtf8(json)) {
        return json.dump(indent, ' ', false, Json::error_handler_t::replace);
    }
    Json readable = json;
    replaceBrokenText(readable);
    return readable.dump(indent, ' ', false, Json::error_handler_t::replace);
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
