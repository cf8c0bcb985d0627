#pragma once

#include "core/base/diagnostic.h"
#include "core/checks/shell/runbody.h"

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// ShellCheck, the program, asked about the scripts of RUN.
namespace sw::checks {

class LintContext;

/// What ShellCheck says about one script. Spans are bytes of the script.
struct ShellFinding {
    int code = 0; ///< 2086
    Severity severity = Severity::Warning;
    std::string message;
    Span span;
    struct Replacement {
        Span span;
        std::string text;
    };
    std::vector<Replacement> fix;
};

struct ShellQuestion {
    Dialect dialect = Dialect::Sh;
    std::string text;
    std::vector<std::string> variables; ///< set by ARG and ENV before the step
    std::string key() const;
};

/// Runs ShellCheck once for all scripts it does not know yet, and remembers its answers. Safe with threads.
class ShellChecker {
public:
    /// By PATH; without the program every answer is empty.
    ShellChecker();
    explicit ShellChecker(std::optional<std::filesystem::path> program) : m_program(std::move(program)) {}
    bool available() const { return m_program.has_value(); }

    /// One list per question. On stop, or when the program fails, those not known yet are empty (and stay unknown).
    std::vector<std::vector<ShellFinding>> ask(const std::vector<ShellQuestion>& questions, const std::stop_token& stop);
    /// The same without starting the program: what is known already.
    std::vector<std::vector<ShellFinding>> known(const std::vector<ShellQuestion>& questions);
    /// How often the program was started; for tests.
    std::size_t runs() const { return m_runs; }

private:
    void learn(const std::vector<ShellQuestion>& questions, const std::stop_token& stop);
    std::optional<std::filesystem::path> m_program;
    std::mutex m_mutex; ///< not held while the program runs
    std::map<std::string, std::vector<ShellFinding>> m_known;
    std::atomic<std::size_t> m_runs = 0;
};

/// Adds what ShellCheck says about every RUN as SCxxxx, at its place in the file. `knownOnly`: without starting it.
void lintShell(LintContext& context, ShellChecker& checker, bool knownOnly, const std::stop_token& stop);

/// Reads ShellCheck's json1 output about one script whose first `headerLines` lines are ours.
std::vector<ShellFinding> readShellCheckComments(std::string_view json, std::string_view file, std::string_view script,
                                                 int headerLines);

} // namespace sw::checks
