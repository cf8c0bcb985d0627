#pragma once

#include "core/dockerfile/ast.h"
#include "core/dockerfile/gotext.h"
#include "core/dockerfile/heredocs.h"
#include "core/dockerfile/highlight.h"
#include "core/dockerfile/printer.h"
#include "core/dockerfile/stagereferences.h"
#include "core/dockerfile/variableuse.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace sw::test {

/// What holds for the Document of every text, however broken; empty when all of it does. Shared by unit tests and
/// fuzzers.
class Invariants {
public:
    explicit Invariants(const dockerfile::Document& document) : m_document(document) {}

    std::string check() {
        if (dockerfile::print(m_document) != m_document.text) {
            fail("print(parse(x)) is not x");
        }
        std::size_t end = 0;
        for (const dockerfile::Instruction& instruction : m_document.instructions) {
            if (instruction.range.start.offset < end) {
                fail("instructions overlap or are not in order");
            }
            end = instruction.range.end.offset;
            checkInstruction(instruction, instruction.range);
        }
        for (const dockerfile::Comment& comment : m_document.comments) {
            inside(comment.range, whole(), "comment");
            if (m_document.text[comment.range.start.offset] != '#') {
                fail("a comment does not begin with #");
            }
        }
        for (const Diagnostic& diagnostic : m_document.diagnostics) {
            inside(diagnostic.range, whole(), "diagnostic");
            if (diagnostic.message.text().empty()) {
                fail("a diagnostic without a message");
            }
        }
        checkCover();
        checkTokens();
        for (const dockerfile::StageReference& reference : dockerfile::stageReferences(m_document)) {
            inside(reference.range, whole(), "stage reference");
        }
        return m_broken;
    }

private:
    void fail(const std::string& what) { m_broken = m_broken.empty() ? what : m_broken; }

    TextRange whole() const { return m_document.lines.range(0, m_document.text.size()); }

    void inside(const TextRange& range, const TextRange& outer, const std::string& what) {
        if (range.start.offset > range.end.offset || range.start.offset < outer.start.offset ||
            range.end.offset > outer.end.offset) {
            fail("the range of a " + what + " is outside");
        } else if (m_document.lines.at(range.start.offset) != range.start ||
                   m_document.lines.at(range.end.offset) != range.end) {
            fail("line and column of a " + what + " are wrong");
        }
    }

    /// Directives, comments and instructions follow one another, and what lies between them is blank.
    void checkCover() {
        std::vector<TextRange> nodes;
        std::ranges::transform(m_document.directives, std::back_inserter(nodes), &dockerfile::Directive::range);
        std::ranges::transform(m_document.instructions, std::back_inserter(nodes), &dockerfile::Instruction::range);
        for (const dockerfile::Comment& comment : m_document.comments) {
            if (m_document.instructionAt(comment.range.start.offset) == nullptr) {
                nodes.push_back(comment.range);
            }
        }
        std::ranges::sort(nodes, {}, [](const TextRange& range) { return range.start.offset; });
        const std::string_view text = m_document.text;
        std::size_t done = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        nodes.push_back(m_document.lines.range(text.size(), text.size()));
        for (const TextRange& node : nodes) {
            if (node.start.offset < done) {
                fail("two nodes overlap");
                return;
            }
            if (!dockerfile::trimmed(text.substr(done, node.start.offset - done)).empty()) {
                fail("text belongs to no node");
            }
            done = node.end.offset;
        }
    }

    /// What a range over several lines says: without continuation marks, comments and blank lines.
    std::string joined(std::string_view text) const {
        std::string out;
        for (std::size_t begin = 0; begin <= text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            std::string_view line = text.substr(begin, end - begin);
            const std::string_view content = dockerfile::trimmed(line);
            const bool first = begin == 0;
            const bool last = end == text.size();
            begin = end + 1;
            if (!first && !(last && content.empty()) && (content.empty() || content.starts_with('#'))) {
                continue;
            }
            if (!last) {
                while (line.ends_with('\r')) {
                    line.remove_suffix(1);
                }
                line = line.substr(0, line.find_last_not_of(" \t"));
            }
            out += line;
        }
        return out;
    }

    /// The range of a word shows its text.
    void shows(const TextRange& range, const std::string& text, const std::string& what) {
        const std::string found = joined(range.in(m_document.text));
        if (found != text) {
            fail("the range of a " + what + " shows \"" + found + "\" instead of \"" + text + "\"");
        }
    }

    void follows(const TextRange& range, std::size_t& done, const std::string& what) {
        if (range.start.offset < done) {
            fail("a " + what + " overlaps what stands before it");
        }
        done = std::max(done, range.end.offset);
    }

    void checkOrder(const dockerfile::Instruction& instruction) {
        const bool pairs = instruction.kind == dockerfile::InstructionKind::Env || instruction.kind == dockerfile::InstructionKind::Label;
        std::size_t done = instruction.keyword.end.offset;
        for (const dockerfile::Flag& flag : instruction.flags) {
            follows(flag.range, done, "flag");
        }
        for (std::size_t i = 0; i < instruction.argRanges.size(); ++i) {
            if (!(pairs && i % 3 == 2)) { // the separator stands between key and value
                follows(instruction.argRanges[i], done, "word");
            }
        }
        for (const dockerfile::Heredoc& heredoc : instruction.heredocs) {
            follows(heredoc.body, done, "heredoc's body");
            follows(heredoc.terminator, done, "heredoc's end");
            const std::string_view body = heredoc.body.in(m_document.text);
            if (heredoc.content != (heredoc.chomp ? dockerfile::cutLeadingTabs(body) : std::string(body))) {
                fail("a heredoc's content is not its body");
            }
            if (!heredoc.terminator.empty() && heredoc.terminator.in(m_document.text) != heredoc.name) {
                fail("a heredoc's end is not its name");
            }
        }
    }

    void checkInstruction(const dockerfile::Instruction& instruction, const TextRange& outer) {
        inside(instruction.range, whole(), "instruction");
        inside(instruction.keyword, outer, "keyword");
        shows(instruction.keyword, instruction.cmd, "keyword");
        for (const dockerfile::Flag& flag : instruction.flags) {
            inside(flag.range, outer, "flag");
            inside(flag.valueRange, flag.range, "flag's value");
            shows(flag.range, flag.raw, "flag");
        }
        if (instruction.args.size() != instruction.argRanges.size()) {
            fail("args and argRanges differ in number");
        }
        for (std::size_t i = 0; i < instruction.args.size(); ++i) {
            inside(instruction.argRanges[i], outer, "word");
            const bool asWritten = !instruction.json && !instruction.argRanges[i].empty() &&
                                   !instruction.argRanges[i].in(m_document.text).ends_with(m_document.escape); // may be dropped
            if (asWritten) {
                shows(instruction.argRanges[i], instruction.args[i], "word");
            }
        }
        checkOrder(instruction);
        for (const dockerfile::Heredoc& heredoc : instruction.heredocs) {
            inside(heredoc.range, outer, "heredoc");
            inside(heredoc.body, whole(), "heredoc's body");
            inside(heredoc.terminator, whole(), "heredoc's end");
        }
        if (const auto* run = instruction.as<dockerfile::RunArgs>()) {
            for (const dockerfile::Mount& mount : run->mounts) {
                inside(mount.range, outer, "mount");
                inside(mount.fromRange, outer, "mount's from");
            }
        }
        if (const auto* pairs = instruction.as<dockerfile::PairArgs>()) {
            for (const dockerfile::KeyValue& pair : pairs->pairs) {
                inside(pair.key.range, outer, "key");
                if (instruction.kind == dockerfile::InstructionKind::Arg && pair.hasValue) {
                    shows(pair.key.range, pair.key.text, "key");
                }
                inside(pair.value.range, outer, "value");
            }
        }
        for (const dockerfile::VariableUse& use : dockerfile::variableUses(m_document, instruction)) {
            inside(use.range, outer, "variable");
            shows(use.range, use.name, "variable");
        }
        if (instruction.sub) {
            checkInstruction(*instruction.sub, outer);
        }
    }

    void checkTokens() {
        std::size_t end = 0;
        for (const dockerfile::Token& token : dockerfile::highlight(m_document)) {
            if (token.offset < end || token.length == 0 || token.offset + token.length > m_document.text.size()) {
                fail("tokens overlap, are empty or outside");
            }
            end = token.offset + token.length;
        }
    }

    const dockerfile::Document& m_document;
    std::string m_broken;
};

inline std::string brokenInvariant(const dockerfile::Document& document) { return Invariants(document).check(); }

} // namespace sw::test
