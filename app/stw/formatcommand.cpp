#include "app/stw/commands.h"
#include "app/stw/documentjson.h"
#include "app/stw/options.h"
#include "core/dockerfile/parser.h"
#include "core/format/format.h"
#include "core/io/atomicfile.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

namespace sw::app {

namespace {

namespace fs = std::filesystem;

struct FormatOptions {
    std::vector<std::string> files;
    bool write = false;
    bool check = false;
    Format format = Format::Text;
};

io::Json formattedJson(const std::string& file, const format::Formatted& formatted) {
    io::Json edits = io::Json::array();
    for (const TextEdit& edit : formatted.edits) {
        edits.push_back({{"range", rangeJson(edit.range)}, {"replacement", edit.replacement}});
    }
    io::Json untouched = io::Json::array();
    for (const TextRange& range : formatted.untouched) {
        untouched.push_back({{"line", range.start.line}, {"range", rangeJson(range)}});
    }
    return {{"schema", "stagewright.format/1"},
            {"file", file},
            {"changed", formatted.changed()},
            {"text", formatted.text},
            {"edits", std::move(edits)},
            {"untouched", std::move(untouched)},
            {"error", formatted.refusal.empty() ? io::Json() : io::Json(formatted.refusal)}};
}

/// A link stays one, and the file keeps its mode.
Result<void> replaceFile(const std::string& file, const std::string& text) {
    std::error_code error;
    const fs::path real = fs::canonical(file, error);
    if (error) {
        return failure(errnoError("cannot find " + file, error.value()));
    }
    const fs::perms mode = fs::status(real, error).permissions();
    return io::writeFileAtomically(real, text, static_cast<unsigned>(mode & fs::perms::mask));
}

/// Where the layout is broken first, and how often.
void sayUnformatted(const std::string& file, const format::Formatted& formatted) {
    const std::size_t places = formatted.edits.size();
    std::cerr << file << ':' << formatted.edits.front().range.start.line << ": not formatted ("
              << (places == 1 ? std::string("1 place") : std::to_string(places) + " places") << "). Run stw format --write.\n";
}

void formatFile(const FormatOptions& options, const std::string& file, Console& console) {
    Result<std::string> text = readInput(file);
    if (!text) {
        return fail(console, text.error());
    }
    const dockerfile::Document document = dockerfile::parse(std::move(*text));
    const format::Formatted formatted = format::format(document);
    if (options.format == Format::Json) {
        printJson(formattedJson(file, formatted));
    } else if (!options.write && !options.check) {
        std::cout << formatted.text;
    }
    if (!formatted.refusal.empty()) {
        std::cerr << file << ": left as it is, because formatting it would change " << formatted.refusal
                  << ". Please report this file.\n";
        console.exitCode = kRefused;
        return;
    }
    if (!console.quiet && !formatted.untouched.empty()) {
        for (const Diagnostic& diagnostic : document.diagnostics) {
            if (diagnostic.severity == Severity::Error) {
                printDiagnostic(file, diagnostic);
            }
        }
    }
    if (!formatted.changed()) {
        return;
    }
    if (options.check) {
        sayUnformatted(file, formatted);
        console.exitCode = std::max<int>(console.exitCode, kRefused);
    } else if (options.write) {
        if (const Result<void> written = replaceFile(file, formatted.text); !written) {
            return fail(console, written.error());
        }
        if (!console.quiet) {
            std::cerr << file << ": formatted\n";
        }
    }
}

void run(const FormatOptions& options, Console& console) {
    const auto usage = [&](const std::string& message) {
        std::cerr << "stw: " << message << '\n';
        console.exitCode = kUsage;
    };
    if (options.write && std::ranges::contains(options.files, "-")) {
        return usage("--write cannot change stdin: leave it out to get the result on stdout");
    }
    if (options.files.size() > 1 && !options.write && !options.check && options.format == Format::Text) {
        return usage("several files need --write, --check or --format json");
    }
    for (const std::string& file : options.files) {
        formatFile(options, file, console);
    }
}

} // namespace

void addFormatCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("format", "Lay a Dockerfile out evenly without changing what it means");
    auto options = std::make_shared<FormatOptions>();
    command->add_option("FILE", options->files, "The Dockerfile, - for stdin")->required();
    CLI::Option* write = command->add_flag("--write", options->write, "Change the file instead of printing the result");
    command->add_flag("--check", options->check, "Only say whether the file is formatted: exit code 1 when it is not")->excludes(write);
    addFormatOption(*command, options->format);
    command->callback([options, &console] { run(*options, console); });
}

} // namespace sw::app
