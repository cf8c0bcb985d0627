#pragma once

#include "core/base/result.h"
#include "core/dockerfile/ast.h"

#include <functional>
#include <string>
#include <string_view>

/// The value of RUN --mount (BuildKit frontend/dockerfile/instructions/commands_runmount.go).
namespace sw::dockerfile {

using MountExpander = std::function<Result<std::string>(std::string_view value)>;

/// Reads one mount. With an expander every value but `from` is expanded first and every rule is applied, as BuildKit
/// does when it comes to the step. Without one (while parsing) only the fields themselves and `from` can be wrong: all
/// else is taken as it is written and judged at the step, which may never be needed. Ranges are left empty.
Result<Mount> readMount(std::string_view value, const MountExpander& expand = {});

/// Comma-separated fields with "quoted" ones (RFC 4180). Error: an open or misplaced quote.
Result<std::vector<std::string>> splitCsv(std::string_view text);

} // namespace sw::dockerfile
