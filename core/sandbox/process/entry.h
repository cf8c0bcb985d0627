#pragma once

#include "core/base/result.h"
#include "core/base/uniquefd.h"
#include "core/sandbox/sandbox.h"

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

/// The way into isolation, step by step; the order of the calls matters (each says what must come before).
namespace sw::sandbox::process {

struct IdRange {
    unsigned start = 0;
    unsigned count = 0;
};

/// The ranges of a user in /etc/subuid or /etc/subgid, by name or number; else what `getsubids` says.
std::vector<IdRange> subordinateIds(const char* file, uid_t uid);

struct UserNamespace {
    Isolation isolation = Isolation::None; ///< UserMap or SingleUid
    Sentence shortfall;                    ///< why not UserMap
};

/// Moves this single-threaded process into a new user namespace in which it is root, with the user's subordinate ids
/// through newuidmap and newgidmap, or with the one id where that does not work. Error: no user namespace at all.
Result<UserNamespace> enterUserNamespace();

/// New mount and pid namespaces (the next fork is pid 1). After enterUserNamespace, or as root.
Result<void> enterMountNamespace();

/// Mounts private, the root a mount point also inside a chroot, no mixed cgroup hierarchy in crun's way.
Result<void> settleMounts();

/// A /proc of the new pid namespace. In pid 1.
Result<void> mountProc();

/// Default signals, nothing blocked, no descriptors but 0-2 and those below `keep`.
void resetProcess(int keep);

/// True in the machine's first user namespace (trusted.* attributes and device nodes work for root).
bool inInitialUserNamespace();

} // namespace sw::sandbox::process
