#include "app/stw/console.h"

#include "core/base/uniquefd.h"
#include "core/io/bytereader.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <limits>

namespace sw::app {

namespace {

/// What is quoted from a file may hold line breaks and other control characters; a message is one line.
std::string inOneLine(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20U && byte != 0x7FU) {
            out += c;
        } else if (c == '\n' || c == '\t' || c == '\r') {
            out += c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r";
        } else {
            out += {'\\', 'x', kHex[byte >> 4U], kHex[byte & 15U]};
        }
    }
    return out;
}

} // namespace

int exitCodeOf(const Error& error) {
    switch (error.code) {
    case ErrorCode::Cancelled: return kStopped;
    case ErrorCode::NotFound:
    case ErrorCode::Invalid: return kUsage;
    case ErrorCode::Corrupt: // a file of the user's; storeTrouble() tells what is the store's own
    case ErrorCode::StepFailed: return kRefused;
    default: return kMachine;
    }
}

void fail(Console& console, const Error& error) {
    std::cerr << "stw: " << inOneLine(error.text()) << '\n';
    console.exitCode = exitCodeOf(error);
}

void printLine(std::string_view text) { std::cout << text << '\n'; }

void printJson(const io::Json& json) { printLine(io::dumpJson(json)); }

void printDiagnostic(std::string_view file, const Diagnostic& diagnostic) {
    std::string text = diagnostic.message.text();
    if (!diagnostic.detail.empty()) {
        text += ". " + diagnostic.detail.text();
    }
    std::cerr << file << ':' << diagnostic.range.start.line << ": " << inOneLine(text) << '\n';
}

Result<std::string> readInput(const std::string& path) {
    if (path == "-") {
        return std::string(std::istreambuf_iterator<char>(std::cin), {});
    }
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        return failure(ErrorCode::Invalid, "cannot read " + path + ": it is a directory. Name a file in it.");
    }
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) {
        return failure(errnoError("cannot read " + path, errno));
    }
    io::FdReader reader(fd.get());
    return reader.readRest(std::numeric_limits<std::uint64_t>::max());
}

} // namespace sw::app
