#pragma once

#include "app/stw/console.h"

namespace CLI {
class App;
}

/// One function per command: it adds the command to the parser and says what runs.
namespace sw::app {

void addParseCommand(CLI::App& app, Console& console);
void addExpandCommand(CLI::App& app, Console& console);
void addContextCommand(CLI::App& app, Console& console);
void addGraphCommand(CLI::App& app, Console& console);
void addDoctorCommand(CLI::App& app, Console& console);
void addCheckCommand(CLI::App& app, Console& console);

} // namespace sw::app
