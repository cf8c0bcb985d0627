#pragma once

#include "core/base/diagnostic.h"
#include "core/base/text.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The lossless tree of one Dockerfile. Rules and sources: BuildKit frontend/dockerfile/{parser,instructions}.
/// Nothing here is expanded: variables stay as written, because their values depend on target and arguments.
namespace sw::dockerfile {

enum class InstructionKind {
    Add, Arg, Cmd, Copy, Entrypoint, Env, Expose, From, Healthcheck, Label, Maintainer, Onbuild, Run,
    Shell, Stopsignal, User, Volume, Workdir,
    Unknown, ///< a word that is no instruction (half-typed, or a mistake); has a diagnostic
};

/// Upper-case name, "RUN"; empty for Unknown.
std::string_view instructionName(InstructionKind kind);
InstructionKind instructionKind(std::string_view name); ///< case-insensitive

/// A word with its place. `text` is as in the source after continuation lines were joined: quotes, escapes and
/// variables are still in it.
struct Word {
    std::string text;
    TextRange range;
    bool operator==(const Word&) const = default;
};

/// "--name" or "--name=value" before the arguments. `value` has had quotes and escapes removed as BFlags does, but
/// variables are not expanded.
struct Flag {
    std::string name;                 ///< without the dashes
    std::optional<std::string> value; ///< absent for "--name"
    std::string raw;                  ///< as written: "--from=builder"
    TextRange range;
    TextRange valueRange;             ///< empty when there is no value
    bool operator==(const Flag&) const = default;
};

/// `RUN <<EOF`, `COPY <<"a.txt" /x`.
struct Heredoc {
    std::string name;
    std::string content; ///< tabs already cut when chomp
    bool expand = true;  ///< false when any part of the name was quoted
    bool chomp = false;  ///< "<<-"
    int fd = 0;
    TextRange range;     ///< the `<<EOF` word
    TextRange body;      ///< content lines in the file, without the terminator line
    TextRange terminator;
    bool operator==(const Heredoc&) const = default;
};

struct KeyValue {
    Word key;   ///< as written, not expanded
    Word value; ///< as written (quotes kept); for the old form the rest of the line
    bool legacy = false; ///< "ENV key value"
    bool hasValue = true; ///< false for "ARG name"
    bool operator==(const KeyValue&) const = default;
};

/// Arguments of shell-or-JSON instructions. JSON form: the strings. Shell form: one element, the command text with
/// continuation lines joined (and heredoc words still in it).
struct Command {
    bool json = false;
    std::vector<std::string> args;
    std::vector<TextRange> ranges; ///< one per element of args
    bool operator==(const Command&) const = default;
};

struct FromArgs {
    Word image;                   ///< as written, with variables
    std::optional<Word> platform; ///< value of --platform
    std::optional<Word> name;     ///< as written; StageGraph lower-cases
    TextRange asKeyword;
    bool operator==(const FromArgs&) const = default;
};

enum class MountType { Bind, Cache, Tmpfs, Secret, Ssh };
enum class CacheSharing { Shared, Private, Locked };

/// One --mount of RUN. String fields may hold variables, except `from`; only what `text` says counts in the end.
struct Mount {
    std::string text; ///< the whole value
    MountType type = MountType::Bind;
    std::string from;
    std::string source;
    std::string target;
    std::string id;
    std::optional<std::string> env;
    std::optional<bool> readOnly; ///< as written; default by type (bind: true, cache/tmpfs: false)
    CacheSharing sharing = CacheSharing::Shared;
    bool required = false;
    std::optional<std::string> size;
    std::optional<std::string> mode;
    std::optional<std::string> uid;
    std::optional<std::string> gid;
    TextRange range;
    TextRange fromRange;
    bool operator==(const Mount&) const = default;
};

struct RunArgs {
    Command command;
    std::vector<Mount> mounts;
    std::optional<std::string> network;  ///< default | none | host
    std::optional<std::string> security; ///< sandbox | insecure
    bool operator==(const RunArgs&) const = default;
};

/// COPY and ADD. Sources that are heredocs name the Heredoc by its index in Instruction::heredocs.
struct CopyArgs {
    std::vector<Word> sources;
    Word destination;
    std::vector<std::size_t> heredocSources;
    std::optional<Word> from;
    std::optional<Word> chown;
    std::optional<Word> chmod;
    std::optional<Word> checksum;
    std::vector<Word> excludes;
    bool link = false;
    bool parents = false;
    bool keepGitDir = false;
    std::optional<bool> unpack;
    bool operator==(const CopyArgs&) const = default;
};

struct PairArgs { ///< ENV, LABEL, ARG
    std::vector<KeyValue> pairs;
    bool operator==(const PairArgs&) const = default;
};

struct CommandArgs { ///< CMD, ENTRYPOINT, SHELL, VOLUME in JSON or shell form
    Command command;
    bool operator==(const CommandArgs&) const = default;
};

struct WordsArgs { ///< EXPOSE, VOLUME (words), USER, WORKDIR, STOPSIGNAL, MAINTAINER
    std::vector<Word> words;
    bool operator==(const WordsArgs&) const = default;
};

/// Durations in nanoseconds; absent when not given. `none` for HEALTHCHECK NONE.
struct HealthcheckArgs {
    bool none = false;
    Command command;
    std::optional<std::int64_t> interval, timeout, startPeriod, startInterval;
    std::optional<int> retries;
    bool operator==(const HealthcheckArgs&) const = default;
};

struct NoArgs { ///< Unknown, ONBUILD (see Instruction::sub), and whatever could not be understood
    bool operator==(const NoArgs&) const = default;
};

using Payload = std::variant<NoArgs, FromArgs, RunArgs, CopyArgs, PairArgs, CommandArgs, WordsArgs, HealthcheckArgs>;

struct Instruction {
    InstructionKind kind = InstructionKind::Unknown;
    std::string cmd;      ///< the keyword as written
    TextRange keyword;    ///< of cmd
    TextRange range;      ///< first to last line with all continuation lines and heredoc bodies, without the final newline
    std::string original; ///< logical line: continuation lines joined, comments inside dropped, heredoc bodies left out;
                          ///< begins with the keyword. What BuildKit calls Original; shown as the step's text.
    std::vector<Flag> flags;
    std::vector<std::string> args; ///< words exactly as BuildKit's parser `result` files print them (architecture 6b)
    std::vector<TextRange> argRanges; ///< of each of args; empty range where a word has no text of its own
    bool json = false;
    std::vector<Heredoc> heredocs;
    std::shared_ptr<const Instruction> sub; ///< the trigger of ONBUILD, ranges in the same file
    std::vector<std::string> precedingComments; ///< comment block directly above, without '#'
    Payload payload; ///< NoArgs when the instruction is wrong; then a diagnostic says why
    bool valid = true; ///< false: there is an error diagnostic about this instruction

    int startLine() const { return range.start.line; }
    int endLine() const { return range.end.line; }
    template <typename T> const T* as() const { return std::get_if<T>(&payload); }
};

struct Directive { ///< # syntax=, # escape=, # check=
    std::string name; ///< lower case
    std::string value;
    TextRange range;
    TextRange valueRange;
    bool operator==(const Directive&) const = default;
};

struct Comment {
    TextRange range;  ///< from '#' to the end of the line
    bool operator==(const Comment&) const = default;
};

/// The stages as lines: which instructions belong to which FROM. Names and edges are StageGraph's business.
struct StageSpan {
    std::size_t from = 0;  ///< index of the FROM in Document::instructions
    std::size_t end = 0;   ///< one past the last instruction
    TextRange range;
    bool operator==(const StageSpan&) const = default;
};

/// Result of parsing. Always whole: broken parts are Unknown or invalid instructions plus diagnostics.
/// print(document) gives back `text` byte by byte.
struct Document {
    std::string text;
    LineIndex lines;
    char escape = '\\';
    std::vector<Directive> directives;
    std::vector<Comment> comments;
    std::vector<Instruction> instructions;
    std::vector<StageSpan> stages; ///< in file order; instructions before the first FROM are global ARGs
    std::vector<Diagnostic> diagnostics;

    const Instruction* instructionAt(std::size_t offset) const; ///< nullptr between instructions
    const Instruction* instructionAtLine(int line) const;
    std::optional<std::size_t> instructionIndexAtLine(int line) const;
    std::optional<std::size_t> stageAtLine(int line) const;     ///< index in stages
    const Directive* directive(std::string_view name) const;
};

} // namespace sw::dockerfile
