#pragma once

#include "core/sandbox/sandbox.h"

#include <filesystem>
#include <string>

namespace sw::sandbox::process {

/// What the sandbox process knows about itself. Does not change after its start, but for the control group of the first step.
struct Context {
    Isolation isolation = Isolation::None;
    bool userXattr = false;      ///< overlay keeps its marks in user.*, not trusted.* (we are in a user namespace)
    bool canMakeDevices = false;
    std::filesystem::path state; ///< a tmpfs that only this process and its children see
    std::filesystem::path work;  ///< on the store's file system: uppers and scratch
    std::string runtime;         ///< crun
    int runtimeFd = -1;          ///< a sealed copy of it in memory, or -1
    std::filesystem::path deviceGroup; ///< where steps of root go, see devicefilter.h; empty: there is none

    /// Prefix of overlay's own extended attributes here.
    const char* overlayPrefix() const { return userXattr ? "user.overlay." : "trusted.overlay."; }
};

} // namespace sw::sandbox::process
