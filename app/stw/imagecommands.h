#pragma once

#include "app/stw/console.h"

namespace CLI {
class App;
}

/// Commands that judge images, as those of commands.h.
namespace sw::app {

void addDiffCommand(CLI::App& app, Console& console);
void addPointsCommand(CLI::App& app, Console& console);
void addProvenanceCommand(CLI::App& app, Console& console);
void addTestCommand(CLI::App& app, Console& console);

} // namespace sw::app
