#include "core/checks/shell/runbody.h"

#include "core/dockerfile/gotext.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sw::checks {

using dockerfile::Document;
using dockerfile::Heredoc;
using dockerfile::Instruction;

void SourceText::append(std::string_view piece, std::size_t fileOffset) {
    if (!piece.empty()) {
        m_pieces.push_back({m_text.size(), fileOffset, false});
        m_text += piece;
    }
}

void SourceText::appendForeign(std::string_view piece, std::size_t fileOffset) {
    if (!piece.empty()) {
        m_pieces.push_back({m_text.size(), fileOffset, true});
        m_text += piece;
    }
}

const SourceText::Piece& SourceText::pieceAt(std::size_t at) const {
    const auto after = std::ranges::upper_bound(m_pieces, at, {}, &Piece::begin);
    return after == m_pieces.begin() ? m_pieces.front() : *std::prev(after);
}

std::size_t SourceText::sourceOf(std::size_t at) const {
    const Piece& piece = pieceAt(at);
    return piece.foreign ? piece.source : piece.source + (at - piece.begin);
}

TextRange SourceText::range(const LineIndex& lines, Span span) const {
    if (m_pieces.empty()) {
        return {};
    }
    span.begin = std::min(span.begin, m_text.size());
    span.end = std::clamp(span.end, span.begin, m_text.size());
    if (span.empty()) {
        const std::size_t at = span.begin < m_text.size() || span.begin == 0 ? sourceOf(span.begin)
                                                                            : sourceOf(span.begin - 1) + 1;
        return lines.range(at, at);
    }
    const std::size_t begin = sourceOf(span.begin);
    return lines.range(begin, std::max(begin, sourceOf(span.end - 1) + 1));
}

std::optional<TextRange> SourceText::editable(const Document& document, Span span) const {
    if (m_pieces.empty() || span.end > m_text.size() || span.begin > span.end) {
        return std::nullopt;
    }
    if (span.empty()) {
        const std::size_t before = span.begin == 0 ? 0 : span.begin - 1;
        if (pieceAt(before).foreign && (span.begin >= m_text.size() || pieceAt(span.begin).foreign)) {
            return std::nullopt;
        }
        // Behind the byte before when there is one: an insertion at a line's end stays on that line.
        const std::size_t at = span.begin > 0 && !pieceAt(before).foreign ? sourceOf(before) + 1 : sourceOf(span.begin);
        return document.lines.range(at, at);
    }
    const TextRange found = range(document.lines, span);
    return found.in(document.text) == std::string_view(m_text).substr(span.begin, span.size()) ? std::optional(found)
                                                                                                  : std::nullopt;
}

std::string_view dialectName(Dialect dialect) {
    switch (dialect) {
    case Dialect::None: return {};
    case Dialect::Sh: return "sh";
    case Dialect::Bash: return "bash";
    case Dialect::Dash: return "dash";
    case Dialect::Ksh: return "ksh";
    case Dialect::BusyBox: return "busybox";
    }
    return {};
}

Dialect dialectOf(std::string_view program) {
    std::string name = dockerfile::lowered(program.substr(program.find_last_of("/\\") + 1));
    if (name.ends_with(".exe")) {
        name.resize(name.size() - 4);
    }
    static constexpr std::array<std::pair<std::string_view, Dialect>, 6> kNames = {{{"sh", Dialect::Sh},
                                                                                   {"bash", Dialect::Bash},
                                                                                   {"dash", Dialect::Dash},
                                                                                   {"ash", Dialect::BusyBox},
                                                                                   {"busybox", Dialect::BusyBox},
                                                                                   {"ksh", Dialect::Ksh}}};
    const auto* found = std::ranges::find(kNames, std::string_view(name), &std::pair<std::string_view, Dialect>::first);
    return found == kNames.end() ? Dialect::None : found->second;
}

namespace {

std::size_t lineEnd(std::string_view text, std::size_t begin, std::size_t limit) {
    std::size_t end = std::min({text.find('\n', begin), limit, text.size()});
    while (end > begin && text[end - 1] == '\r') {
        --end;
    }
    return end;
}

/// End of the line's text before a continuation mark (the parser's rule); the line's end without one.
std::size_t beforeMark(std::string_view text, std::size_t begin, std::size_t end, char escape) {
    std::size_t at = end;
    while (at > begin && (text[at - 1] == ' ' || text[at - 1] == '\t')) {
        --at;
    }
    if (at == begin || text[at - 1] != escape || (at - begin > 1 && text[at - 2] == escape)) {
        return end;
    }
    return at - 1;
}

/// The lines of a heredoc's body, leading tabs cut for "<<-".
void appendBody(SourceText& out, const Document& document, const Heredoc& heredoc) {
    const std::string_view text = document.text;
    for (std::size_t begin = heredoc.body.start.offset; begin < heredoc.body.end.offset;) {
        const std::size_t newline = text.find('\n', begin);
        const std::size_t next = std::min(newline == std::string_view::npos ? text.size() : newline + 1, heredoc.body.end.offset);
        while (heredoc.chomp && begin < next && text[begin] == '\t') {
            ++begin;
        }
        out.append(text.substr(begin, next - begin), begin);
        begin = next;
    }
}

/// Interpreter of a "#!" line; empty without one.
std::string_view interpreterOf(std::string_view script) {
    if (!script.starts_with("#!")) {
        return {};
    }
    std::string_view line = dockerfile::trimmed(script.substr(2, script.find('\n') - 2));
    std::string_view program = line.substr(0, line.find_first_of(" \t"));
    if (program.ends_with("/env") && program.size() < line.size()) {
        line = dockerfile::trimmed(line.substr(program.size()));
        if (line.starts_with("-S")) {
            line = dockerfile::trimmed(line.substr(2));
        }
        program = line.substr(0, line.find_first_of(" \t"));
    }
    return program;
}

RunBody bodyOf(SourceText source, Dialect dialect) {
    RunBody body;
    body.dialect = dialect;
    body.source = std::move(source);
    if (dialect != Dialect::None) {
        body.script = readShellScript(body.text());
    }
    return body;
}

/// The JSON form: one command; or the script of ["sh", "-c", SCRIPT].
std::vector<RunBody> execBodies(const Instruction& run) {
    std::vector<RunBody> out;
    RunBody body;
    body.exec = true;
    ShellCommand command;
    for (const std::string& word : run.args) {
        command.words.push_back({word, true, true, {}});
    }
    if (command.words.empty()) {
        return out;
    }
    const Dialect dialect = dialectOf(run.args.front());
    if (dialect != Dialect::None && run.args.size() >= 3) {
        const auto script = std::ranges::find_if(run.args.begin() + 1, run.args.end(), [](const std::string& word) {
            return word.size() > 1 && word.front() == '-' && word[1] != '-' && word.ends_with('c');
        });
        if (script != run.args.end() && script + 1 != run.args.end()) {
            body.dialect = dialect;
            body.script = readShellScript(*(script + 1));
            out.push_back(std::move(body));
            return out;
        }
    }
    body.dialect = Dialect::None;
    body.script.commands.push_back(std::move(command));
    out.push_back(std::move(body));
    return out;
}

/// Is the command of a RUN nothing but its heredoc word(s)?
bool isHeredocAlone(const Instruction& run, const SourceText& command) {
    return !run.heredocs.empty() && dockerfile::trimmed(command.text()).starts_with("<<") &&
           dockerfile::trimmed(command.text()).find_first_of(" \t") == std::string_view::npos;
}

} // namespace

SourceText shellFormText(const Document& document, const Instruction& instruction) {
    SourceText out;
    if (instruction.json || instruction.argRanges.empty()) {
        return out;
    }
    const TextRange& range = instruction.argRanges.back();
    const std::string_view text = document.text;
    std::size_t begin = range.start.offset;
    bool first = true;
    while (begin < range.end.offset) {
        const std::size_t limit = range.end.offset;
        const std::size_t newline = text.find('\n', begin);
        const std::size_t end = lineEnd(text, begin, limit);
        const std::size_t content = dockerfile::trimmedSpan(text, begin, end).first;
        const bool skipped = !first && (content == end || text[content] == '#');
        if (!skipped) {
            const bool last = newline == std::string_view::npos || newline >= limit;
            out.append(text.substr(begin, (last ? end : beforeMark(text, begin, end, document.escape)) - begin), begin);
        }
        first = false;
        begin = newline == std::string_view::npos ? limit : newline + 1;
    }
    return out;
}

std::vector<RunBody> runBodies(const Document& document, const Instruction& run, const ShellInForce& shell) {
    std::vector<RunBody> out;
    if (!run.valid || run.args.empty()) {
        return out;
    }
    if (run.json) {
        return execBodies(run);
    }
    SourceText command = shellFormText(document, run);
    if (isHeredocAlone(run, command)) {
        SourceText script;
        appendBody(script, document, run.heredocs.front());
        const std::string_view interpreter = interpreterOf(script.text());
        out.push_back(bodyOf(std::move(script), interpreter.empty() ? shell.dialect : dialectOf(interpreter)));
        return out;
    }
    const ShellScript head = readShellScript(command.text());
    // `RUN bash <<EOF`: the shell reads the body as its script.
    Dialect fed = Dialect::None;
    if (run.heredocs.size() == 1 && head.commands.size() == 1 && head.commands.front().words.size() <= 2) {
        const ShellCommand& only = head.commands.front();
        const bool plain = only.words.size() == 1 || (only.words[1].text.starts_with("-") && !only.words[1].text.ends_with("c"));
        fed = plain ? dialectOf(only.name()) : Dialect::None;
    }
    if (fed != Dialect::None) {
        SourceText script;
        appendBody(script, document, run.heredocs.front());
        out.push_back(bodyOf(std::move(script), fed));
        return out;
    }
    for (const Heredoc& heredoc : run.heredocs) {
        command.appendForeign("\n", heredoc.body.start.offset);
        command.append(heredoc.body.in(document.text), heredoc.body.start.offset);
        command.append(heredoc.terminator.in(document.text), heredoc.terminator.start.offset);
    }
    if (!run.heredocs.empty()) {
        command.appendForeign("\n", run.heredocs.back().terminator.end.offset);
    }
    out.push_back(bodyOf(std::move(command), shell.dialect));
    return out;
}

} // namespace sw::checks
