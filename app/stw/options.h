#pragma once

#include "app/stw/console.h"

#include <CLI/CLI.hpp>

#include <map>
#include <string>

namespace sw::app {

/// --format text|json
inline CLI::Option* addFormatOption(CLI::App& command, Format& format) {
    static const std::map<std::string, Format> kFormats = {{"text", Format::Text}, {"json", Format::Json}};
    return command.add_option("--format", format, "text or json")
        ->transform(CLI::CheckedTransformer(kFormats, CLI::ignore_case))
        ->option_text("text|json");
}

} // namespace sw::app
