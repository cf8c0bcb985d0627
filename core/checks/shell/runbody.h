#pragma once

#include "core/base/text.h"
#include "core/checks/shell/script.h"
#include "core/dockerfile/ast.h"
#include "core/plan/stagegraph.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the shell of a RUN is given, each byte with its place in the file.
namespace sw::checks {

/// A text put together from pieces of the file (and of text that is not in it).
class SourceText {
public:
    void append(std::string_view piece, std::size_t fileOffset);
    /// Text that stands nowhere in the file; it belongs to `fileOffset`.
    void appendForeign(std::string_view piece, std::size_t fileOffset);
    const std::string& text() const { return m_text; }

    /// The file's range of a span of the text; continuation marks inside are covered.
    TextRange range(const LineIndex& lines, Span span) const;
    /// Where an edit of this span goes: absent when the file's bytes there are not the text's bytes.
    std::optional<TextRange> editable(const dockerfile::Document& document, Span span) const;

private:
    struct Piece {
        std::size_t begin;
        std::size_t source;
        bool foreign;
    };
    const Piece& pieceAt(std::size_t at) const;
    std::size_t sourceOf(std::size_t at) const;
    std::string m_text;
    std::vector<Piece> m_pieces;
};

/// Which language a script is in. None: not a POSIX shell (PowerShell, cmd, python), or not known.
enum class Dialect { None, Sh, Bash, Dash, Ksh, BusyBox };
std::string_view dialectName(Dialect dialect); ///< "sh", "bash", "dash", "ksh", "busybox"; empty for None
/// By the name of the program: "/bin/bash", "bash.exe".
Dialect dialectOf(std::string_view program);

/// One script: the command of a RUN, or a heredoc that a shell reads.
struct RunBody {
    SourceText source;
    Dialect dialect = Dialect::Sh;
    bool exec = false; ///< the JSON form: `script` has one command, `source` is empty
    ShellScript script;

    const std::string& text() const { return source.text(); }
};

/// The shell in force at a step.
struct ShellInForce {
    Dialect dialect = Dialect::Sh;
    bool given = false;    ///< by SHELL or a pragma, else it is /bin/sh of the base
    bool pipefail = false; ///< SHELL has "-o pipefail"
    bool errexit = false;
};

/// The scripts of a RUN (also of ONBUILD RUN, given as its trigger); empty for a broken one.
std::vector<RunBody> runBodies(const dockerfile::Document& document, const dockerfile::Instruction& run,
                               const ShellInForce& shell);

/// The text behind the flags of a shell-form instruction as the shell gets it, with its places.
SourceText shellFormText(const dockerfile::Document& document, const dockerfile::Instruction& instruction);

} // namespace sw::checks
