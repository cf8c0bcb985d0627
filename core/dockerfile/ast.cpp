#include "core/dockerfile/ast.h"

#include "core/dockerfile/gotext.h"

#include <algorithm>
#include <array>

namespace sw::dockerfile {

namespace {

struct Name {
    InstructionKind kind;
    std::string_view text;
};

constexpr std::array kNames = {
    Name{InstructionKind::Add, "ADD"},
    Name{InstructionKind::Arg, "ARG"},
    Name{InstructionKind::Cmd, "CMD"},
    Name{InstructionKind::Copy, "COPY"},
    Name{InstructionKind::Entrypoint, "ENTRYPOINT"},
    Name{InstructionKind::Env, "ENV"},
    Name{InstructionKind::Expose, "EXPOSE"},
    Name{InstructionKind::From, "FROM"},
    Name{InstructionKind::Healthcheck, "HEALTHCHECK"},
    Name{InstructionKind::Label, "LABEL"},
    Name{InstructionKind::Maintainer, "MAINTAINER"},
    Name{InstructionKind::Onbuild, "ONBUILD"},
    Name{InstructionKind::Run, "RUN"},
    Name{InstructionKind::Shell, "SHELL"},
    Name{InstructionKind::Stopsignal, "STOPSIGNAL"},
    Name{InstructionKind::User, "USER"},
    Name{InstructionKind::Volume, "VOLUME"},
    Name{InstructionKind::Workdir, "WORKDIR"},
};

} // namespace

std::string_view instructionName(InstructionKind kind) {
    const auto* found = std::ranges::find(kNames, kind, &Name::kind);
    return found == kNames.end() ? std::string_view() : found->text;
}

InstructionKind instructionKind(std::string_view name) {
    const std::string wanted = uppered(name);
    const auto* found = std::ranges::find(kNames, std::string_view(wanted), &Name::text);
    return found == kNames.end() ? InstructionKind::Unknown : found->kind;
}

const Instruction* Document::instructionAt(std::size_t offset) const {
    const auto after = std::ranges::upper_bound(instructions, offset, {},
                                                [](const Instruction& i) { return i.range.start.offset; });
    if (after == instructions.begin()) {
        return nullptr;
    }
    const Instruction& candidate = *std::prev(after);
    return offset <= candidate.range.end.offset ? &candidate : nullptr;
}

std::optional<std::size_t> Document::instructionIndexAtLine(int line) const {
    const auto after = std::ranges::upper_bound(instructions, line, {}, &Instruction::startLine);
    if (after == instructions.begin() || std::prev(after)->endLine() < line) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(std::prev(after) - instructions.begin());
}

const Instruction* Document::instructionAtLine(int line) const {
    const std::optional<std::size_t> index = instructionIndexAtLine(line);
    return index ? &instructions[*index] : nullptr;
}

std::optional<std::size_t> Document::stageAtLine(int line) const {
    const auto after =
        std::ranges::upper_bound(stages, line, {}, [](const StageSpan& s) { return s.range.start.line; });
    if (after == stages.begin()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(std::prev(after) - stages.begin());
}

const Directive* Document::directive(std::string_view name) const {
    const auto found = std::ranges::find(directives, name, &Directive::name);
    return found == directives.end() ? nullptr : &*found;
}

} // namespace sw::dockerfile
