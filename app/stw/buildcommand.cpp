#include "app/stw/buildoptions.h"
#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/progress.h"
#include "core/base/bytesize.h"
#include "core/io/json.h"
#include "core/store/transfer.h"

#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>
#include <memory>

namespace sw::app {

namespace {

Result<void> writeFile(const std::string& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.flush();
    if (!out) {
        return failure(ErrorCode::Io, "cannot write " + path);
    }
    return {};
}

void printFailure(const build::BuildResult& result, const build::BuildRequest& request) {
    const build::BuildFailure& failure = *result.failure;
    if (!failure.lastLines.empty()) {
        std::cerr << "------\n";
        for (const std::string& line : failure.lastLines) {
            std::cerr << line << '\n';
        }
        std::cerr << "------\n";
    }
    const std::string file = request.dockerfile.filename().string();
    std::cerr << file << (failure.line > 0 ? ":" + std::to_string(failure.line) : "") << ": " << failure.message.text() << '\n';
    if (!failure.advice.empty()) {
        std::cerr << failure.advice.text() << '\n';
    }
}

void printSummary(const build::BuildResult& result, const build::BuildRequest& request) {
    std::size_t hits = 0;
    std::size_t ran = 0;
    for (const build::StepResult& step : result.steps) {
        hits += step.verdict == cache::Verdict::Hit ? 1 : 0;
        ran += step.verdict == cache::Verdict::Run ? 1 : 0;
    }
    if (result.index) {
        std::cerr << "\nindex " << result.index->digest.text() << "\n";
        for (const build::PlatformResult& platform : result.platforms) {
            std::cerr << "image " << platform.image->manifestDigest.text() << " for " << platform.platform.text() << "\n";
        }
    } else {
        std::cerr << "\nimage " << result.image->manifestDigest.text() << "\n";
    }
    for (const std::string& tag : request.tags) {
        std::cerr << "named " << tag << '\n';
    }
    std::cerr << formatBytes(static_cast<std::int64_t>(result.shippedBytes)) << " ship of "
              << formatBytes(static_cast<std::int64_t>(result.builtBytes)) << " built; " << ran << " ran, " << hits << " cached, "
              << formatSeconds(std::chrono::duration<double>(result.completed - result.started).count()) << '\n';
}

/// The digest of what was built: of the index over several platforms, else of the image.
std::string nameOf(const build::BuildResult& result) {
    return result.index ? result.index->digest.text() : result.image->manifestDigest.text();
}

Result<void> writeResultFiles(const BuildOptions& options, const build::BuildResult& result, const build::BuildRequest& request) {
    if (!options.report.empty()) {
        SW_CHECK(writeFile(options.report, build::reportJson(result) + "\n"));
    }
    if (!result.image) {
        return {};
    }
    if (!options.iidFile.empty()) {
        SW_CHECK(writeFile(options.iidFile, result.index ? result.index->digest.text() : result.image->configDigest.text()));
    }
    if (!options.metadataFile.empty()) {
        io::Json json;
        json["buildx.build.ref"] = "stagewright/stagewright/" + result.id;
        if (!result.index) {
            json["containerimage.config.digest"] = result.image->configDigest.text();
        }
        json["containerimage.digest"] = nameOf(result);
        if (!request.tags.empty()) {
            std::string names;
            for (const std::string& tag : request.tags) {
                names += (names.empty() ? "" : ",") + tag;
            }
            json["image.name"] = names;
        }
        SW_CHECK(writeFile(options.metadataFile, io::dumpJson(json, 2) + "\n"));
    }
    return {};
}

Result<void> deliver(const BuildOptions& options, store::Store& store, const build::BuildResult& result, const build::BuildRequest& request,
                     std::stop_token stop) {
    bool push = options.push;
    for (const build::Output& output : request.outputs) {
        const auto wanted = output.attributes.find("push");
        const auto type = output.attributes.find("type");
        push = push || (wanted != output.attributes.end() && wanted->second == "true") ||
               (type != output.attributes.end() && type->second == "registry");
    }
    if (push && request.tags.empty()) {
        return failure(ErrorCode::Invalid, "--push needs a name: give one with -t");
    }
    for (const std::string& tag : request.tags) {
        if (push) {
            SW_CHECK(store::pushImage(store, *result.image, tag, {}, stop));
        }
        if (options.load) {
            SW_CHECK(store::loadIntoDocker(store, *result.image, tag, {}, stop));
        }
    }
    if (options.load && request.tags.empty()) {
        SW_CHECK(store::loadIntoDocker(store, *result.image, "", {}, stop));
    }
    return {};
}

void conclude(const BuildOptions& options, Console& console, store::Store& store, const build::BuildResult& result,
              const build::BuildRequest& request, std::stop_token stop) {
    if (const auto written = writeResultFiles(options, result, request); !written) {
        fail(console, written.error());
    }
    if (result.cancelled) {
        std::cerr << "stw: the build was stopped\n";
        console.exitCode = kStopped;
        return;
    }
    if (result.failure) {
        printFailure(result, request);
        console.exitCode = result.failure->code == ErrorCode::Unsupported ? kMachine : kRefused;
        return;
    }
    if (const auto delivered = deliver(options, store, result, request, stop); !delivered) {
        return fail(console, delivered.error());
    }
    if (options.progress == "quiet" || console.quiet) {
        printLine(nameOf(result));
    } else if (options.progress != "rawjson") {
        printSummary(result, request);
    }
}

void run(const BuildOptions& options, Console& console) {
    const StopOnSignal stop;
    std::shared_ptr<store::Store> opened;
    const auto open = [&]() -> Result<std::shared_ptr<store::Store>> {
        SW_TRY(opened, openStore(console));
        return opened;
    };
    const auto request = makeRequest(options, {open, false}, stop.token());
    if (!request) {
        fail(console, request.error());
        console.exitCode = opened ? kRefused : kUsage; // a context that cannot be had is no wrong usage
        return;
    }
    const auto store = opened ? Result<std::shared_ptr<store::Store>>(opened) : openStore(console);
    if (!store) {
        return fail(console, store.error());
    }
    build::Builder builder({*store, {}});
    const std::unique_ptr<Progress> progress = makeProgress(console.quiet && options.progress == "auto" ? "quiet" : options.progress);
    const auto result = builder.build(*request, [&](const build::BuildEvent& event) { progress->event(event); }, stop.token());
    progress->finish();
    if (!result) {
        return fail(console, result.error());
    }
    conclude(options, console, **store, *result, *request, stop.token());
}

} // namespace

void addBuildCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("build", "Build a Dockerfile");
    auto options = std::make_shared<BuildOptions>();
    addBuildOptions(*command, *options, true);
    command->callback([options, &console] { run(*options, console); });
}

} // namespace sw::app
