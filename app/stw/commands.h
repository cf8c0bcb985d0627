#pragma once

#include "app/stw/console.h"

namespace CLI {
class App;
}

/// One function per command: it adds the command to the parser and says what runs.
namespace sw::app {

void addParseCommand(CLI::App& app, Console& console);
void addFormatCommand(CLI::App& app, Console& console);
void addExpandCommand(CLI::App& app, Console& console);
void addContextCommand(CLI::App& app, Console& console);
void addGraphCommand(CLI::App& app, Console& console);
void addDoctorCommand(CLI::App& app, Console& console);
void addRunCommand(CLI::App& app, Console& console);
void addCheckCommand(CLI::App& app, Console& console);
void addImagesCommands(CLI::App& app, Console& console);   ///< images, tag, rm
void addTransferCommands(CLI::App& app, Console& console); ///< import, export, push, load
void addLayersCommand(CLI::App& app, Console& console);
void addFilesCommand(CLI::App& app, Console& console);
void addCatCommand(CLI::App& app, Console& console);
void addStoreCommand(CLI::App& app, Console& console);     ///< store df, prune, verify
void addBuildCommand(CLI::App& app, Console& console);
void addForecastCommand(CLI::App& app, Console& console);
void addHistoryCommands(CLI::App& app, Console& console); ///< explain, history, show

} // namespace sw::app
