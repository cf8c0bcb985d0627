#include "core/dockerfile/gotext.h"
#include "core/dockerfile/highlight.h"

#include <algorithm>
#include <array>

namespace sw::dockerfile {

namespace {

struct Known {
    std::string_view word;
    std::string_view language;
};

constexpr std::array kPrograms = {
    Known{"sh", "bash"},      Known{"ash", "bash"},         Known{"bash", "bash"},      Known{"dash", "bash"},
    Known{"zsh", "bash"},     Known{"python", "python"},    Known{"python2", "python"}, Known{"python3", "python"},
    Known{"node", "javascript"}, Known{"perl", "perl"},     Known{"ruby", "ruby"},      Known{"php", "php"},
    Known{"psql", "sql"},     Known{"sqlite3", "sql"},      Known{"mysql", "sql"},      Known{"awk", "awk"},
    Known{"pwsh", "powershell"},
};

constexpr std::array kExtensions = {
    Known{"sh", "bash"},        Known{"bash", "bash"},    Known{"py", "python"},     Known{"js", "javascript"},
    Known{"mjs", "javascript"}, Known{"ts", "typescript"}, Known{"json", "json"},    Known{"yaml", "yaml"},
    Known{"yml", "yaml"},       Known{"toml", "toml"},    Known{"ini", "ini"},       Known{"conf", "conf"},
    Known{"cfg", "ini"},        Known{"html", "html"},    Known{"css", "css"},       Known{"xml", "xml"},
    Known{"pl", "perl"},        Known{"rb", "ruby"},      Known{"php", "php"},       Known{"sql", "sql"},
    Known{"md", "markdown"},    Known{"go", "go"},        Known{"rs", "rust"},       Known{"c", "c"},
    Known{"cpp", "cpp"},        Known{"java", "java"},
};

template <std::size_t N> std::string lookUp(const std::array<Known, N>& table, std::string_view word) {
    const auto found = std::ranges::find(table, word, &Known::word);
    return found == table.end() ? std::string() : std::string(found->language);
}

std::string_view lastPart(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

std::string ofProgram(std::string_view word) {
    std::string_view name = lastPart(word);
    const std::size_t version = name.find_first_of(".0123456789");
    if (std::string exact = lookUp(kPrograms, name); !exact.empty()) {
        return exact;
    }
    return lookUp(kPrograms, name.substr(0, version));
}

std::string_view nextWord(std::string_view& text) {
    text = trimmed(text);
    const std::size_t end = std::min(text.find_first_of(" \t\n|&;"), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

std::string ofInterpreterLine(std::string_view content) {
    if (!content.starts_with("#!")) {
        return {};
    }
    std::string_view line = content.substr(2, std::min(content.find('\n'), content.size()) - 2);
    std::string_view program = nextWord(line);
    if (lastPart(program) == "env") {
        do {
            program = nextWord(line);
        } while (program.starts_with('-'));
    }
    return ofProgram(program);
}

std::string ofFile(std::string_view path) {
    const std::string_view name = lastPart(path);
    const std::size_t dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string() : lookUp(kExtensions, lowered(name.substr(dot + 1)));
}

/// The program that a RUN feeds the heredoc to: the first word of its command that is no redirection.
std::string ofCommand(const Instruction& instruction) {
    if (instruction.args.empty()) {
        return "bash";
    }
    std::string_view rest = instruction.args.front();
    while (!trimmed(rest).empty()) {
        const std::string_view word = nextWord(rest);
        if (word.empty() || word.contains('<') || word.contains('>')) {
            if (word.empty()) {
                rest.remove_prefix(1);
            }
            continue;
        }
        return ofProgram(word);
    }
    return "bash";
}

} // namespace

std::string heredocLanguage(const Instruction& instruction, const Heredoc& heredoc) {
    const Instruction& holder = instruction.sub ? *instruction.sub : instruction;
    if (std::string language = ofInterpreterLine(heredoc.content); !language.empty()) {
        return language;
    }
    if (holder.kind == InstructionKind::Run) {
        return ofCommand(holder);
    }
    if (std::string language = ofFile(heredoc.name); !language.empty()) {
        return language;
    }
    const auto* copy = holder.as<CopyArgs>();
    return copy != nullptr ? ofFile(copy->destination.text) : std::string();
}

} // namespace sw::dockerfile
