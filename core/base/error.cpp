#include "core/base/error.h"

#include <cerrno>

namespace sw {

std::string_view errorCodeName(ErrorCode code) {
    switch (code) {
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::NotFound: return "not-found";
    case ErrorCode::Exists: return "exists";
    case ErrorCode::Permission: return "permission";
    case ErrorCode::Io: return "io";
    case ErrorCode::Corrupt: return "corrupt";
    case ErrorCode::Network: return "network";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::Invalid: return "invalid";
    case ErrorCode::Busy: return "busy";
    case ErrorCode::StepFailed: return "step-failed";
    case ErrorCode::Internal: return "internal";
    }
    return "internal";
}

std::string Error::text() const {
    return sentence().text();
}

Sentence Error::sentence() const {
    Sentence out = message;
    for (const Sentence& frame : context) {
        out = say("%1: %2", frame, out);
    }
    return out;
}

Error errnoError(const Sentence& message, int errorNumber) {
    ErrorCode code = ErrorCode::Io;
    switch (errorNumber) {
    case ENOENT: code = ErrorCode::NotFound; break;
    case EACCES:
    case EPERM: code = ErrorCode::Permission; break;
    case EEXIST: code = ErrorCode::Exists; break;
    default: break;
    }
    return Error{code, say("%1: %2", message, systemReason(errorNumber)), {}};
}

} // namespace sw
