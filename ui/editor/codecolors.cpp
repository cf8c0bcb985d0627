#include "ui/editor/codecolors.h"

#include "core/dockerfile/highlight.h"
#include "ui/editor/codestyles.h"
#include "ui/editor/shellcolors.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace sw::ui {
namespace {

using namespace codestyle;
using dockerfile::Document;
using dockerfile::Instruction;
using dockerfile::InstructionKind;
using dockerfile::TokenKind;

constexpr int kFoldBase = 0x400;
constexpr int kFoldHeader = 0x2000;

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::uint8_t styleOf(TokenKind kind) {
    switch (kind) {
    case TokenKind::Comment: return kComment;
    case TokenKind::Directive: return kDirective;
    case TokenKind::DirectiveValue: return kString;
    case TokenKind::Keyword: return kKeyword;
    case TokenKind::FlagName:
    case TokenKind::FlagKey: return kFlag;
    case TokenKind::StageName: return kStage;
    case TokenKind::ImageReference: return kImage;
    case TokenKind::Key:
    case TokenKind::Variable: return kVariable;
    case TokenKind::String: return kString;
    case TokenKind::Operator: return kOperator;
    case TokenKind::Continuation: return kContinuation;
    case TokenKind::HeredocMarker: return kHeredoc;
    case TokenKind::HeredocBody: return kDimmed;
    case TokenKind::Number: return kNumber;
    case TokenKind::Error: return kError;
    case TokenKind::FlagValue:
    case TokenKind::Path: return kDefault;
    }
    return kDefault;
}

/// KSyntaxHighlighting's name for a heredoc's language; "" where colours would be a guess.
std::string_view definitionOf(std::string_view language) {
    static const std::map<std::string_view, std::string_view> kNames{
        {"bash", "Bash"}, {"sh", "Bash"}, {"python", "Python"}, {"json", "JSON"}, {"yaml", "YAML"}, {"toml", "TOML"},
        {"xml", "XML"}, {"html", "HTML"}, {"css", "CSS"}, {"javascript", "JavaScript"}, {"typescript", "TypeScript"},
        {"perl", "Perl"}, {"ruby", "Ruby"}, {"php", "PHP/PHP"}, {"sql", "SQL"}, {"ini", "INI Files"}, {"powershell", "PowerShell"},
        {"c", "C"}, {"cpp", "C++"}, {"go", "Go"}, {"rust", "Rust"}, {"lua", "Lua"}, {"markdown", "Markdown"}, {"nginx", "nginx"}};
    const auto found = kNames.find(language);
    return found == kNames.end() ? std::string_view() : found->second;
}

class Painter {
public:
    Painter(const Document& document, ShellColors& shell)
        : m_document(document), m_shell(shell), m_text(document.text), m_styles(document.text.size(), kDefault) {}

    std::vector<std::uint8_t> run() {
        for (const Instruction& instruction : m_document.instructions) {
            commands(instruction);
        }
        for (const dockerfile::Token& token : dockerfile::highlight(m_document)) {
            paint(token);
        }
        return std::move(m_styles);
    }

private:
    void fill(std::size_t begin, std::size_t end, std::uint8_t style) {
        end = std::min(end, m_styles.size());
        if (begin < end) {
            std::fill(m_styles.begin() + static_cast<std::ptrdiff_t>(begin), m_styles.begin() + static_cast<std::ptrdiff_t>(end), style);
        }
    }

    void paint(const dockerfile::Token& token) {
        const std::size_t end = token.offset + token.length;
        if (token.kind == TokenKind::HeredocBody) {
            return; // painted whole: it comes in pieces, between variables
        }
        if (token.kind == TokenKind::StageName) {
            fill(token.offset, end, stageStyle(token.offset, m_text.substr(token.offset, token.length)));
        } else if (token.kind == TokenKind::Operator && m_styles[token.offset] == kString) {
            return; // inside a string of the shell
        } else {
            fill(token.offset, end, styleOf(token.kind));
        }
    }

    /// The colour of the stage that is meant: in its FROM itself, elsewhere the last earlier one of that name or number.
    std::uint8_t stageStyle(std::size_t offset, std::string_view written) const {
        const auto stage = m_document.stageAtLine(m_document.lines.at(offset).line);
        if (!stage) {
            return kStage;
        }
        const auto* own = m_document.instructions[m_document.stages[*stage].from].as<dockerfile::FromArgs>();
        if (own != nullptr && own->name && own->name->range.contains(offset)) {
            return ofStage(*stage);
        }
        const std::string wanted = lower(written);
        for (std::size_t i = *stage; i-- > 0;) {
            const auto* args = m_document.instructions[m_document.stages[i].from].as<dockerfile::FromArgs>();
            if (args != nullptr && args->name && lower(args->name->text) == wanted) {
                return ofStage(i);
            }
        }
        const bool digits = !wanted.empty() && wanted.size() < 5 &&
                            std::ranges::all_of(wanted, [](unsigned char c) { return std::isdigit(c) != 0; });
        if (digits && static_cast<std::size_t>(std::stoul(wanted)) < *stage) {
            return ofStage(static_cast<std::size_t>(std::stoul(wanted)));
        }
        return kStage;
    }

    void embedded(std::size_t begin, std::size_t end, std::string_view definition) {
        if (begin >= end || definition.empty()) {
            return;
        }
        const auto& styles = m_shell.styles(m_text.substr(begin, end - begin), definition);
        std::copy(styles.begin(), styles.end(), m_styles.begin() + static_cast<std::ptrdiff_t>(begin));
    }

    /// Shell text of shell-form commands and heredoc bodies; tokens are painted over it.
    void commands(const Instruction& instruction) {
        const dockerfile::Command* command = nullptr;
        if (const auto* run = instruction.as<dockerfile::RunArgs>()) {
            command = &run->command;
        } else if (const auto* args = instruction.as<dockerfile::CommandArgs>()) {
            command = &args->command;
        } else if (const auto* health = instruction.as<dockerfile::HealthcheckArgs>()) {
            command = &health->command;
        }
        if (command != nullptr && !command->json) {
            for (const TextRange& range : command->ranges) {
                std::size_t end = range.end.offset;
                for (const auto& heredoc : instruction.heredocs) {
                    end = std::min(end, heredoc.body.start.offset);
                }
                embedded(range.start.offset, end, "Bash");
            }
        }
        for (const auto& heredoc : instruction.heredocs) {
            fill(heredoc.body.start.offset, heredoc.body.end.offset, kDimmed);
            embedded(heredoc.body.start.offset, heredoc.body.end.offset, definitionOf(dockerfile::heredocLanguage(instruction, heredoc)));
        }
        if (instruction.sub) {
            commands(*instruction.sub);
        }
    }

    const Document& m_document;
    ShellColors& m_shell;
    std::string_view m_text;
    std::vector<std::uint8_t> m_styles;
};

} // namespace

CodeColors::CodeColors() : m_shell(std::make_unique<ShellColors>()) {}
CodeColors::~CodeColors() = default;

std::vector<std::uint8_t> CodeColors::styles(const Document& document) {
    std::vector<std::uint8_t> styles = Painter(document, *m_shell).run();
    m_shell->forgetUnused();
    return styles;
}

std::vector<std::uint8_t> ignoreFileStyles(std::string_view text) {
    std::vector<std::uint8_t> styles(text.size(), kDefault);
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (text[begin] == '#') { // only in the first column (moby/patternmatcher, ignorefile)
            std::fill(styles.begin() + static_cast<std::ptrdiff_t>(begin), styles.begin() + static_cast<std::ptrdiff_t>(end), kComment);
        } else {
            for (std::size_t i = begin; i < end; ++i) {
                if (text[i] == '!' && text.substr(begin, i - begin).find_first_not_of(" \t") == std::string_view::npos) {
                    styles[i] = kNegation;
                } else if (text[i] == '*' || text[i] == '?') {
                    styles[i] = kFlag;
                }
            }
        }
        begin = end + 1;
    }
    return styles;
}

std::vector<int> foldLevels(const Document& document) {
    const auto count = static_cast<std::size_t>(document.lines.lineCount());
    std::vector<int> levels(count, kFoldBase);
    const auto raise = [&](int first, int last) { // 1-based lines; `first` becomes a header
        if (last <= first) {
            return;
        }
        levels[static_cast<std::size_t>(first - 1)] |= kFoldHeader;
        for (int line = first + 1; line <= last && static_cast<std::size_t>(line) <= count; ++line) {
            ++levels[static_cast<std::size_t>(line - 1)];
        }
    };
    for (const auto& stage : document.stages) {
        const Instruction& from = document.instructions[stage.from];
        const Instruction& last = document.instructions[stage.end - 1];
        raise(from.startLine(), last.endLine());
    }
    for (const Instruction& instruction : document.instructions) {
        if (instruction.kind != InstructionKind::From) {
            raise(instruction.startLine(), instruction.endLine());
        }
    }
    return levels;
}

} // namespace sw::ui
