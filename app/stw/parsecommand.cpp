#include "app/stw/commands.h"
#include "app/stw/documentjson.h"
#include "app/stw/options.h"
#include "core/dockerfile/parser.h"

#include <algorithm>
#include <memory>

namespace sw::app {

namespace {

struct ParseOptions {
    std::string file;
    Format format = Format::Text;
};

bool refusesParse(const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::Error && diagnostic.rule == dockerfile::kSyntaxRule;
}

void printInstructions(const dockerfile::Document& document) {
    for (const dockerfile::Instruction& instruction : document.instructions) {
        const std::string lines = std::to_string(instruction.startLine()) +
                                  (instruction.endLine() == instruction.startLine()
                                       ? std::string()
                                       : "-" + std::to_string(instruction.endLine()));
        printLine(lines + "\t" + instruction.original);
    }
}

void run(const ParseOptions& options, Console& console) {
    Result<std::string> text = readInput(options.file);
    if (!text) {
        fail(console, text.error());
        return;
    }
    const dockerfile::Document document = dockerfile::parse(std::move(*text));
    if (options.format == Format::Json) {
        printJson(documentJson(document));
    } else {
        printInstructions(document);
    }
    const auto refusal = std::ranges::find_if(document.diagnostics, refusesParse);
    if (refusal != document.diagnostics.end()) {
        Diagnostic told = *refusal;
        told.range.start.line = lineOf(told, document);
        printDiagnostic(options.file, told);
        console.exitCode = kRefused;
    } else if (options.format == Format::Text && !console.quiet) {
        for (const Diagnostic& diagnostic : document.diagnostics) {
            printDiagnostic(options.file, diagnostic);
        }
    }
}

} // namespace

void addParseCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("parse", "Show how a Dockerfile reads, instruction by instruction");
    auto options = std::make_shared<ParseOptions>();
    command->add_option("FILE", options->file, "The Dockerfile, - for stdin")->required();
    addFormatOption(*command, options->format);
    command->callback([options, &console] { run(*options, console); });
}

} // namespace sw::app
