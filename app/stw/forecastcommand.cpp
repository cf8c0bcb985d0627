#include "app/stw/buildoptions.h"
#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/options.h"
#include "core/base/bytesize.h"
#include "core/io/json.h"

#include <iostream>
#include <memory>

namespace sw::app {

namespace {

struct ForecastOptions {
    BuildOptions build;
    Format format = Format::Text;
};

io::Json optional(const auto& value) { return value ? io::Json(*value) : io::Json(); }

io::Json reasonJson(const cache::Reason& reason) {
    return {{"code", cache::reasonCodeName(reason.code)}, {"text", reason.text}, {"evidence", reason.evidence}, {"root", optional(reason.rootLine)}};
}

io::Json forecastJson(const build::Forecast& forecast, const Diagnostic* error) {
    io::Json steps = io::Json::array();
    for (const build::ForecastStep& step : forecast.steps) {
        steps.push_back({{"stage", step.stage},
                         {"line", step.line},
                         {"instruction", step.text},
                         {"verdict", cache::forecastWord(step.verdict)},
                         {"shared", step.verdict == cache::Verdict::Shared},
                         {"reason", reasonJson(step.reason)},
                         {"bytes", optional(step.bytes)},
                         {"bytes_measured", step.bytesMeasured},
                         {"seconds", optional(step.seconds)}});
    }
    io::Json json = {{"schema", "stagewright.forecast/1"}, {"steps", std::move(steps)}};
    constexpr std::string_view sizing[] = {"exact", "measured", "at-least"};
    json["summary"] = {{"hit", forecast.hits}, {"run", forecast.runs}, {"unknown", forecast.unknown},
                       {"seconds", optional(forecast.seconds)}, {"seconds_partial", forecast.secondsPartial},
                       {"bytes", optional(forecast.finalBytes)}, {"bytes_kind", sizing[static_cast<std::size_t>(forecast.sizing)]}};
    json["error"] = error == nullptr ? io::Json() : io::Json{{"message", error->message.text()}, {"line", error->range.start.line}};
    return json;
}

void printText(const build::Forecast& forecast) {
    for (const build::ForecastStep& step : forecast.steps) {
        const std::string_view word = step.verdict == cache::Verdict::Metadata ? "-"
                                      : step.verdict == cache::Verdict::Shared ? "shared" // neither cached nor made anew
                                                                               : cache::forecastWord(step.verdict);
        std::string line = std::to_string(step.line);
        line.insert(0, line.size() < 4 ? 4 - line.size() : 0, ' ');
        std::string text = step.text.substr(0, step.text.find('\n'));
        printLine(line + "  " + std::string(word) + std::string(word.size() < 10 ? 10 - word.size() : 1, ' ') + "  " + text.substr(0, 100));
        if (!step.reason.text.empty()) {
            printLine("                    " + step.reason.text);
        }
        for (const std::string& evidence : step.reason.evidence) {
            printLine("                      " + evidence);
        }
    }
    std::string summary = std::to_string(forecast.hits) + " hit, " + std::to_string(forecast.runs) + " run, " +
                          std::to_string(forecast.unknown) + " unknown";
    if (forecast.seconds) {
        summary += (forecast.secondsPartial ? "; at least " : "; about ") + formatSeconds(*forecast.seconds);
    }
    if (forecast.finalBytes) {
        constexpr std::string_view sizing[] = {"; image ", "; image about ", "; image at least "};
        summary += std::string(sizing[static_cast<std::size_t>(forecast.sizing)]) + formatBytes(static_cast<std::int64_t>(*forecast.finalBytes));
    }
    printLine(summary);
}

void run(const ForecastOptions& options, Console& console) {
    const StopOnSignal stop;
    std::shared_ptr<store::Store> opened;
    const auto open = [&]() -> Result<std::shared_ptr<store::Store>> {
        SW_TRY(opened, openStore(console));
        return opened;
    };
    const auto request = makeRequest(options.build, {open, true}, stop.token());
    if (!request) {
        return failRequest(console, request.error(), opened != nullptr);
    }
    const auto store = opened ? Result<std::shared_ptr<store::Store>>(opened) : openStore(console);
    if (!store) {
        return fail(console, store.error());
    }
    for (const build::CachePlace& place : request->cacheFrom) {
        if (place.kind == build::CachePlace::Kind::Registry) {
            std::cerr << "stw: a forecast asks no registry, so what " << place.where << " holds does not count\n";
        }
    }
    build::Builder builder({*store, {}});
    const auto forecast = builder.forecast(*request, stop.token());
    if (!forecast) {
        return fail(console, forecast.error());
    }
    const Diagnostic* error = firstError(forecast->diagnostics);
    if (options.format == Format::Json) {
        printJson(forecastJson(*forecast, error));
    } else {
        printText(*forecast);
    }
    if (error != nullptr) {
        printDiagnostic(request->dockerfile.filename().string(), *error);
        console.exitCode = kRefused;
    }
}

} // namespace

void addForecastCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("forecast", "What a build would take from the cache, what it would run, and why");
    auto options = std::make_shared<ForecastOptions>();
    addBuildOptions(*command, options->build, false);
    addFormatOption(*command, options->format);
    command->callback([options, &console] { run(*options, console); });
}

} // namespace sw::app
