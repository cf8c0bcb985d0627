#pragma once

#include "core/dockerfile/ast.h"

#include <string>
#include <vector>

/// What the editor paints: pieces of the file by meaning, made from the tree itself, so that colours never disagree
/// with the parser.
namespace sw::dockerfile {

enum class TokenKind {
    Comment,
    Directive,       ///< "# syntax="
    DirectiveValue,
    Keyword,         ///< RUN, AS, ONBUILD's trigger, HEALTHCHECK's CMD and NONE
    FlagName,        ///< "--mount"
    FlagKey,         ///< "type" in --mount=type=cache
    FlagValue,
    StageName,       ///< where it is given and where it is used
    ImageReference,
    Key,             ///< name in ENV, LABEL, ARG
    String,          ///< quoted text, JSON strings
    Variable,        ///< "$name", "${name" and the closing brace
    Operator,        ///< '=' of pairs, JSON punctuation, && || ; | of shell text
    Continuation,    ///< the mark at the end of a line
    HeredocMarker,   ///< "<<EOF" and its terminator line
    HeredocBody,     ///< see Token::language
    Number,
    Path,
    Error,           ///< a word that is no instruction
};

struct Token {
    std::size_t offset = 0;
    std::size_t length = 0;
    TokenKind kind = TokenKind::Comment;
    std::string language; ///< of HeredocBody: "bash", "python", "json", ..., "" when nothing tells
    bool operator==(const Token&) const = default;
};

/// Sorted by offset, not overlapping, none empty. Plain text has no token. Linear in the size of the file.
std::vector<Token> highlight(const Document& document);

/// The language of a heredoc's body: "#!" line, the command it is fed to, or the name of the file it becomes.
std::string heredocLanguage(const Instruction& instruction, const Heredoc& heredoc);

} // namespace sw::dockerfile
