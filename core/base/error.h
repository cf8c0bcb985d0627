#pragma once

#include "core/base/sentence.h"

#include <string>
#include <string_view>
#include <vector>

namespace sw {

/// Closed set of ways the world can fail. A wrong Dockerfile is a Diagnostic, a failed step is data
/// in the build result; neither is an Error.
enum class ErrorCode {
    Cancelled,   ///< a stop was requested; never shown as a failure
    NotFound,    ///< a named thing does not exist
    Exists,      ///< a thing that must not exist does
    Permission,  ///< the system refused
    Io,          ///< disk, pipe or socket trouble
    Corrupt,     ///< bytes that do not follow their format or digest
    Network,     ///< a registry or server could not be reached or refused
    Unsupported, ///< this machine cannot; the message names the remedy
    Invalid,     ///< an argument or configuration value is wrong
    Busy,        ///< somebody else holds it
    StepFailed,  ///< a step's command ended with a non-zero status
    Internal,    ///< an invariant of ours is broken
};

std::string_view errorCodeName(ErrorCode code);

/// Why an operation failed: a closed code, one sentence for the user, and the frames that were
/// added on the way up ("while pulling the base image of stage 2"), innermost first.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    Sentence message;
    std::vector<Sentence> context;

    /// The sentence with its context, outermost frame first, for logs and the command line.
    std::string text() const;
    Sentence sentence() const; ///< the same, for readers of any language

    bool operator==(const Error&) const = default;
};

/// Error from errno: "MESSAGE: strerror". ENOENT, EACCES/EPERM and EEXIST get their own codes.
Error errnoError(const Sentence& message, int errorNumber);

} // namespace sw
