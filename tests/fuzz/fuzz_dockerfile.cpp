#include "core/dockerfile/edit.h"
#include "core/dockerfile/parser.h"
#include "core/dockerfile/scope.h"
#include "tests/core/dockerfile/invariants.h"

#include <cstdio>
#include <cstdlib>

/// The parser and everything the editor asks of its tree, for any bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sw::dockerfile;
    const Document document = parse(std::string(reinterpret_cast<const char*>(data), size));
    if (const std::string broken = sw::test::brokenInvariant(document); !broken.empty()) {
        std::fprintf(stderr, "broken invariant: %s\n", broken.c_str());
        std::abort();
    }
    const int lines = document.lines.lineCount();
    static_cast<void>(variablesInScope(document, lines));
    static_cast<void>(referenceAt(document, size / 2));
    static_cast<void>(renameStage(document, 0, "renamed"));
    static_cast<void>(renameVariable(document, lines / 2, "a", "b"));
    const auto toggled = toggleComment(document, 1, lines);
    static_cast<void>(sw::applyEdits(document.text, toggled));
    return 0;
}
