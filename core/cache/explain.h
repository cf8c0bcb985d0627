#pragma once

#include "core/cache/explanation.h"
#include "core/cache/records.h"
#include "core/cache/selection.h"

#include <functional>

namespace sw::cache {

/// A step below the one that is explained, in this build.
struct AncestorState {
    int line = 0;
    TraceAncestor trace;
    bool ran = false; ///< ran, will run, or its outcome is not known yet
    bool isBase = false;
    Reason reason;    ///< of a step that ran
};

/// Where selected contents come from, when that is another step of this build.
struct ContentOrigin {
    std::string tag;   ///< as in Trace::contents
    int line = 0;
    bool ran = false;
    Reason reason;
    bool isContext = false;
};

struct ExplainInput {
    int line = 0;
    const Trace& now;
    const Trace* before = nullptr; ///< of the nearest earlier build of this line; null: there was none
    bool noCache = false;
    bool sameText = false; ///< the instruction is written as it was then: what differs came with a variable
    std::vector<std::pair<std::string, bool>> variables; ///< names that the instruction uses; true: of an ARG
    bool pruned = false; ///< the very record is there, its layer is gone
    std::vector<AncestorState> ancestors; ///< base first
    std::vector<ContentOrigin> origins;
    std::function<std::vector<std::string>(const std::string& tag)> changedFiles; ///< evidence; may be empty
};

/// Why this step does not hit: the root cause, or the line whose change reached it.
Reason explainMiss(const ExplainInput& input);

/// Which of the earlier lines of a stage is "that line before": equal text first, then the same place, unless that
/// place's text still stands elsewhere in the stage (then a line was inserted). nullopt: this line is new.
std::optional<std::size_t> matchLine(const std::vector<LineRecord>& before, const std::vector<std::string>& now, std::size_t position);

/// "modified a", "added b", "removed c": files as a step read them before against what it would read now. At most 20, then
/// "and 7 more".
std::vector<std::string> compareFiles(const std::vector<FileFact>& before, const std::vector<FileFact>& now);

/// What a selection holds, without its directories.
std::vector<FileFact> factsOf(const Selection& selection);

/// Digest of everything about an entry but its place and its times.
Hash128 entryFact(const oci::LayerEntry& entry, const oci::LayerEntry& holder);

constexpr std::size_t kEvidenceLimit = 20;

} // namespace sw::cache
