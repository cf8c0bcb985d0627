#include "core/base/error.h"

#include <cerrno>
#include <system_error>

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
    std::string out;
    for (auto frame = context.rbegin(); frame != context.rend(); ++frame) {
        out += *frame;
        out += ": ";
    }
    return out + message;
}

Error errnoError(std::string_view message, int errorNumber) {
    ErrorCode code = ErrorCode::Io;
    switch (errorNumber) {
    case ENOENT: code = ErrorCode::NotFound; break;
    case EACCES:
    case EPERM: code = ErrorCode::Permission; break;
    case EEXIST: code = ErrorCode::Exists; break;
    default: break;
    }
    return Error{code, std::string(message) + ": " + std::generic_category().message(errorNumber), {}};
}

} // namespace sw
