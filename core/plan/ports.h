#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace sw::plan {

/// One word of EXPOSE: "80", "8000-8003/udp", "127.0.0.1:80:8080/tcp" (host parts are checked, then dropped).
/// Gives "PORT/proto" in ascending order.
Result<std::vector<std::string>> parsePorts(std::string_view word);

/// Is it a signal name with or without SIG, or a number that is not zero?
bool isSignal(std::string_view text);

} // namespace sw::plan
