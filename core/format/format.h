#pragma once

#include "core/dockerfile/ast.h"

#include <string>
#include <vector>

/// One layout for every Dockerfile, with its meaning kept.
///
/// What changes: keywords in capitals (FROM … AS, HEALTHCHECK CMD); one blank between words and after commas of JSON
/// arrays; nothing at the end of lines and in front of instructions and comments; at most one blank line in a row and
/// exactly one before each further stage (before the comment on top of it); continuation lines of words indented alike,
/// no blank lines between them; ENV and LABEL with '=' when the value surely stays; the protocol of EXPOSE in small
/// letters; one line end at the end of the file, none before its first line.
///
/// What stays: where lines are broken; the text of commands in shell form, blanks included, because it is what the
/// shell gets and what the cache compares (so the indent of RUN's continuation lines is the author's, and flags in front
/// of them follow it); triggers of ONBUILD, which an image stores as they are written; heredocs, quotes, words; comments
/// and their order; parser directives and their place; a byte-order mark; LF or CRLF, whichever most lines have.
///
/// An instruction with an error is left alone, and everything behind a heredoc that does not end.
namespace sw::format {

struct Formatted {
    std::string text;
    std::vector<TextEdit> edits;      ///< from the input to text, in order; empty when nothing is to be done
    std::vector<TextRange> untouched; ///< what was left alone because it is not sound
    /// Not empty: the result would have meant something else (a mistake of the formatter), so text is the input.
    std::string refusal;

    bool changed() const { return !edits.empty(); }
};

/// format(parse(format(d).text)).text == format(d).text, and the meaning (see meaning.h) is that of d.
Formatted format(const dockerfile::Document& document);

} // namespace sw::format
