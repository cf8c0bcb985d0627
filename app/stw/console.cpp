#include "app/stw/console.h"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

namespace sw::app {

int exitCodeOf(const Error& error) {
    switch (error.code) {
    case ErrorCode::Cancelled: return kStopped;
    case ErrorCode::NotFound:
    case ErrorCode::Invalid: return kUsage;
    case ErrorCode::StepFailed: return kRefused;
    default: return kMachine;
    }
}

void fail(Console& console, const Error& error) {
    std::cerr << "stw: " << error.text() << '\n';
    console.exitCode = exitCodeOf(error);
}

void printLine(std::string_view text) { std::cout << text << '\n'; }

void printJson(const io::Json& json) { printLine(io::dumpJson(json)); }

void printDiagnostic(std::string_view file, const Diagnostic& diagnostic) {
    std::cerr << file << ':' << diagnostic.range.start.line << ": " << diagnostic.message.text();
    if (!diagnostic.detail.empty()) {
        std::cerr << ". " << diagnostic.detail.text();
    }
    std::cerr << '\n';
}

Result<std::string> readInput(const std::string& path) {
    if (path == "-") {
        return std::string(std::istreambuf_iterator<char>(std::cin), {});
    }
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::string text;
    if (file) {
        text.assign(std::istreambuf_iterator<char>(file), {});
    }
    if (!file.good() && !file.eof()) {
        return failure(errnoError("cannot read " + path, errno));
    }
    return text;
}

} // namespace sw::app
