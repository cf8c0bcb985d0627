#include "app/stw/buildoptions.h"
#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/options.h"
#include "core/base/bytesize.h"
#include "core/build/buildrecords.h"
#include "core/build/timetext.h"

#include <memory>

namespace sw::app {

namespace {

struct HistoryOptions {
    BuildOptions build;
    std::string id;
    bool all = false;
    std::size_t limit = 20;
    Format format = Format::Text;
};

double durationOf(const build::BuildRecord& record) { return std::chrono::duration<double>(record.completed - record.started).count(); }

std::string_view outcomeOf(const build::BuildResult& result) {
    return result.image ? "good" : result.cancelled ? "stopped" : "failed";
}

void printSteps(const build::BuildResult& result, bool reasonsOnly) {
    for (const build::StepResult& step : result.steps) {
        const std::string_view word = cache::reportWord(step.verdict);
        const bool noteworthy = step.reason.code != cache::ReasonCode::None || step.verdict == cache::Verdict::Failed;
        if (reasonsOnly && !noteworthy) {
            continue;
        }
        std::string line = std::to_string(step.line);
        line.insert(0, line.size() < 4 ? 4 - line.size() : 0, ' ');
        printLine(line + "  " + std::string(word) + std::string(word.size() < 9 ? 9 - word.size() : 1, ' ') +
                  step.text.substr(0, step.text.find('\n')).substr(0, 100));
        if (!step.reason.text.empty()) {
            printLine("               " + step.reason.text);
        }
        for (const std::string& evidence : step.reason.evidence) {
            printLine("                 " + evidence);
        }
    }
}

void printBuild(const build::BuildRecord& record, Console& console, Format format, bool reasonsOnly) {
    if (format == Format::Json) {
        if (auto json = io::parseJson(record.report)) {
            json->erase(build::kRecordOnly);
            printJson(*json);
        }
        return;
    }
    const auto result = build::parseReport(record.report);
    if (!result) {
        return fail(console, result.error());
    }
    printLine("build " + record.id + "  " + build::rfc3339(record.started) + "  " + record.dockerfile.string() + "  " +
              std::string(outcomeOf(*result)) + " in " + formatSeconds(durationOf(record)));
    printSteps(*result, reasonsOnly);
    if (result->failure) {
        printLine("line " + std::to_string(result->failure->line) + ": " + result->failure->message.text());
    } else if (reasonsOnly && result->image) {
        bool anything = false;
        for (const build::StepResult& step : result->steps) {
            anything = anything || step.reason.code != cache::ReasonCode::None;
        }
        if (!anything) {
            printLine("everything was taken from the cache");
        }
    }
}

void explain(const HistoryOptions& options, Console& console) {
    const auto store = openStore(console);
    if (!store) {
        return fail(console, store.error());
    }
    const auto records = build::buildHistory(**store, dockerfileOf(options.build), 1);
    if (!records) {
        return fail(console, records.error());
    }
    if (records->empty()) {
        return fail(console, {ErrorCode::NotFound, dockerfileOf(options.build).string() + " was not built yet in this store", {}});
    }
    printBuild(records->front(), console, options.format, true);
}

void history(const HistoryOptions& options, Console& console) {
    const auto store = openStore(console);
    if (!store) {
        return fail(console, store.error());
    }
    const bool one = !options.build.file.empty();
    const auto records = build::buildHistory(**store, one ? std::filesystem::path(options.build.file) : std::filesystem::path(), options.limit);
    if (!records) {
        return fail(console, records.error());
    }
    io::Json json = io::Json::array();
    for (const build::BuildRecord& record : *records) {
        const auto result = build::parseReport(record.report);
        const std::string_view outcome = result ? outcomeOf(*result) : record.succeeded ? "good" : "failed";
        const build::StepCounts counts = result ? build::countSteps(result->steps) : build::StepCounts();
        if (options.format == Format::Json) {
            json.push_back({{"build", record.id},
                            {"dockerfile", record.dockerfile.string()},
                            {"start", build::rfc3339(record.started)},
                            {"end", build::rfc3339(record.completed)},
                            {"seconds", durationOf(record)},
                            {"target", record.target},
                            {"outcome", outcome},
                            {"bytes", record.shippedBytes},
                            {"cached", counts.cached},
                            {"ran", counts.ran}});
            continue;
        }
        printLine(record.id + "  " + build::rfc3339(record.started).substr(0, 19) + "  " + std::string(outcome) + "  " +
                  formatSeconds(durationOf(record)) + "  " + formatBytes(static_cast<std::int64_t>(record.shippedBytes)) + "  " +
                  record.target + "  " + record.dockerfile.string());
    }
    if (options.format == Format::Json) {
        printJson({{"schema", "stagewright.history/1"}, {"builds", std::move(json)}});
    }
}

void show(const HistoryOptions& options, Console& console) {
    const auto store = openStore(console);
    if (!store) {
        return fail(console, store.error());
    }
    const auto record = build::findBuild(**store, options.id);
    if (!record) {
        return fail(console, record.error());
    }
    if (!*record) {
        return fail(console, {ErrorCode::NotFound, "there is no build " + options.id + " in this store; `stw history` lists them", {}});
    }
    printBuild(**record, console, options.format, false);
}

} // namespace

void addHistoryCommands(CLI::App& app, Console& console) {
    auto explainOptions = std::make_shared<HistoryOptions>();
    CLI::App* explaining = app.add_subcommand("explain", "Why the steps of the last build of a Dockerfile ran or failed");
    explaining->add_option("CONTEXT", explainOptions->build.context, "Directory of the build (default: .)");
    explaining->add_option("-f,--file", explainOptions->build.file, "The Dockerfile (default: CONTEXT/Dockerfile)")->option_text("FILE");
    addFormatOption(*explaining, explainOptions->format);
    explaining->callback([explainOptions, &console] { explain(*explainOptions, console); });

    auto historyOptions = std::make_shared<HistoryOptions>();
    CLI::App* listing = app.add_subcommand("history", "Builds of the past, newest first");
    listing->add_option("-f,--file", historyOptions->build.file, "Only those of this Dockerfile")->option_text("FILE");
    listing->add_option("--limit", historyOptions->limit, "At most so many (default: 20)")->option_text("N");
    addFormatOption(*listing, historyOptions->format);
    listing->callback([historyOptions, &console] { history(*historyOptions, console); });

    auto showOptions = std::make_shared<HistoryOptions>();
    CLI::App* showing = app.add_subcommand("show", "One build of the past, step by step");
    showing->add_option("BUILD", showOptions->id, "Its id, or the beginning of it")->required();
    addFormatOption(*showing, showOptions->format);
    showing->callback([showOptions, &console] { show(*showOptions, console); });
}

} // namespace sw::app
