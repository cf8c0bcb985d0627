#pragma once

#include "core/sandbox/process/context.h"

#include <filesystem>
#include <string>
#include <sys/types.h>

/// Which devices a step of root can open. A step may make any node, as with BuildKit, but only those that every container has
/// (null, zero, full, random, urandom, tty, console, ptmx, pts) can be used; else root in a step could read the machine's disks.
/// Ordinary users need none of this: in a user namespace no node works but those that are bound in.
namespace sw::sandbox::process {

/// Where the control group (version 2) of a sandbox belongs. `name` is unique on the machine. Empty without version 2, and where /proc
/// is not the caller's own.
std::filesystem::path deviceGroupOf(const std::string& name);

/// Makes it with the filter, for all steps of the sandbox. Empty where this machine does not let us, as in a container, which has a
/// filter itself, and where no filter is needed.
std::filesystem::path makeDeviceGroup(const Context& context, const std::string& name);

/// Puts the calling process into it; nothing when `group` is empty. The first time waits for some 10 ms in the kernel.
void enterDeviceGroup(const std::filesystem::path& group);

/// fork() of a process without threads, the child in the group from its start: that needs no waiting. -1 with nothing done where the
/// kernel has no such call.
pid_t forkIntoGroup(const std::filesystem::path& group);

/// After the last step: this group, and those that a killed process left behind long ago.
void removeDeviceGroup(const std::filesystem::path& group);

} // namespace sw::sandbox::process
