#pragma once

#include "core/dockerfile/logicalline.h"

#include <string>
#include <string_view>
#include <vector>

/// The commands of a shell script, as far as rules about a RUN need them: which programs are called with which words,
/// and what is piped. POSIX shell with bash's common additions. Nothing is expanded.
namespace sw::checks {

using dockerfile::Span;
using NameList = std::vector<std::string_view>;

struct ShellWord {
    std::string text;    ///< quotes and escapes removed; expansions stay as written ("$name", "$(date)")
    bool literal = true; ///< holds no expansion
    bool quoted = false; ///< a part of it stood in quotes
    Span span;           ///< in the script
};

struct ShellCommand {
    std::vector<ShellWord> assignments; ///< NAME=value before the program
    std::vector<ShellWord> words;       ///< program first; never empty
    std::vector<ShellWord> redirects;   ///< targets of < and >
    Span span;                          ///< first word to last
    bool nested = false;                ///< inside $( ) or backquotes
    bool pipedOn = false;               ///< its output goes into the next command
    bool pipedInto = false;             ///< its input is the output of the command before

    /// Name of the program without its folder; empty when it is not literal.
    std::string_view name() const;
    bool is(std::string_view program) const { return name() == program; }
    bool isAny(const NameList& programs) const;
    /// Is any of the words behind the program this text?
    bool hasArg(std::string_view text) const;
    bool hasAnyArg(const NameList& texts) const;
    /// "-y" as itself or in a group ("-qqy"); long options with and without "=value". Names without dashes.
    bool hasFlag(const NameList& names) const;
    /// Words behind the program that are no options, without the values of the options named here (those that take
    /// their value as the next word; names without dashes). Everything after "--" counts.
    std::vector<const ShellWord*> operands(const NameList& withValue = {}) const;
    /// Value of an option, "--uid=5", "--uid 5", "-u 5" or "-u5"; empty when absent.
    std::string_view flagValue(std::string_view shortName, std::string_view longName) const;
};

struct ShellScript {
    std::vector<ShellCommand> commands; ///< in order of their begin
    std::vector<Span> pipes;            ///< the '|' marks, nested ones too
    bool understood = true;             ///< false: quotes or brackets do not close; then there are no commands
};

ShellScript readShellScript(std::string_view text);

} // namespace sw::checks
