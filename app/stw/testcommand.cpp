#include "app/stw/engine.h"
#include "app/stw/imagecommands.h"
#include "app/stw/imageopen.h"
#include "app/stw/imagerunner.h"
#include "app/stw/options.h"
#include "core/analysis/assertions.h"
#include "core/base/bytesize.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <thread>

namespace sw::app {

namespace {

enum class TestFormat { Text, Json, Junit };

struct TestOptions {
    std::string image, file;
    OpenOptions open;
    TestFormat format = TestFormat::Text;
};

constexpr std::size_t kMostOutput = 16U << 20U; ///< of one command; one that prints for ever shall not fill the memory

/// Requests a stop when the time is over, and when somebody else's stop is.
class Deadline {
public:
    Deadline(const std::stop_token& outer, double seconds)
        : m_outer(outer, Stop{[this] { m_source.request_stop(); }}), m_timer([this, seconds](const std::stop_token& done) {
              std::unique_lock lock(m_mutex);
              if (!m_wake.wait_for(lock, done, std::chrono::duration<double>(seconds), [] { return false; }) && !done.stop_requested()) {
                  m_passed = true;
                  m_source.request_stop();
              }
          }) {}
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;
    std::stop_token token() const { return m_source.get_token(); }
    void stop() { m_source.request_stop(); }
    bool passed() const { return m_passed; }

private:
    struct Stop {
        std::function<void()> call;
        void operator()() const { call(); }
    };
    std::stop_source m_source;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::atomic<bool> m_passed = false;
    std::stop_callback<Stop> m_outer;
    std::jthread m_timer; ///< ends with this
};

/// Commands run in the sandbox, each in a fresh root; setup and teardown in the same one, by a shell of the image.
class Commands {
public:
    Commands(const TestOptions& options, const Console& console, std::stop_token stop) : m_options(options), m_console(console), m_stop(std::move(stop)) {}

    Result<analysis::CommandOutcome> run(const analysis::CommandAssertion& command) {
        if (!m_runner) {
            SW_TRY(m_runner, ImageRunner::open(m_console, m_options.image, m_options.open.dockerfile.string(), m_stop));
        }
        ImageRunner::Call call{command.args, command.env, command.user};
        if (!command.setup.empty() || !command.teardown.empty()) {
            call.args = {"/bin/sh", "-c", scriptOf(command)};
        }
        SW_CHECK(m_runner->prepare(m_stop));
        analysis::CommandOutcome outcome;
        const auto started = std::chrono::steady_clock::now();
        Deadline deadline(m_stop, command.timeout);
        const auto take = [&](int stream, std::string_view bytes) {
            bytes = bytes.substr(0, kMostOutput - outcome.all.size());
            (stream == 2 ? outcome.err : outcome.out).append(bytes);
            outcome.all.append(bytes);
            if (outcome.all.size() == kMostOutput) {
                deadline.stop();
            }
        };
        const auto ended = m_runner->run(call, false, take, deadline.token());
        outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        if (deadline.passed() || outcome.all.size() == kMostOutput) {
            outcome.end = deadline.passed() ? analysis::CommandOutcome::End::TimedOut : analysis::CommandOutcome::End::TooMuchOutput;
            return outcome;
        }
        SW_TRY(const sandbox::ExitStatus status, ended);
        outcome.exitCode = status.code;
        if (!status.complaint.empty()) {
            outcome.err += status.complaint;
            outcome.all += status.complaint;
        }
        return outcome;
    }

private:
    static std::string quoted(const std::vector<std::string>& words) {
        std::string out;
        for (const std::string& word : words) {
            out += out.empty() ? "'" : " '";
            for (const char c : word) {
                out += c == '\'' ? std::string("'\\''") : std::string(1, c);
            }
            out += "'";
        }
        return out;
    }

    static std::string scriptOf(const analysis::CommandAssertion& command) {
        std::string script;
        for (const auto& words : command.setup) {
            script += quoted(words) + " >/dev/null 2>&1\n";
        }
        script += quoted(command.args) + "\nstatus=$?\n";
        for (const auto& words : command.teardown) {
            script += quoted(words) + " >/dev/null 2>&1\n";
        }
        return script + "exit $status\n";
    }

    const TestOptions& m_options;
    const Console& m_console;
    std::stop_token m_stop;
    std::unique_ptr<ImageRunner> m_runner;
};

void printText(const std::vector<analysis::AssertionResult>& results) {
    std::size_t failed = 0;
    for (const analysis::AssertionResult& result : results) {
        std::cout << (result.passed ? "ok    " : "FAIL  ") << result.kind << " " << result.name << "\n";
        failed += result.passed ? 0 : 1;
        for (std::size_t at = 0; at < result.message.size();) {
            const std::size_t end = std::min(result.message.find('\n', at), result.message.size());
            std::cout << "          " << result.message.substr(at, end - at) << "\n";
            at = end + 1;
        }
    }
    std::cout << "\n" << results.size() - failed << " of " << results.size() << " hold\n";
}

Result<void> test(const TestOptions& options, const analysis::AssertionFile& file, Console& console) {
    const StopOnSignal signals;
    OpenOptions open = options.open;
    open.hashContents = false;
    SW_TRY(const inspect::OpenedImage opened, openImage(console, options.image, open, signals.token()));
    const analysis::Accounts accounts = analysis::account(opened.view.layers, signals.token());
    Commands commands(options, console, signals.token());
    SW_TRY(const auto results, analysis::checkAssertions(file, opened.view, accounts, [&](const auto& command) { return commands.run(command); }, signals.token()));
    switch (options.format) {
    case TestFormat::Text: printText(results); break;
    case TestFormat::Json: printLine(analysis::assertionsJson(options.image, results)); break;
    case TestFormat::Junit: std::cout << analysis::assertionsJunit(options.image, results); break;
    }
    console.exitCode = std::ranges::all_of(results, &analysis::AssertionResult::passed) ? kGood : kRefused;
    return {};
}

} // namespace

void addTestCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("test", "Check what an image must be: files, environment, user, ports, output of commands");
    auto options = std::make_shared<TestOptions>();
    command->add_option("IMAGE", options->image, "As for 'layers'")->required();
    command->add_option("FILE", options->file, "Assertions in YAML, also those of container-structure-test; - is stdin")->required();
    addOpenOptions(*command, options->open);
    static const std::map<std::string, TestFormat> kFormats = {{"text", TestFormat::Text}, {"json", TestFormat::Json}, {"junit", TestFormat::Junit}};
    command->add_option("--format", options->format, "text, json or junit")->transform(CLI::CheckedTransformer(kFormats, CLI::ignore_case))->option_text("text|json|junit");
    command->callback([options, &console] {
        const auto text = readInput(options->file);
        const auto file = text ? withContext(analysis::parseAssertions(*text), options->file) : Result<analysis::AssertionFile>(failure(text.error()));
        if (!file) {
            fail(console, file.error());
            console.exitCode = kUsage;
        } else if (const auto done = test(*options, *file, console); !done) {
            fail(console, done.error());
        }
    });
}

} // namespace sw::app
