#include "core/base/diagnostic.h"

#include <algorithm>

namespace sw {

std::string_view severityName(Severity severity) {
    switch (severity) {
    case Severity::Error: return "error";
    case Severity::Warning: return "warning";
    case Severity::Info: return "info";
    case Severity::Hint: return "hint";
    }
    return "error";
}

const Diagnostic* firstError(const std::vector<Diagnostic>& diagnostics) {
    const auto found = std::ranges::find(diagnostics, Severity::Error, &Diagnostic::severity);
    return found == diagnostics.end() ? nullptr : &*found;
}

} // namespace sw
