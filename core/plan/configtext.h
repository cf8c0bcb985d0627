#pragma once

#include "core/oci/image.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The texts of image history as BuildKit writes them (dockerfile-semantics 2.11; convert.go commitToHistory). They are
/// Go's %v and %q renderings, which people's tools have learned to read.
namespace sw::plan {

inline constexpr std::string_view kHistoryComment = "buildkit.dockerfile.v0";

std::string goQuote(std::string_view text);                              ///< %q of a string
std::string goQuotedList(const std::vector<std::string>& words);         ///< %q of a []string: ["a" "b"]
std::string goList(const std::vector<std::string>& words);               ///< %v of a []string: [a b]
std::string goDuration(std::int64_t nanoseconds);                        ///< "1m30s"
std::string healthcheckText(const oci::Healthcheck& healthcheck);        ///< %q of *HealthConfig

/// "RUN |2 a=1 b=2 /bin/sh -c cmd"
std::string runText(const std::vector<std::string>& args, const std::vector<std::pair<std::string, std::string>>& buildArgs);

/// History entry of one instruction; `layer` adds the "# buildkit" mark unless it is a WORKDIR.
oci::HistoryEntry historyEntry(std::string text, bool hasLayer, bool mark);

} // namespace sw::plan
