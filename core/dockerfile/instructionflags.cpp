#include "core/dockerfile/instructionflags.h"

#include "core/dockerfile/gotext.h"
#include "core/dockerfile/reading.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sw::dockerfile {

namespace {

using Kind = FlagRule::Kind;

constexpr std::array kAdd = {
    FlagRule{"checksum", Kind::Text, "sha256:HEX"}, FlagRule{"chmod", Kind::Text, "MODE"},
    FlagRule{"chown", Kind::Text, "USER[:GROUP]"},  FlagRule{"exclude", Kind::List, "PATTERN"},
    FlagRule{"keep-git-dir", Kind::Switch, ""},     FlagRule{"link", Kind::Switch, ""},
    FlagRule{"unpack", Kind::Switch, ""},
};
constexpr std::array kCopy = {
    FlagRule{"chmod", Kind::Text, "MODE"},      FlagRule{"chown", Kind::Text, "USER[:GROUP]"},
    FlagRule{"exclude", Kind::List, "PATTERN"}, FlagRule{"from", Kind::Text, "STAGE"},
    FlagRule{"link", Kind::Switch, ""},         FlagRule{"parents", Kind::Switch, ""},
};
constexpr std::array kFrom = {FlagRule{"platform", Kind::Text, "OS/ARCH"}};
constexpr std::array kHealthcheck = {
    FlagRule{"interval", Kind::Text, "30s"},      FlagRule{"retries", Kind::Text, "3"},
    FlagRule{"start-interval", Kind::Text, "5s"}, FlagRule{"start-period", Kind::Text, "0s"},
    FlagRule{"timeout", Kind::Text, "30s"},
};
constexpr std::array kRun = {
    FlagRule{"device", Kind::List, "NAME"},
    FlagRule{"mount", Kind::List, "type=cache,target=PATH"},
    FlagRule{"network", Kind::Text, "default|none|host"},
    FlagRule{"security", Kind::Text, "sandbox|insecure"},
};

/// What is wrong with one flag; empty when nothing is.
Sentence problem(const Flag& flag, std::span<const FlagRule> rules, bool seen) {
    const auto rule = std::ranges::find(rules, flag.name, &FlagRule::name);
    if (rule == rules.end()) {
        std::vector<std::string_view> names;
        std::ranges::transform(rules, std::back_inserter(names), &FlagRule::name);
        const std::optional<std::string> near = nearestName(flag.name, names, true);
        const Sentence unknown = say("unknown flag: --%1", flag.name);
        return near ? say("%1 (did you mean %2?)", unknown, *near) : unknown;
    }
    if (seen && rule->kind != Kind::List) {
        return say("duplicate flag specified: --%1", flag.name);
    }
    if (rule->kind != Kind::Switch) {
        return flag.value ? Sentence() : say("missing a value on flag: --%1", flag.name);
    }
    if (!flag.value) {
        return {};
    }
    if (flag.value->empty()) {
        return say("missing a value on flag: --%1", flag.name);
    }
    const std::string value = lowered(*flag.value);
    return value == "true" || value == "false"
               ? Sentence()
               : say("expecting boolean value for flag --%1, not: %2", flag.name, *flag.value);
}

Sentence allowedFlags(std::span<const FlagRule> rules, std::string_view instruction) {
    if (rules.empty()) {
        return say("%1 takes no flags.", instruction);
    }
    std::string text;
    for (const FlagRule& rule : rules) {
        text += (&rule == &rules.front() ? "--" : ", --") + std::string(rule.name);
    }
    return say("%1 takes %2.", instruction, text);
}

} // namespace

std::span<const FlagRule> flagRules(InstructionKind kind) {
    switch (kind) {
    case InstructionKind::Add: return kAdd;
    case InstructionKind::Copy: return kCopy;
    case InstructionKind::From: return kFrom;
    case InstructionKind::Healthcheck: return kHealthcheck;
    case InstructionKind::Run: return kRun;
    default: return {};
    }
}

std::optional<std::string> nearestInstruction(std::string_view word) {
    std::vector<std::string_view> names;
    for (int kind = 0; kind < static_cast<int>(InstructionKind::Unknown); ++kind) {
        names.push_back(instructionName(static_cast<InstructionKind>(kind)));
    }
    return nearestName(word, names);
}

bool checkFlags(Reader& reader, Instruction& instruction) {
    const std::span<const FlagRule> rules = flagRules(instruction.kind);
    std::vector<std::string_view> seen;
    for (const Flag& flag : instruction.flags) {
        const bool repeated = std::ranges::find(seen, flag.name) != seen.end();
        if (Sentence message = problem(flag, rules, repeated); !message.empty()) {
            reader.refuse(instruction, flag.range, std::move(message),
                          allowedFlags(rules, instructionName(instruction.kind)));
            return false;
        }
        seen.push_back(flag.name);
    }
    return true;
}

} // namespace sw::dockerfile
