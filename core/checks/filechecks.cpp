#include "core/checks/finding.h"
#include "core/dockerfile/gotext.h"
#include "core/dockerfile/parser.h"

#include <algorithm>

namespace sw::checks {

using dockerfile::Document;
using dockerfile::Instruction;
using dockerfile::InstructionKind;
using dockerfile::lowered;
using dockerfile::uppered;

namespace {

bool isLower(std::string_view word) { return lowered(word) == word; }
bool isUpper(std::string_view word) { return uppered(word) == word; }

/// The instructions that count for casing: all but the ARGs before the first FROM.
std::span<const Instruction> stageInstructions(const Document& document) {
    const std::size_t begin = document.stages.empty() ? document.instructions.size() : document.stages.front().from;
    return std::span(document.instructions).subspan(begin);
}

void checkCasing(const Document& document, Findings& findings) {
    int lower = 0;
    int upper = 0;
    for (const Instruction& instruction : stageInstructions(document)) {
        lower += isLower(instruction.cmd) ? 1 : 0;
        upper += isUpper(instruction.cmd) && !isLower(instruction.cmd) ? 1 : 0;
    }
    const bool wantLower = lower > upper;
    for (const Instruction& instruction : stageInstructions(document)) {
        if (wantLower ? isLower(instruction.cmd) : isUpper(instruction.cmd)) {
            continue;
        }
        const std::string right = wantLower ? lowered(instruction.cmd) : uppered(instruction.cmd);
        findings.add("ConsistentInstructionCasing", instruction,
                     wantLower ? say("Command '%1' should match the case of the command majority (lowercase)", instruction.cmd)
                               : say("Command '%1' should match the case of the command majority (uppercase)", instruction.cmd),
                     {{say("Write %1", right), {{instruction.keyword, right}}}});
    }
}

void checkMaintainer(const Instruction& instruction, Findings& findings) {
    std::vector<QuickFix> fixes;
    if (instruction.args.size() == 1) {
        const std::string keyword = isLower(instruction.cmd) ? "label" : "LABEL";
        fixes.push_back({say("Use a label"),
                         {{instruction.range, keyword + " org.opencontainers.image.authors=" +
                                                  dockerfile::inQuotes(instruction.args.front())}}});
    }
    findings.add("MaintainerDeprecated", instruction,
                 say("Maintainer instruction is deprecated in favor of using label"), std::move(fixes));
}

/// Edits that take the blank lines out of an instruction.
std::vector<TextEdit> withoutBlankLines(const Document& document, const Instruction& instruction) {
    std::vector<TextEdit> edits;
    for (int line = instruction.startLine() + 1; line < instruction.endLine(); ++line) {
        const std::size_t begin = document.lines.lineStart(line);
        const std::size_t next = document.lines.lineStart(line + 1);
        if (dockerfile::trimmed(std::string_view(document.text).substr(begin, next - begin)).empty()) {
            edits.push_back({document.lines.range(begin, next), ""});
        }
    }
    return edits;
}

void checkContinuations(const Document& document, Findings& findings) {
    for (const Diagnostic& diagnostic : document.diagnostics) {
        if (diagnostic.rule != dockerfile::kEmptyContinuationRule) {
            continue;
        }
        std::vector<QuickFix> fixes;
        if (const Instruction* instruction = document.instructionAtLine(diagnostic.range.start.line)) {
            fixes.push_back({say("Remove the blank lines"), withoutBlankLines(document, *instruction)});
        }
        findings.addAt(diagnostic.rule, diagnostic.range, say("Empty continuation line"), std::move(fixes));
    }
}

std::string firstWord(const std::string& text) { return text.substr(0, text.find(' ')); }

/// A comment above FROM or ARG should be its description. Blank lines between them change nothing for BuildKit, whatever the
/// rule's page says; an empty comment ends the block.
void checkDescription(const Instruction& instruction, Findings& findings) {
    std::vector<std::string> names;
    if (const auto* from = instruction.as<dockerfile::FromArgs>(); from != nullptr && from->name) {
        names.push_back(lowered(from->name->text));
    } else if (instruction.kind == InstructionKind::Arg) {
        if (const auto* args = instruction.as<dockerfile::PairArgs>()) {
            std::ranges::transform(args->pairs, std::back_inserter(names),
                                   [](const dockerfile::KeyValue& pair) { return pair.key.text; });
        }
    }
    if (names.empty() || instruction.precedingComments.empty() ||
        std::ranges::find(names, firstWord(instruction.precedingComments.back())) != names.end()) {
        return;
    }
    const TextPosition start = instruction.range.start;
    findings.add("InvalidDefinitionDescription", instruction,
                 say("Comment for %1 should follow the format: `# %2 <description>`", instruction.kind == InstructionKind::From ? "FROM" : "ARG",
                     names.size() > 1 ? "<arg_key>" : names.front()),
                 {{say("Add an empty comment"), {{{start, start}, "#\n"}}}});
}

} // namespace

void checkFile(const Document& document, Findings& findings) {
    findings.enter(plan::Phase::Instructions);
    checkContinuations(document, findings);
    for (const Instruction& instruction : document.instructions) {
        findings.enter(plan::Phase::Instructions, &instruction);
        if (instruction.kind == InstructionKind::Maintainer) {
            checkMaintainer(instruction, findings);
        }
        findings.enter(plan::Phase::Instructions, &instruction, true);
        checkDescription(instruction, findings);
    }
    findings.enter(plan::Phase::Arguments);
    checkCasing(document, findings);
}

} // namespace sw::checks
