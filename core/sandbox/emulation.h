#pragma once

#include "core/base/result.h"
#include "core/oci/image.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Programs of other architectures: what the kernel does with them (Documentation/admin-guide/binfmt-misc.rst).
namespace sw::sandbox {

struct Emulation {
    enum class State {
        Native,   ///< this machine's own
        Emulated, ///< a handler is registered that also works in another root file system
        Unfixed,  ///< the handler lacks the flag F: its interpreter is looked for inside the image
        Missing,  ///< no handler
        Unknown,  ///< /proc/sys/fs/binfmt_misc cannot be read here; only trying tells
    } state = State::Unknown;
    std::string handler;     ///< its name there, "qemu-aarch64"
    std::string interpreter; ///< "/usr/bin/qemu-aarch64-static"
};

inline const std::filesystem::path kBinfmt = "/proc/sys/fs/binfmt_misc";

Emulation emulationOf(const oci::Platform& platform, const std::filesystem::path& registry = kBinfmt);

/// One sentence with the remedy, for a step that needs `platform`; nothing when it can be started or when only trying tells.
std::optional<Error> cannotEmulate(const oci::Platform& platform, const Emulation& emulation);
/// The same after it was tried and the kernel refused the program's format.
Error formatRefused(const oci::Platform& platform);

/// Platforms of images whose RUN steps work here by emulation.
std::vector<oci::Platform> emulatedPlatforms(const std::filesystem::path& registry = kBinfmt);

} // namespace sw::sandbox
