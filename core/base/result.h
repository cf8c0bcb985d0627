#pragma once

#include "core/base/error.h"

#include <expected>
#include <utility>

namespace sw {

/// The only spelling of "value or Error" in the project. Absent is Result<std::optional<T>>.
template <typename T> using Result = std::expected<T, Error>;

using Failure = std::unexpected<Error>;

inline Failure failure(ErrorCode code, Sentence message) {
    return Failure(Error{code, std::move(message), {}});
}

inline Failure failure(Error error) { return Failure(std::move(error)); }

/// Adds a frame to the error of a result on its way up.
template <typename T> Result<T> withContext(Result<T> result, Sentence frame) {
    if (!result) {
        result.error().context.push_back(std::move(frame));
    }
    return result;
}

} // namespace sw

#define SW_CONCAT_IMPL(a, b) a##b
#define SW_CONCAT(a, b) SW_CONCAT_IMPL(a, b)

/// `SW_TRY(auto value, expression);` declares value or returns the error.
#define SW_TRY(declaration, ...)                                                                   \
    auto SW_CONCAT(swTry_, __LINE__) = (__VA_ARGS__);                                              \
    if (!SW_CONCAT(swTry_, __LINE__)) {                                                            \
        return ::sw::Failure(std::move(SW_CONCAT(swTry_, __LINE__).error()));                      \
    }                                                                                              \
    declaration = std::move(*SW_CONCAT(swTry_, __LINE__))

/// The same for Result<void>.
#define SW_CHECK(...)                                                                              \
    if (auto SW_CONCAT(swCheck_, __LINE__) = (__VA_ARGS__); !SW_CONCAT(swCheck_, __LINE__)) {      \
        return ::sw::Failure(std::move(SW_CONCAT(swCheck_, __LINE__).error()));                    \
    }                                                                                              \
    static_assert(true)
