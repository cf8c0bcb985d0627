#pragma once

#include "core/dockerfile/ast.h"

#include <QString>

#include <string_view>
#include <vector>

namespace sw::ui {

/// What an instruction or one of its flags means, in the reader's language. The one table of such texts.
struct FlagHelp {
    QString name;              ///< "from"
    QString summary;
    bool takesValue = true;
    std::vector<QString> values; ///< when only certain words are allowed
};

struct InstructionHelp {
    QString name;    ///< "COPY"
    QString syntax;  ///< "COPY [flags] source… destination"
    QString summary; ///< one or two sentences
    QString effect;  ///< what it does to the image: layer, or settings only
    std::vector<FlagHelp> flags;
};

InstructionHelp instructionHelp(dockerfile::InstructionKind kind); ///< empty name for Unknown
std::vector<dockerfile::InstructionKind> allInstructions();        ///< in the order in which completion offers them
/// Meaning of a parser directive: "syntax", "escape", "check"; empty for others.
QString directiveHelp(std::string_view name);
/// Keys of RUN --mount=…, with what they mean; `type` is the mount's type or empty.
std::vector<FlagHelp> mountKeys(std::string_view type);
/// "bind" and its like.
std::vector<FlagHelp> mountTypes();

} // namespace sw::ui
