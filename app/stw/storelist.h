#pragma once

#include "app/stw/commands.h"
#include "app/stw/options.h"

#include <stop_token>
#include <string>

/// What the store holds, piece by piece, and what needs each: `stw store df --verbose`, `stw store mounts`.
namespace sw::app {

Result<void> listStore(Format format, const Console& console, const std::stop_token& stop);

struct MountsOptions {
    std::string files; ///< key, id or Dockerfile line whose files are listed
    std::string clear; ///< likewise, to be emptied
    Format format = Format::Text;
};
Result<void> listMounts(const MountsOptions& options, const Console& console, const std::stop_token& stop);

} // namespace sw::app
