#pragma once

#include "core/base/diagnostic.h"
#include "core/base/result.h"
#include "core/io/json.h"

#include <string>
#include <string_view>

/// What all commands of stw share: global options, exit codes, the two streams.
namespace sw::app {

enum ExitCode : int {
    kGood = 0,
    kRefused = 1,   ///< the user's build, check or rule failed; JSON is printed all the same
    kUsage = 2,
    kMachine = 3,   ///< this machine cannot, the message names the remedy
    kStopped = 130,
};

struct Console {
    std::string store; ///< --store, empty for the default
    bool quiet = false;
    bool verbose = false;
    int exitCode = kGood; ///< set by the command that ran
};

enum class Format { Text, Json };

/// The exit code that an Error means.
int exitCodeOf(const Error& error);

/// Prints an error on stderr and keeps its exit code.
void fail(Console& console, const Error& error);

/// One line on stdout.
void printLine(std::string_view text);
void printJson(const io::Json& json);

/// "FILE:LINE: message. detail" on stderr.
void printDiagnostic(std::string_view file, const Diagnostic& diagnostic);

/// The whole of a file, or of stdin for "-".
Result<std::string> readInput(const std::string& path);

} // namespace sw::app
