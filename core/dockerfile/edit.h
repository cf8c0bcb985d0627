#pragma once

#include "core/dockerfile/ast.h"

#include <string>
#include <vector>

/// User intents as TextEdits. None of them changes a Document; an empty list means that nothing is to be done.
namespace sw::dockerfile {

/// Renames stage number `stage` in its FROM and in every FROM, COPY/ADD --from, --mount from= and ONBUILD that means it.
std::vector<TextEdit> renameStage(const Document& document, std::size_t stage, std::string_view newName);

/// Renames an ARG or ENV variable in its declaration(s) visible from `line` and every use in scope.
std::vector<TextEdit> renameVariable(const Document& document, int line, std::string_view name, std::string_view newName);

/// Comments or uncomments whole lines first..last (1-based, inclusive).
std::vector<TextEdit> toggleComment(const Document& document, int firstLine, int lastLine);

/// "COPY --from=SOURCE /path ./" at the end of stage `target`, naming the source stage first if it has no name.
std::vector<TextEdit> addCopyFrom(const Document& document, std::size_t sourceStage, std::size_t targetStage);

/// A reference to a name in the text: where it stands and where it is declared. For go-to-definition and rename.
struct Reference {
    enum class What { Stage, Variable } what = What::Stage;
    std::string name;
    TextRange range;      ///< the name under the cursor
    TextRange definition; ///< of the declaring word; empty when it is not in this file
};
/// The stage or variable name at a byte offset, if there is one.
std::optional<Reference> referenceAt(const Document& document, std::size_t offset);

} // namespace sw::dockerfile
