#include "core/dockerfile/ignorefile.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

/// The last line is a path, what stands before it an ignore file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sw::dockerfile;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t split = text.rfind('\n');
    const std::string_view path = split == std::string_view::npos ? text : text.substr(split + 1);
    auto patterns = readIgnoreFile(text.substr(0, split == std::string_view::npos ? 0 : split));
    if (!patterns) {
        return 0;
    }
    for (const IgnorePattern& pattern : *patterns) {
        static_cast<void>(matchGlob(pattern.text, path));
    }
    const auto matcher = IgnoreMatcher::compile(std::move(*patterns));
    if (!matcher) {
        return 0;
    }
    const auto verdict = matcher->match(path);
    if (verdict.ignored != (verdict.pattern >= 0 && !matcher->patterns()[static_cast<std::size_t>(verdict.pattern)].negated)) {
        std::abort();
    }
    static_cast<void>(matcher->match("below", verdict.state));
    static_cast<void>(matcher->mayReincludeBelow(path));
    return 0;
}
