#include "app/stw/buildoptions.h"
#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/options.h"
#include "app/stw/table.h"
#include "core/base/bytesize.h"
#include "core/build/remotecontext.h"
#include "core/dockerfile/ignorefile.h"

#include <iostream>
#include <map>
#include <memory>

namespace sw::app {

namespace {

using dockerfile::IgnoreMatcher;
using dockerfile::IgnorePattern;
using io::Json;

struct ContextOptions {
    BuildOptions build;
    bool match = false;
    Format format = Format::Text;
};

Result<std::vector<std::string>> stringsOf(const Json& json, std::string_view name) {
    std::vector<std::string> out;
    const Json* list = io::member(json, name);
    if (list == nullptr) {
        return out;
    }
    if (!list->is_array()) {
        return failure(ErrorCode::Invalid, std::string(name) + " must be a list of strings");
    }
    for (const Json& item : *list) {
        if (!item.is_string()) {
            return failure(ErrorCode::Invalid, std::string(name) + " must be a list of strings");
        }
        out.push_back(item.get<std::string>());
    }
    return out;
}

Result<Json> readPatterns(const std::string& text) {
    SW_TRY(const std::vector<IgnorePattern> patterns, dockerfile::readIgnoreFile(text));
    Json out = Json::array();
    for (const IgnorePattern& pattern : patterns) {
        out.push_back((pattern.negated ? "!" : "") + pattern.text);
    }
    return Json{{"patterns", std::move(out)}};
}

Result<Json> answer(std::string_view line) {
    SW_TRY(const Json json, io::parseJson(line));
    if (const Json* file = io::member(json, "file"); file != nullptr && file->is_string()) {
        return readPatterns(file->get<std::string>());
    }
    SW_TRY(const std::vector<std::string> patterns, stringsOf(json, "patterns"));
    SW_TRY(const std::vector<std::string> paths, stringsOf(json, "paths"));
    SW_TRY(const IgnoreMatcher matcher, IgnoreMatcher::compile(patterns));
    Json ignored = Json::array();
    for (const std::string& path : paths) {
        const IgnoreMatcher::Verdict verdict = matcher.match(path);
        if (verdict.malformed) {
            const std::string& text = matcher.patterns()[static_cast<std::size_t>(verdict.pattern)].text;
            return failure(ErrorCode::Invalid, "syntax error in pattern \"" + text + "\"");
        }
        ignored.push_back(verdict.ignored);
    }
    return Json{{"ignored", std::move(ignored)}};
}

void match(Console& console, Format format) {
    std::string line;
    while (std::getline(std::cin, line)) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) {
            continue;
        }
        const Result<Json> found = answer(line);
        if (found) {
            printJson(*found);
            continue;
        }
        std::cerr << "stw: " << found.error().text() << '\n';
        console.exitCode = std::max<int>(console.exitCode, kRefused);
        if (format == Format::Json) {
            printJson({{"error", found.error().message.text()}});
        }
    }
}

io::Json reportJson(const build::ContextReport& report) {
    Json files = Json::array();
    for (const build::ContextFile& file : report.files) {
        Json entry = {{"path", file.path}, {"bytes", file.bytes}, {"ignored", file.ignored}};
        if (file.ignored) {
            entry["pattern"] = file.ignoredBy;
            entry["pattern_line"] = file.ignoreLine;
        }
        files.push_back(std::move(entry));
    }
    Json uses = Json::array();
    for (const build::ContextUse& use : report.uses) {
        uses.push_back({{"line", use.line}, {"bytes", use.bytes}, {"files", use.files}});
    }
    return {{"schema", "stagewright.context/1"},
            {"ignore_file", report.ignoreFile.empty() ? Json() : Json(report.ignoreFile.string())},
            {"uses", std::move(uses)},
            {"files", std::move(files)}};
}

std::string size(std::uint64_t bytes) { return formatBytes(static_cast<std::int64_t>(bytes)); }

void printReport(const build::ContextReport& report, bool verbose) {
    constexpr std::size_t kShown = 20;
    for (const build::ContextUse& use : report.uses) {
        printLine("line " + std::to_string(use.line) + " takes " + fileCount(use.files.size()) + ", " + size(use.bytes));
        for (std::size_t i = 0; i < use.files.size() && (verbose || i < kShown); ++i) {
            printLine("  " + use.files[i]);
        }
        if (use.files.size() > kShown && !verbose) {
            printLine("  and " + std::to_string(use.files.size() - kShown) + " more");
        }
    }
    std::map<int, std::pair<std::string, std::pair<std::size_t, std::uint64_t>>> ignored;
    for (const build::ContextFile& file : report.files) {
        if (file.ignored) {
            auto& [pattern, sum] = ignored[file.ignoreLine];
            pattern = file.ignoredBy;
            ++sum.first;
            sum.second += file.bytes;
        }
    }
    for (const auto& [line, item] : ignored) {
        printLine(report.ignoreFile.filename().string() + ":" + std::to_string(line) + " " + item.first + " leaves out " +
                  fileCount(item.second.first) + ", " + size(item.second.second));
    }
}

void inspect(const ContextOptions& options, Console& console) {
    const StopOnSignal stop;
    std::shared_ptr<store::Store> opened;
    const auto open = [&]() -> Result<std::shared_ptr<store::Store>> {
        SW_TRY(opened, openStore(console));
        return opened;
    };
    const auto request = makeRequest(options.build, {open}, stop.token());
    if (!request) {
        return failRequest(console, request.error(), opened != nullptr);
    }
    const auto report = request->remoteContext ? build::inspectRemoteContext(opened, *request, stop.token())
                                               : build::inspectContext(*request, stop.token());
    if (!report) {
        return fail(console, report.error());
    }
    if (options.format == Format::Json) {
        printJson(reportJson(*report));
    } else {
        printReport(*report, console.verbose);
    }
}

} // namespace

void addContextCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("context", "What each COPY takes from the context, and what the ignore file leaves out");
    auto options = std::make_shared<ContextOptions>();
    addBuildOptions(*command, options->build, false);
    command->add_flag("--match", options->match, "Answer JSON questions about patterns on stdin, one per line");
    addFormatOption(*command, options->format);
    command->callback([options, &console] { options->match ? match(console, options->format) : inspect(*options, console); });
}

} // namespace sw::app
