#pragma once

#include "app/stw/console.h"
#include "core/inspect/openimage.h"

#include <CLI/CLI.hpp>

#include <stop_token>
#include <string>

namespace sw::app {

using inspect::OpenOptions;

/// inspect::openImage with the store that --store or the environment names.
Result<inspect::OpenedImage> openImage(const Console& console, const std::string& image, const OpenOptions& options, std::stop_token stop);
inspect::StoreOpener storeOpener(const Console& console);

/// --platform and -f of commands that read an image.
void addOpenOptions(CLI::App& command, OpenOptions& options);

} // namespace sw::app
