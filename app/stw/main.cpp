#include "app/stw/commands.h"
#include "app/stw/console.h"
#include "app/stw/imagecommands.h"

#include <CLI/CLI.hpp>

#include <malloc.h>

int main(int argc, char** argv) {
    // Heaps of their own for threads grow page by page, each step a system call; the few threads here share one, which grows in
    // larger ones.
    ::mallopt(M_ARENA_MAX, 1);
    ::mallopt(M_TOP_PAD, 1 << 20);
    sw::app::Console console;
    CLI::App app("Build multi-stage Dockerfiles and see what ended up in the image.", "stw");
    app.set_version_flag("--version", STW_VERSION);
    app.require_subcommand(1);
    app.add_option("--store", console.store, "The store's folder")->envname("STAGEWRIGHT_STORE")->option_text("DIR");
    auto* quiet = app.add_flag("--quiet", console.quiet, "Say nothing but errors and what was asked for");
    app.add_flag("--verbose", console.verbose, "Say more")->excludes(quiet);

    sw::app::addBuildCommand(app, console);
    sw::app::addForecastCommand(app, console);
    sw::app::addHistoryCommands(app, console);
    sw::app::addParseCommand(app, console);
    sw::app::addFormatCommand(app, console);
    sw::app::addExpandCommand(app, console);
    sw::app::addContextCommand(app, console);
    sw::app::addGraphCommand(app, console);
    sw::app::addDoctorCommand(app, console);
    sw::app::addRunCommand(app, console);
    sw::app::addCheckCommand(app, console);
    sw::app::addImagesCommands(app, console);
    sw::app::addTransferCommands(app, console);
    sw::app::addLayersCommand(app, console);
    sw::app::addFilesCommand(app, console);
    sw::app::addCatCommand(app, console);
    sw::app::addDiffCommand(app, console);
    sw::app::addPointsCommand(app, console);
    sw::app::addProvenanceCommand(app, console);
    sw::app::addTestCommand(app, console);
    sw::app::addStoreCommand(app, console);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? sw::app::kGood : sw::app::kUsage;
    }
    return console.exitCode;
}
