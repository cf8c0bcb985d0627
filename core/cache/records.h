#pragma once

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/plan/buildplan.h"
#include "core/store/database.h"
#include "core/store/store.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sw::cache {

/// A step below this one, as the trace of a step remembers it: enough to find where two chains part.
struct TraceAncestor {
    Hash128 definition;
    Hash128 root; ///< root digest after it
    std::string text;
    bool operator==(const TraceAncestor&) const = default;
};

/// Everything that decided a step's key, in readable parts. Holds no secret: secrets are in no definition.
struct Trace {
    std::vector<plan::KeyPart> parts; ///< the definition
    Hash128 parent;                   ///< digest of the root file system it started from; zero when it starts from nothing
    std::vector<std::pair<std::string, Hash128>> contents; ///< "files", "mount:/x": digests of what was selected
    std::vector<TraceAncestor> ancestors; ///< base first; not part of the key
    std::vector<Hash128> baseRoots; ///< roots of the base image's lower layers; with the ancestors' every root up to `parent`
    bool operator==(const Trace&) const = default;
};

/// The content-addressed key of a step: equal keys, equal results. Where source files lie is not in it (their contents
/// are), neither is anything about the machine or the time.
Hash128 keyOf(const Trace& trace, std::string_view kind);

/// What keys of one step have in common whatever it reads and starts from: two records can be of one key only if they have this.
Hash128 shapeOf(const std::vector<plan::KeyPart>& parts, std::string_view kind);

std::string serialiseTrace(const Trace& trace);
Result<Trace> parseTrace(std::string_view json);

/// Digest of a root file system: of the one below and the layer on top. A layer that changes nothing changes no digest.
Hash128 rootDigest(const Hash128& below, const Hash128& layerTree, bool emptyLayer);
/// Digest of an empty root file system.
Hash128 emptyRoot();

/// A finished step.
struct StepRecord {
    Hash128 key, definition;
    Hash128 shape; ///< written, not read back
    store::LayerId layer;
    Hash128 tree;  ///< tree digest of the layer
    bool empty = false; ///< the layer changes nothing
    Trace trace;
    double seconds = 0;
    std::uint64_t bytes = 0, files = 0;
    std::int64_t created = 0; ///< seconds since the epoch
};

/// What to expect of a step that is like it.
struct StepCost {
    double seconds = 0;
    std::uint64_t bytes = 0;
};

/// A file that a step read, for evidence: name for people -> what it is.
struct FileFact {
    std::string name;
    Hash128 what;
};

/// A line of a Dockerfile as last built.
struct LineRecord {
    std::string text;
    std::size_t position = 0; ///< among the operations of its stage
    Hash128 key;
};

/// A step that used a cache mount, or that a layer belongs to.
struct StepPlace {
    std::string of; ///< key of the mount
    std::string dockerfile;
    std::string step; ///< "[builder 2/5] RUN .." of a mount; text of the line of a layer
    int line = 0;     ///< where it stood; 0 = not noted
};

/// The cache's tables in the store's database. Safe to use from several threads and processes.
class CacheIndex {
public:
    static Result<CacheIndex> open(store::Database& database);

    /// Of the database behind it: what was read holds while this is the same.
    Result<store::Database::Version> version() { return m_database->version(); }

    Result<std::optional<StepRecord>> find(const Hash128& key);
    /// The same without its trace, which only an explanation reads: reading it takes longer than all the rest.
    Result<std::optional<StepRecord>> findResult(const Hash128& key);
    /// Records of a shape, newest first, at most `limit`.
    Result<std::vector<StepRecord>> ofShape(const Hash128& shape, std::size_t limit);
    /// What the newest step of a definition took and made.
    Result<std::optional<StepCost>> latestCost(const Hash128& definition);
    /// The same of one record.
    Result<std::optional<StepCost>> costOf(const Hash128& key);
    Result<void> put(const StepRecord& record);
    /// Zero for a record that was put without one.
    Result<Hash128> shapeOfKey(const Hash128& key);
    Result<void> used(const std::vector<Hash128>& keys, std::int64_t when);

    Result<std::vector<LineRecord>> lines(const std::string& dockerfile, const std::string& stage);
    Result<void> putLines(const std::string& dockerfile, const std::string& stage, const std::vector<LineRecord>& lines);

    /// Which steps used which cache mounts, the latest first.
    Result<void> noteMount(const StepPlace& use);
    Result<std::vector<StepPlace>> mountSteps();
    /// The lines, as last built, that a layer is the result of.
    Result<std::multimap<store::LayerId, StepPlace>> layerSteps();

    /// Small facts that cost a walk to find and never change, by a hash of what they are about.
    struct Memo {
        Hash128 digest;
        std::uint64_t bytes = 0, files = 0, ofBytes = 0;
    };
    Result<std::optional<Memo>> memo(const Hash128& about);
    Result<void> putMemo(const Hash128& about, const Memo& memo);

    /// The files behind a content digest, where nothing else tells of them (mounts leave no layer). Too many are not kept.
    Result<void> putFiles(const Hash128& content, const std::vector<FileFact>& files);
    Result<std::optional<std::vector<FileFact>>> files(const Hash128& content);

private:
    explicit CacheIndex(store::Database& database) : m_database(&database) {}
    store::Database* m_database;
};

} // namespace sw::cache
