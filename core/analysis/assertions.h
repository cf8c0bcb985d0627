#pragma once

#include "core/analysis/gates.h"
#include "core/analysis/imageview.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What an image must be, for `stw test`: read from YAML, in our own keys or in those of container-structure-test (schema
/// 2.0.0). Both are described in app/stw/README.md.
namespace sw::analysis {

/// Of a file's content or of a command's output. Patterns are ECMAScript regular expressions that need not match all.
struct TextCheck {
    std::optional<std::string> equals;
    std::vector<std::string> contains, excludes, matches, excludesMatches;
    bool empty() const { return !equals && contains.empty() && excludes.empty() && matches.empty() && excludesMatches.empty(); }
};

struct FileAssertion {
    std::string name, path; ///< path as written
    bool exists = true;
    std::optional<std::string> type; ///< file, directory, symlink, ..
    std::optional<std::uint32_t> mode;
    std::optional<std::string> permissions; ///< "-rw-r--r--"
    std::optional<std::string> user, group; ///< names or numbers
    std::optional<std::string> link;
    std::optional<bool> executable;         ///< by anybody
    std::optional<Gate> size;               ///< that must hold
    TextCheck content;
    int line = 0;
};

/// A value of the configuration: it must be this, match this, or not be set.
struct ValueAssertion {
    std::string what;  ///< "env PATH", "label x", "user", "workdir", "entrypoint", "cmd"
    std::optional<std::string> value; ///< absent: not set
    bool pattern = false;
    bool present = false; ///< any value will do
    int line = 0;
};

struct ListAssertion {
    std::string what; ///< "port", "volume"
    std::string value;
    bool present = true;
    int line = 0;
};

struct CommandAssertion {
    std::string name;
    std::vector<std::vector<std::string>> setup, teardown;
    std::vector<std::string> args;
    std::vector<std::string> env; ///< "K=V"
    std::string user;             ///< "" = the image's
    int exitCode = 0;
    double timeout = 60;          ///< seconds, after which it is stopped and has failed
    TextCheck output, out, err;   ///< output: both together
    int line = 0;
};

struct AssertionFile {
    std::vector<FileAssertion> files;
    std::vector<ValueAssertion> values;
    std::vector<ListAssertion> lists;
    std::vector<Gate> sizes; ///< that must hold
    std::vector<CommandAssertion> commands;
    std::size_t count() const { return files.size() + values.size() + lists.size() + sizes.size() + commands.size(); }
};

/// Corrupt or Invalid: "line N: ..": no YAML, a key that is not known, a value that makes no sense, or no assertion at all.
Result<AssertionFile> parseAssertions(std::string_view yaml);

struct AssertionResult {
    std::string kind; ///< "file", "env", "label", "user", "workdir", "port", "volume", "entrypoint", "cmd", "size", "command"
    std::string name;
    bool passed = false;
    std::string message; ///< why not; one line for each reason
    double seconds = 0;
    int line = 0;     ///< in the YAML
};

struct CommandOutcome {
    enum class End { Itself, TimedOut, TooMuchOutput }; ///< the latter two: it was stopped, and there is no exit code
    End end = End::Itself;
    int exitCode = 0;
    std::string out, err, all;
    double seconds = 0;
};
/// Runs setup, the command and teardown in one fresh container.
using CommandRunner = std::function<Result<CommandOutcome>(const CommandAssertion& command)>;

/// In the order of the file's kinds. An error of `runner` (this machine cannot) is passed on.
Result<std::vector<AssertionResult>> checkAssertions(const AssertionFile& file, const ImageView& image, const Accounts& accounts, const CommandRunner& runner,
                                                     std::stop_token stop = {});

std::string assertionsJson(const std::string& image, const std::vector<AssertionResult>& results);
/// JUnit's XML, as CI servers read it.
std::string assertionsJunit(const std::string& image, const std::vector<AssertionResult>& results);

} // namespace sw::analysis
