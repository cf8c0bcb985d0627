#pragma once

#include "core/build/build.h"

#include <memory>
#include <string>

namespace sw::app {

/// Shows a build while it runs, on stderr.
class Progress {
public:
    virtual ~Progress() = default;
    virtual void event(const build::BuildEvent& event) = 0; ///< one call at a time, on any thread
    virtual void finish() {}
};

/// mode: auto (tty on a terminal, else plain), tty, plain, rawjson, quiet.
std::unique_ptr<Progress> makeProgress(const std::string& mode);

std::unique_ptr<Progress> makeTtyProgress();

} // namespace sw::app
