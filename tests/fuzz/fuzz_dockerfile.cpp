#include "core/dockerfile/edit.h"
#include "core/dockerfile/parser.h"
#include "core/dockerfile/scope.h"
#include "core/format/format.h"
#include "core/format/meaning.h"
#include "tests/core/dockerfile/invariants.h"
#include "tests/fuzz/promise.h"

namespace {

using namespace sw;

/// Formatting keeps the meaning, and formatting again changes nothing.
void checkFormat(const dockerfile::Document& document) {
    const format::Formatted once = format::format(document);
    fuzz::require(once.refusal.empty(), "formatting changes " + once.refusal);
    fuzz::require(applyEdits(document.text, once.edits) == once.text, "the edits do not give the text");
    const dockerfile::Document after = dockerfile::parse(once.text);
    const std::string difference = format::meaningDifference(document, after);
    fuzz::require(difference.empty(), "formatting changed " + difference);
    fuzz::require(format::format(after).text == once.text, "formatting again changes the text");
}

} // namespace

/// The parser and everything the editor asks of its tree, for any bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sw::dockerfile;
    const Document document = parse(std::string(reinterpret_cast<const char*>(data), size));
    const std::string broken = sw::test::brokenInvariant(document);
    sw::fuzz::require(broken.empty(), broken);
    checkFormat(document);
    const int lines = document.lines.lineCount();
    static_cast<void>(variablesInScope(document, lines));
    static_cast<void>(referenceAt(document, size / 2));
    static_cast<void>(renameStage(document, 0, "renamed"));
    static_cast<void>(renameVariable(document, lines / 2, "a", "b"));
    const auto toggled = toggleComment(document, 1, lines);
    static_cast<void>(sw::applyEdits(document.text, toggled));
    return 0;
}
