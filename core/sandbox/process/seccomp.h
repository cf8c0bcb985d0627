#pragma once

#include <string_view>

/// The system call filter that ships with the program (resources/seccomp), embedded at build time.
namespace sw::sandbox::process {

/// Compiled for this architecture, base64: what the runtime's annotation takes. Empty where it was not compiled.
/// `flattenedOwners`: the variant in which changes of owner succeed and do nothing (one user id only).
std::string_view seccompProgram(bool flattenedOwners);

/// The same as an OCI "linux.seccomp" object, for architectures without a compiled form.
std::string_view seccompProfile(bool flattenedOwners);

} // namespace sw::sandbox::process
