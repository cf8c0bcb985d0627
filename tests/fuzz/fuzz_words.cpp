#include "core/dockerfile/heredocs.h"
#include "core/dockerfile/jsonarray.h"
#include "core/dockerfile/mounts.h"
#include "core/dockerfile/shelllexer.h"
#include "core/dockerfile/words.h"
#include "core/io/json.h"
#include "tests/fuzz/promise.h"

#include <algorithm>
#include <cstdint>

namespace {

using namespace sw::dockerfile;
using sw::fuzz::require;

void checkSpan(Span span, std::size_t& done, std::size_t end, const char* what) {
    require(span.begin >= done && span.begin <= span.end && span.end <= end, std::string(what) + " overlap or are outside");
    done = span.end;
}

void checkInside(Span span, std::size_t end, const char* what) {
    require(span.begin <= span.end && span.end <= end, std::string(what) + " is outside");
}

void checkCommand(std::string_view text) {
    const SplitCommand split = splitCommand(text, {0, text.size()});
    std::size_t done = 0;
    checkSpan(split.keyword, done, text.size(), "keyword");
    for (const FlagWord& flag : split.flags) {
        checkSpan(flag.raw, done, text.size(), "flags");
        require(flag.text.starts_with("--") && flag.valueBegin <= flag.raw.end, "a flag without dashes");
    }
    checkSpan(split.rest, done, text.size(), "arguments");
}

void checkWords(std::string_view text, char escape) {
    std::size_t done = 0;
    for (const Span word : splitBlanks(text, {0, text.size()})) {
        checkSpan(word, done, text.size(), "words between blanks");
    }
    done = 0;
    for (const QuotedWord& word : splitQuoted(text, {0, text.size()}, escape)) {
        checkSpan(word.span, done, text.size(), "words with quotes");
        require(!word.text.empty() && word.text.size() <= word.span.size(), "a word is empty or longer than it stands there");
    }
    if (const auto heredocs = heredocsOnLine(text)) {
        for (const HeredocWord& heredoc : *heredocs) {
            checkInside(heredoc.span, text.size(), "a heredoc");
        }
    }
    ExpandOptions raw;
    raw.escape = escape;
    raw.rawQuotes = raw.rawEscapes = raw.skipUnsetEnv = true;
    if (const auto lexed = lexShellText(text, [](std::string_view) { return std::nullopt; }, raw)) {
        require(lexed->words.size() == lexed->spans.size(), "words and their places differ in number");
        for (const Span span : lexed->spans) { // the words of ${a:-b c} share one place
            checkInside(span, text.size(), "a word of the shell");
        }
    }
}

/// The reader of arrays against a general reader of JSON, which takes no broken characters and no halves of pairs.
void checkArray(std::string_view text) {
    const JsonArray array = readJsonArray(text, {0, text.size()});
    require(array.strings.size() == array.spans.size() || array.outcome != JsonArray::Outcome::Strings, "strings and places differ in number");
    const bool plain = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\0'; }) && !text.contains("\\u");
    if (!plain) {
        return;
    }
    const auto json = sw::io::parseJson(text);
    const bool isArray = json && json->is_array();
    require(isArray == (array.outcome != JsonArray::Outcome::NotJson), "the two readers do not agree on what is an array");
    if (!isArray) {
        return;
    }
    const bool strings = std::ranges::all_of(*json, [](const sw::io::Json& item) { return item.is_string(); });
    require(strings == (array.outcome == JsonArray::Outcome::Strings), "the two readers do not agree on what are strings");
    if (strings) {
        require(json->get<std::vector<std::string>>() == array.strings, "the two readers read other strings");
    }
}

void checkMount(std::string_view text) {
    static_cast<void>(splitCsv(text));
    const auto mount = readMount(text);
    const auto expanded = readMount(text, [](std::string_view value) -> sw::Result<std::string> { return std::string(value); });
    if (expanded && !text.contains('$')) { // without expansion less is judged
        require(mount.has_value() && *mount == *expanded, "a mount without variables changes when expanded");
    }
}

} // namespace

/// Everything that cuts the text of an instruction into pieces: command and flags, words, words of the shell, heredocs,
/// JSON arrays, mounts. The first byte chooses the escape character.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const char escape = data[0] == '`' ? '`' : '\\';
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    checkCommand(text);
    checkWords(text, escape);
    checkArray(text);
    checkMount(text);
    return 0;
}
