#include "app/stw/documentjson.h"

#include "core/dockerfile/parser.h"

namespace sw::app {

using dockerfile::Document;
using dockerfile::Flag;
using dockerfile::FromArgs;
using dockerfile::Heredoc;
using dockerfile::Instruction;
using dockerfile::StageSpan;
using io::Json;

namespace {

constexpr std::string_view kSchema = "stagewright.parse/1";

Json positionJson(const TextPosition& position) {
    return {{"line", position.line}, {"column", position.column}, {"offset", position.offset}};
}

Json heredocJson(const Heredoc& heredoc, std::string_view text) {
    return {{"name", heredoc.name},
            {"content", heredoc.body.in(text)}, // as it stands; chomp says that its tabs are to be cut
            {"expand", heredoc.expand},
            {"chomp", heredoc.chomp},
            {"fd", heredoc.fd}};
}

Json stageJson(const Document& document, const StageSpan& span, std::size_t index) {
    const auto* from = document.instructions[span.from].as<FromArgs>();
    Json json = {{"index", index}, {"name", nullptr}, {"image", nullptr}, {"platform", nullptr}};
    if (from != nullptr) {
        json["image"] = from->image.text;
        if (from->name) {
            json["name"] = from->name->text;
        }
        if (from->platform) {
            json["platform"] = from->platform->text;
        }
    }
    json["start"] = span.range.start.line;
    json["end"] = span.range.end.line;
    return json;
}

} // namespace

Json rangeJson(const TextRange& range) {
    return {{"start", positionJson(range.start)}, {"end", positionJson(range.end)}};
}

int lineOf(const Diagnostic& diagnostic, const Document& document) {
    const Instruction* instruction = document.instructionAt(diagnostic.range.start.offset);
    return instruction != nullptr && diagnostic.severity == Severity::Error ? instruction->startLine() : diagnostic.range.start.line;
}

Json diagnosticJson(const Diagnostic& diagnostic, const Document* document) {
    Json fixes = Json::array();
    for (const QuickFix& fix : diagnostic.fixes) {
        Json edits = Json::array();
        for (const TextEdit& edit : fix.edits) {
            edits.push_back({{"range", rangeJson(edit.range)}, {"replacement", edit.replacement}});
        }
        fixes.push_back({{"title", fix.title.text()}, {"edits", std::move(edits)}});
    }
    return {{"severity", severityName(diagnostic.severity)},
            {"rule", diagnostic.rule},
            {"message", diagnostic.message.text()},
            {"detail", diagnostic.detail.text()},
            {"line", document == nullptr ? diagnostic.range.start.line : lineOf(diagnostic, *document)},
            {"range", rangeJson(diagnostic.range)},
            {"fixes", std::move(fixes)}};
}

Json instructionJson(const Instruction& instruction, std::string_view text) {
    Json flags = Json::array();
    for (const Flag& flag : instruction.flags) {
        flags.push_back("--" + flag.name + (flag.value ? "=" + *flag.value : std::string()));
    }
    Json heredocs = Json::array();
    for (const Heredoc& heredoc : instruction.heredocs) {
        heredocs.push_back(heredocJson(heredoc, text));
    }
    Json json = {{"cmd", instruction.cmd},
                 {"flags", std::move(flags)},
                 {"args", instruction.args},
                 {"json", instruction.json},
                 {"start", instruction.startLine()},
                 {"end", instruction.endLine()},
                 {"range", rangeJson(instruction.range)},
                 {"heredocs", std::move(heredocs)}};
    if (instruction.sub) {
        json["sub"] = instructionJson(*instruction.sub, text);
    }
    return json;
}

Json documentJson(const Document& document) {
    Json instructions = Json::array();
    for (const Instruction& instruction : document.instructions) {
        instructions.push_back(instructionJson(instruction, document.text));
    }
    Json stages = Json::array();
    for (std::size_t i = 0; i < document.stages.size(); ++i) {
        stages.push_back(stageJson(document, document.stages[i], i));
    }
    Json directives = Json::array();
    for (const dockerfile::Directive& directive : document.directives) {
        directives.push_back({{"name", directive.name}, {"value", directive.value}, {"line", directive.range.start.line}});
    }
    Json warnings = Json::array();
    Json diagnostics = Json::array();
    for (const Diagnostic& diagnostic : document.diagnostics) {
        const bool warning = diagnostic.rule == dockerfile::kEmptyContinuationRule;
        (warning ? warnings : diagnostics).push_back(diagnosticJson(diagnostic, &document));
    }
    return {{"schema", kSchema},
            {"escape", std::string(1, document.escape)},
            {"directives", std::move(directives)},
            {"warnings", std::move(warnings)},
            {"instructions", std::move(instructions)},
            {"stages", std::move(stages)},
            {"diagnostics", std::move(diagnostics)}};
}

} // namespace sw::app
