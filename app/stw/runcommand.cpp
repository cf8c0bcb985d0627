#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/imagerunner.h"
#include "app/stw/portforward.h"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace sw::app {

namespace {

struct RunOptions {
    std::string image;
    std::vector<std::string> ports;
    std::vector<std::string> command;
    std::vector<std::string> environment;
    std::string user;
    std::string file;
};

void writeOut(int stream, std::string_view text) {
    while (!text.empty()) {
        const ssize_t n = ::write(stream, text.data(), text.size());
        if (n < 0 && errno != EINTR) {
            return;
        }
        text.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
}

Result<int> runImage(const RunOptions& options, const Console& console) {
    const StopOnSignal signals;
    std::vector<PortMapping> mappings;
    for (const std::string& text : options.ports) {
        SW_TRY(PortMapping mapping, PortMapping::parse(text));
        mappings.push_back(std::move(mapping));
    }
    SW_TRY(const std::unique_ptr<ImageRunner> runner, ImageRunner::open(console, options.image, options.file, signals.token()));
    SW_CHECK(runner->prepare(signals.token()));
    PortForwarder forwarder([&](std::uint16_t port) { return runner->box().connect(port); });
    for (const PortMapping& mapping : mappings) {
        SW_TRY(const std::uint16_t port, forwarder.listen(mapping));
        if (!console.quiet) {
            std::cerr << "stw: http://" << mapping.address << ':' << port << " is port " << mapping.container << " of "
                      << options.image << "; Ctrl-C stops\n";
        }
    }
    const ImageRunner::Call call{runner->argumentsFor(options.command), options.environment, options.user};
    const Result<sandbox::ExitStatus> status = runner->run(call, true, writeOut, signals.token());
    if (!status) {
        return failure(status.error());
    }
    return status->code;
}

} // namespace

void addRunCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("run", "Start an image in the sandbox, in a network of its own");
    auto options = std::make_shared<RunOptions>();
    command->add_option("IMAGE", options->image, "What to start: a name in the store, a build, @STAGE, an archive, ...")->required();
    command->add_option("-p,--publish", options->ports, "Forward a port of this machine into it: [ADDRESS:]HOST:PORT")
        ->option_text("HOST:PORT")
        ->allow_extra_args(false);
    command->add_option("-e,--env", options->environment, "Set a variable, or pass one on")->option_text("K[=V]")->allow_extra_args(false);
    command->add_option("-u,--user", options->user, "User instead of the image's")->option_text("USER[:GROUP]");
    command->add_option("-f,--file", options->file, "The Dockerfile that @STAGE is of")->option_text("FILE");
    command->add_option("CMD", options->command, "Command in the place of the image's CMD, after --");
    command->callback([options, &console] {
        const Result<int> code = runImage(*options, console);
        if (code) {
            console.exitCode = *code;
        } else if (code.error().code == ErrorCode::Cancelled) {
            console.exitCode = kStopped;
        } else {
            fail(console, code.error());
        }
    });
}

} // namespace sw::app
