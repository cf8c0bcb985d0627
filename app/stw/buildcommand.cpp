#include "app/stw/buildoptions.h"
#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/progress.h"
#include "core/base/bytesize.h"

#include <CLI/CLI.hpp>

#include <algorithm>
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

std::string digestOf(const build::BuildResult& result) {
    return result.index ? result.index->digest.text() : result.image->manifestDigest.text();
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
        for (const store::Image& image : result.index->images) {
            std::cerr << "image " << image.manifestDigest.text() << " for " << image.config.platform.text() << "\n";
        }
    } else {
        std::cerr << "\nimage " << digestOf(result) << "\n";
    }
    for (const std::string& tag : request.tags) {
        std::cerr << "named " << tag << '\n';
    }
    std::cerr << formatBytes(static_cast<std::int64_t>(result.shippedBytes)) << " ship of "
              << formatBytes(static_cast<std::int64_t>(result.builtBytes)) << " built; " << ran << " ran, " << hits << " cached, "
              << formatSeconds(std::chrono::duration<double>(result.completed - result.started).count()) << '\n';
}

Result<void> writeResultFiles(const BuildOptions& options, const build::BuildResult& result) {
    if (!options.report.empty()) {
        SW_CHECK(writeFile(options.report, build::reportJson(result) + "\n"));
    }
    if (!result.image) {
        return {};
    }
    if (!options.iidFile.empty()) { // of a single image its own id, of an index the index's digest
        const std::optional<Digest> id = result.configDigest ? result.configDigest
                                         : result.descriptor ? std::optional(result.descriptor->digest)
                                                             : std::optional(result.image->configDigest);
        SW_CHECK(writeFile(options.iidFile, id->text()));
    }
    if (!options.metadataFile.empty()) {
        SW_CHECK(writeFile(options.metadataFile, build::metadataJson(result)));
    }
    return {};
}

void conclude(const BuildOptions& options, Console& console, const build::BuildResult& result, const build::BuildRequest& request) {
    if (const auto written = writeResultFiles(options, result); !written) {
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
    const bool streams = std::ranges::any_of(request.outputs, &build::Output::toStandardOutput);
    if (options.progress == "quiet" || console.quiet) {
        if (!streams) { // stdout is the archive's
            printLine(digestOf(result));
        }
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
    std::vector<std::shared_ptr<build::SshAgent>> agents;
    const auto request = makeRequest(options, {open, false, &agents}, stop.token());
    if (!request) {
        return failRequest(console, request.error(), opened != nullptr);
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
    conclude(options, console, *result, *request);
}

} // namespace

void addBuildCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("build", "Build a Dockerfile");
    auto options = std::make_shared<BuildOptions>();
    addBuildOptions(*command, *options, true);
    command->callback([options, &console] { run(*options, console); });
}

} // namespace sw::app
