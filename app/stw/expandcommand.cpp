#include "app/stw/commands.h"
#include "app/stw/options.h"
#include "core/dockerfile/variables.h"

#include <iostream>
#include <map>
#include <memory>

namespace sw::app {

namespace {

using dockerfile::ExpandOptions;
using dockerfile::VariableLookup;
using io::Json;

struct Question {
    std::string word;
    std::map<std::string, std::string, std::less<>> env;
    ExpandOptions options;
    bool words = false;
};

Result<Question> readQuestion(std::string_view line) {
    SW_TRY(const Json json, io::parseJson(line));
    const Json* word = io::member(json, "word");
    if (word == nullptr || !word->is_string()) {
        return failure(ErrorCode::Invalid, R"(expand reads one object per line: {"word": "...", "env": ["K=V"]})");
    }
    Question question;
    question.word = word->get<std::string>();
    if (const Json* env = io::member(json, "env"); env != nullptr && env->is_array()) {
        for (const Json& pair : *env) {
            const std::string text = pair.is_string() ? pair.get<std::string>() : std::string();
            const std::size_t equals = text.find('=');
            question.env[text.substr(0, equals)] = equals == std::string::npos ? "" : text.substr(equals + 1);
        }
    }
    const std::string escape = io::stringOf(json, "escape", "\\");
    if (escape != "\\" && escape != "`") {
        return failure(ErrorCode::Invalid, "escape is \\ or `, not " + escape);
    }
    question.options.escape = escape.front();
    const std::string mode = io::stringOf(json, "mode", "word");
    if (mode != "word" && mode != "words") {
        return failure(ErrorCode::Invalid, "mode is word or words, not " + mode);
    }
    question.words = mode == "words";
    return question;
}

Result<Json> answer(std::string_view line) {
    SW_TRY(const Question question, readQuestion(line));
    const VariableLookup lookup = [&](std::string_view name) {
        const auto found = question.env.find(name);
        return found == question.env.end() ? std::nullopt : std::optional(found->second);
    };
    if (question.words) {
        SW_TRY(const std::vector<std::string> words, dockerfile::expandWords(question.word, lookup, question.options));
        return Json{{"words", words}};
    }
    SW_TRY(const dockerfile::Expansion found, dockerfile::expandWord(question.word, lookup, question.options));
    return Json{{"result", found.text}, {"matched", found.matched}, {"unmatched", found.unmatched}};
}

std::string shown(const Json& json) {
    if (const Json* result = io::member(json, "result")) {
        return result->get<std::string>();
    }
    std::string out;
    for (const Json& word : json.at("words")) {
        out += (out.empty() ? "" : "\n") + word.get<std::string>();
    }
    return out;
}

void run(Format format, Console& console) {
    std::string line;
    while (std::getline(std::cin, line)) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) {
            continue;
        }
        const Result<Json> found = answer(line);
        if (!found) {
            std::cerr << "stw: " << found.error().text() << '\n';
            console.exitCode = std::max<int>(console.exitCode, kRefused);
            if (format == Format::Json) {
                printJson({{"error", found.error().message.text()}});
            }
        } else if (format == Format::Json) {
            printJson(*found);
        } else {
            printLine(shown(*found));
        }
    }
}

} // namespace

void addExpandCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("expand", "Expand variables as an instruction would; JSON objects on stdin");
    auto format = std::make_shared<Format>(Format::Text);
    addFormatOption(*command, *format);
    command->callback([format, &console] { run(*format, console); });
}

} // namespace sw::app
