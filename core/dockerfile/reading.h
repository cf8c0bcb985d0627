#pragma once

#include "core/dockerfile/ast.h"
#include "core/dockerfile/logicalline.h"
#include "core/dockerfile/parser.h"

#include <string>
#include <string_view>
#include <vector>

/// The two steps from a logical line to a typed instruction. Internal to this folder.
namespace sw::dockerfile {

struct Reader {
    std::string_view text; ///< the file
    char escape = '\\';
    std::vector<Diagnostic>& diagnostics;
    /// Severity of kInstructionRule findings: triggers of ONBUILD are only judged when a child stage runs them.
    Severity instructionSeverity = Severity::Error;

    void syntaxError(Instruction& instruction, TextRange range, Sentence message, Sentence detail = {});
    void refuse(Instruction& instruction, TextRange range, Sentence message, Sentence detail = {},
                std::vector<QuickFix> fixes = {});
};

/// Keyword, flags and words (BuildKit's parser package). Heredocs are attached by the caller, who owns the lines.
Instruction readInstruction(Reader& reader, const LogicalLine& line, Span span, int depth = 0);

/// May this instruction announce heredocs on its line?
bool mayHoldHeredocs(const Instruction& instruction);

/// The typed payload and its rules (BuildKit's instructions package).
void typeInstruction(Reader& reader, Instruction& instruction);

/// Where `size` characters of a word from its `begin`th on stand, when `range` is that of the word and its text is as written.
/// Continuation marks inside it, and what lies between the lines, count for nothing.
TextRange subRange(const Reader& reader, const TextRange& range, std::size_t begin, std::size_t size);

} // namespace sw::dockerfile
