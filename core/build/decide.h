#pragma once

#include "core/build/copystep.h"
#include "core/build/workspace.h"
#include "core/cache/explain.h"

namespace sw::build {

/// What became of an operation, or what a forecast knows of it.
struct Outcome {
    bool known = false; ///< the root file system after it is known
    Root root;
    cache::Verdict verdict = cache::Verdict::Unknown;
    cache::Reason reason;
    cache::Reason missReason; ///< of a shared one: why it was not in the cache before
    Hash128 key;
    bool hasKey = false;
    std::uint64_t bytes = 0, files = 0;
    double seconds = 0;
    std::optional<Time> started, completed;
    std::optional<int> exitCode;
    Sentence error;

    bool ran() const { return verdict != cache::Verdict::Hit && verdict != cache::Verdict::Shared; } ///< or may run
};

/// A bind mount of a RUN, ready to be made.
struct MountInput {
    std::size_t mount = 0; ///< index in RunOp::mounts
    std::optional<cache::Selection> files; ///< of a context
    Hash128 digest;
};

struct Decision {
    Hash128 key;
    cache::Trace trace;
    std::optional<cache::StepRecord> hit;
    store::LayerId before; ///< of a miss: what this line of the file gave last, which it may still share much with; or empty
    cache::Reason reason; ///< of a miss, or of a hit worth a word (early cutoff)
    std::shared_ptr<const cache::Selection> selection; ///< COPY and ADD; null when its digest was remembered
    bool unfetched = false; ///< a forecast cannot know: what ADD takes was never fetched
    std::vector<MountInput> mounts;
};

/// What can be said of an operation while some of its inputs are not known.
struct PartDecision {
    bool possible = false; ///< a record could match, if the inputs come out as they once were
    cache::Reason reason;
};

std::string_view kindOf(const plan::Operation& operation); ///< as in keys: "run", "copy", ..

constexpr std::size_t kAncestorsRemembered = 256; ///< in a trace; whoever has more below it has a trace that is cut

/// The one place where it is decided whether an operation is taken from the cache. Build and forecast both ask it.
class Decider {
public:
    Decider(Workspace& workspace, const std::vector<Outcome>& outcomes) : m_workspace(workspace), m_outcomes(outcomes) {}

    /// All inputs of `op` must be known. Error: what is to be copied does not exist or cannot be read.
    Result<Decision> decide(plan::OpId op, std::stop_token stop);
    /// Of an operation with an input that is not known yet; from one thread. Error: as decide().
    Result<PartDecision> decidePartly(plan::OpId op, std::stop_token stop);
    /// What a COPY selects, for one whose decision did not need it any more. Error Unsupported: a forecast, and something has
    /// to be fetched first.
    Result<std::shared_ptr<const cache::Selection>> select(const plan::CopyOp& op, std::stop_token stop);
    Result<std::shared_ptr<LayersTree>> treeOf(plan::OpId op);

    /// The job of a COPY or ADD on the roots of this build.
    struct CopySetting {
        std::shared_ptr<LayersTree> below; ///< the root below, also for --link (names of users)
        bool linked = false;
    };
    Result<CopySetting> copySetting(const plan::CopyOp& op);

    /// Bytes and files that a COPY --from takes; `ofBytes` is what the source holds. Remembered.
    Result<cache::CacheIndex::Memo> traffic(plan::OpId op, std::stop_token stop);

private:
    Result<Hash128> copyDigest(plan::OpId id, const plan::CopyOp& op, Decision& decision, std::stop_token stop);
    Result<Hash128> copyDigest(const plan::CopyOp& op, bool names, Decision& decision, std::stop_token stop);
    Result<std::optional<MountInput>> mountInput(std::size_t index, const plan::RunMount& mount, std::stop_token stop);
    Result<void> explain(plan::OpId id, Decision& decision, bool pruned, std::stop_token stop);
    cache::Reason explainCutoff(plan::OpId id, bool linked) const;
    cache::Reason behindUnknown(plan::OpId op) const; ///< an input is not known
    /// Of what the operation reads, the digests that are known already; two where the name's weight is open.
    using KnownContents = std::vector<std::pair<std::string, std::vector<Hash128>>>;
    Result<KnownContents> knownContents(plan::OpId id, Decision& decision, std::stop_token stop);
    struct ShapeRecords {
        std::shared_ptr<const std::vector<cache::StepRecord>> all;
        std::vector<const cache::StepRecord*> usable; ///< those whose layer is there
    };
    Result<const ShapeRecords*> recordsOfShape(const Hash128& shape);
    bool couldMatch(plan::OpId id, const cache::StepRecord& record, const KnownContents& contents) const;
    /// The record of this line in the nearest earlier build; `forgotten`: there was one. `sameText`: the line is written as then.
    Result<std::optional<cache::StepRecord>> lineBefore(plan::OpId id, bool& forgotten, bool& sameText);
    std::vector<std::pair<std::string, bool>> variablesOf(plan::OpId id) const;
    void addAncestors(cache::Trace& trace, const std::vector<cache::AncestorState>& chain, plan::OpId id) const;
    std::vector<cache::AncestorState> ancestors(plan::OpId id) const;
    std::vector<cache::ContentOrigin> origins(plan::OpId id) const;
    std::vector<std::string> changedFiles(plan::OpId id, const cache::StepRecord& before, const cache::Trace& now, const cache::Selection* selection,
                                          std::stop_token stop);
    std::vector<std::string> changedMount(plan::OpId id, const std::string& tag, const cache::StepRecord& before, const Decision& decision);
    std::vector<std::string> compareWithBefore(plan::OpId id, const cache::StepRecord& before, const cache::Selection* selection, std::stop_token stop);
    bool cacheOff(plan::OpId id) const;
    Result<std::optional<Hash128>> selectionKey(const plan::CopyOp& op, bool names, std::stop_token stop);

    Workspace& m_workspace;
    const std::vector<Outcome>& m_outcomes;
    std::map<Hash128, ShapeRecords> m_ofShape; ///< of decidePartly
};

/// The reason of a step whose result another step of the same build has just made.
cache::Reason sameAs(int line);

} // namespace sw::build
