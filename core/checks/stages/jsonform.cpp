#include "core/checks/lintcontext.h"

#include <algorithm>

/// A list that is nearly JSON: everything that is not JSON is taken as the shell form, silently
/// (BuildKit frontend/dockerfile/parser/line_parsers.go), so that a missing bracket makes a command of another kind.
namespace sw::checks {

using dockerfile::InstructionKind;

namespace {

bool takesList(InstructionKind kind) {
    switch (kind) {
    case InstructionKind::Run:
    case InstructionKind::Cmd:
    case InstructionKind::Entrypoint:
    case InstructionKind::Copy:
    case InstructionKind::Add:
    case InstructionKind::Volume: return true;
    default: return false;
    }
}

/// `["a"` and `['a'` are no shell; `[ "a" = b ]` is a test, and `[ "a", "b"` a list again.
bool meantAsList(std::string_view text) {
    if (!text.starts_with('[')) {
        return false;
    }
    const std::size_t quote = text.find_first_not_of(" \t", 1);
    if (quote == std::string_view::npos || (text[quote] != '"' && text[quote] != '\'')) {
        return false;
    }
    const std::size_t end = text.find(text[quote], quote + 1);
    return quote == 1 || (end != std::string_view::npos && text.substr(end + 1).starts_with(','));
}

/// The list with JSON's quotes, where single quotes are all that is wrong with it.
std::vector<QuickFix> withJsonQuotes(const LintContext& context, std::size_t begin, std::size_t end) {
    std::string text = context.document().text.substr(begin, end - begin);
    if (!text.ends_with(']') || text.find_first_of("\"\\\n$") != std::string::npos || std::ranges::count(text, '\'') % 2 != 0) {
        return {};
    }
    std::ranges::replace(text, '\'', '"');
    return {{say("Use double quotes"), {{context.document().lines.range(begin, end), text}}}};
}

} // namespace

void lintJsonForms(LintContext& context) {
    for (const Step& step : context.steps()) {
        const dockerfile::Instruction& instruction = *step.instruction;
        if (instruction.json || !takesList(instruction.kind) || instruction.args.empty() || instruction.argRanges.empty()) {
            continue;
        }
        const auto begin = instruction.argRanges.front().start;
        const auto end = instruction.argRanges.back().end;
        const std::string_view text = context.document().text;
        if (meantAsList(text.substr(begin.offset, end.offset - begin.offset))) {
            context.add("JsonFormBroken", step, context.document().lines.range(begin.offset, end.offset),
                        say("Write the list as JSON, with double quotes, commas and both brackets: as it stands it is plain words."),
                        withJsonQuotes(context, begin.offset, end.offset));
        }
    }
}

} // namespace sw::checks
