#pragma once

#include "core/base/result.h"
#include "core/build/attest.h"
#include "core/build/cacheplace.h"
#include "core/build/events.h"
#include "core/build/output.h"
#include "core/cache/explanation.h"
#include "core/dockerfile/ast.h"
#include "core/plan/stagegraph.h"
#include "core/store/indeximage.h"
#include "core/store/store.h"
#include "core/store/transfer.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// A build as a person orders it, and what came of it.
namespace sw::build {

struct Secret {
    std::string id;
    std::filesystem::path file; ///< one of file and environment
    std::string environment;
};

/// A context that is no directory of the user's: a git repository, an archive, or a single file. No ignore file applies to it
/// (dockerfile-semantics 2.8, 2.9). Made by openRemoteContext (remotecontext.h).
struct RemoteContext {
    std::string name; ///< for people: the address without a password, or "standard input"
    std::filesystem::path directory; ///< of a checkout; else
    std::optional<store::LayerId> layer; ///< an archive, unpacked as a layer; else
    std::filesystem::path file;      ///< a single file
    std::string fileName;            ///< its name in the context
};

struct BuildRequest {
    std::filesystem::path dockerfile;  ///< for messages, records and the ignore file
    std::string text;                  ///< its text (the editor's buffer, which is saved before a build)
    std::filesystem::path context;     ///< directory; empty = no context
    std::optional<RemoteContext> remoteContext; ///< instead of a directory
    plan::Inputs inputs;
    /// Several: each is built, and the result is an index. One or none: inputs.targetPlatform alone.
    std::vector<oci::Platform> platforms;
    std::vector<std::string> tags;
    std::vector<CachePlace> cacheFrom; ///< read before the first step; one that cannot be had is told and left out
    std::vector<CachePlace> cacheTo;   ///< written when the image is made
    std::vector<Output> outputs;
    std::vector<Secret> secrets;
    std::vector<std::pair<std::string, std::string>> ssh;      ///< id, socket
    bool pull = false;
    bool noCache = false;
    std::vector<std::string> noCacheFilter; ///< stage names
    std::vector<std::string> entitlements;  ///< network.host, security.insecure
    std::optional<std::filesystem::path> hostCa; ///< CA bundle for RUN; in no key and no image
    std::optional<std::int64_t> sourceDateEpoch;
    oci::Annotations annotations; ///< of every output; those of an output come on top
    AttestOptions attest;
    unsigned jobs = 0; ///< 0 = one per core, at least 4 for RUN steps that wait
};

struct StepResult {
    std::size_t stage = 0;
    std::size_t instruction = 0;
    int line = 0;
    std::string text;
    cache::Verdict verdict = cache::Verdict::NotNeeded;
    cache::Reason reason;
    std::optional<Time> started, completed;
    std::optional<int> exitCode;
    std::optional<store::LayerId> layer;
    std::uint64_t bytes = 0; ///< file content in its layer
    std::uint64_t files = 0;
    std::optional<Digest> vertex;
};

struct StageResult {
    std::size_t index = 0;
    std::string name, base;
    std::string state; ///< "built" | "cached" | "failed" | "not-needed" | "cancelled"
    std::vector<store::LayerId> layers; ///< of its root file system, base first
    std::vector<std::size_t> layerSteps; ///< for each of our own layers (after baseLayers): index in BuildResult::steps
    std::size_t baseLayers = 0;         ///< how many of `layers` came with the external base or base stage
    oci::ImageConfig config;
    std::uint64_t bytes = 0; ///< visible content bytes of its root file system
    std::uint64_t files = 0;
};

/// Bytes that crossed a COPY --from (or FROM stage) edge, of what the source holds.
struct EdgeTraffic {
    std::string from; ///< stage name, number or image
    std::optional<std::size_t> fromStage;
    std::size_t stage = 0, instruction = 0;
    int toLine = 0;
    std::uint64_t bytes = 0, files = 0, ofBytes = 0;
};

/// What came of one platform of a build for several.
struct PlatformResult {
    oci::Platform platform;
    std::optional<store::Image> image;
    std::vector<StageResult> stages;
    std::vector<StepResult> steps; ///< a step that several platforms share stands in each of them
    std::vector<EdgeTraffic> edges;
    std::uint64_t shippedBytes = 0;
};

struct BuildFailure {
    Sentence message;        ///< one sentence
    int line = 0;            ///< 0 = none
    std::optional<std::size_t> instruction;
    std::vector<std::string> lastLines; ///< of the failing step's output
    Sentence advice;         ///< "The registry's certificate … use --host-ca", may be empty
    ErrorCode code = ErrorCode::StepFailed;
};

struct BuildResult {
    std::string id;          ///< of the build record
    std::optional<store::Image> image; ///< of the target; absent after a failure. Of several platforms: the first one's
    std::optional<store::IndexImage> index;  ///< of several platforms, or with attestations: what the names stand for
    std::vector<PlatformResult> platforms;   ///< of a build for several, in the order asked for; else empty
    std::optional<oci::Descriptor> descriptor; ///< what the outputs were given, as metadata files tell it
    std::optional<Digest> configDigest;        ///< of a single image
    std::vector<std::string> imageNames;       ///< normalised
    std::string provenance;                    ///< JSON: request and materials
    std::string target;
    std::vector<StageResult> stages;   ///< all stages of the file, in order
    std::vector<StepResult> steps;     ///< all instructions of all stages, in file order
    std::vector<EdgeTraffic> edges;
    std::uint64_t shippedBytes = 0;    ///< visible bytes of the target
    std::uint64_t builtBytes = 0;      ///< visible bytes of everything that was built, shared layers once
    std::uint64_t peakMemory = 0;
    std::optional<BuildFailure> failure;
    bool cancelled = false;
    Time started{}, completed{};
    std::vector<Diagnostic> diagnostics;
};

/// The report of architecture.md section 6.
std::string reportJson(const BuildResult& result);
Result<BuildResult> parseReport(std::string_view json); ///< what a record holds; for history

/// What `buildx build --metadata-file` writes (docker/buildx commands/build.go).
std::string metadataJson(const BuildResult& result);

struct ForecastStep {
    std::size_t stage = 0, instruction = 0;
    int line = 0;
    std::string text;
    cache::Verdict verdict = cache::Verdict::Unknown;
    cache::Reason reason;
    std::optional<std::uint64_t> bytes; ///< exact for COPY, last measured for RUN and hits
    bool bytesMeasured = false;         ///< of an earlier run, not of this text
    std::optional<double> seconds;      ///< expected, from this machine's history
    bool operator==(const ForecastStep&) const = default;
};
struct Forecast {
    std::vector<ForecastStep> steps; ///< all instructions in file order
    std::size_t hits = 0, runs = 0, unknown = 0;
    std::optional<double> seconds; ///< of the longest chain of steps that depend on each other
    bool secondsPartial = false;   ///< some of its steps were never measured: it takes longer
    std::optional<std::uint64_t> finalBytes;
    /// Exact: known before the build. Measured: with sizes of RUN as they were last. AtLeast: without those of RUN that never ran.
    enum class Sizing { Exact, Measured, AtLeast } sizing = Sizing::Exact;
    std::vector<Diagnostic> diagnostics; ///< why there is none, e.g. the file has errors
};

class ForecastMemory;

/// Turns requests into results. Synchronous; runs its operations on its own worker threads; may be used by several
/// threads at once. Holds the store open and starts the sandbox when the first RUN needs it.
class Builder {
public:
    struct Options {
        std::shared_ptr<store::Store> store;
        std::filesystem::path sandboxHelper; ///< empty = sandbox::helperPath()
    };
    explicit Builder(Options options);
    ~Builder();

    /// Never throws and always returns what was reached: a failed step is data. Error only when nothing could begin.
    Result<BuildResult> build(const BuildRequest& request, const EventSink& sink, std::stop_token stop);
    /// The same decisions without executing anything and without a network; caches in folders (`cacheFrom`) are read.
    Result<Forecast> forecast(const BuildRequest& request, std::stop_token stop) { return forecast(request, nullptr, std::move(stop)); }
    /// `memory`: of forecasts of the same file before, for whoever forecasts at every key; null: begin with nothing.
    Result<Forecast> forecast(const BuildRequest& request, ForecastMemory* memory, std::stop_token stop);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// What each COPY of a file takes from the context, and what was left out by which ignore line (`stw context`, window).
struct ContextFile {
    std::string path;
    std::uint64_t bytes = 0;
    bool ignored = false;
    std::string ignoredBy; ///< the pattern as written
    int ignoreLine = 0;
};
struct ContextUse {
    int line = 0;
    std::size_t instruction = 0;
    std::vector<std::string> files;
    std::uint64_t bytes = 0;
};
struct ContextReport {
    std::filesystem::path ignoreFile; ///< empty when there is none
    std::vector<ContextFile> files;
    std::vector<ContextUse> uses;
};
Result<ContextReport> inspectContext(const BuildRequest& request, std::stop_token stop);

/// Builds of the past, newest first, for one Dockerfile or all (empty path).
struct BuildRecord {
    std::string id;
    std::filesystem::path dockerfile;
    Time started{}, completed{};
    std::string target;
    bool succeeded = false;
    std::uint64_t shippedBytes = 0;
    std::string report; ///< reportJson
};
Result<std::vector<BuildRecord>> buildHistory(store::Store& store, const std::filesystem::path& dockerfile, std::size_t limit);
/// A build by its id or the beginning of it. Error: several begin so.
Result<std::optional<BuildRecord>> findBuild(store::Store& store, const std::string& id);

} // namespace sw::build
