#pragma once

#include "core/base/result.h"
#include "core/base/uniquefd.h"

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

/// Starting programs from a process with many threads.
namespace sw::sandbox {

struct Started {
    pid_t pid = -1;
    UniqueFd pidfd;
};

/// posix_spawn in a process group of its own (Ctrl-C in the terminal does not reach it), signals at their defaults,
/// standard input from /dev/null. `socket` becomes descriptor 3 unless -1; `output` standard output unless -1 (/dev/null).
Result<Started> startProgram(const std::vector<std::string>& args, int socket, int output, bool quiet = false);

/// Waits for the end of a started program; SIGKILL after `patienceMs`. Returns the wait status.
int awaitEnd(const Started& program, int patienceMs);
/// The same of a program whose end nobody has to see, on a thread of its own: to take down a network takes the kernel 20 ms.
void leaveToItsEnd(Started program, int patienceMs);

} // namespace sw::sandbox
