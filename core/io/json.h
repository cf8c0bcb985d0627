#pragma once

#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// JSON without exceptions. Members keep their order, so that documents are written deterministically.
namespace sw::io {

using Json = nlohmann::ordered_json;

struct JsonLimits {
    std::size_t bytes = 64U << 20U;
    int depth = 100;
};

/// Corrupt: not JSON, too large or nested too deep; the message tells where.
Result<Json> parseJson(std::string_view text, JsonLimits limits = {});

/// Compact text; invalid UTF-8 is replaced, so that this cannot fail. indent < 0: one line.
std::string dumpJson(const Json& json, int indent = -1);

/// Member access that tolerates absence and null: nullptr unless `json` is an object with such a member that is not null.
const Json* member(const Json& json, std::string_view name);
std::string stringOf(const Json& json, std::string_view name, std::string_view fallback = {});
std::int64_t integerOf(const Json& json, std::string_view name, std::int64_t fallback = 0);
bool boolOf(const Json& json, std::string_view name, bool fallback = false);

} // namespace sw::io
