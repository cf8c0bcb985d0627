#pragma once

#include "core/dockerfile/ast.h"

#include <string>

namespace sw::test {

inline std::string goQuoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\t': out += "\\t"; break;
        case '\r': out += "\\r"; break;
        default: out += c;
        }
    }
    return out + '"';
}

/// One instruction as the `result` files beside BuildKit's parser tests print it:
/// (run ["--mount=type=ssh"] "make"), (onbuild (run "make")).
inline std::string dump(const dockerfile::Instruction& instruction) {
    std::string out = "(";
    for (const char c : instruction.cmd) {
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (!instruction.flags.empty()) {
        out += " [";
        for (const dockerfile::Flag& flag : instruction.flags) {
            out += (&flag == &instruction.flags.front() ? "" : " ") +
                   goQuoted("--" + flag.name + (flag.value ? "=" + *flag.value : std::string()));
        }
        out += "]";
    }
    if (instruction.sub) {
        out += " " + dump(*instruction.sub);
    }
    for (const std::string& arg : instruction.args) {
        out += " " + goQuoted(arg);
    }
    return out + ")";
}

inline std::string dump(const dockerfile::Document& document) {
    std::string out;
    for (const dockerfile::Instruction& instruction : document.instructions) {
        out += dump(instruction) + "\n";
    }
    return out;
}

} // namespace sw::test
