#include "app/stw/commands.h"
#include "app/stw/options.h"
#include "core/dockerfile/ignorefile.h"

#include <iostream>
#include <memory>

namespace sw::app {

namespace {

using dockerfile::IgnoreMatcher;
using dockerfile::IgnorePattern;
using io::Json;

struct ContextOptions {
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
        ignored.push_back(matcher.match(path).ignored);
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
            printJson({{"error", found.error().message}});
        }
    }
}

} // namespace

void addContextCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("context", "What an ignore file leaves out of a build context");
    auto options = std::make_shared<ContextOptions>();
    command->add_flag("--match", options->match, "Answer JSON questions on stdin, one per line")->required();
    addFormatOption(*command, options->format);
    command->callback([options, &console] { match(console, options->format); });
}

} // namespace sw::app
