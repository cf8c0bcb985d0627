#pragma once

#include "core/dockerfile/ast.h"

#include <optional>
#include <string>
#include <vector>

namespace sw::dockerfile {

/// A place where a stage of the file is named, by its name or its number.
struct StageReference {
    std::size_t stage = 0;       ///< index in Document::stages
    std::size_t instruction = 0; ///< index in Document::instructions
    TextRange range;             ///< the name, with quotes if it has them
    bool byNumber = false;       ///< COPY --from=0
    bool caseCounts = false;     ///< FROM compares with the case as written
};

/// The name a stage is looked up by: lower case, "" when it has none.
std::string stageName(const Document& document, std::size_t stage);

/// FROM of an earlier stage, COPY/ADD --from, --mount from= and the same in ONBUILD; in file order
/// (dockerfile-semantics 2.4: FROM sees the stages so far, the others the whole file's last stage of a name).
std::vector<StageReference> stageReferences(const Document& document);

} // namespace sw::dockerfile
