#pragma once

#include "core/dockerfile/logicalline.h"

#include <string>
#include <string_view>
#include <vector>

namespace sw::dockerfile {

/// The exec form: a strict JSON array of strings. Anything that is not valid JSON means the shell form, silently;
/// a valid array that holds something else than strings is an error of the file.
struct JsonArray {
    enum class Outcome { NotJson, NotStrings, Strings } outcome = Outcome::NotJson;
    std::vector<std::string> strings;
    std::vector<Span> spans; ///< of each string with its quotes
};

JsonArray readJsonArray(std::string_view text, Span rest);

} // namespace sw::dockerfile
