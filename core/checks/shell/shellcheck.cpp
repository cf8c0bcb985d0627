#include "core/checks/shell/shellcheck.h"

#include "core/checks/lintcontext.h"
#include "core/io/json.h"
#include "core/io/subprocess.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <set>

namespace sw::checks {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr std::size_t kScriptsPerRun = 256;
constexpr std::size_t kRemembered = 4096; ///< answers; then all are forgotten

/// Codes that say nothing about a step of a build: files that cannot be followed, the first line (which is ours), dialects.
constexpr std::array<int, 6> kNotOurs = {1090, 1128, 2148, 2187, 2239, 2096};

std::string_view shebangOf(Dialect dialect) {
    switch (dialect) {
    case Dialect::Bash: return "#!/bin/bash";
    case Dialect::Dash: return "#!/bin/dash";
    case Dialect::Ksh: return "#!/bin/ksh";
    case Dialect::BusyBox: return "#!/bin/busybox sh";
    default: return "#!/bin/sh";
    }
}

bool isVariableName(std::string_view name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !name.empty() && letter(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

/// The lines in front of a script: its dialect, and the variables it finds set (to nothing that could be known).
std::string headerOf(const ShellQuestion& question) {
    std::string out(shebangOf(question.dialect));
    out += '\n';
    for (const std::string& name : question.variables) {
        if (isVariableName(name)) {
            out += "export ";
            out += name;
            out += "=\"$";
            out += name;
            out += "\"\n";
        }
    }
    return out;
}

/// A folder that goes away with its files.
class ScratchFolder {
public:
    ScratchFolder() {
        std::error_code error;
        std::string pattern = (fs::temp_directory_path(error) / "stagewright-check-XXXXXX").string();
        if (!error && ::mkdtemp(pattern.data()) != nullptr) {
            m_path = pattern;
        }
    }
    ~ScratchFolder() {
        if (!m_path.empty()) {
            std::error_code error;
            fs::remove_all(m_path, error);
        }
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

/// Byte offset of a 1-based line and column (in characters) of a text, 0-based line already without our header.
std::optional<std::size_t> offsetOf(std::string_view text, int line, int column) {
    std::size_t at = 0;
    for (int i = 1; i < line; ++i) {
        const std::size_t newline = text.find('\n', at);
        if (newline == std::string_view::npos) {
            return line == i + 1 ? std::optional(text.size()) : std::nullopt;
        }
        at = newline + 1;
    }
    for (int i = 1; i < column && at < text.size() && text[at] != '\n'; ++i) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
            ++at;
        }
    }
    return at;
}

int numberOf(const io::Json& json, std::string_view name) { return static_cast<int>(io::integerOf(json, name)); }

std::optional<Span> spanOf(const io::Json& place, std::string_view script, int headerLines) {
    const int line = numberOf(place, "line") - headerLines;
    const int endLine = numberOf(place, "endLine") - headerLines;
    if (line < 1 || endLine < line) {
        return std::nullopt;
    }
    const auto begin = offsetOf(script, line, numberOf(place, "column"));
    const auto end = offsetOf(script, endLine, numberOf(place, "endColumn"));
    return begin && end && *begin <= *end ? std::optional(Span{*begin, *end}) : std::nullopt;
}

Severity severityOf(std::string_view level) {
    return severityNamed(level).value_or(Severity::Warning);
}

std::vector<ShellFinding::Replacement> fixOf(const io::Json& comment, std::string_view script, int headerLines) {
    std::vector<ShellFinding::Replacement> out;
    const io::Json* fix = io::member(comment, "fix");
    const io::Json* replacements = fix == nullptr ? nullptr : io::member(*fix, "replacements");
    if (replacements == nullptr || !replacements->is_array()) {
        return out;
    }
    for (const io::Json& replacement : *replacements) {
        const auto span = spanOf(replacement, script, headerLines);
        if (!span) {
            return {};
        }
        out.push_back({*span, io::stringOf(replacement, "replacement")});
    }
    std::ranges::stable_sort(out, {}, [](const auto& r) { return r.span.begin; });
    return out;
}

/// SC3xxx say what POSIX lacks; of use only where it is known which shell /bin/sh is.
bool isOurs(int code, Dialect dialect) {
    return std::ranges::find(kNotOurs, code) == kNotOurs.end() && !(dialect == Dialect::Sh && code >= 3000 && code < 4000);
}

} // namespace

std::string ShellQuestion::key() const {
    std::string out(dialectName(dialect));
    for (const std::string& name : variables) {
        out += '\n' + name;
    }
    return out + '\0' + text;
}

ShellChecker::ShellChecker() : m_program(io::findProgram("shellcheck")) {}

std::vector<std::vector<ShellFinding>> ShellChecker::ask(const std::vector<ShellQuestion>& questions, const std::stop_token& stop) {
    std::vector<ShellQuestion> news;
    if (m_program) {
        const std::lock_guard lock(m_mutex);
        if (m_known.size() > kRemembered) {
            m_known.clear();
        }
        std::set<std::string> asked;
        for (const ShellQuestion& question : questions) {
            std::string key = question.key();
            if (!m_known.contains(key) && asked.insert(std::move(key)).second) {
                news.push_back(question);
            }
        }
    }
    for (std::size_t begin = 0; begin < news.size() && !stop.stop_requested(); begin += kScriptsPerRun) {
        const std::size_t end = std::min(news.size(), begin + kScriptsPerRun);
        learn({news.begin() + static_cast<std::ptrdiff_t>(begin), news.begin() + static_cast<std::ptrdiff_t>(end)}, stop);
    }
    return known(questions);
}

std::vector<std::vector<ShellFinding>> ShellChecker::known(const std::vector<ShellQuestion>& questions) {
    std::vector<std::vector<ShellFinding>> out(questions.size());
    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (const auto found = m_known.find(questions[i].key()); found != m_known.end()) {
            out[i] = found->second;
        }
    }
    return out;
}

void ShellChecker::learn(const std::vector<ShellQuestion>& questions, const std::stop_token& stop) {
    const ScratchFolder folder;
    if (folder.path().empty()) {
        return;
    }
    io::ProcessSpec spec;
    spec.args = {m_program->string(), "--norc", "--format=json1", "--severity=style"};
    std::vector<std::string> files;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        files.push_back((folder.path() / std::to_string(i)).string());
        std::ofstream file(files.back(), std::ios::binary);
        file << headerOf(questions[i]) << questions[i].text << '\n';
        spec.args.push_back(files.back());
    }
    ++m_runs;
    // Some scripts keep ShellCheck busy for ever; nobody should wait for advice.
    std::stop_source limit;
    const std::stop_callback outer(stop, [&limit] { limit.request_stop(); });
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    spec.onTick = [&limit, deadline] {
        if (std::chrono::steady_clock::now() > deadline) {
            limit.request_stop();
        }
    };
    const Result<io::ProcessResult> result = io::runProcess(spec, limit.get_token());
    if (!result || result->exitCode > 1) {
        return;
    }
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const std::string header = headerOf(questions[i]);
        const int lines = static_cast<int>(std::ranges::count(header, '\n'));
        std::vector<ShellFinding> found = readShellCheckComments(result->output, files[i], questions[i].text, lines);
        std::erase_if(found, [&](const ShellFinding& f) { return !isOurs(f.code, questions[i].dialect); });
        const std::lock_guard lock(m_mutex);
        m_known[questions[i].key()] = std::move(found);
    }
}

std::vector<ShellFinding> readShellCheckComments(std::string_view json, std::string_view file, std::string_view script, int headerLines) {
    std::vector<ShellFinding> out;
    const Result<io::Json> root = io::parseJson(json);
    const io::Json* comments = root ? io::member(*root, "comments") : nullptr;
    if (comments == nullptr || !comments->is_array()) {
        return out;
    }
    for (const io::Json& comment : *comments) {
        if (io::stringOf(comment, "file") != file) {
            continue;
        }
        const auto span = spanOf(comment, script, headerLines);
        if (!span) {
            continue; // about our own lines
        }
        out.push_back({numberOf(comment, "code"), severityOf(io::stringOf(comment, "level")), io::stringOf(comment, "message"), *span,
                       fixOf(comment, script, headerLines)});
    }
    return out;
}

namespace {

/// Names that the steps of a chain of stages find in their environment, up to one step.
std::vector<std::string> variablesBefore(const LintContext& context, const Step& step) {
    std::vector<std::string> names = {"http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"};
    for (const std::size_t stage : context.chainOf(step.stage)) {
        for (const Step* before : context.stepsOf(stage)) {
            if (before->outer == step.outer) {
                break;
            }
            const auto* pairs = before->instruction->as<dockerfile::PairArgs>();
            if (pairs == nullptr || before->kind() == dockerfile::InstructionKind::Label) {
                continue;
            }
            for (const dockerfile::KeyValue& pair : pairs->pairs) {
                names.push_back(pair.key.text);
            }
        }
    }
    if (const auto* run = step.instruction->as<dockerfile::RunArgs>()) {
        for (const dockerfile::Mount& mount : run->mounts) {
            if (mount.env) {
                names.push_back(*mount.env);
            }
        }
    }
    std::ranges::sort(names);
    const auto repeated = std::ranges::unique(names);
    names.erase(repeated.begin(), repeated.end());
    return names;
}

std::vector<QuickFix> fixesOf(const LintContext& context, const RunBody& body, const ShellFinding& finding) {
    QuickFix fix{say("Do what ShellCheck suggests"), {}};
    for (const ShellFinding::Replacement& replacement : finding.fix) {
        const auto range = body.source.editable(context.document(), replacement.span);
        if (!range) {
            return {};
        }
        fix.edits.push_back({*range, replacement.text});
    }
    return fix.edits.empty() ? std::vector<QuickFix>() : std::vector<QuickFix>{std::move(fix)};
}

} // namespace

void lintShell(LintContext& context, ShellChecker& checker, bool knownOnly, const std::stop_token& stop) {
    std::vector<ShellQuestion> questions;
    std::vector<std::pair<const Step*, const RunBody*>> about;
    for (const Step& step : context.steps()) {
        for (const RunBody& body : step.bodies) {
            if (body.exec || body.dialect == Dialect::None || body.text().empty()) {
                continue;
            }
            questions.push_back({body.dialect, body.text(), variablesBefore(context, step)});
            about.emplace_back(&step, &body);
        }
    }
    const auto answers = knownOnly ? checker.known(questions) : checker.ask(questions, stop);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto& [step, body] = about[i];
        for (const ShellFinding& finding : answers[i]) {
            context.addShell("SC" + std::to_string(finding.code), finding.severity, *step,
                             context.rangeOf(*step, *body, finding.span), finding.message, fixesOf(context, *body, finding));
        }
    }
}

} // namespace sw::checks
