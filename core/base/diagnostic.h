#pragma once

#include "core/base/sentence.h"
#include "core/base/text.h"

#include <string>
#include <vector>

namespace sw {

enum class Severity { Error, Warning, Info, Hint };

/// A change that mends a finding. `title` is an imperative phrase ("Rename the stage to 'build'").
struct QuickFix {
    Sentence title;
    std::vector<TextEdit> edits;
    bool operator==(const QuickFix&) const = default;
};

/// The user's file is wrong or could be better. Data, never an Error. An Error-severity diagnostic
/// means that a build is refused, with the message of the first one.
struct Diagnostic {
    Severity severity = Severity::Error;
    std::string rule;    ///< rule name ("StageNameCasing", "DL3007") or "syntax", "stage", "argument"
    Sentence message;    ///< one sentence: what is wrong
    Sentence detail;     ///< what to do, may be empty
    TextRange range;
    std::vector<QuickFix> fixes;
    bool operator==(const Diagnostic&) const = default;
};

std::string_view severityName(Severity severity); ///< "error", "warning", "info", "hint"

/// The first error of a list, nullptr when there is none.
const Diagnostic* firstError(const std::vector<Diagnostic>& diagnostics);

} // namespace sw
