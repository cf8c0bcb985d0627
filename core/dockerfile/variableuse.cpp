#include "core/dockerfile/variableuse.h"

#include <algorithm>

namespace sw::dockerfile {

namespace {

bool isNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isNamePart(char c) { return isNameStart(c) || (c >= '0' && c <= '9'); }

struct Manner {
    char escape = '\\';
    bool quotes = true; ///< quotes have a meaning
    bool shell = false;
};

class UseFinder {
public:
    explicit UseFinder(const Document& document) : m_document(document) {}

    void visit(const Instruction& instruction) {
        visitFlags(instruction);
        visitArguments(instruction);
        if (instruction.sub) {
            visit(*instruction.sub);
        }
        visitHeredocs(instruction);
    }

    std::vector<VariableUse> take() {
        std::ranges::sort(m_uses, {}, [](const VariableUse& use) { return use.range.start.offset; });
        const auto repeated = std::ranges::unique(m_uses);
        m_uses.erase(repeated.begin(), repeated.end());
        return std::move(m_uses);
    }

private:
    Manner builder() const { return {m_document.escape, true, false}; }

    void visitFlags(const Instruction& instruction) {
        static constexpr std::string_view kExpanded[] = {"chown", "chmod", "checksum", "platform", "mount"};
        for (const Flag& flag : instruction.flags) {
            if (std::ranges::find(kExpanded, flag.name) != std::ranges::end(kExpanded)) {
                scan(flag.valueRange, builder());
            }
        }
    }

    void visitArguments(const Instruction& instruction) {
        switch (instruction.kind) {
        case InstructionKind::Run:
        case InstructionKind::Cmd:
        case InstructionKind::Entrypoint:
        case InstructionKind::Healthcheck:
            if (!instruction.json) {
                scanAll(instruction, {'\\', true, true});
            }
            break;
        case InstructionKind::Shell:
        case InstructionKind::Maintainer:
        case InstructionKind::Onbuild:
        case InstructionKind::Unknown: break;
        default: scanAll(instruction, builder()); break;
        }
    }

    void visitHeredocs(const Instruction& instruction) {
        for (const Heredoc& heredoc : instruction.heredocs) {
            if (!heredoc.expand) {
                continue;
            }
            const bool shell = instruction.kind == InstructionKind::Run ||
                               (instruction.sub && instruction.sub->kind == InstructionKind::Run);
            scan(heredoc.body, {'\\', shell, shell}); // whatever the escape character of the file is
        }
    }

    void scanAll(const Instruction& instruction, const Manner& manner) {
        for (const TextRange& range : instruction.argRanges) {
            scan(range, manner);
        }
    }

    void scan(const TextRange& range, const Manner& manner) {
        const std::string_view text = m_document.text;
        char quote = 0;
        std::size_t at = range.start.offset;
        while (at < range.end.offset) {
            const char c = text[at];
            if (quote == '\'') {
                quote = c == '\'' ? '\0' : quote;
                ++at;
            } else if (c == manner.escape) {
                at += 2;
            } else if (manner.quotes && (c == '"' || (c == '\'' && quote == 0))) {
                quote = quote == c ? '\0' : c;
                ++at;
            } else if (c == '$') {
                at = readUse(at, range.end.offset, manner.shell);
            } else {
                ++at;
            }
        }
    }

    std::size_t readUse(std::size_t dollar, std::size_t end, bool shell) {
        const std::string_view text = m_document.text;
        std::size_t begin = dollar + 1;
        if (begin < end && text[begin] == '{') {
            ++begin;
        }
        if (begin >= end || !isNameStart(text[begin])) {
            return begin;
        }
        std::size_t stop = begin;
        while (stop < end && isNamePart(text[stop])) {
            ++stop;
        }
        m_uses.push_back({std::string(text.substr(begin, stop - begin)), m_document.lines.range(begin, stop),
                          m_document.lines.range(dollar, stop), shell});
        return stop;
    }

    const Document& m_document;
    std::vector<VariableUse> m_uses;
};

} // namespace

std::vector<VariableUse> variableUses(const Document& document, const Instruction& instruction) {
    UseFinder finder(document);
    finder.visit(instruction);
    return finder.take();
}

std::vector<VariableDeclaration> variableDeclarations(const Document& document) {
    std::vector<VariableDeclaration> out;
    for (std::size_t i = 0; i < document.instructions.size(); ++i) {
        const Instruction& instruction = document.instructions[i];
        const auto* pairs = instruction.as<PairArgs>();
        if (pairs == nullptr || instruction.kind == InstructionKind::Label) {
            continue;
        }
        for (std::size_t p = 0; p < pairs->pairs.size(); ++p) {
            const KeyValue& pair = pairs->pairs[p];
            out.push_back({pair.key.text, pair.key.range, i, p, instruction.kind == InstructionKind::Env, pair.hasValue});
        }
    }
    return out;
}

} // namespace sw::dockerfile
