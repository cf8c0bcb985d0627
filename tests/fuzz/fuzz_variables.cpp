#include "core/dockerfile/heredocs.h"
#include "core/dockerfile/jsonarray.h"
#include "core/dockerfile/mounts.h"
#include "core/dockerfile/variables.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

/// The first byte chooses the options, the rest is the word.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sw::dockerfile;
    if (size == 0) {
        return 0;
    }
    ExpandOptions options;
    options.escape = (data[0] & 1U) != 0 ? '`' : '\\';
    options.rawQuotes = (data[0] & 2U) != 0;
    options.rawEscapes = (data[0] & 4U) != 0;
    options.skipUnsetEnv = (data[0] & 8U) != 0;
    options.skipProcessQuotes = (data[0] & 16U) != 0;
    const std::string_view word(reinterpret_cast<const char*>(data) + 1, size - 1);
    const VariableLookup lookup = [](std::string_view name) {
        return name.size() % 3 == 0 ? std::nullopt : std::optional<std::string>(name.size() % 3 == 1 ? "a/b.c\nd" : "");
    };
    const auto whole = expandWord(word, lookup, options);
    const auto words = expandWords(word, lookup, options);
    if (whole.has_value() != words.has_value()) {
        std::abort();
    }
    static_cast<void>(heredocsOnLine(word));
    static_cast<void>(readJsonArray(word, {0, word.size()}));
    static_cast<void>(readMount(word));
    return 0;
}
