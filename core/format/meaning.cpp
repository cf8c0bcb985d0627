#include "core/format/meaning.h"

#include "core/dockerfile/gotext.h"
#include "core/dockerfile/parser.h"

#include <algorithm>

namespace sw::format {

namespace {

using dockerfile::Document;
using dockerfile::equalFold;
using dockerfile::Instruction;
using dockerfile::InstructionKind;

/// The old form's value and the new form's: the same, or the same between double quotes that protect its blanks.
bool sameValue(std::string_view old, std::string_view value) {
    return value == old || (value.size() == old.size() + 2 && value.front() == '"' && value.back() == '"' &&
                            value.substr(1, old.size()) == old && old.find_first_of("\"'\\`") == std::string_view::npos);
}

bool samePairs(const Instruction& a, const Instruction& b) {
    const bool rewritten = a.args.size() == 3 && a.args[2].empty() && b.args.size() == 3 && b.args[2] == "=";
    return rewritten ? a.args[0] == b.args[0] && sameValue(a.args[1], b.args[1]) : a.args == b.args;
}

bool sameWords(const Instruction& a, const Instruction& b) {
    switch (a.kind) {
    case InstructionKind::Env:
    case InstructionKind::Label: return samePairs(a, b);
    case InstructionKind::Expose: return std::ranges::equal(a.args, b.args, equalFold);
    case InstructionKind::From:
    case InstructionKind::Healthcheck: {
        const std::size_t keyword = a.kind == InstructionKind::From ? 1 : 0;
        if (a.args.size() != b.args.size()) {
            return false;
        }
        for (std::size_t i = 0; i < a.args.size(); ++i) {
            if (i == keyword ? !equalFold(a.args[i], b.args[i]) : a.args[i] != b.args[i]) {
                return false;
            }
        }
        return true;
    }
    default: return a.args == b.args;
    }
}

bool sameHeredoc(const dockerfile::Heredoc& a, const dockerfile::Heredoc& b) {
    return a.name == b.name && a.content == b.content && a.expand == b.expand && a.chomp == b.chomp && a.fd == b.fd;
}

bool sameFlag(const dockerfile::Flag& a, const dockerfile::Flag& b) { return a.name == b.name && a.value == b.value; }

/// Empty when alike, else what is not.
std::string_view difference(const Instruction& a, const Instruction& b) {
    if (a.kind != b.kind || !equalFold(a.cmd, b.cmd)) {
        return "its keyword";
    }
    if (a.valid != b.valid || a.payload.index() != b.payload.index()) {
        return "whether it is right";
    }
    if (!std::ranges::equal(a.flags, b.flags, sameFlag)) {
        return "its flags";
    }
    if (a.json != b.json) {
        return "its form";
    }
    if (!sameWords(a, b)) {
        return "its words";
    }
    if (!std::ranges::equal(a.heredocs, b.heredocs, sameHeredoc)) {
        return "its heredocs";
    }
    if ((a.sub == nullptr) != (b.sub == nullptr) || (a.sub && a.sub->original != b.sub->original)) {
        return "its trigger";
    }
    return {};
}

bool sameDirective(const dockerfile::Directive& a, const dockerfile::Directive& b) {
    return a.name == b.name && a.value == b.value;
}

bool sameStage(const dockerfile::StageSpan& a, const dockerfile::StageSpan& b) { return a.from == b.from && a.end == b.end; }

bool sameDiagnostic(const Diagnostic* a, const Diagnostic* b) {
    return a->severity == b->severity && a->rule == b->rule && a->message == b->message;
}

std::vector<const Diagnostic*> lasting(const Document& document) {
    std::vector<const Diagnostic*> out;
    for (const Diagnostic& diagnostic : document.diagnostics) {
        if (diagnostic.rule != dockerfile::kEmptyContinuationRule) {
            out.push_back(&diagnostic);
        }
    }
    return out;
}

std::vector<std::string_view> commentsOf(const Document& document) {
    std::vector<std::string_view> out;
    for (const dockerfile::Comment& comment : document.comments) {
        out.push_back(dockerfile::trimmed(comment.range.in(document.text)));
    }
    return out;
}

} // namespace

std::string meaningDifference(const Document& before, const Document& after) {
    if (before.escape != after.escape || !std::ranges::equal(before.directives, after.directives, sameDirective)) {
        return "the parser directives";
    }
    const std::size_t common = std::min(before.instructions.size(), after.instructions.size());
    for (std::size_t i = 0; i < common; ++i) {
        if (const std::string_view what = difference(before.instructions[i], after.instructions[i]); !what.empty()) {
            return "line " + std::to_string(before.instructions[i].startLine()) + ": " + std::string(what);
        }
    }
    if (before.instructions.size() != after.instructions.size()) {
        return "the number of instructions";
    }
    if (!std::ranges::equal(before.stages, after.stages, sameStage)) {
        return "the stages";
    }
    if (commentsOf(before) != commentsOf(after)) {
        return "the comments";
    }
    if (!std::ranges::equal(lasting(before), lasting(after), sameDiagnostic)) {
        return "the problems found";
    }
    return {};
}

} // namespace sw::format
